package org.aparte.phone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.aparte.phone.sip.Sdp;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.MediaPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Offers and answers (RFC 3264) and the lines that they are about. What signaling says decides
 * where media go and how they are coded; it cannot take their protection away.
 */
final class SipMedia implements AutoCloseable {

  private static final String VIDEO = "VP8/90000";
  private static final int VIDEO_TYPE = 97;

  /**
   * What is wanted of the media.
   *
   * @param own the address where they are received
   * @param codecs names in order of preference
   * @param video whether a second stream is wanted
   */
  record Settings(
      InetAddress own,
      List<String> codecs,
      boolean video,
      boolean rtcpMux,
      MediaPolicy policy,
      Sound.Wishes sound) {}

  /** A stream of the session description, whether we take part in it or not. */
  private record Slot(Sdp.Media told, @Nullable SipLine line, List<String> peerHashes) {}

  private final Settings settings;
  private final ZrtpSession session;
  private final Random random;
  private final Reporter reporter;
  private final List<SipLine> lines = new ArrayList<>();
  private List<Slot> slots = new ArrayList<>();
  private String refusal = "";

  SipMedia(Settings settings, ZrtpSession session, Random random, Reporter reporter) {
    this.settings = settings;
    this.session = session;
    this.random = random;
    this.reporter = reporter;
  }

  private SipLine open(String kind) throws IOException {
    SecureMedia media = session.newMedia(random.nextInt(), settings.policy());
    SipLine line = new SipLine(lines.size(), kind, settings.own(), media, reporter, random);
    reporter.helloHash(lines.size(), media.helloHash());
    lines.add(line);
    return line;
  }

  boolean isOpen() {
    return !lines.isEmpty();
  }

  /** Why the last description was not taken, for a person. */
  String refusal() {
    return refusal;
  }

  // --- offers of ours ------------------------------------------------------------------------

  /** The offer that begins a call. */
  Sdp firstOffer() throws IOException {
    List<Sdp.Media> media = new ArrayList<>();
    SipLine audio = open("audio");
    List<String> formats = new ArrayList<>();
    List<String> attributes = new ArrayList<>();
    for (String name : settings.codecs()) {
      Codec codec = Codec.named(name).orElseThrow();
      formats.add(Integer.toString(codec.payloadType()));
      attributes.add("a=rtpmap:" + codec.payloadType() + " " + codec.encoding());
    }
    media.add(describe(audio, "RTP/AVP", formats, attributes, settings.rtcpMux()));
    if (settings.video()) {
      String type = Integer.toString(VIDEO_TYPE);
      List<String> map = List.of("a=rtpmap:" + type + " " + VIDEO);
      media.add(describe(open("video"), "RTP/AVP", List.of(type), map, settings.rtcpMux()));
    }
    for (int i = 0; i < media.size(); i++) {
      slots.add(new Slot(media.get(i), lines.get(i), List.of()));
    }
    return new Sdp(settings.own().getHostAddress(), List.of(), media);
  }

  private Sdp.Media describe(
      SipLine line, String protocol, List<String> formats, List<String> map, boolean mux)
      throws IOException {
    List<String> attributes = new ArrayList<>(map);
    attributes.add(line.media().helloHash().attribute()); // Z-8-03
    if (mux) {
      attributes.add("a=rtcp-mux");
    }
    attributes.add(line.direction().attribute());
    return new Sdp.Media(line.kind(), line.port(), protocol, formats, "", attributes);
  }

  /** The offer of a re-INVITE: what is agreed, held or not. */
  Sdp nextOffer(boolean held) {
    List<Sdp.Media> media = new ArrayList<>();
    for (Slot slot : slots) {
      SipLine line = slot.line();
      if (line == null) {
        media.add(slot.told().rejected());
      } else {
        media.add(directed(slot.told(), held ? Sdp.Direction.SENDONLY : Sdp.Direction.SENDRECV));
      }
    }
    return new Sdp(settings.own().getHostAddress(), List.of(), media);
  }

  private static Sdp.Media directed(Sdp.Media told, Sdp.Direction direction) {
    List<String> attributes = new ArrayList<>(told.attributes());
    for (Sdp.Direction any : Sdp.Direction.values()) {
      attributes.remove(any.attribute());
    }
    attributes.add(direction.attribute());
    return new Sdp.Media(
        told.kind(), told.port(), told.protocol(), told.formats(), told.address(), attributes);
  }

