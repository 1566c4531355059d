package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.Arrival;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZrtpEvent;

/** Runs a transcript again without the peer: our engine must send what it sent then. */
final class Replay {

  private static final int RTP_HEADER_OCTETS = 12;

  private final Transcript transcript;
  private final List<Line> lines = new ArrayList<>();

  /** One channel. */
  private static final class Line {
    final SecureMedia media;
    final Deque<Octets> sent = new ArrayDeque<>();
    final List<ZrtpEvent> events = new ArrayList<>();
    boolean started;
    int rtpSent;

    Line(SecureMedia media) {
      this.media = media;
    }

    void take(ZrtpOutput output) {
      events.addAll(output.events());
      for (ByteBuffer datagram : output.datagrams()) {
        byte[] octets = new byte[datagram.remaining()];
        datagram.get(octets);
        sent.add(Octets.of(octets));
      }
    }
  }

  private Replay(Transcript transcript, ZrtpSession session) {
    this.transcript = transcript;
    for (int ssrc : transcript.ssrcs) {
      lines.add(new Line(session.newMedia(ssrc, MediaPolicy.REQUIRED)));
    }
    transcript.setup.auxSecret().ifPresent(lines.get(0).media::auxSecret);
  }

  /** Goes through all packets, and compares what becomes of the channels. */
  static void run(Transcript transcript) {
    try (ZrtpSession session = transcript.setup.open().session()) {
      Replay replay = new Replay(transcript, session);
      for (int i = 0; i < transcript.packets.size(); i++) {
        Transcript.Packet packet = transcript.packets.get(i);
        Line line = replay.lines.get(packet.channel());
        if (packet.ours()) {
          assertThat(replay.sent(line, packet))
              .as("packet %d, %s, at %d ns", i, packet.kind(), packet.at())
              .isEqualTo(packet.octets());
        } else {
          receive(line, packet);
        }
      }
      replay.compareOutcomes();
    }
  }

  private Octets sent(Line line, Transcript.Packet packet) {
    byte[] plain;
    byte[] room;
    switch (packet.kind()) {
      case SRTP -> {
        plain = Media.rtp(line.media.ssrc(), line.rtpSent++);
        room = Arrays.copyOf(plain, plain.length + SecureMedia.MAX_EXPANSION);
        return Octets.of(room, 0, line.media.prepareRtp(room, 0, plain.length));
      }
      case SRTCP -> {
        plain = Media.rtcp(line.media.ssrc());
        room = Arrays.copyOf(plain, plain.length + SecureMedia.MAX_EXPANSION);
        return Octets.of(room, 0, line.media.prepareRtcp(room, 0, plain.length));
      }
      default -> {
        if (!line.started) {
          line.started = true;
          line.take(line.media.start(packet.at()));
        } else if (line.sent.isEmpty()) {
          // What no input gave rise to, time did.
          line.take(line.media.timeout(packet.at()));
        }
        assertThat(line.sent).as("our %s at %d ns", packet.type(), packet.at()).isNotEmpty();
        return line.sent.remove();
      }
    }
  }

  private static void receive(Line line, Transcript.Packet packet) {
    byte[] datagram = packet.octets().toArray();
    Arrival arrival = line.media.receive(datagram, 0, datagram.length, packet.at());
    line.take(arrival.output());
    switch (packet.kind()) {
      case ZRTP -> assertThat(arrival.kind()).isEqualTo(Arrival.Kind.ZRTP);
      case SRTP -> {
        assertThat(arrival.kind()).isEqualTo(Arrival.Kind.RTP);
        ByteBuffer rtp = ByteBuffer.wrap(datagram);
        assertThat(Arrays.copyOf(datagram, arrival.length()))
            .isEqualTo(Media.rtpOfPeer(rtp.getInt(8), rtp.getShort(2) & 0xffff));
        assertThat(arrival.length()).isGreaterThan(RTP_HEADER_OCTETS);
      }
      case SRTCP -> {
        assertThat(arrival.kind()).isEqualTo(Arrival.Kind.RTCP);
        assertThat(Arrays.copyOf(datagram, arrival.length()))
            .isEqualTo(Media.rtcp(ByteBuffer.wrap(datagram).getInt(4)));
      }
    }
  }

  private void compareOutcomes() {
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      assertThat(line.sent).as("sent besides what was recorded").isEmpty();
      assertThat(line.events.stream().filter(ZrtpEvent.Secure.class::isInstance))
          .extracting(event -> Transcript.Outcome.of((ZrtpEvent.Secure) event))
          .containsExactly(transcript.outcomes.get(i));
    }
  }
}
