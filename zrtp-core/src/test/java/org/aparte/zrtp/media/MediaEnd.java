package org.aparte.zrtp.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.SeededRandom;

/** One end of a call as an app drives it: a {@link SecureMedia}, and what it was given and told. */
final class MediaEnd {

  static final CryptoProviders PROVIDERS = CryptoProviders.standard();

  final String name;
  final ZrtpSession session;
  final SecureMedia media;
  final List<ZrtpEvent> events = new ArrayList<>();
  final List<String> heard = new ArrayList<>();
  final List<String> reports = new ArrayList<>();
  private final int ssrc;
  private int sequence = 65_500;

  MediaEnd(String name, long seed, ZrtpConfig config, MediaPolicy policy) {
    this.name = name;
    this.session =
        ZrtpEndpoint.of(
                new InMemoryZidStore(new SeededRandom(~seed)),
                PROVIDERS,
                new SeededRandom(seed),
                () -> 1_000_000)
            .openSession(config);
    this.ssrc = (int) seed << 8 | name.charAt(0);
    this.media = session.newMedia(ssrc, policy);
  }

  /** An RTP packet whose payload is the name of this end and a text, with room behind it. */
  ByteBuffer rtp(String text) {
    return packet(
        ByteBuffer.allocate(300)
            .put((byte) 0x80)
            .put((byte) 0)
            .putShort((short) sequence++)
            .putInt(160 * sequence)
            .putInt(ssrc),
        text);
  }

  /** An RTCP packet, a receiver report with a profile-specific part, with room behind it. */
  ByteBuffer rtcp(String text) {
    String padded = (text + "....").substring(0, text.length() / 4 * 4 + 4);
    return packet(
        ByteBuffer.allocate(300)
            .put((byte) 0x80)
            .put((byte) 201)
            .putShort((short) (1 + padded.length() / 4))
            .putInt(ssrc),
        padded);
  }

  private static ByteBuffer packet(ByteBuffer header, String text) {
    return header.put(text.getBytes(StandardCharsets.US_ASCII)).flip();
  }

  /** Gives a copy of a datagram to the media, and keeps what comes out. */
  Arrival take(byte[] datagram, long now) {
    byte[] buffer = new byte[datagram.length + 7];
    System.arraycopy(datagram, 0, buffer, 7, datagram.length);
    Arrival arrival = media.receive(buffer, 7, datagram.length, now);
    switch (arrival.kind()) {
      case RTP -> heard.add(text(buffer, 7 + 12, arrival.length() - 12));
      case RTCP -> reports.add(text(buffer, 7 + 8, arrival.length() - 8));
      default -> {}
    }
    return arrival;
  }

  private static String text(byte[] octets, int offset, int length) {
    return new String(octets, offset, length, StandardCharsets.ISO_8859_1);
  }

  <T extends ZrtpEvent> List<T> told(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  long toldOf(MediaDrop reason) {
    return told(ZrtpEvent.MediaDropped.class).stream()
        .filter(event -> event.reason() == reason)
        .count();
  }
}
