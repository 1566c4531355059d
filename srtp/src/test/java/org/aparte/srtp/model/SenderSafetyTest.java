package org.aparte.srtp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.aparte.srtp.KeyLimitListener;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.testing.Keys;
import org.aparte.srtp.testing.Packets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No order of calls makes a sender use a keystream twice. The payload of every packet is zeros, so
 * that what goes out is the keystream itself; all of it is kept, and none may come again. (Without
 * a cipher it is the tag, over packets that differ in SEQ and ROC only.)
 */
class SenderSafetyTest {

  private static final int LIVES = 40;
  private static final int CALLS = 500;
  private static final int PAYLOAD_OCTETS = 16;

  static List<Arguments> senders() {
    List<Arguments> senders = new ArrayList<>();
    long seed = Long.getLong("aparte.seed", 481);
    for (SrtpProfile profile : Keys.profiles()) {
      senders.add(Arguments.of(profile, false, seed++));
      senders.add(Arguments.of(profile, true, seed++));
    }
    return senders;
  }

  @ParameterizedTest(name = "{0}, MKI {1}, seed {2}")
  @MethodSource("senders")
  void usesNoKeystreamTwiceInAnyOrderOfCalls(SrtpProfile profile, boolean mki, long seed) {
    Set<Long> keystreams = new HashSet<>();
    int exhausted = 0;
    for (int life = 0; life < LIVES; life++) {
      Calls calls = new Calls(profile, mki, seed + 1000L * life, keystreams);
      calls.run();
      exhausted += calls.exhausted;
    }
    // so that neither the ends nor what comes before them goes untested
    assertThat(keystreams.size()).isGreaterThan(LIVES * CALLS / 8);
    assertThat(exhausted).isGreaterThan(LIVES);
  }

  /** One sender, called at random, often where its indices end. */
  private static final class Calls implements KeyLimitListener {
    private final SrtpProfile profile;
    private final boolean mki;
    private final Random random;
    private final SrtpSender sender;
    private final Set<Long> keystreams;
    private final Map<Octets, KeyModel> keys = new HashMap<>();
    private final int[] ssrcs;
    private final int[] sequences = new int[4];
    private KeyModel current;
    private int lastKey;
    private int exhausted;
    private int call;

    Calls(SrtpProfile profile, boolean mki, long seed, Set<Long> keystreams) {
      this.profile = profile;
      this.mki = mki;
      this.keystreams = keystreams;
      random = new Random(seed);
      ssrcs = random.ints(sequences.length).toArray();
      current = newKey();
      sender = SrtpSender.of(current.key, Keys.options().keyLimitListener(this).build());
      keys.put(current.key.mki(), current);
    }

    void run() {
      for (call = 0; call < CALLS; call++) {
        switch (random.nextInt(40)) {
          case 0 -> setRoc();
          case 1 -> setNextRtcpIndex();
          case 2 -> rekey();
          case 3, 4 -> changeNamedKeys();
          case 5, 6, 7, 8, 9, 10 -> protectRtcp();
          default -> protectRtp();
        }
      }
    }

    private void protectRtp() {
      int which = random.nextInt(ssrcs.length);
      switch (random.nextInt(12)) {
        case 0 -> sequences[which] = 65_536 - random.nextInt(10);
        case 1 -> sequences[which] += random.nextInt(40_000);
        case 2 -> sequences[which] -= random.nextInt(300);
        default -> sequences[which]++;
      }
      int sequence = sequences[which] & 0xffff;
      byte[] buffer = buffer(Packets.rtp(ssrcs[which], sequence, new byte[PAYLOAD_OCTETS]));
      int length = buffer.length - sender.maxExpansion();
      boolean latched = current.hardEvents > 0;
      int result = sender.protectRtp(buffer, 0, length);
      sent(result, buffer, 12, length, latched, current.rtpLeft);
      current.rtpLeft -= result >= 0 ? 1 : 0;
    }

    private void protectRtcp() {
      int ssrc = ssrcs[random.nextInt(ssrcs.length)];
      byte[] zeros = Packets.rtcp(ssrc, PAYLOAD_OCTETS);
      Arrays.fill(zeros, 8, zeros.length, (byte) 0);
      byte[] buffer = buffer(zeros);
      int length = buffer.length - sender.maxExpansion();
      boolean latched = current.hardEvents > 0;
      int result = sender.protectRtcp(buffer, 0, length);
      sent(result, buffer, 8, length, latched, current.rtcpLeft);
      current.rtcpLeft -= result >= 0 ? 1 : 0;
    }

    private byte[] buffer(byte[] packet) {
      return Arrays.copyOf(packet, packet.length + sender.maxExpansion());
    }

