package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.VectorFiles.Section;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.Zid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the secrets of an exchange: their lives, and what a call derives later. */
class StreamKeysTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  private static final ZrtpHash S256 = ZrtpHash.of(HashType.S256, PROVIDERS);
  private static final Zid ZID_I = Zid.ofHex("eb83f496970642ecb7a2652b");
  private static final Zid ZID_R = Zid.ofHex("bbb0a12065e0627b5578a2e8");
  private static final KdfContext CONTEXT = new KdfContext(ZID_I, ZID_R, Octets.of(new byte[32]));

  private static SecretBytes secret(String hex) {
    return SecretBytes.takeOver(Octets.ofHex(hex).toArray());
  }

  private static SharedSecretS0 s0(ZrtpHash hash) {
    return SharedSecretS0.ofDh(hash, CONTEXT, secret("01".repeat(384)), nothingMatches());
  }

  private static SecretMatching nothingMatches() {
    return matching(OwnSecrets.none());
  }

  private static SecretMatching matching(OwnSecrets own) {
    Octets h3 = Octets.of(new byte[32]);
    SecretIds sent =
        SecretIds.of(
            S256,
            Role.RESPONDER,
            h3,
            own,
            RandomSource.of(PROVIDERS, new java.security.SecureRandom()));
    return SecretMatching.of(S256, Role.INITIATOR, own, h3, sent);
  }

  @Test
  @Requirement("Z-4.4.1.4-09")
  void dhResultAndTheMatchedSecretsEndWithS0() {
    SecretBytes dhResult = secret("01".repeat(384));
    SecretMatching matched =
        matching(new OwnSecrets(secret("0a"), null, secret("0b"), secret("0c")));
    SecretBytes s1 = matched.s1();
    SecretBytes s2 = matched.s2();
    SecretBytes s3 = matched.s3();
    SharedSecretS0.ofDh(S256, CONTEXT, dhResult, matched).close();
    assertThat(dhResult.isClosed()).isTrue();
    assertThat(s1.isClosed()).isTrue();
    assertThat(s2.isClosed()).isTrue();
    assertThat(s3.isClosed()).isTrue();
  }

  @Test
  @Requirement("Z-4.4.2.4-04")
  void thePresharedKeyEndsWithS0() {
    PresharedKey key =
        PresharedKey.of(S256, new OwnSecrets(secret("0a"), null, null, null)).orElseThrow();
    SharedSecretS0.ofPreshared(S256, CONTEXT, key).close();
    assertThat(key.key().isClosed()).isTrue();
  }

  @Test
  @Requirement({"Z-4.6.1-09", "Z-4.7.3-01"})
  void closingWipes() {
    SharedSecretS0 s0 = s0(S256);
    SessionKey session = s0.sessionKey();
    StreamKeys keys = s0.streamKeys(CipherType.AES1, AuthTagType.HS80);
    SecretBytes macKey = keys.macKey(Role.INITIATOR);
    SecretBytes zrtpKey = keys.zrtpKey(Role.RESPONDER);
    SrtpMasterKey taken = keys.takeSrtpKey(Role.INITIATOR);
    keys.close();
    s0.close();
    session.close();
    assertThat(macKey.isClosed()).isTrue();
    assertThat(zrtpKey.isClosed()).isTrue();
    assertThat(s0.s0().isClosed()).isTrue();
    assertThat(session.zrtpSess().isClosed()).isTrue();
    assertThat(taken.key().isClosed()).as("given away").isFalse();
    assertThatIllegalStateException().isThrownBy(() -> keys.macKey(Role.INITIATOR));
    assertThatIllegalStateException().isThrownBy(() -> keys.takeSrtpKey(Role.RESPONDER));
    assertThatIllegalStateException().isThrownBy(s0::exportedKey);
    assertThatIllegalStateException().isThrownBy(session::trustedMitmKey);
  }

  @Test
  void givesTheSrtpKeysAwayOnce() {
    try (SharedSecretS0 s0 = s0(S256);
        StreamKeys keys = s0.streamKeys(CipherType.AES1, AuthTagType.HS80)) {
      keys.takeSrtpKey(Role.INITIATOR).close();
      assertThatIllegalStateException()
          .isThrownBy(() -> keys.takeSrtpKey(Role.INITIATOR))
          .withMessageContaining("Initiator");
      keys.takeSrtpKey(Role.RESPONDER).close();
    }
  }

  @Test
  @Requirement({"Z-4.5.2-01", "Z-4.5.2-11", "Z-4.6.1-08"})
  void multistreamHasKeysAndNothingMore() {
    try (SharedSecretS0 first = s0(S256);
        SessionKey session = first.sessionKey();
        SharedSecretS0 added = SharedSecretS0.ofMultistream(S256, CONTEXT, session)) {
      added.streamKeys(CipherType.AES1, AuthTagType.HS80).close();
      assertThatIllegalStateException().isThrownBy(added::sessionKey);
      assertThatIllegalStateException().isThrownBy(added::sasHash);
      assertThatIllegalStateException().isThrownBy(added::exportedKey);
      assertThatIllegalStateException().isThrownBy(added::newRetainedSecret);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"Z-4.5.3-06", "Z-4.5.3-11", "Z-4.5.3-13", "Z-4.6.1-07", "Z-4.5.2-06"})
  void lengthsFollowHashAndCipher(HashType hashType) {
    ZrtpHash hash = ZrtpHash.of(hashType, PROVIDERS);
    for (CipherType cipher : CipherType.values()) {
      for (AuthTagType tag : AuthTagType.values()) {
        if (!tag.goesWith(cipher)) {
          continue;
        }
        try (SharedSecretS0 s0 = s0(hash);
            SecretBytes exported = s0.exportedKey();
            SecretBytes retained = s0.newRetainedSecret();
            StreamKeys keys = s0.streamKeys(cipher, tag);
            SrtpMasterKey srtp = keys.takeSrtpKey(Role.INITIATOR)) {
          SrtpProfile profile = tag.srtpProfile(cipher);
          assertThat(s0.s0().length()).isEqualTo(hashType.outputOctets());
          assertThat(exported.length()).isEqualTo(hashType.outputOctets());
          assertThat(retained.length()).isEqualTo(32);
          assertThat(s0.sasHash().length()).isEqualTo(32);
          assertThat(keys.macKey(Role.INITIATOR).length()).isEqualTo(hashType.outputOctets());
          assertThat(keys.zrtpKey(Role.INITIATOR).length()).isEqualTo(cipher.keyOctets());
          assertThat(srtp.profile()).isEqualTo(profile);
          assertThat(srtp.key().length()).isEqualTo(cipher.keyOctets());
          assertThat(srtp.salt().length()).isEqualTo(tag == AuthTagType.GCM ? 12 : 14);
        }
      }
    }
  }

  private static Section libzrtp(String title) {
    return VectorFiles.sections("zrtp-engines/libzrtp.txt").stream()
        .filter(section -> section.title().startsWith(title))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Leg.class)
  @Requirement("Z-7.3.1-01")
  void derivesThePbxsecretOfLibzrtp(Leg leg) {
    Section enrollment = libzrtp("50_lz_mitm part 1");
    String prefix = leg + "leg.";
    try (SessionKey session =
            new SessionKey(
                S256,
                Zid.ofHex(enrollment.values().get(prefix + "ZIDi")),
                Zid.ofHex(enrollment.values().get(prefix + "ZIDr")),
                secret(enrollment.values().get(prefix + "ZRTPSess")));
        SecretBytes pbxsecret = session.trustedMitmKey()) {
      assertThat(Octets.of(pbxsecret.expose()))
          .isEqualTo(
              Octets.ofHex(
                  enrollment
                      .values()
                      .get(
                          prefix
                              + "pbxsecret = KDF(ZRTPSess,\"Trusted MiTM key\",ZIDi||ZIDr,256)")));
    }
  }

  enum Leg {
    A,
    B
  }

  /** No engine does as the RFC says; both values stand in the notes of the recording. */
  @Test
  @Requirement({"Z-4.7.2.1-05", "Z-4.7.2-02", "Z-4.7.2-09"})
  void derivesClearMacAndTheSessionKeyAfterGoClearByTheRfc() {
    Section call = libzrtp("48_lz_goclear part 1");
    SessionKey before = new SessionKey(S256, ZID_I, ZID_R, secret(call.values().get("ZRTPSess")));
    SecretBytes replaced = before.zrtpSess();
    try (SessionKey after = before.renew();
        SecretBytes mac =
            S256.mac(secret(call.values().get("mackeyI")), ZrtpHash.ascii("GoClear "))) {
      assertThat(replaced.isClosed()).isTrue();
      assertThat(Octets.of(after.zrtpSess().expose()))
          .isEqualTo(
              Octets.ofHex("8607522cfbe4b3d2b0cd49ac2b93843bea69c48c0e968d1fdfba13b76a90e5ac"));
      assertThat(Octets.of(mac.expose()).slice(0, 8)).isEqualTo(Octets.ofHex("49d76f532c405d40"));
    }
    RecordedExchange exchange =
        RecordedExchanges.libzrtp().stream()
            .filter(candidate -> candidate.name().startsWith("48_lz_goclear part 1"))
            .findFirst()
            .orElseThrow();
    KdfContext context =
        new KdfContext(exchange.zidI(), exchange.zidR(), exchange.value("total_hash"));
    try (SharedSecretS0 s0 =
            SharedSecretS0.ofDh(S256, context, exchange.secret("dh_result"), nothingMatches());
        StreamKeys keys = s0.streamKeys(exchange.cipherType(), exchange.authTagType())) {
      Octets clearMac = ClearMac.of(S256, keys, Role.INITIATOR);
      assertThat(clearMac).isEqualTo(Octets.ofHex("49d76f532c405d40"));
      assertThat(ClearMac.fits(S256, keys, Role.INITIATOR, clearMac)).isTrue();
      assertThat(ClearMac.fits(S256, keys, Role.RESPONDER, clearMac)).isFalse();
      assertThat(ClearMac.fits(S256, keys, Role.INITIATOR, Octets.EMPTY)).isFalse();
    }
  }

  @Test
  @Requirement({"Z-8.2-01", "Z-8.2-02"})
  void derivesSrtpsFromKeySaltAndBothZids() {
    byte[] key = new byte[16];
    byte[] salt = new byte[14];
    for (int i = 0; i < 16; i++) {
      key[i] = (byte) i;
      if (i < 14) {
        salt[i] = (byte) (0xa0 + i);
      }
    }
    try (SrtpMasterKey signalled =
            SrtpMasterKey.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, key, salt);
        SecretBytes srtps = SrtpSecret.derive(S256, signalled, ZID_I, ZID_R)) {
      // HMAC-SHA-256 of Python's hmac over the fields of sections 4.5.1 and 8.2
      assertThat(Octets.of(srtps.expose()))
          .isEqualTo(
              Octets.ofHex("1c019953555c305f9dfb986e515f6f04b539324b5f7fe14eb38e67d04c9e6c0e"));
    }
  }
}
