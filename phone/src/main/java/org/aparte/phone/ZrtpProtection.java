package org.aparte.phone;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aparte.phone.sip.Sdp;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.Outgoing;
import org.aparte.zrtp.model.StreamPhase;

/** Keys that the two ends agree on over the media, and nobody else has. */
final class ZrtpProtection implements Protection {

  /** What an m= line has: with ZRTP it does not say that there is protection (section 8). */
  static final List<String> PROFILES = List.of("RTP/AVP", "RTP/AVPF");

  private static final int NOT_SENT = -1;

  private final SecureMedia media;
  private List<String> peerHashes = List.of();
  private boolean announced;

  ZrtpProtection(SecureMedia media) {
    this.media = media;
  }

  SecureMedia media() {
    return media;
  }

  // --- what stands in descriptions -----------------------------------------------------------

  @Override
  public List<String> profiles() {
    return PROFILES;
  }

  @Override
  public List<String> offer() {
    return List.of(media.helloHash().attribute()); // Z-8-03
  }

  @Override
  public Optional<String> conclude(Sdp.Media answer) {
    return Optional.empty();
  }

  @Override
  public Optional<List<String>> answer(Sdp.Media offer) {
    return Optional.of(offer());
  }

  /**
   * If it announces ZRTP, nothing passes in the clear even where the user would talk to phones
   * without encryption: this one has it.
   */
  @Override
  public boolean expect(Sdp.Media first) {
    peerHashes = first.values("zrtp-hash");
    // Z-8.1-01; nothing protects the integrity of this SDP
    announced = media.expectPeerHelloHashes(first.attributes(), false);
    return announced;
  }

  /** SDES, or another Hello, or none. */
  @Override
  public Optional<String> objection(Sdp.Media later) {
    if (!PROFILES.contains(later.protocol())) {
      return Optional.of(later.protocol() + " in place of ZRTP: its keys are known to servers");
    }
    List<String> hashes = later.values("zrtp-hash");
    if (peerHashes.isEmpty() || hashes.stream().anyMatch(peerHashes::contains)) {
      return Optional.empty();
    }
    return Optional.of(
        hashes.isEmpty() ? "zrtp-hash was taken out of it" : "zrtp-hash is another's");
  }

  // --- packets -------------------------------------------------------------------------------

  /** Whether the peer announced ZRTP, and is as silent as if somebody took it away. */
  boolean isAnnounced() {
    return announced;
  }

  private boolean isBare() {
    return announced
        && media.outgoing() == Outgoing.PLAIN
        && media.state() != StreamPhase.CLEAR; // that, both users wanted
  }

  @Override
  public int ssrc() {
    return media.ssrc();
  }

  @Override
  public ZrtpOutput start(long now) {
    return media.start(now);
  }

  @Override
  public OptionalLong nextTimeout() {
    return media.nextTimeout();
  }

  @Override
  public ZrtpOutput timeout(long now) {
    return media.timeout(now);
  }

  @Override
  public Taken receive(byte[] datagram, int length, long now) {
    Arrival arrival = media.receive(datagram, 0, length, now);
    Kind kind =
        switch (arrival.kind()) {
          case RTP -> Kind.RTP;
          case RTCP -> Kind.RTCP;
          case ZRTP -> Kind.ZRTP;
          default -> Kind.NOTHING;
        };
    if (isBare() && kind != Kind.ZRTP) {
      return new Taken(Kind.NOTHING, 0, false, arrival.output());
    }
    boolean authentic = isSecure() && (kind == Kind.RTP || kind == Kind.RTCP);
    return new Taken(kind, arrival.length(), authentic, arrival.output());
  }

  @Override
  public boolean maySend() {
    return media.outgoing().maySend() && !isBare();
  }

  @Override
  public boolean isSearching() {
    return media.state() == StreamPhase.DISCOVERING;
  }

  @Override
  public int prepareRtp(byte[] packet, int length) {
    return isBare() ? NOT_SENT : media.prepareRtp(packet, 0, length);
  }

  @Override
  public int prepareRtcp(byte[] packet, int length) {
    return isBare() ? NOT_SENT : media.prepareRtcp(packet, 0, length);
  }

  @Override
  public boolean isSecure() {
    return media.state() == StreamPhase.SECURE;
  }

  @Override
  public long forged() {
    return media.dropped(MediaDrop.NOT_AUTHENTIC);
  }

  @Override
  public void report(Reporter reporter, int stream, long sent, long decrypted) {
    reporter.media(stream, media, sent, decrypted);
  }

  @Override
  public void close() {
    media.close();
  }
}