  /** Takes the answer to the first offer. */
  boolean conclude(Sdp answer) throws IOException {
    if (answer.media().size() != slots.size()) {
      return refuse("the answer has another number of streams than the offer");
    }
    List<Slot> concluded = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      SipLine line = slot.line();
      Sdp.Media stream = answer.media().get(i);
      boolean wanted = line != null && stream.port() > 0 && choose(line, stream);
      if (i == 0 && !wanted) {
        return refuse("the answer takes no sound that we offered");
      }
      if (wanted && !isPlain(stream)) {
        return refuse("the answer is of another kind than the offer: " + stream.protocol());
      }
      if (wanted && line != null) {
        connect(line, answer, stream);
      }
      concluded.add(new Slot(slot.told(), wanted ? line : null, stream.values("zrtp-hash")));
    }
    slots = concluded;
    return true;
  }

  private boolean refuse(String why) {
    refusal = why;
    return false;
  }

  /** Protected by ZRTP, that is: the SDP does not say so (RFC 6189 section 8). */
  private static boolean isPlain(Sdp.Media stream) {
    return stream.protocol().equals("RTP/AVP") || stream.protocol().equals("RTP/AVPF");
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
          line.agree(type, null, settings.sound());
          return true;
        }
        continue;
      }
      String name = encoding.replaceFirst("/.*", "");
      boolean wanted = settings.codecs().stream().anyMatch(name::equalsIgnoreCase);
      Optional<Codec> codec = wanted ? Codec.named(name) : Optional.empty();
      if (codec.isPresent() && codec.get().encoding().startsWith(encoding.toLowerCase(Locale.ROOT))
          || codec.isPresent() && codec.get().encoding().equalsIgnoreCase(encoding)) {
        line.agree(type, codec.get(), settings.sound());
        return true;
      }
    }
    return false;
  }

  private void connect(SipLine line, Sdp description, Sdp.Media stream) {
    move(line, description, stream);
    // Z-8.1-01; nothing protects the integrity of this SDP
    if (!line.media().expectPeerHelloHashes(stream.attributes(), false)) {
      reporter.sip("unannounced", line.kind() + ": signaling has no zrtp-hash of the peer");
    }
  }

  private static void move(SipLine line, Sdp description, Sdp.Media stream) {
    line.direct(description.direction(stream).reversed());
    String address = description.addressOf(stream);
    if (address.equals("0.0.0.0") || !address.matches("[0-9.]+|[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*")) {
      return; // held the old way; and a name is not looked up
    }
    try {
      InetSocketAddress peer = new InetSocketAddress(InetAddress.getByName(address), stream.port());
      line.send(peer, stream.rtcpPort());
    } catch (UnknownHostException none) {
      // no address: who is there is found by what it sends
    }
  }

  // --- offers of the peer --------------------------------------------------------------------

  /** Answers the offer that begins a call; nothing when it cannot be taken. */
  Optional<Sdp> answer(Sdp offer) throws IOException {
    List<Slot> answered = new ArrayList<>();
    for (Sdp.Media stream : offer.media()) {
      boolean wanted =
          stream.kind().equals("audio") || stream.kind().equals("video") && settings.video();
      boolean first = lines.stream().noneMatch(line -> line.kind().equals(stream.kind()));
      SipLine line =
          wanted && first && stream.port() > 0 && isPlain(stream) ? open(stream.kind()) : null;
      if (line == null || !choose(line, stream)) {
        answered.add(new Slot(stream.rejected(), null, List.of()));
        continue;
      }
      connect(line, offer, stream);
      answered.add(new Slot(told(line, stream), line, stream.values("zrtp-hash")));
    }
    slots = answered;
    if (slots.stream()
        .noneMatch(slot -> slot.line() != null && slot.line().kind().equals("audio"))) {
      refuse(
          offer.media().stream().anyMatch(stream -> stream.protocol().contains("SAVP"))
              ? "the caller wants keys of its server's knowledge (SDES or DTLS), not ZRTP"
              : "the caller offers no sound that we know");
      close();
      lines.clear();
      slots = new ArrayList<>();
      return Optional.empty();
    }
    return Optional.of(description());
  }

  private Sdp.Media told(SipLine line, Sdp.Media stream) throws IOException {
    String type = Integer.toString(line.payloadType());
    String encoding = line.codec() == null ? VIDEO : line.codec().encoding();
    List<String> map = List.of("a=rtpmap:" + type + " " + encoding);
    return describe(line, stream.protocol(), List.of(type), map, stream.has("rtcp-mux"));
  }

  private Sdp description() {
    List<Sdp.Media> media = slots.stream().map(Slot::told).toList();
    return new Sdp(settings.own().getHostAddress(), List.of(), media);
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
        answered.add(new Slot(stream.rejected(), null, List.of()));
        continue;
      }
      if (stream.port() == 0) {
        line.direct(Sdp.Direction.INACTIVE);
      } else {
        change(line, offer, stream, held);
      }
      Sdp.Media told = directed(slots.get(i).told(), line.direction());
      Sdp.Media profiled =
          new Sdp.Media(
              told.kind(),
              stream.port() == 0 ? 0 : told.port(),
              stream.protocol(),
              List.of(Integer.toString(line.payloadType())),
              "",
              told.attributes());
      answered.add(new Slot(profiled, line, slots.get(i).peerHashes()));
    }
    slots = answered;
    return Optional.of(description());
  }

  private static void change(SipLine line, Sdp description, Sdp.Media stream, boolean held) {
    move(line, description, stream);
    if (held) {
      line.direct(Sdp.Direction.of(line.direction().sends(), false));
    }
  }

  /** Whether a later description leaves ZRTP as it was: neither SDES, nor another Hello or none. */
  private boolean keepsProtection(Sdp later) {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.line() == null) {
        continue;
      }
      if (i >= later.media().size() || !later.media().get(i).kind().equals(slot.told().kind())) {
        return refuse("a stream is missing in it");
      }
      Sdp.Media stream = later.media().get(i);
      if (stream.port() == 0) {
        continue;
      }
      if (!isPlain(stream)) {
        return refuse(stream.protocol() + " in place of ZRTP: its keys are known to servers");
      }
      List<String> hashes = stream.values("zrtp-hash");
      if (!slot.peerHashes().isEmpty() && hashes.stream().noneMatch(slot.peerHashes()::contains)) {
        return refuse(
            hashes.isEmpty() ? "zrtp-hash was taken out of it" : "zrtp-hash is another's");
      }
      if (!stream.formats().contains(Integer.toString(slot.line().payloadType()))) {
        return refuse("it has another codec");
      }
    }
    return true;
  }

  /** Takes the answer to a change of ours. */
  boolean reconclude(Sdp answer, boolean held) {
    if (!keepsProtection(answer)) {
      reporter.warning(0, "downgrade-refused");
      return false;
    }
    for (int i = 0; i < slots.size(); i++) {
      SipLine line = slots.get(i).line();
      if (line != null && answer.media().get(i).port() > 0) {
        change(line, answer, answer.media().get(i), held);
      }
    }
    return true;
  }

  // --- the lines -----------------------------------------------------------------------------

  void register(Selector selector) throws IOException {
    for (SipLine line : lines) {
      line.register(selector);
    }
  }

  /** Starts the first stream; the others follow when it is secure (RFC 6189 section 4.4.3). */
  void start(long now) throws IOException {
    lines.get(0).start(now);
  }

  void work(long now) throws IOException {
    for (SipLine line : lines) {
      line.read(now);
      line.tick(now);
    }
    for (Slot slot : slots) {
      SipLine line = slot.line();
      if (line != null && !line.isStarted() && lines.get(0).isSecure()) {
        line.start(now);
      }
    }
  }

  void goClear(long now) {
    for (SipLine line : lines) {
      if (line.isSecure()) {
        line.deliver(line.media().goClear(now), now);
      }
    }
  }

  long waitMillis(long now) {
    return lines.stream().mapToLong(line -> line.waitMillis(now)).min().orElse(100);
  }

  /** Which way the first stream goes, seen from here. */
  String direction() {
    return lines.get(0).direction().attribute().substring(2);
  }

  /** Whether all streams that both sides wanted were protected. */
  boolean wasSecure() {
    return !lines.isEmpty() && slots.stream().allMatch(SipMedia::isSecure);
  }

  private static boolean isSecure(Slot slot) {
    return slot.line() == null || slot.line().wasSecure();
  }

  boolean isHeard() {
    return slots.stream().allMatch(slot -> slot.line() == null || slot.line().isHeard());
  }

  void report() {
    lines.forEach(line -> line.report(reporter));
  }

  @Override
  public void close() throws IOException {
    for (SipLine line : lines) {
      line.close();
    }
  }
}
