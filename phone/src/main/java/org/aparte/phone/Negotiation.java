package org.aparte.phone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aparte.phone.sip.Names;
import org.aparte.phone.sip.Sdp;
import org.jspecify.annotations.Nullable;

/**
 * Offers and answers (RFC 3264). What signaling says decides where media go and how they are coded;
 * it cannot take their protection away, nor put keys that it knows in the place of ZRTP.
 */
final class Negotiation {

  private static final String VIDEO = "VP8/90000";
  private static final int VIDEO_TYPE = 97;

  /**
   * Why a description was not taken.
   *
   * @param downgrade whether it would have taken protection away
   * @param why for a person
   */
  record Refusal(boolean downgrade, String why) {}

  /** A stream of the session description, whether we take part in it or not. */
  private record Slot(Sdp.Media told, @Nullable SipLine line, List<String> peerHashes) {

    Slot(Sdp.Media told) {
      this(told, null, List.of());
    }
  }

  private final SipMedia.Settings settings;
  private final SipMedia media;
  private final Names names;
  private final Reporter reporter;
  private final List<Runnable> toLookUp = new ArrayList<>();
  private List<Slot> slots = new ArrayList<>();
  private Refusal refusal = new Refusal(false, "");
  private @Nullable InetAddress signaler;

  Negotiation(SipMedia.Settings settings, SipMedia media, Names names, Reporter reporter) {
    this.settings = settings;
    this.media = media;
    this.names = names;
    this.reporter = reporter;
  }

  /** The lines that both sides wanted. */
  List<SipLine> lines() {
    List<SipLine> agreed = new ArrayList<>();
    for (Slot slot : slots) {
      if (slot.line() != null) {
        agreed.add(slot.line());
      }
    }
    return agreed;
  }

  /** Why the last description was not taken. */
  Refusal refusal() {
    return refusal;
  }

  /** Where signaling comes from. */
  void signaledFrom(InetAddress address) {
    signaler = address;
  }

  private boolean refuse(boolean downgrade, String why) {
    refusal = new Refusal(downgrade, why);
    return false;
  }

  // --- offers of ours ------------------------------------------------------------------------

  /** The offer that begins a call. */
  Sdp firstOffer() throws IOException {
    List<String> formats = new ArrayList<>();
    List<String> map = new ArrayList<>();
    for (String name : settings.codecs()) {
      Codec codec = Codec.named(name).orElseThrow();
      formats.add(Integer.toString(codec.payloadType()));
      map.add("a=rtpmap:" + codec.payloadType() + " " + codec.encoding());
    }
    offer("audio", formats, map);
    if (settings.video()) {
      String type = Integer.toString(VIDEO_TYPE);
      offer("video", List.of(type), List.of("a=rtpmap:" + type + " " + VIDEO));
    }
    return description();
  }

  private void offer(String kind, List<String> formats, List<String> map) throws IOException {
    SipLine line = media.open(kind, settings.sdes());
    List<String> keys = line.protection() instanceof SdesProtection sdes ? sdes.offer() : List.of();
    String protocol = settings.sdes() ? "RTP/SAVP" : "RTP/AVP";
    Sdp.Media told = describe(line, protocol, formats, map, keys, settings.rtcpMux());
    slots.add(new Slot(told, line, List.of()));
  }

  private static Sdp.Media describe(
      SipLine line,
      String protocol,
      List<String> formats,
      List<String> map,
      List<String> keys,
      boolean mux)
      throws IOException {
    List<String> attributes = new ArrayList<>(map);
    attributes.addAll(keys);
    if (line.protection() instanceof ZrtpProtection zrtp) {
      attributes.add(zrtp.media().helloHash().attribute()); // Z-8-03
    }
    if (mux) {
      attributes.add("a=rtcp-mux");
    }
    attributes.add(line.direction().attribute());
    return new Sdp.Media(line.kind(), line.port(), protocol, formats, "", attributes);
  }

