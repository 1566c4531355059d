package org.aparte.phone;

import java.util.List;
import java.util.Optional;
import org.aparte.phone.sip.Sdp;
import org.jspecify.annotations.Nullable;

/**
 * How media are coded, and the payload type that says so (RFC 3264 sections 5.1 and 6.1).
 *
 * @param codec of sound; {@code null} for the still pattern that is our video
 */
record Format(int payloadType, @Nullable Codec codec) {

  private static final String VIDEO = "VP8/90000";
  private static final int VIDEO_TYPE = 97;

  /**
   * What we offer.
   *
   * @param kind audio or video
   * @param codecs names in order of preference, all known
   */
  static List<Format> offered(String kind, List<String> codecs) {
    if (kind.equals("video")) {
      return List.of(new Format(VIDEO_TYPE, null));
    }
    return codecs.stream()
        .map(name -> Codec.named(name).orElseThrow())
        .map(codec -> new Format(codec.payloadType(), codec))
        .toList();
  }

  /** The first of a description that we know as well. */
  static Optional<Format> chosen(Sdp.Media stream, String kind, List<String> codecs) {
    for (String format : stream.formats()) {
      if (!format.matches("[0-9]{1,3}") || Integer.parseInt(format) > 127) {
        continue;
      }
      int type = Integer.parseInt(format);
      String encoding = stream.encoding(format);
      if (encoding.isEmpty()) {
        encoding = type == 0 ? "PCMU/8000" : type == 8 ? "PCMA/8000" : "";
      }
      if (kind.equals("video")) {
        if (encoding.equalsIgnoreCase(VIDEO)) {
          return Optional.of(new Format(type, null));
        }
        continue;
      }
      String name = encoding.replaceFirst("/.*", "");
      boolean wanted = codecs.stream().anyMatch(name::equalsIgnoreCase);
      Optional<Codec> codec = wanted ? Codec.named(name) : Optional.empty();
      if (codec.isPresent() && codec.get().isWritten(encoding)) {
        return Optional.of(new Format(type, codec.get()));
      }
    }
    return Optional.empty();
  }

  /** The payload type as the m= line has it. */
  String number() {
    return Integer.toString(payloadType);
  }

  /** The line of SDP that says what the payload type stands for. */
  String attribute() {
    return "a=rtpmap:" + payloadType + " " + (codec == null ? VIDEO : codec.encoding());
  }
}
