package org.aparte.zrtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.Outgoing;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every phase under every policy in both directions, before and after the first Commit. */
class MediaGuardTest {

  private static final SrtpProfile PROFILE = SrtpProfile.AES_CM_128_HMAC_SHA1_80;

  private static SrtpMasterKey key(int seed) {
    byte[] key = new byte[16];
    key[0] = (byte) seed;
    return SrtpMasterKey.of(PROFILE, key, new byte[14]);
  }

  private static MediaGuard guard(MediaPolicy policy, boolean clearAllowed) {
    return new MediaGuard(policy, SrtpOptions.defaults(), () -> clearAllowed);
  }

  private static void tell(MediaGuard guard, ZrtpEvent... events) {
    guard.learn(new ZrtpOutput(List.of(), List.of(events)));
  }

  private static ZrtpEvent phase(StreamPhase phase) {
    return new ZrtpEvent.PhaseChanged(phase);
  }

  /** What is expected in a phase: of a packet to send, and of one that came without a key. */
  private record Row(Outgoing send, MediaDrop receive) {}

  private static Map<StreamPhase, Row> table(MediaPolicy policy, boolean committed) {
    Row none = new Row(Outgoing.REFUSED_AFTER_COMMIT, MediaDrop.AFTER_COMMIT);
    Row plain = new Row(Outgoing.PLAIN, null);
    Row refused = new Row(Outgoing.REFUSED_BY_POLICY, MediaDrop.UNPROTECTED);
    Row keyless = policy == MediaPolicy.REQUIRED ? refused : committed ? none : plain;
    Map<StreamPhase, Row> table = new EnumMap<>(StreamPhase.class);
    table.put(StreamPhase.IDLE, keyless);
    table.put(StreamPhase.DISCOVERING, keyless);
    table.put(StreamPhase.PEER_FOUND, keyless);
    table.put(StreamPhase.FAILED, keyless);
    table.put(
        StreamPhase.KEY_AGREEMENT,
        new Row(Outgoing.REFUSED_IN_KEY_AGREEMENT, MediaDrop.IN_KEY_AGREEMENT));
    table.put(StreamPhase.SECURE, none); // without keys, which does not happen
    table.put(StreamPhase.CLEARING, new Row(Outgoing.REFUSED_IN_CLEARING, MediaDrop.AFTER_COMMIT));
    table.put(StreamPhase.CLEAR, policy == MediaPolicy.REQUIRED ? refused : plain);
    table.put(StreamPhase.CLOSED, new Row(Outgoing.REFUSED_CLOSED, MediaDrop.CLOSED));
    return table;
  }

  @ParameterizedTest
  @EnumSource(MediaPolicy.class)
  @Requirement({"Z-4-06", "Z-4-08", "Z-4.7.2-12", "Z-4.7.2-15"})
  void letsThroughWhatTheTableSaysAndNothingElse(MediaPolicy policy) {
    for (boolean committed : new boolean[] {false, true}) {
      Map<StreamPhase, Row> table = table(policy, committed);
      assertThat(table).hasSize(StreamPhase.values().length);
      for (StreamPhase phase : StreamPhase.values()) {
        MediaGuard guard = guard(policy, true);
        if (committed) {
          tell(guard, phase(StreamPhase.KEY_AGREEMENT));
        }
        tell(guard, phase(phase));
        assertThat(guard.outgoing(phase)).as("%s", phase).isEqualTo(table.get(phase).send());
        assertThat(guard.dropsUnchecked(phase))
            .as("%s", phase)
            .isEqualTo(table.get(phase).receive());
      }
    }
  }

  static Stream<StreamPhase> allButClear() {
    return Stream.of(StreamPhase.values()).filter(phase -> phase != StreamPhase.CLEAR);
  }

  @ParameterizedTest
  @MethodSource("allButClear")
  @Requirement({"Z-4-06", "Z-4-08"})
  void nothingBringsPlainMediaBackAfterACommit(StreamPhase later) {
    for (StreamPhase end : StreamPhase.values()) {
      MediaGuard guard = guard(MediaPolicy.BEST_EFFORT, true);
      tell(guard, phase(StreamPhase.KEY_AGREEMENT), phase(later), phase(end));
      boolean plain = guard.outgoing(end) == Outgoing.PLAIN;
      assertThat(plain).as("%s, %s", later, end).isEqualTo(end == StreamPhase.CLEAR);
      assertThat(guard.dropsUnchecked(end) == null).isEqualTo(plain);
    }
  }

  @Test
  void endsClearMediaWithTheClearPhase() {
    for (StreamPhase end : StreamPhase.values()) {
      MediaGuard guard = guard(MediaPolicy.BEST_EFFORT, true);
      tell(guard, phase(StreamPhase.SECURE), phase(StreamPhase.CLEAR), phase(end));
      assertThat(guard.outgoing(end) == Outgoing.PLAIN).isEqualTo(end == StreamPhase.CLEAR);
    }
  }

