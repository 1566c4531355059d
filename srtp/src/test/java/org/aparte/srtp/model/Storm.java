package org.aparte.srtp.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.aparte.srtp.RocCarriage;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.SrtpTag;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.testing.Keys;
import org.aparte.srtp.testing.Packets;
import org.aparte.srtp.testing.StateSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A network at its worst between one sender and one receiver: loss, reordering, duplicates, replays
 * of long ago, forgeries of every part of a packet, late joiners, re-keys that the two ends do at
 * different times. After each call the answer is compared with the models', after each refusal also
 * the octets and the whole state of the receiver with what they were before.
 */
final class Storm {

  /** One way to use SRTP. */
  record Setting(
      SrtpProfile profile,
      boolean mki,
      int window,
      int maxSsrcs,
      int rocTrials,
      RocCarriage carriage,
      int carriageRate,
      int keyDerivationRateLog2) {

    SrtpOptions options(int ssrcs) {
      return Keys.options()
          .replayWindow(window)
          .maxSsrcs(ssrcs)
          .rocTrials(rocTrials)
          .rocCarriage(carriage, carriageRate)
          .keyDerivationRate(keyDerivationRateLog2 < 0 ? 0 : 1L << keyDerivationRateLog2)
          .build();
    }

    int mkiOctets() {
      return mki ? 2 : 0;
    }

    boolean isAead() {
      return profile.tag() == SrtpTag.AEAD;
    }

    boolean carriesRoc(long sequence) {
      return carriage != RocCarriage.NONE && sequence % carriageRate == 0;
    }
  }

  /** A packet on its way. */
  private record Sent(byte[] octets, byte[] plain, Arrival arrival) {}

  /** One SSRC of the sender. */
  private static final class Source {
    final int ssrc;
    final StreamModel rtp;
    int sequence;
    long nextRtcp;

    Source(int ssrc, long window, int sequence) {
      this.ssrc = ssrc;
      this.rtp = new StreamModel(StreamModel.RTP_END, window);
      this.sequence = sequence;
    }
  }

  private static final int SOURCES = 8;

  /** On both sides of where a sign bit would be. */
  private static final long[] FIRST_ROCS = {
    0, 0, 0, 1, 2, 0x7fff_fffeL, 0x8000_0001L, 0xffff_0000L
  };

  /** The last SSRC comes to the end of all indices, where a re-key lets it go on. */
  private static final long LAST_ROC = 0xffff_ffffL;

  private static final long FIRST_OF_THE_LAST_RTCP = StreamModel.RTCP_END - 20;

  private final Setting setting;
  private final Random random;
  private final Map<Integer, SrtpMasterKey> keys = new HashMap<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<Sent> onTheWay = new ArrayList<>();
  private final List<Sent> recorded = new ArrayList<>();
  private final List<Integer> senderKeys = new ArrayList<>();
  private final Map<SrtpResult, Integer> verdicts = new EnumMap<>(SrtpResult.class);
  private final Map<SrtpResult, Integer> sinceJoining = new EnumMap<>(SrtpResult.class);
  private final SrtpSender sender;
  private SrtpReceiver receiver;
  private ReceiverModel model;
  private int senderKey;
  private boolean senderExhausted;
  private int lastKey;
  private @Nullable StateSnapshot before;
  private int step;

  Storm(Setting setting, long seed) {
    this.setting = setting;
    random = new Random(seed);
    senderKey = newKey();
    senderKeys.add(senderKey);
    sender = SrtpSender.of(keys.get(senderKey), setting.options(SOURCES));
    for (int i = 0; i < SOURCES; i++) {
      Source source = new Source(random.nextInt(), setting.window(), random.nextInt(65_536));
      sources.add(source);
      assertThat(sender.setRoc(source.ssrc, FIRST_ROCS[i])).isTrue();
      source.rtp.giveRoc(FIRST_ROCS[i]);
    }
    if (!setting.mki()) {
      Source last = sources.get(SOURCES - 1);
      sender.setRoc(last.ssrc, LAST_ROC);
      last.rtp.giveRoc(LAST_ROC);
      sender.setNextRtcpIndex(last.ssrc, FIRST_OF_THE_LAST_RTCP);
      last.nextRtcp = FIRST_OF_THE_LAST_RTCP;
    }
    join();
  }

