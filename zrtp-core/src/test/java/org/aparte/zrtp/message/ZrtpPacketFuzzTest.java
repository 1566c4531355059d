package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.junit.jupiter.api.Test;

/** Any datagram gives a packet or a named refusal, and never reads outside its range. */
class ZrtpPacketFuzzTest {

  private static final int DATAGRAMS_PER_SEED = 20_000;
  private static final long[] SEEDS = {1, 2, 3, 5, 8, 13, 21, 34};

  private static List<Octets> corpus() {
    List<Octets> corpus = new ArrayList<>();
    for (ZrtpMessage message : Samples.messages()) {
      corpus.add(new ZrtpPacket(0xfffe, 0x12345678, message.write()).write());
    }
    PacketWriter writer = new PacketWriter(7, 600, 0xfff0);
    for (int words = 146; words <= ZrtpPacket.MAX_MESSAGE_OCTETS / 4; words += 64) {
      corpus.addAll(writer.write(FragmentTest.messageOf(words)));
    }
    for (Recordings.Line line : Recordings.lines("fragments.txt")) {
      if (line.key().contains("fragment")) {
        corpus.add(Octets.ofHex(line.value()));
      }
    }
    Recordings.packets().forEach(recorded -> corpus.add(recorded.datagram()));
    return corpus;
  }

  @Test
  void anyDatagramGivesAPacketOrANamedRefusal() {
    List<Octets> corpus = corpus();
    Set<RefusedPacket> refusals = EnumSet.noneOf(RefusedPacket.class);
    int packets = 0;
    int fragments = 0;
    for (long seed : SEEDS) {
      Mutator mutator = new Mutator(seed, corpus);
      for (int i = 0; i < DATAGRAMS_PER_SEED; i++) {
        byte[] datagram = mutator.next();
        if (datagram.length >= 4 && mutator.chance(50)) {
          int end = datagram.length - 4;
          int crc = Crc32c.of(datagram, 0, end);
          for (int octet = 0; octet < 4; octet++) {
            datagram[end + octet] = (byte) (crc >>> (8 * octet));
          }
        }
        ParsedPacket parsed = parse(datagram, seed);
        if (parsed instanceof RefusedPacket refused) {
          refusals.add(refused);
        } else if (parsed instanceof Fragment fragment) {
          fragments++;
          assertThat(fragment.write()).isEqualTo(Octets.of(datagram));
        } else {
          ZrtpPacket packet = (ZrtpPacket) parsed;
          packets++;
          assertThat(packet.write().length()).isEqualTo(datagram.length);
          assertThat(packet.message().length()).isLessThanOrEqualTo(ZrtpPacket.MAX_MESSAGE_OCTETS);
          MessageParser.parse(packet.message());
        }
      }
    }
    assertThat(packets).isGreaterThan(DATAGRAMS_PER_SEED);
    assertThat(fragments).isGreaterThan(100);
    assertThat(refusals).containsExactlyInAnyOrder(RefusedPacket.values());
  }

  /** Parsed in a buffer of exactly its size, so that an octet too far is an exception. */
  private static ParsedPacket parse(byte[] datagram, long seed) {
    try {
      return ZrtpPacket.parse(datagram, 0, datagram.length);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + ", datagram " + Octets.of(datagram), e);
    }
  }
}
