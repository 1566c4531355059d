package org.aparte.phone;

import java.util.List;
import java.util.OptionalLong;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.Outgoing;
import org.aparte.zrtp.model.StreamPhase;

/** Keys that the two ends agree on over the media, and nobody else has. */
final class ZrtpProtection implements Protection {

  private static final int NOT_SENT = -1;

  private final SecureMedia media;
  private boolean announced;

  ZrtpProtection(SecureMedia media) {
    this.media = media;
  }

  SecureMedia media() {
    return media;
  }

  /**
   * What the peer's description says; whether it announces ZRTP. If it does, nothing passes in the
   * clear even where the user would talk to phones without encryption: this one has it.
   */
  boolean expect(List<String> attributes) {
    // Z-8.1-01; nothing protects the integrity of this SDP
    announced = media.expectPeerHelloHashes(attributes, false);
    return announced;
  }

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
