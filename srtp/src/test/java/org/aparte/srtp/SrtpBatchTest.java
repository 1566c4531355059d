package org.aparte.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.testing.Keys;
import org.aparte.srtp.testing.Mix;
import org.aparte.srtp.testing.Packets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch beside one packet after the other, which other tests hold against the RFC. */
class SrtpBatchTest {

  private static final int ROOM = 1600;

  static List<Mix> mixes() {
    return Mix.all();
  }

  /** Senders with the same keys twice: one set for the batch, one for single packets. */
  private record Senders(SrtpSender batched, SrtpSender single) {}

  @ParameterizedTest
  @MethodSource("mixes")
  void makesTheOctetsOfOnePacketAfterTheOther(Mix mix) {
    Random random = new Random(mix.toString().hashCode());
    List<Senders> senders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      senders.add(
          new Senders(
              SrtpSender.of(mix.key(i), mix.options()), SrtpSender.of(mix.key(i), mix.options())));
    }
    SrtpBatch batch = new SrtpBatch(9);
    int[] sequences = new int[4];
    for (int round = 0; round < 60; round++) {
      batch.clear();
      int packets = random.nextInt(10);
      byte[] together = new byte[packets * ROOM];
      List<Integer> lengths = new ArrayList<>();
      List<SrtpSender> alone = new ArrayList<>();
      for (int i = 0; i < packets; i++) {
        byte[] packet = packet(random, sequences);
        Senders each = senders.get(random.nextInt(senders.size()));
        System.arraycopy(packet, 0, together, i * ROOM, packet.length);
        assertThat(batch.add(each.batched(), together, i * ROOM, packet.length)).isEqualTo(i);
        lengths.add(packet.length);
        alone.add(each.single());
      }
      byte[] expected = together.clone();
      batch.protectRtp();
      for (int i = 0; i < packets; i++) {
        int length = alone.get(i).protectRtp(expected, i * ROOM, lengths.get(i));
        assertThat(batch.result(i)).isEqualTo(length);
      }
      assertThat(together).isEqualTo(expected);
    }
    for (Senders each : senders) {
      assertThat(each.batched().statistics().toString())
          .isEqualTo(each.single().statistics().toString());
    }
  }

  /** Mostly good ones; some again, some from far away, some malformed, of every length. */
  private static byte[] packet(Random random, int[] sequences) {
    int source = random.nextInt(sequences.length);
    int sequence = sequences[source];
    switch (random.nextInt(12)) {
      case 0 -> sequence -= random.nextInt(3);
      case 1 -> sequence += random.nextInt(40_000);
      default -> sequences[source]++;
    }
    int octets = random.nextBoolean() ? 160 : random.nextInt(1400);
    byte[] payload = new byte[octets];
    random.nextBytes(payload);
    byte[] extension = {0x10, (byte) random.nextInt(), 0x30, 1};
    byte[] packet =
        random.nextInt(3) == 0
            ? Packets.rtp(source, sequence, random.nextInt(3), 0xbede, extension, payload)
            : Packets.rtp(source, sequence, payload);
    return switch (random.nextInt(30)) {
      case 0 -> Arrays.copyOf(packet, random.nextInt(packet.length));
      case 1 -> {
        packet[0] ^= (byte) (1 << random.nextInt(8));
        yield packet;
      }
      default -> packet;
    };
  }

  /** A listener that re-keys as soon as a key is used up. */
  private static final class Rekeying implements KeyLimitListener {
    private final SrtpOptions options = Keys.options().keyLimitListener(this).build();
    private final SrtpProfile profile;
    private final SrtpSender sender;
    private int keys;

    Rekeying(SrtpProfile profile, long lifetime) {
      this.profile = profile;
      sender = SrtpSender.of(Keys.key(profile, 0).withLifetime(lifetime), options);
    }

    @Override
    public void rekeySoon(Octets mki) {}

    @Override
    public void keyExhausted(Octets mki) {
      sender.rekey(Keys.key(profile, ++keys).withLifetime(5));
    }
  }

  @ParameterizedTest
  @MethodSource("org.aparte.srtp.testing.Keys#profiles")
  void takesTheNewKeyWhereTheOldOneEnds(SrtpProfile profile) {
    for (int lifetime = 1; lifetime <= 6; lifetime++) {
      Rekeying batched = new Rekeying(profile, lifetime);
      Rekeying single = new Rekeying(profile, lifetime);
      SrtpBatch batch = new SrtpBatch(20);
      byte[] together = new byte[20 * ROOM];
      for (int i = 0; i < 20; i++) {
        byte[] packet = Packets.rtp(1, i, new byte[100 + i]);
        System.arraycopy(packet, 0, together, i * ROOM, packet.length);
        batch.add(batched.sender, together, i * ROOM, packet.length);
      }
      byte[] expected = together.clone();
      batch.protectRtp();
      for (int i = 0; i < 20; i++) {
        int length = single.sender.protectRtp(expected, i * ROOM, 112 + i);
        assertThat(batch.result(i)).isEqualTo(length);
      }
      assertThat(together).isEqualTo(expected);
      assertThat(batched.keys).isEqualTo(single.keys).isGreaterThan(2);
    }
  }

  @ParameterizedTest
  @MethodSource("org.aparte.srtp.testing.Keys#profiles")
  void finishesAPacketBeforeTheNextOneEndsItsKey(SrtpProfile profile) {
    Rekeying batched = new Rekeying(profile, 1L << 40);
    batched.sender.setRoc(2, 0xffffffffL);
    batched.sender.protectRtp(Arrays.copyOf(Packets.rtp(2, 65_535, new byte[9]), 99), 0, 21);
    byte[] good = Arrays.copyOf(Packets.rtp(1, 1, new byte[160]), ROOM);
    byte[] expected = good.clone();
    byte[] exhausting = Arrays.copyOf(Packets.rtp(2, 0, new byte[160]), ROOM);
    SrtpBatch batch = new SrtpBatch(2);
    batch.add(batched.sender, good, 0, 172);
    batch.add(batched.sender, exhausting, 0, 172);

    batch.protectRtp();

    SrtpSender other = SrtpSender.of(Keys.key(profile, 0), Keys.options().build());
    assertThat(batch.result(0)).isEqualTo(other.protectRtp(expected, 0, 172));
    assertThat(good).isEqualTo(expected);
    assertThat(SrtpResult.of(batch.result(1))).isEqualTo(SrtpResult.KEY_EXHAUSTED);
    assertThat(batched.keys).isEqualTo(1);
  }

  /** Both orders; and an SSRC whose own packet before takes it to the end. */
  @ParameterizedTest
  @MethodSource("org.aparte.srtp.testing.Keys#profiles")
  void startsThePacketAfterTheLastUnderTheNewKey(SrtpProfile profile) {
    for (int[][] order : new int[][][] {{{2, 0}, {1, 1}}, {{2, 65_535}, {2, 0}, {1, 1}}}) {
      boolean wraps = order.length == 3;
      Rekeying[] pair = {new Rekeying(profile, 1L << 40), new Rekeying(profile, 1L << 40)};
      SrtpBatch batch = new SrtpBatch(3);
      byte[] together = new byte[3 * ROOM];
      for (Rekeying each : pair) {
        each.sender.setRoc(2, 0xffffffffL);
        if (!wraps) {
          each.sender.protectRtp(Arrays.copyOf(Packets.rtp(2, 65_535, new byte[9]), 99), 0, 21);
        }
      }
      for (int i = 0; i < order.length; i++) {
        byte[] packet = Packets.rtp(order[i][0], order[i][1], new byte[160]);
        System.arraycopy(packet, 0, together, i * ROOM, packet.length);
        batch.add(pair[0].sender, together, i * ROOM, packet.length);
      }
      byte[] expected = together.clone();

      batch.protectRtp();

      for (int i = 0; i < order.length; i++) {
        assertThat(batch.result(i)).isEqualTo(pair[1].sender.protectRtp(expected, i * ROOM, 172));
      }
      assertThat(together).isEqualTo(expected);
      assertThat(pair[0].keys).isEqualTo(1);
    }
  }

  @Test
  void hasNoResultsAfterAnException() {
    SrtpBatch batch = new SrtpBatch(3);
    List<SrtpSender> senders = new ArrayList<>();
    byte[] together = new byte[3 * ROOM];
    for (int i = 0; i < 3; i++) {
      senders.add(SrtpSender.of(Keys.key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, i)));
      System.arraycopy(Packets.rtp(1, i, new byte[20]), 0, together, i * ROOM, 32);
      batch.add(senders.get(i), together, i * ROOM, 32);
    }
    byte[] before = together.clone();
    senders.get(1).close();

    assertThatIllegalStateException().isThrownBy(batch::protectRtp).withMessageContaining("closed");

    assertThat(together).isEqualTo(before);
    for (int i = 0; i < 3; i++) {
      int position = i;
      assertThatIllegalStateException().isThrownBy(() -> batch.result(position));
    }
    senders.get(2).close();
    batch.clear();
  }

  @Test
  void takesSendersOfDifferentAccelerators() {
    SrtpOptions other = SrtpOptions.builder().accelerator(new AcceleratorTest.Reverse()).build();
    SrtpOptions another =
        SrtpOptions.builder().accelerator(SrtpOptions.defaults().accelerator()).build();
    SrtpBatch batch = new SrtpBatch(2);
    byte[][] packets = new byte[4][];
    for (int i = 0; i < 4; i++) {
      packets[i] = Arrays.copyOf(Packets.rtp(1, 1, new byte[160]), ROOM);
      SrtpSender sender =
          SrtpSender.of(
              Keys.key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 1), i % 2 == 0 ? other : another);
      if (i < 2) {
        batch.add(sender, packets[i], 0, 172);
      } else {
        sender.protectRtp(packets[i], 0, 172);
      }
    }

    batch.protectRtp();

    assertThat(packets[0]).isEqualTo(packets[2]);
    assertThat(packets[1]).isEqualTo(packets[3]);
  }

  @Test
  void saysHowMisuseIsMended() {
    SrtpSender sender = SrtpSender.of(Keys.key(SrtpProfile.AES_CM_128_HMAC_SHA1_80, 1));
    byte[] packet = Arrays.copyOf(Packets.rtp(1, 1, new byte[20]), 100);
    assertThatIllegalArgumentException().isThrownBy(() -> new SrtpBatch(0));
    SrtpBatch batch = new SrtpBatch(1);
    assertThatThrownBy(() -> batch.add(sender, packet, 90, 32))
        .isInstanceOf(IndexOutOfBoundsException.class);
    batch.add(sender, packet, 0, 32);
    assertThatIllegalStateException()
        .isThrownBy(() -> batch.add(sender, packet, 0, 32))
        .withMessageContaining("full");
    assertThatIllegalStateException()
        .isThrownBy(() -> batch.result(0))
        .withMessageContaining("call protectRtp first");
    assertThatThrownBy(() -> batch.result(1)).isInstanceOf(IndexOutOfBoundsException.class);

    batch.protectRtp();

    assertThat(batch.result(0)).isEqualTo(42);
    assertThatIllegalStateException().isThrownBy(batch::protectRtp).withMessageContaining("clear");
    assertThatIllegalStateException()
        .isThrownBy(() -> batch.add(sender, packet, 0, 32))
        .withMessageContaining("clear");
    batch.clear();
    assertThat(batch.size()).isZero();
    batch.protectRtp();
    batch.clear();
    sender.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> batch.add(sender, packet, 0, 32))
        .withMessageContaining("closed");
  }
}