  /** Runs this many operations; returns how many packets met which verdict at the receiver. */
  Map<SrtpResult, Integer> run(int operations) {
    for (step = 0; step < operations; step++) {
      switch (random.nextInt(16)) {
        case 0, 1, 2, 3, 4 -> sendRtp();
        case 5 -> sendRtcp();
        case 6, 7, 8, 9, 10, 11 -> deliver();
        case 12, 13, 14 -> deliverForged();
        default -> administer();
      }
    }
    leave();
    return verdicts;
  }

  private void sendRtp() {
    Source source = sources.get(random.nextInt(SOURCES));
    int jump = random.nextInt(40);
    if (jump == 0) {
      source.sequence += random.nextInt(random.nextInt(20) == 0 ? 65_536 : 20_000);
    } else if (jump == 1) {
      source.sequence -= random.nextInt(2 * setting.window());
    }
    int sequence = source.sequence++ & 0xffff;
    byte[] plain = Packets.rtp(source.ssrc, sequence, octets(payloadOctets()));
    byte[] buffer = Arrays.copyOf(plain, plain.length + sender.maxExpansion());
    long index = source.rtp.guess(sequence);

    int result = sender.protectRtp(buffer, 0, plain.length);

    SrtpResult verdict = source.rtp.judge(index, true);
    senderExhausted |= verdict == SrtpResult.KEY_EXHAUSTED;
    verdict = senderExhausted ? SrtpResult.KEY_EXHAUSTED : verdict;
    assertThat(SrtpResult.of(result)).as("%s", this).isEqualTo(verdict);
    if (result >= 0) {
      source.rtp.accept(index);
      boolean carries = setting.carriesRoc(sequence);
      Arrival arrival =
          new Arrival(
              false,
              source.ssrc,
              sequence,
              carries ? index >>> 16 : -1,
              setting.mki() ? senderKey : -1,
              index,
              senderKey);
      put(new Sent(Arrays.copyOf(buffer, result), plain, arrival));
    }
    assertThat(sender.roc(source.ssrc)).as("%s", this).isEqualTo(source.rtp.roc());
  }

  /** Not so few where a changed SEQ makes a receiver look for four octets more. */
  private int payloadOctets() {
    return setting.carriage() == RocCarriage.MODE_3 ? 4 + random.nextInt(44) : random.nextInt(48);
  }

  private void sendRtcp() {
    Source source = sources.get(random.nextInt(SOURCES));
    if (random.nextInt(40) == 0) {
      long next = source.nextRtcp - 5 + random.nextInt(random.nextBoolean() ? 200 : 100_000);
      if (next >= 0 && next < StreamModel.RTCP_END) {
        assertThat(sender.setNextRtcpIndex(source.ssrc, next)).isEqualTo(next >= source.nextRtcp);
        source.nextRtcp = Math.max(next, source.nextRtcp);
      }
    }
    byte[] plain = Packets.rtcp(source.ssrc, 4 * random.nextInt(12));
    byte[] buffer = Arrays.copyOf(plain, plain.length + sender.maxExpansion());

    int result = sender.protectRtcp(buffer, 0, plain.length);

    senderExhausted |= source.nextRtcp >= StreamModel.RTCP_END;
    SrtpResult verdict = senderExhausted ? SrtpResult.KEY_EXHAUSTED : SrtpResult.OK;
    assertThat(SrtpResult.of(result)).as("%s", this).isEqualTo(verdict);
    if (senderExhausted) {
      return;
    }
    long index = source.nextRtcp++;
    int mki = setting.mki() ? senderKey : -1;
    Arrival arrival = new Arrival(true, source.ssrc, index, -1, mki, index, senderKey);
    put(new Sent(Arrays.copyOf(buffer, result), plain, arrival));
    assertThat(sender.nextRtcpIndex(source.ssrc)).isEqualTo(source.nextRtcp);
  }

  private void put(Sent packet) {
    if (random.nextInt(20) > 0) { // else lost
      onTheWay.add(packet);
    }
    if (onTheWay.size() > 300) {
      onTheWay.remove(random.nextInt(onTheWay.size()));
    }
    if (recorded.size() < 200) {
      recorded.add(packet);
    } else if (random.nextInt(50) == 0) {
      recorded.set(random.nextInt(recorded.size()), packet);
    }
  }

