package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Secrets are letters here: 'A' is a retained secret of 32 times that octet, '-' is none. */
class SecretMatchingTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  private static final ZrtpHash S256 = ZrtpHash.of(HashType.S256, PROVIDERS);
  private static final RandomSource RANDOM = RandomSource.of(PROVIDERS, new SecureRandom());
  private static final Octets H3_INITIATOR = Octets.of(new byte[32]);
  private static final Octets H3_RESPONDER = Octets.ofHex("33".repeat(32));

  private static SecretBytes secret(char letter) {
    if (letter == '-') {
      return null;
    }
    byte[] octets = new byte[32];
    Arrays.fill(octets, (byte) letter);
    return SecretBytes.takeOver(octets);
  }

  /** rs1, rs2, auxsecret, pbxsecret. */
  private static OwnSecrets secrets(String letters) {
    return new OwnSecrets(
        secret(letters.charAt(0)),
        secret(letters.charAt(1)),
        secret(letters.charAt(2)),
        secret(letters.charAt(3)));
  }

  private static char letter(SecretBytes secret) {
    return secret == null ? '-' : (char) secret.expose()[0];
  }

  private static SecretMatching matching(Role role, String own, String peer) {
    Octets h3OfPeer = role == Role.INITIATOR ? H3_RESPONDER : H3_INITIATOR;
    SecretIds received = SecretIds.of(S256, role.other(), h3OfPeer, secrets(peer), RANDOM);
    return SecretMatching.of(S256, role, secrets(own), h3OfPeer, received);
  }

  static Stream<String> caches() {
    return Stream.of("--", "A-", "AB", "BA", "B-", "CA", "AC", "CB", "-A", "BC");
  }

  @ParameterizedTest
  @MethodSource("caches")
  @Requirement({"Z-4.3-04", "Z-4.3-05", "Z-4.3-06", "Z-4.3.1-06", "Z-4.3.1-07", "Z-4.3.2-01"})
  void bothSidesTakeTheInitiatorsFirstSecretThatTheResponderHolds(String initiator) {
    caches()
        .forEach(responder -> {
          char expected = expectedS1(initiator, responder);
          try (SecretMatching i = matching(Role.INITIATOR, initiator + "--", responder + "--");
              SecretMatching r = matching(Role.RESPONDER, responder + "--", initiator + "--")) {
            String caches = initiator + " against " + responder;
            assertThat(letter(i.s1())).as(caches).isEqualTo(expected);
            assertThat(letter(r.s1())).as(caches).isEqualTo(expected);
            assertThat(i.retainedSecretMatches()).isEqualTo(expected != '-');
            assertThat(i.isCacheMismatch())
                .isEqualTo(initiator.charAt(0) != '-' && expected == '-');
            assertThat(r.isCacheMismatch())
                .isEqualTo(responder.charAt(0) != '-' && expected == '-');
          }
        });
  }

  private static char expectedS1(String initiator, String responder) {
    for (char candidate : initiator.toCharArray()) {
      if (candidate != '-' && responder.indexOf(candidate) >= 0) {
        return candidate;
      }
    }
    return '-';
  }

  @Test
  @Requirement({
    "Z-4.3-07",
    "Z-4.3-08",
    "Z-4.3-09",
    "Z-4.3-10",
    "Z-4.3.2-11",
    "Z-4.3.1-01",
    "Z-4.3.1-02"
  })
  void auxsecretAndPbxsecretCountWhereBothHoldTheSame() {
    for (Role role : Role.values()) {
      try (SecretMatching same = matching(role, "--XP", "--XP");
          SecretMatching different = matching(role, "--XP", "--YQ");
          SecretMatching exchanged = matching(role, "--XP", "--PX");
          SecretMatching missing = matching(role, "----", "--XP")) {
        assertThat(letter(same.s2())).isEqualTo('X');
        assertThat(letter(same.s3())).isEqualTo('P');
        assertThat(same.auxsecretMatches()).isTrue();
        assertThat(same.pbxsecretMatches()).isTrue();
        assertThat(same.isAuxsecretMismatch()).isFalse();
        assertThat(letter(different.s2())).isEqualTo('-');
        assertThat(letter(different.s3())).isEqualTo('-');
        assertThat(different.isAuxsecretMismatch()).isTrue();
        assertThat(exchanged.auxsecretMatches()).isFalse();
        assertThat(exchanged.pbxsecretMatches()).isFalse();
        assertThat(missing.isAuxsecretMismatch()).isFalse();
        assertThat(missing.isCacheMismatch()).isFalse();
      }
    }
  }

  /** An attacker who sends our own IDs back must not pass for one who holds our secrets. */
  @Test
  @Requirement({"Z-4.3.1-01", "Z-4.3.1-02", "Z-4.3.1-06"})
  @Attack("N-10.02")
  void ourOwnIdsSentBackMatchNothing() {
    for (Role role : Role.values()) {
      Octets ownH3 = role == Role.INITIATOR ? H3_INITIATOR : H3_RESPONDER;
      Octets peerH3 = role == Role.INITIATOR ? H3_RESPONDER : H3_INITIATOR;
      SecretIds reflected = SecretIds.of(S256, role, ownH3, secrets("ABXP"), RANDOM);
      try (SecretMatching matching =
          SecretMatching.of(S256, role, secrets("ABXP"), peerH3, reflected)) {
        assertThat(matching.retainedSecretMatches()).isFalse();
        assertThat(matching.auxsecretMatches()).isFalse();
        assertThat(matching.pbxsecretMatches()).isFalse();
        assertThat(matching.isCacheMismatch()).isTrue();
      }
    }
  }

  @Test
  @Requirement({"Z-4.3-03", "Z-4.3.1-03"})
  void missingSecretsHaveIdsThatAreDifferentEachTime() {
    SecretIds once = SecretIds.of(S256, Role.INITIATOR, H3_INITIATOR, OwnSecrets.none(), RANDOM);
    SecretIds again = SecretIds.of(S256, Role.INITIATOR, H3_INITIATOR, OwnSecrets.none(), RANDOM);
    assertThat(
            Stream.of(once, again)
                .flatMap(ids ->
                    Stream.of(ids.rs1Id(), ids.rs2Id(), ids.auxsecretId(), ids.pbxsecretId())))
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(id.length()).isEqualTo(8));
  }

  @Test
  void idsHave8Octets() {
    Octets id = Octets.of(new byte[8]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SecretIds(id, id, id, Octets.of(new byte[9])))
        .withMessageContaining("pbxsecretID of 9 octets");
  }

  @Test
  @Requirement("Z-4.4.1.4-09")
  void wipesItsCopiesAndNotTheCache() {
    try (OwnSecrets own = secrets("ABXP")) {
      SecretIds received = SecretIds.of(S256, Role.RESPONDER, H3_RESPONDER, own, RANDOM);
      SecretMatching matching =
          SecretMatching.of(S256, Role.INITIATOR, own, H3_RESPONDER, received);
      matching.close();
      assertThat(matching.retainedSecretMatches()).isTrue();
      assertThatIllegalStateException().isThrownBy(() -> matching.s1().expose());
      assertThatIllegalStateException().isThrownBy(() -> matching.s2().expose());
      assertThatIllegalStateException().isThrownBy(() -> matching.s3().expose());
      assertThat(letter(own.rs1())).isEqualTo('A');
      assertThat(letter(own.auxsecret())).isEqualTo('X');
    }
  }

  @Test
  @Requirement({"Z-4.4.2.2-03", "Z-4.4.2.2-05", "Z-4.4.2.3-01"})
  void findsThePresharedKeyOfEverySubsetOfTheResponders() {
    for (String used : new String[] {"A-XP", "A--P", "A-X-", "A---"}) {
      try (PresharedKey committed = PresharedKey.of(S256, secrets(used)).orElseThrow();
          PresharedKey found =
              PresharedKey.find(S256, secrets("ABXP"), committed.keyId()).orElseThrow()) {
        assertThat(found.key().matches(committed.key())).as(used).isTrue();
        assertThat(committed.keyId().length()).isEqualTo(8);
      }
    }
  }

  @Test
  @Requirement({"Z-4.4.2.2-02", "Z-4.4.2.3-01", "Z-4.4.2.3-02"})
  void findsNoPresharedKeyOfOtherSecretsNorOfRs2() {
    assertThat(PresharedKey.of(S256, secrets("-BXP"))).isEmpty();
    try (PresharedKey ofB = PresharedKey.of(S256, secrets("B-XP")).orElseThrow();
        PresharedKey withMore = PresharedKey.of(S256, secrets("A-XP")).orElseThrow()) {
      assertThat(PresharedKey.find(S256, secrets("ABXP"), ofB.keyId())).isEmpty();
      assertThat(PresharedKey.find(S256, secrets("A--P"), withMore.keyId())).isEmpty();
      assertThat(PresharedKey.find(S256, secrets("-AXP"), withMore.keyId())).isEmpty();
      assertThat(PresharedKey.find(S256, secrets("ABXP"), Octets.of(new byte[8]))).isEmpty();
      assertThat(PresharedKey.find(S256, secrets("ABXP"), Octets.EMPTY)).isEmpty();
    }
  }
}
