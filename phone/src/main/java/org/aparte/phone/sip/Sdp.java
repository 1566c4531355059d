package org.aparte.phone.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session description (RFC 4566), as far as offers and answers of RTP need it.
 *
 * @param address the one of the session; empty when only the media have one
 * @param attributes of the session, whole lines
 */
public record Sdp(String address, List<String> attributes, List<Media> media) {

  private static final int MAX_LINES = 1000;
  private static final int MAX_MEDIA = 16;
  private static final Pattern MEDIA_LINE =
      Pattern.compile("m=(\\S{1,32}) ([0-9]{1,5})(?:/[0-9]{1,3})? (\\S{1,64}) (.{1,512})");
  private static final Pattern CONNECTION =
      Pattern.compile("c=IN IP[46] ([0-9A-Za-z.:_-]{1,253})(?:/\\S*)?");
  private static final Pattern RTCP_PORT = Pattern.compile("a=rtcp:([0-9]{1,5})(?: .*)?");

  /** Copies the lists. */
  public Sdp {
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
  }

  /**
   * An m= line and what belongs to it.
   *
   * @param kind audio, video, ...
   * @param port 0 for a stream that is not wanted
   * @param protocol such as RTP/AVP
   * @param formats payload types as they are written
   * @param address from its own c= line; empty for the session's
   * @param attributes whole lines
   */
  public record Media(
      String kind,
      int port,
      String protocol,
      List<String> formats,
      String address,
      List<String> attributes) {

    /** Copies the lists. */
    public Media {
      formats = List.copyOf(formats);
      attributes = List.copyOf(attributes);
    }

    /** The answer to a stream that is not wanted (RFC 3264 section 6). */
    public Media rejected() {
      return new Media(kind, 0, protocol, formats, "", List.of());
    }

    /** Whether an attribute without value is there. */
    public boolean has(String attribute) {
      return attributes.contains("a=" + attribute);
    }

    /** The values of an attribute. */
    public List<String> values(String attribute) {
      String start = "a=" + attribute + ":";
      return attributes.stream()
          .filter(line -> line.startsWith(start))
          .map(line -> line.substring(start.length()))
          .toList();
    }

    /** What a payload type stands for, as {@code opus/48000/2}; empty when it is not said. */
    public String encoding(String format) {
      return values("rtpmap").stream()
          .filter(value -> value.startsWith(format + " "))
          .map(value -> value.substring(format.length() + 1).trim())
          .findFirst()
          .orElse("");
    }

    /** Where RTCP goes (RFC 3605, RFC 5761). */
    public int rtcpPort() {
      if (has("rtcp-mux")) {
        return port;
      }
      for (String line : attributes) {
        Matcher explicit = RTCP_PORT.matcher(line);
        if (explicit.matches() && isPort(Integer.parseInt(explicit.group(1)))) {
          return Integer.parseInt(explicit.group(1));
        }
      }
      return port + 1;
    }
  }

  /** Which way media go, seen by who says it (RFC 3264 section 5.1). */
  public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    /** As an attribute. */
    public String attribute() {
      return "a=" + name().toLowerCase(java.util.Locale.ROOT);
    }

    public boolean sends() {
      return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
      return this == SENDRECV || this == RECVONLY;
    }

    /** The same, seen by the other end. */
    public Direction reversed() {
      return switch (this) {
        case SENDONLY -> RECVONLY;
        case RECVONLY -> SENDONLY;
        default -> this;
      };
    }

    /** The direction that sends and receives as told. */
    public static Direction of(boolean sends, boolean receives) {
      return sends ? receives ? SENDRECV : SENDONLY : receives ? RECVONLY : INACTIVE;
    }
  }

  /** The direction of a stream: its own, else the session's. The address 0.0.0.0 is an old hold. */
  public Direction direction(Media stream) {
    Direction said = Direction.SENDRECV;
    for (List<String> lines : List.of(attributes, stream.attributes())) {
      for (Direction direction : Direction.values()) {
        if (lines.contains(direction.attribute())) {
          said = direction;
        }
      }
    }
    return addressOf(stream).equals("0.0.0.0") ? Direction.of(said.sends(), false) : said;
  }

  /** Where a stream is received. */
  public String addressOf(Media stream) {
    return stream.address().isEmpty() ? address : stream.address();
  }

  /** Reads a description; nothing when it is none. */
  public static Optional<Sdp> parse(String text) {
    String[] lines = text.split("\r?\n", MAX_LINES + 1);
    if (lines.length > MAX_LINES || !lines[0].trim().equals("v=0")) {
      return Optional.empty();
    }
    String address = "";
    List<String> attributes = new ArrayList<>();
    List<Media> media = new ArrayList<>();
    for (int i = 1; i < lines.length; ) {
      Matcher line = MEDIA_LINE.matcher(lines[i].trim());
      if (line.matches() && media.size() < MAX_MEDIA && isPort(Integer.parseInt(line.group(2)))) {
        List<String> own = new ArrayList<>();
        for (i++; i < lines.length && !lines[i].startsWith("m="); i++) {
          own.add(lines[i].trim());
        }
        media.add(
            new Media(
                line.group(1),
                Integer.parseInt(line.group(2)),
                line.group(3),
                List.of(line.group(4).trim().split(" +")),
                connection(own),
                own.stream().filter(each -> each.startsWith("a=")).toList()));
      } else if (lines[i].startsWith("m=")) {
        return Optional.empty();
      } else {
        String other = lines[i++].trim();
        if (other.startsWith("a=")) {
          attributes.add(other);
        } else if (other.startsWith("c=")) {
          address = connection(List.of(other));
        }
      }
    }
    return Optional.of(new Sdp(address, attributes, media));
  }

  private static boolean isPort(int port) {
    return port <= 65_534;
  }

  private static String connection(List<String> lines) {
    for (String line : lines) {
      Matcher connection = CONNECTION.matcher(line);
      if (connection.matches()) {
        return connection.group(1);
      }
    }
    return "";
  }

  /**
   * The text of it.
   *
   * @param version grows with each description of the session (RFC 3264 section 8)
   */
  public String format(long session, long version) {
    String family = address.contains(":") ? "IP6 " : "IP4 ";
    StringBuilder text = new StringBuilder("v=0\r\n");
    text.append("o=- ").append(session).append(' ').append(version).append(" IN ");
    text.append(family).append(address).append("\r\ns=-\r\nc=IN ").append(family).append(address);
    text.append("\r\nt=0 0\r\n");
    attributes.forEach(line -> text.append(line).append("\r\n"));
    for (Media stream : media) {
      text.append("m=").append(stream.kind()).append(' ').append(stream.port()).append(' ');
      text.append(stream.protocol()).append(' ').append(String.join(" ", stream.formats()));
      text.append("\r\n");
      stream.attributes().forEach(line -> text.append(line).append("\r\n"));
    }
    return text.toString();
  }
}