  private void deliver() {
    if (onTheWay.isEmpty()) {
      return;
    }
    if (random.nextInt(30) == 0) {
      receive(recorded.get(random.nextInt(recorded.size())));
      return;
    }
    int which = random.nextInt(4) == 0 ? random.nextInt(onTheWay.size()) : 0;
    Sent packet = onTheWay.get(which);
    if (random.nextInt(12) > 0) { // else it comes once more
      onTheWay.remove(which);
    }
    receive(packet);
  }

  private void deliverForged() {
    if (recorded.isEmpty()) {
      return;
    }
    List<Sent> from = random.nextBoolean() && !onTheWay.isEmpty() ? onTheWay : recorded;
    Sent packet = from.get(random.nextInt(from.size()));
    byte[] forged;
    if (random.nextInt(4) == 0) {
      forged = octets(packet.octets.length + random.nextInt(40));
      forged[0] = (byte) 0x80;
      if (random.nextBoolean()) {
        System.arraycopy(packet.octets, 4, forged, 4, 8); // an SSRC that exists
      }
    } else {
      forged = packet.octets.clone();
      int bit = 8 + random.nextInt(8 * forged.length - 8);
      forged[bit / 8] ^= (byte) (1 << (bit & 7));
    }
    receive(new Sent(forged, new byte[0], read(forged, packet.arrival.rtcp())));
  }

  /** What a receiver reads in a packet that nobody with the key has made. */
  private Arrival read(byte[] octets, boolean rtcp) {
    int tag = rtcp ? setting.profile().tag().rtcpOctets() : setting.profile().tag().rtpOctets();
    int end = octets.length;
    if (rtcp) {
      int mkiAt = setting.isAead() ? end - setting.mkiOctets() : end - tag - setting.mkiOctets();
      int wordAt = mkiAt - 4;
      long index = BigEndian.int32(octets, wordAt) & 0x7fff_ffffL;
      return new Arrival(true, BigEndian.int32(octets, 4), index, -1, mki(octets, mkiAt), -1, -1);
    }
    int sequence = BigEndian.unsigned16(octets, 2);
    boolean carries = setting.carriesRoc(sequence);
    int tail = setting.isAead() ? (carries ? 4 : 0) : tag;
    long roc = carries ? BigEndian.int32(octets, end - tail) & 0xffff_ffffL : -1;
    int mki = mki(octets, end - tail - setting.mkiOctets());
    return new Arrival(false, BigEndian.int32(octets, 8), sequence, roc, mki, -1, -1);
  }

  private int mki(byte[] octets, int at) {
    return setting.mki() ? BigEndian.unsigned16(octets, at) : -1;
  }

  private void receive(Sent packet) {
    int offset = random.nextInt(9);
    int behind = random.nextInt(9);
    byte[] buffer = octets(offset + packet.octets.length + behind);
    System.arraycopy(packet.octets, 0, buffer, offset, packet.octets.length);
    byte[] expected = buffer.clone();
    StateSnapshot state = before == null ? StateSnapshot.of(receiver) : before;
    boolean rtcp = packet.arrival.rtcp();
    SrtpResult verdict = model.receive(packet.arrival);

    int result =
        rtcp
            ? receiver.unprotectRtcp(buffer, offset, packet.octets.length)
            : receiver.unprotectRtp(buffer, offset, packet.octets.length);

    sinceJoining.merge(verdict, 1, Integer::sum);
    assertThat(SrtpResult.of(result)).as("%s: %s", this, packet.arrival).isEqualTo(verdict);
    if (verdict == SrtpResult.OK) {
      before = null;
      assertThat(result).as("%s", this).isEqualTo(packet.plain.length);
      System.arraycopy(packet.plain, 0, expected, offset, packet.plain.length);
      // the trailer is no part of the result
      int end = offset + packet.octets.length;
      System.arraycopy(buffer, offset + result, expected, offset + result, end - offset - result);
    } else {
      before = state;
      assertThat(state.differenceFrom(receiver)).as("%s: %s", this, packet.arrival).isNull();
    }
    if (!Arrays.equals(buffer, expected)) {
      assertThat(buffer).as("%s: %s", this, packet.arrival).isEqualTo(expected);
    }
  }