  @Test
  void clearsNothingThatThisSideDidNotWantToBeClear() {
    boolean[] allowed = {false};
    MediaGuard guard =
        new MediaGuard(MediaPolicy.BEST_EFFORT, SrtpOptions.defaults(), () -> allowed[0]);
    tell(guard, phase(StreamPhase.SECURE), phase(StreamPhase.CLEAR));
    assertThat(guard.outgoing(StreamPhase.CLEAR)).isEqualTo(Outgoing.REFUSED_AFTER_COMMIT);
    assertThat(guard.dropsUnchecked(StreamPhase.CLEAR)).isEqualTo(MediaDrop.AFTER_COMMIT);

    allowed[0] = true;
    assertThat(guard.outgoing(StreamPhase.CLEAR)).isEqualTo(Outgoing.PLAIN);
  }

  @Test
  void aKeyCountsAsCommitEvenIfNoPhaseWasTold() {
    MediaGuard guard = guard(MediaPolicy.BEST_EFFORT, true);
    tell(guard, new ZrtpEvent.SendKey(key(1)));

    assertThat(guard.outgoing(StreamPhase.PEER_FOUND)).isEqualTo(Outgoing.REFUSED_AFTER_COMMIT);
  }

  @Test
  void keepsKeysThatWereHandedOverAndClosesTheirObjects() {
    MediaGuard guard = guard(MediaPolicy.REQUIRED, false);
    SrtpMasterKey receive = key(1);
    SrtpMasterKey send = key(2);
    SecretBytes secret = send.key();
    ZrtpOutput forApp =
        guard.learn(
            new ZrtpOutput(
                List.of(),
                List.of(
                    phase(StreamPhase.KEY_AGREEMENT),
                    new ZrtpEvent.ReceiveKey(receive),
                    phase(StreamPhase.SECURE),
                    new ZrtpEvent.SendKey(send))));

    assertThat(forApp.events())
        .containsExactly(phase(StreamPhase.KEY_AGREEMENT), phase(StreamPhase.SECURE));
    assertThat(guard.receiver(StreamPhase.SECURE)).isNotNull();
    assertThat(guard.sender()).isNotNull();
    assertThat(guard.outgoing(StreamPhase.SECURE)).isEqualTo(Outgoing.PROTECTED);
    assertThatThrownBy(secret::expose).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = StreamPhase.class,
      names = {"SECURE", "CLEARING"},
      mode = EnumSource.Mode.EXCLUDE)
  @Requirement({"Z-4.7.2.1-02", "Z-4.7.3-01"})
  void wipesTheKeysWithTheProtection(StreamPhase phase) {
    MediaGuard guard = guard(MediaPolicy.REQUIRED, true);
    tell(guard, new ZrtpEvent.ReceiveKey(key(1)), new ZrtpEvent.SendKey(key(2)));
    var receiver = guard.receiver(StreamPhase.SECURE);
    var sender = guard.sender();
    tell(guard, phase(phase));

    assertThat(guard.receiver(StreamPhase.SECURE)).isNull();
    assertThat(guard.sender()).isNull();
    assertThatThrownBy(() -> sender.protectRtp(new byte[99], 0, 20))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> receiver.unprotectRtp(new byte[99], 0, 20))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Requirement({"Z-4.7.2-11", "Z-4.7.2.1-01", "Z-4.7.2.1-02"})
  void wipesTheKeysWhenGoClearEndsTheProtectionWhateverThePhase(boolean byPeer) {
    MediaGuard guard = guard(MediaPolicy.REQUIRED, true);
    tell(guard, new ZrtpEvent.ReceiveKey(key(1)), new ZrtpEvent.SendKey(key(2)));
    tell(guard, phase(StreamPhase.CLEARING));
    assertThat(guard.receiver(StreamPhase.CLEARING)).isNotNull();
    tell(guard, new ZrtpEvent.ProtectionEnded(byPeer));

    assertThat(guard.receiver(StreamPhase.CLEARING)).isNull();
    assertThat(guard.sender()).isNull();
  }

  @Test
  void replacesKeysByTheNextOnes() {
    MediaGuard guard = guard(MediaPolicy.REQUIRED, true);
    tell(guard, new ZrtpEvent.ReceiveKey(key(1)), new ZrtpEvent.SendKey(key(2)));
    assertThat(guard.isFirstOfKey()).isTrue();
    assertThat(guard.isFirstOfKey()).isFalse();
    var before = guard.sender();
    tell(guard, new ZrtpEvent.ReceiveKey(key(3)), new ZrtpEvent.SendKey(key(4)));

    assertThat(guard.isFirstOfKey()).isTrue();
    assertThat(guard.sender()).isNotSameAs(before);
    assertThatThrownBy(() -> before.protectRtp(new byte[99], 0, 20))
        .isInstanceOf(IllegalStateException.class);
  }
}