  private Sdp description() {
    List<Sdp.Media> told = slots.stream().map(Slot::told).toList();
    return new Sdp(settings.own().getHostAddress(), List.of(), told);
  }

  /** The offer of a re-INVITE: what is agreed, held or not. */
  Sdp nextOffer(boolean held) {
    List<Sdp.Media> told = new ArrayList<>();
    for (Slot slot : slots) {
      SipLine line = slot.line();
      if (line == null) {
        told.add(slot.told().rejected());
      } else {
        List<String> keys =
            line.protection() instanceof SdesProtection sdes ? sdes.offer() : List.of();
        told.add(
            changed(slot.told(), held ? Sdp.Direction.SENDONLY : Sdp.Direction.SENDRECV, keys));
      }
    }
    return new Sdp(settings.own().getHostAddress(), List.of(), told);
  }

  /** A description of ours with another direction, and with new keys in the place of the old. */
  private static Sdp.Media changed(Sdp.Media told, Sdp.Direction direction, List<String> keys) {
    List<String> attributes = new ArrayList<>(told.attributes());
    for (Sdp.Direction any : Sdp.Direction.values()) {
      attributes.remove(any.attribute());
    }
    attributes.removeIf(line -> line.startsWith("a=crypto:"));
    attributes.addAll(keys);
    attributes.add(direction.attribute());
    return new Sdp.Media(
        told.kind(), told.port(), told.protocol(), told.formats(), told.address(), attributes);
  }