    private void sent(
        int result, byte[] buffer, int bodyAt, int bodyEnd, boolean latched, long left) {
      switch (SrtpResult.of(result)) {
        case OK -> {
          assertThat(latched).as("%s", this).isFalse();
          assertThat(left).as("%s", this).isPositive();
          boolean encrypts = profile.cipher() != SrtpCipher.NULL;
          int at = encrypts ? bodyAt : bodyEnd;
          long keystream =
              (long) BigEndian.int32(buffer, at) << 32
                  | BigEndian.int32(buffer, at + 4) & 0xffffffffL;
          assertThat(keystreams.add(keystream)).as("%s: keystream used twice", this).isTrue();
        }
        case KEY_EXHAUSTED -> {
          assertThat(current.hardEvents).as("%s", this).isEqualTo(1);
          exhausted++;
        }
        default -> {
          assertThat(SrtpResult.of(result))
              .as("%s", this)
              .isIn(SrtpResult.REPLAYED, SrtpResult.TOO_OLD);
          assertThat(latched).as("%s: the latch comes before all else", this).isFalse();
        }
      }
    }

    private void setRoc() {
      int ssrc = ssrcs[random.nextInt(ssrcs.length)];
      long roc = sender.roc(ssrc);
      switch (random.nextInt(6)) {
        case 0 -> sender.setRoc(ssrc, 0xffff_ffffL);
        case 1 -> sender.setRoc(ssrc, 0xffff_ffffL - random.nextInt(3));
        case 2 -> sender.setRoc(ssrc, 0x8000_0000L + random.nextInt(3) - 1);
        case 3 -> sender.setRoc(ssrc, 0);
        case 4 -> sender.setRoc(ssrc, roc);
        default -> sender.setRoc(ssrc, Math.min(0xffff_ffffL, roc + 1));
      }
    }

    private void setNextRtcpIndex() {
      int ssrc = ssrcs[random.nextInt(ssrcs.length)];
      long next = random.nextBoolean() ? (1L << 31) - 1 - random.nextInt(3) : random.nextInt(1000);
      boolean forwards = next >= sender.nextRtcpIndex(ssrc);
      assertThat(sender.setNextRtcpIndex(ssrc, next)).as("%s", this).isEqualTo(forwards);
    }

    private void rekey() {
      KeyModel next = newKey();
      sender.rekey(next.key);
      keys.remove(current.key.mki());
      keys.put(next.key.mki(), next);
      assertThatThrownBy(() -> sender.rekey(current.key)).isInstanceOf(IllegalStateException.class);
      current = next;
    }

    private void changeNamedKeys() {
      if (!mki) {
        return;
      }
      List<KeyModel> all = new ArrayList<>(keys.values());
      KeyModel chosen = all.get(random.nextInt(all.size()));
      if (all.size() < 3) {
        // sometimes the very same octets under another name
        KeyModel added = random.nextBoolean() ? newKey() : new KeyModel(chosen.seed, ++lastKey);
        sender.addKey(added.key);
        keys.put(added.key.mki(), added);
      } else if (random.nextBoolean()) {
        sender.useKey(chosen.key.mki());
        current = chosen;
      } else if (chosen != current) {
        assertThat(sender.removeKey(chosen.key.mki())).isTrue();
        keys.remove(chosen.key.mki());
      }
    }

    private KeyModel newKey() {
      return new KeyModel(random.nextLong(), ++lastKey);
    }

    @Override
    public void rekeySoon(Octets name) {
      KeyModel key = keys.get(name);
      assertThat(++key.softEvents).as("%s", this).isEqualTo(1);
      assertThat(key.hardEvents).as("%s", this).isZero();
    }

    @Override
    public void keyExhausted(Octets name) {
      KeyModel key = keys.get(name);
      assertThat(++key.hardEvents).as("%s", this).isEqualTo(1);
      assertThat(key.softEvents).as("%s: told before", this).isEqualTo(1);
    }

    @Override
    public String toString() {
      return "call " + call;
    }

    /** What is to happen under one master key. */
    private final class KeyModel {
      final long seed;
      final SrtpMasterKey key;
      long rtpLeft;
      long rtcpLeft;
      int softEvents;
      int hardEvents;

      KeyModel(long seed, int name) {
        this.seed = seed;
        SrtpMasterKey plain = Keys.key(profile, seed);
        SrtpMasterKey named =
            mki ? plain.withMki(Octets.of((byte) (name >> 8), (byte) name)) : plain;
        boolean mayLive = random.nextInt(4) > 0;
        rtpLeft = mayLive ? SrtpMasterKey.MAX_RTP_PACKETS : 1 + random.nextInt(100);
        rtcpLeft = Math.min(rtpLeft, SrtpMasterKey.MAX_RTCP_PACKETS);
        key = mayLive ? named : named.withLifetime(rtpLeft);
      }
    }
  }
}