  private void administer() {
    before = null;
    Source source = sources.get(random.nextInt(SOURCES));
    switch (random.nextInt(64)) {
      case 0 -> {
        leave();
        join();
      }
      case 1, 2 -> assertThat(receiver.forget(source.ssrc)).isEqualTo(model.forget(source.ssrc));
      case 3 -> giveRoc(source.ssrc, FIRST_ROCS[random.nextInt(FIRST_ROCS.length)]);
      case 4 -> giveRoc(random.nextInt(), source.rtp.roc());
      case 5, 6, 7, 8, 9, 10, 11 -> giveRoc(source.ssrc, source.rtp.roc());
      case 12 -> {
        receiver.endOverlap();
        model.endOverlap();
      }
      case 13, 14 -> rekeySender();
      case 15, 16 -> rekeyReceiver();
      case 17, 18, 19, 20, 21 -> {
        if (setting.mki()) {
          changeNamedKeys();
        }
      }
      default -> {
        for (Source each : sources) {
          assertThat(receiver.roc(each.ssrc)).as("%s", this).isEqualTo(model.roc(each.ssrc));
        }
        assertThat(Arrays.stream(receiver.ssrcs()).boxed().toList())
            .as("%s", this)
            .containsExactlyInAnyOrderElementsOf(model.ssrcs());
      }
    }
  }

  private void leave() {
    for (SrtpResult result : SrtpResult.values()) {
      assertThat(receiver.statistics().rtp(result) + receiver.statistics().rtcp(result))
          .isEqualTo((long) sinceJoining.getOrDefault(result, 0));
    }
    sinceJoining.forEach((result, count) -> verdicts.merge(result, count, Integer::sum));
    sinceJoining.clear();
    receiver.close();
  }

  /** A receiver comes in the middle of it all, and is told some of the ROCs. */
  private void join() {
    receiver = SrtpReceiver.of(keys.get(senderKey), setting.options(setting.maxSsrcs()));
    model = new ReceiverModel(setting, senderKey);
    for (Source source : sources) {
      if (random.nextBoolean()) {
        giveRoc(source.ssrc, source.rtp.roc());
      }
    }
  }

  private void giveRoc(int ssrc, long roc) {
    assertThat(receiver.setRoc(ssrc, roc)).as("%s", this).isEqualTo(model.setRoc(ssrc, roc));
  }

  private void rekeySender() {
    rekeySender(newKey());
    if (random.nextInt(4) > 0) { // else the receiver is late
      rekeyReceiver();
    }
  }

  private void rekeyReceiver() {
    int key = random.nextInt(4) == 0 ? newKey() : senderKey; // early, or late
    boolean known = setting.mki() && model.knows(key);
    if (known || key == model.current()) {
      return;
    }
    long overlap = random.nextInt(4) == 0 ? 0 : random.nextInt(500);
    receiver.rekey(keys.get(key), overlap);
    model.rekey(key, overlap);
    if (key != senderKey && random.nextBoolean()) {
      rekeySender(key);
    }
  }

  private void rekeySender(int key) {
    sender.rekey(keys.get(key));
    senderExhausted = false;
    senderKeys.remove(Integer.valueOf(senderKey));
    senderKeys.add(key);
    senderKey = key;
    if (!setting.mki()) {
      for (Source source : sources) {
        source.rtp.keyChanged();
        source.nextRtcp %= StreamModel.RTCP_END;
      }
    }
  }

  private void changeNamedKeys() {
    switch (random.nextInt(4)) {
      case 0 -> {
        int key = newKey();
        sender.addKey(keys.get(key));
        senderKeys.add(key);
        if (random.nextInt(8) > 0) {
          receiver.addKey(keys.get(key));
          model.addKey(key);
        }
      }
      case 1 -> {
        int key = senderKeys.get(random.nextInt(senderKeys.size()));
        if (key != model.current()) {
          assertThat(receiver.removeKey(mkiOf(key))).isEqualTo(model.removeKey(key));
        }
        if (key != senderKey && senderKeys.size() > 4) {
          assertThat(sender.removeKey(mkiOf(key))).isTrue();
          senderKeys.remove(Integer.valueOf(key));
        }
      }
      default -> {
        senderKey = senderKeys.get(random.nextInt(senderKeys.size()));
        sender.useKey(mkiOf(senderKey));
      }
    }
  }

  private int newKey() {
    int number = ++lastKey;
    SrtpMasterKey key = Keys.key(setting.profile(), random.nextLong());
    keys.put(number, setting.mki() ? key.withMki(mkiOf(number)) : key);
    return number;
  }

  private static Octets mkiOf(int number) {
    return Octets.of((byte) (number >> 8), (byte) number);
  }

  private byte[] octets(int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }

  @Override
  public String toString() {
    return setting + ", step " + step;
  }
}