  /** Takes the answer to the first offer. */
  boolean conclude(Sdp answer) throws IOException {
    if (answer.media().size() != slots.size()) {
      return refuse(false, "the answer has another number of streams than the offer");
    }
    List<Slot> concluded = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      SipLine line = slot.line();
      Sdp.Media stream = answer.media().get(i);
      boolean wanted = line != null && stream.port() > 0 && choose(line, stream);
      if (i == 0 && !wanted) {
        return refuse(false, "the answer takes no sound that we offered");
      }
      if (line == null || !wanted) {
        concluded.add(new Slot(slot.told()));
        continue;
      }
      if (!isOfKind(line, stream)) {
        return refuse(true, "the answer is of another kind than the offer: " + stream.protocol());
      }
      if (line.protection() instanceof SdesProtection sdes) {
        Optional<String> objection = sdes.conclude(keys(stream));
        if (objection.isPresent()) {
          return refuse(true, "the answer has no keys that can be taken: " + objection.get());
        }
      }
      connect(line, answer, stream);
      concluded.add(new Slot(slot.told(), line, stream.values("zrtp-hash")));
    }
    slots = concluded;
    return true;
  }

  private static List<String> keys(Sdp.Media stream) {
    return stream.values("crypto");
  }

  /** With ZRTP the SDP does not say that there is protection (RFC 6189 section 8). */
  private static boolean isOfKind(SipLine line, Sdp.Media stream) {
    return line.protection() instanceof SdesProtection ? isSdes(stream) : isPlain(stream);
  }

  private static boolean isPlain(Sdp.Media stream) {
    return stream.protocol().equals("RTP/AVP") || stream.protocol().equals("RTP/AVPF");
  }

  private static boolean isSdes(Sdp.Media stream) {
    return stream.protocol().equals("RTP/SAVP") || stream.protocol().equals("RTP/SAVPF");
  }

  /** Agrees on the first format that we know; whether there is one. */
  private boolean choose(SipLine line, Sdp.Media stream) throws IOException {
    for (String format : stream.formats()) {
      if (!format.matches("[0-9]{1,3}") || Integer.parseInt(format) > 127) {
        continue;
      }
      int type = Integer.parseInt(format);
      String encoding = stream.encoding(format);
      if (encoding.isEmpty()) {
        encoding = type == 0 ? "PCMU/8000" : type == 8 ? "PCMA/8000" : "";
      }
      if (line.kind().equals("video")) {
        if (encoding.equalsIgnoreCase(VIDEO)) {
          line.talk().agree(type, null, settings.sound());
          return true;
        }
        continue;
      }
      String name = encoding.replaceFirst("/.*", "");
      boolean wanted = settings.codecs().stream().anyMatch(name::equalsIgnoreCase);
      Optional<Codec> codec = wanted ? Codec.named(name) : Optional.empty();
      if (codec.isPresent() && codec.get().isWritten(encoding)) {
        line.talk().agree(type, codec.get(), settings.sound());
        return true;
      }
    }
    return false;
  }

  private void connect(SipLine line, Sdp description, Sdp.Media stream) {
    line.signaledFrom(signaler);
    move(line, description, stream);
    if (line.protection() instanceof ZrtpProtection zrtp && !zrtp.expect(stream.attributes())) {
      reporter.sip("unannounced", line.kind() + ": signaling has no zrtp-hash of the peer");
    }
  }

  private void move(SipLine line, Sdp description, Sdp.Media stream) {
    line.direct(description.direction(stream).reversed());
    String host = description.addressOf(stream);
    if (host.isEmpty() || host.equals("0.0.0.0")) {
      return; // held the old way
    }
    if (!direct(line, host, stream)) {
      toLookUp.add(() -> direct(line, host, stream));
    }
  }

  private boolean direct(SipLine line, String host, Sdp.Media stream) {
    Optional<InetAddress> address = names.address(host);
    address.ifPresent(
        known -> line.send(new InetSocketAddress(known, stream.port()), stream.rtcpPort()));
    return address.isPresent();
  }

  /** Names that were found meanwhile. */
  void lookUp() {
    List<Runnable> waiting = List.copyOf(toLookUp);
    toLookUp.clear();
    waiting.forEach(Runnable::run);
  }

  // --- offers of the peer --------------------------------------------------------------------

  /** Answers the offer that begins a call; nothing when it cannot be taken. */
  Optional<Sdp> answer(Sdp offer) throws IOException {
    List<Slot> answered = new ArrayList<>();
    for (Sdp.Media stream : offer.media()) {
      answered.add(answer(offer, stream));
    }
    slots = answered;
    if (lines().stream().noneMatch(line -> line.kind().equals("audio"))) {
      boolean keys = offer.media().stream().anyMatch(stream -> stream.protocol().contains("SAVP"));
      refuse(
          false,
          keys
              ? "the caller wants keys of its server's knowledge (SDES or DTLS), not ZRTP"
              : "the caller offers no sound that we know");
      media.abandon();
      slots = new ArrayList<>();
      return Optional.empty();
    }
    return Optional.of(description());
  }

  private Slot answer(Sdp offer, Sdp.Media stream) throws IOException {
    boolean wanted =
        stream.kind().equals("audio") || stream.kind().equals("video") && settings.video();
    boolean keys = isSdes(stream) && settings.sdes();
    if (!wanted || stream.port() == 0 || media.has(stream.kind()) || !keys && !isPlain(stream)) {
      return new Slot(stream.rejected());
    }
    SipLine line = media.open(stream.kind(), keys);
    Optional<String> key =
        line.protection() instanceof SdesProtection sdes
            ? sdes.answer(keys(stream))
            : Optional.of("");
    if (!choose(line, stream) || key.isEmpty()) {
      media.abandon(line);
      return new Slot(stream.rejected());
    }
    connect(line, offer, stream);
    String type = Integer.toString(line.talk().payloadType());
    Codec codec = line.talk().codec();
    List<String> map =
        List.of("a=rtpmap:" + type + " " + (codec == null ? VIDEO : codec.encoding()));
    List<String> ours = key.get().isEmpty() ? List.of() : List.of(key.get());
    Sdp.Media told =
        describe(line, stream.protocol(), List.of(type), map, ours, stream.has("rtcp-mux"));
    return new Slot(told, line, stream.values("zrtp-hash"));
  }

  /** Answers a change of the call; nothing when it would take protection away. */
  Optional<Sdp> reanswer(Sdp offer, boolean held) {
    if (!keepsProtection(offer)) {
      return Optional.empty();
    }
    List<Slot> answered = new ArrayList<>();
    for (int i = 0; i < offer.media().size(); i++) {
      Sdp.Media stream = offer.media().get(i);
      SipLine line = i < slots.size() ? slots.get(i).line() : null;
      if (line == null) {
        answered.add(new Slot(stream.rejected()));
        continue;
      }
      List<String> keys = List.of();
      if (stream.port() == 0) {
        line.direct(Sdp.Direction.INACTIVE);
      } else {
        change(line, offer, stream, held);
        if (line.protection() instanceof SdesProtection sdes) {
          keys = List.of(sdes.answer(keys(stream)).orElseThrow());
        }
      }
      Sdp.Media told = changed(slots.get(i).told(), line.direction(), keys);
      Sdp.Media profiled =
          new Sdp.Media(
              told.kind(),
              stream.port() == 0 ? 0 : told.port(),
              stream.protocol(),
              List.of(Integer.toString(line.talk().payloadType())),
              "",
              told.attributes());
      answered.add(new Slot(profiled, line, slots.get(i).peerHashes()));
    }
    slots = answered;
    return Optional.of(description());
  }

  private void change(SipLine line, Sdp description, Sdp.Media stream, boolean held) {
    move(line, description, stream);
    if (held) {
      line.direct(Sdp.Direction.of(line.direction().sends(), false));
    }
  }

  /** Whether a later description leaves the protection of all streams as it was. */
  private boolean keepsProtection(Sdp later) {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      SipLine line = slot.line();
      if (line == null) {
        continue;
      }
      if (i >= later.media().size() || !later.media().get(i).kind().equals(slot.told().kind())) {
        return refuse(false, "a stream is missing in it");
      }
      Sdp.Media stream = later.media().get(i);
      if (stream.port() == 0) {
        continue;
      }
      boolean kept =
          line.protection() instanceof SdesProtection sdes
              ? keepsSdes(sdes, stream)
              : keepsZrtp(slot, stream);
      if (!kept) {
        return false;
      }
      if (!stream.formats().contains(Integer.toString(line.talk().payloadType()))) {
        return refuse(false, "another codec during a call is not possible with this phone");
      }
    }
    return true;
  }

  private boolean keepsSdes(SdesProtection sdes, Sdp.Media stream) {
    if (!isSdes(stream)) {
      return refuse(true, stream.protocol() + " in place of SRTP");
    }
    return sdes.accepts(keys(stream)) || refuse(true, "it has no keys that can be taken");
  }

  /** Neither SDES, nor another Hello or none. */
  private boolean keepsZrtp(Slot slot, Sdp.Media stream) {
    if (!isPlain(stream)) {
      return refuse(true, stream.protocol() + " in place of ZRTP: its keys are known to servers");
    }
    List<String> hashes = stream.values("zrtp-hash");
    if (!slot.peerHashes().isEmpty() && hashes.stream().noneMatch(slot.peerHashes()::contains)) {
      return refuse(
          true, hashes.isEmpty() ? "zrtp-hash was taken out of it" : "zrtp-hash is another's");
    }
    return true;
  }

  /** Takes the answer to a change of ours. */
  boolean reconclude(Sdp answer, boolean held) {
    if (!keepsProtection(answer)) {
      return false;
    }
    for (int i = 0; i < slots.size(); i++) {
      SipLine line = slots.get(i).line();
      if (line == null || answer.media().get(i).port() == 0) {
        continue;
      }
      Sdp.Media stream = answer.media().get(i);
      if (line.protection() instanceof SdesProtection sdes) {
        Optional<String> objection = sdes.conclude(keys(stream));
        if (objection.isPresent()) {
          return refuse(true, "the answer has no keys that can be taken: " + objection.get());
        }
      }
      change(line, answer, stream, held);
    }
    return true;
  }
}
