package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.crypto.PeerHashChain.Link;
import org.aparte.zrtp.crypto.PeerHashChain.MacVerdict;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.SasType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derives every value of every recorded exchange again. */
class RecordedExchangesTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  private static final ZrtpHash IMPLICIT = ZrtpHash.implicit(PROVIDERS);
  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String ALL = "org.aparte.zrtp.crypto.RecordedExchanges#all";

  /** With every key agreement of the old engines but EC38. */
  @Test
  void knowsEveryExchangeThatWasRecorded() {
    assertThat(RecordedExchanges.handshakes()).hasSize(25);
    assertThat(RecordedExchanges.gnuZrtp()).hasSize(4);
    assertThat(RecordedExchanges.libzrtp()).hasSize(14);
    assertThat(RecordedExchanges.all().map(RecordedExchange::keyAgreementType).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(KeyAgreementType.values())
                .filter(type -> !type.isKem() && type != KeyAgreementType.EC38)
                .toList());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @Requirement({
    "Z-4.4.1.1-03", "Z-4.4.1.1-04", "Z-4.4.1.1-05", "Z-4.4.1.2-01", "Z-4.4.1.2-02", "Z-4.4.1.2-03",
    "Z-4.4.1.2-09", "Z-4.4.1.3-05", "Z-4.4.1.4-03", "Z-4.4.1.4-04", "Z-5.1.5-06", "Z-5.1.5-07",
    "Z-5.1.5-11", "Z-5.1.5-13", "Z-5.1.5-14"
  })
  void agreesOnTheRecordedDhResultFromEitherSide(RecordedExchange exchange) {
    if (!exchange.has("dh_result") || exchange.keyAgreementType() == KeyAgreementType.EC52) {
      return; // Multistream, Preshared; EC52 of libzrtp is packed against the RFC, see below
    }
    for (Role role : Role.values()) {
      String svKey = role == Role.INITIATOR ? "dh_private_i" : "dh_private_r";
      KeyAgreement agreement = KeyAgreement.of(exchange.keyAgreementType(), PROVIDERS);
      try (SecretBytes sv = exchange.secret(svKey);
          KeyShare share = agreement.fromPrivate(sv, RANDOM)) {
        assertThat(share.publicValue()).isEqualTo(exchange.publicValue(role));
        assertThat(dhResult(share.agree(exchange.publicValue(role.other()))))
            .isEqualTo(exchange.value("dh_result"));
      }
    }
  }

  private static Octets dhResult(AgreementOutcome outcome) {
    assertThat(outcome).isInstanceOf(AgreementOutcome.Agreed.class);
    return Octets.of(((AgreementOutcome.Agreed) outcome).dhResult().expose());
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @Requirement({"Z-4.4.1.1-06", "Z-4.4.1.1-07", "Z-4.4.1.2-07"})
  void findsTheCommitmentKept(RecordedExchange exchange) {
    if (!exchange.has("dh_result")) {
      return;
    }
    ZrtpHash negotiated = ZrtpHash.of(exchange.hashType(), PROVIDERS);
    Octets hvi = exchange.commit().slice(76, 108);
    Octets dhPart2 = exchange.dhPart(Role.INITIATOR);
    assertThat(HashCommitment.hvi(negotiated, dhPart2, exchange.helloR())).isEqualTo(hvi);
    assertThat(HashCommitment.verify(negotiated, hvi, dhPart2, exchange.helloR()))
        .hasValueSatisfying(proof -> assertThat(proof.dhPart2()).isEqualTo(dhPart2));
    assertThat(HashCommitment.verify(negotiated, flipLastBit(hvi), dhPart2, exchange.helloR()))
        .isEmpty();
    assertThat(HashCommitment.verify(negotiated, hvi, flipLastBit(dhPart2), exchange.helloR()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @Requirement({
    "Z-4.5.2-05",
    "Z-4.5.2-06",
    "Z-4.5.2-07",
    "Z-4.5.2-10",
    "Z-4.5.3-06",
    "Z-4.5.3-07",
    "Z-4.5.3-08",
    "Z-4.5.3-09",
    "Z-4.5.3-10",
    "Z-4.5.3-11",
    "Z-4.5.3-12",
    "Z-4.5.3-13",
    "Z-4.5.3-14",
    "Z-4.6.1-07",
    "Z-4.4.1.4-01",
    "Z-4.4.1.4-02",
    "Z-4.4.1.4-05",
    "Z-4.4.1.4-06",
    "Z-4.4.1.4-07",
    "Z-4.4.1.4-08",
    "Z-4.4.1.4-10",
    "Z-4.4.2.4-01",
    "Z-4.4.2.4-02",
    "Z-4.4.2.4-03",
    "Z-4.4.3.2-01",
    "Z-4.4.3.2-02",
    "Z-4.4.3.2-03",
    "Z-4.3-11",
    "Z-4.5.1-01",
    "Z-4.5.1-02",
    "Z-4.5.1-03",
    "Z-4.5.1-05",
    "Z-5.1.2.1-01",
    "Z-5.1.2.1-03"
  })
  void derivesEveryKeyFromS0On(RecordedExchange exchange) {
    ZrtpHash negotiated = ZrtpHash.of(exchange.hashType(), PROVIDERS);
    KdfContext context = context(negotiated, exchange);
    assertThat(context.totalHash()).isEqualTo(exchange.value("total_hash"));
    if (exchange.has("kdf_context")) {
      assertThat(context.octets()).isEqualTo(exchange.value("kdf_context"));
    }
    try (SharedSecretS0 s0 = s0(negotiated, context, exchange);
        StreamKeys keys = s0.streamKeys(exchange.cipherType(), exchange.authTagType())) {
      assertSecret(s0.s0(), exchange, "s0");
      assertSecret(keys.macKey(Role.INITIATOR), exchange, "mackeyi");
      assertSecret(keys.macKey(Role.RESPONDER), exchange, "mackeyr");
      assertSecret(keys.zrtpKey(Role.INITIATOR), exchange, "zrtpkeyi");
      assertSecret(keys.zrtpKey(Role.RESPONDER), exchange, "zrtpkeyr");
      assertSrtpKey(keys.takeSrtpKey(Role.INITIATOR), exchange, "srtpkeyi", "srtpsalti");
      assertSrtpKey(keys.takeSrtpKey(Role.RESPONDER), exchange, "srtpkeyr", "srtpsaltr");
      if (exchange.keyAgreementType() != KeyAgreementType.MULT) {
        assertFirstStream(s0, exchange);
      }
    }
  }

  private static KdfContext context(ZrtpHash negotiated, RecordedExchange exchange) {
    return exchange.has("dh_result")
        ? KdfContext.ofDh(
            negotiated,
            exchange.zidI(),
            exchange.zidR(),
            exchange.helloR(),
            exchange.commit(),
            exchange.dhPart(Role.RESPONDER),
            exchange.dhPart(Role.INITIATOR))
        : KdfContext.withoutDh(
            negotiated, exchange.zidI(), exchange.zidR(), exchange.helloR(), exchange.commit());
  }

  private static SharedSecretS0 s0(
      ZrtpHash negotiated, KdfContext context, RecordedExchange exchange) {
    return switch (exchange.keyAgreementType()) {
      case PRSH ->
          SharedSecretS0.ofPreshared(
              negotiated,
              context,
              PresharedKey.of(negotiated, exchange.ownSecrets(Role.INITIATOR)).orElseThrow());
      case MULT ->
          SharedSecretS0.ofMultistream(
              negotiated,
              context,
              new SessionKey(
                  negotiated, exchange.zidI(), exchange.zidR(), zrtpSessBeforeMult(exchange)));
      default ->
          SharedSecretS0.ofDh(
              negotiated,
              context,
              exchange.secret("dh_result"),
              matching(exchange, Role.INITIATOR));
    };
  }

  private static SecretBytes zrtpSessBeforeMult(RecordedExchange exchange) {
    if (exchange.has("zrtpsess")) {
      return exchange.secret("zrtpsess");
    }
    // GNU ZRTP's Multistream run; libzrtp after GoClear has a ZRTPSess that it made in its own way
    return RecordedExchanges.gnuZrtp().stream()
        .filter(earlier -> earlier.name().equals("29_gg_EC25_Mult#0"))
        .findFirst()
        .orElseThrow()
        .secret("zrtpsess");
  }

  private static SecretMatching matching(RecordedExchange exchange, Role role) {
    try (OwnSecrets own = exchange.ownSecrets(role)) {
      return SecretMatching.of(
          ZrtpHash.of(exchange.hashType(), PROVIDERS),
          role,
          own,
          exchange.h3(role.other()),
          exchange.secretIds(role.other()));
    }
  }

  private static void assertFirstStream(SharedSecretS0 s0, RecordedExchange exchange) {
    try (SessionKey session = s0.sessionKey();
        SecretBytes exported = s0.exportedKey();
        SecretBytes retained = s0.newRetainedSecret()) {
      assertSecret(session.zrtpSess(), exchange, "zrtpsess");
      if (exchange.has("exported_key")) {
        assertSecret(exported, exchange, "exported_key");
      }
      assertSecret(retained, exchange, "new_rs1");
    }
    Octets sasHash = s0.sasHash();
    assertThat(sasHash).isEqualTo(exchange.value("sashash"));
    if (exchange.has("sas_printed_a")) {
      assertThat(SasRendering.asGnuZrtpShows(exchange.sasType(), sasHash))
          .isEqualTo(exchange.values().get("sas_printed_a"));
    }
    if (exchange.has("sas_b32")) {
      assertThat(SasRendering.render(SasType.B32, sasHash))
          .isEqualTo(exchange.values().get("sas_b32"));
      assertThat(SasRendering.render(SasType.B256, sasHash))
          .isEqualTo(exchange.values().get("sas_b256"));
    }
  }

  private static void assertSecret(SecretBytes secret, RecordedExchange exchange, String key) {
    assertThat(Octets.of(secret.expose())).as(key).isEqualTo(exchange.value(key));
  }

  private static void assertSrtpKey(
      SrtpMasterKey masterKey, RecordedExchange exchange, String key, String salt) {
    try (masterKey) {
      assertSecret(masterKey.key(), exchange, key);
      assertSecret(masterKey.salt(), exchange, salt);
      assertThat(masterKey.profile())
          .isEqualTo(exchange.authTagType().srtpProfile(exchange.cipherType()));
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @Requirement({
    "Z-4.3-03",
    "Z-4.3-04",
    "Z-4.3-05",
    "Z-4.3-06",
    "Z-4.3-07",
    "Z-4.3-08",
    "Z-4.3-09",
    "Z-4.3-10",
    "Z-4.3.1-01",
    "Z-4.3.1-02",
    "Z-4.3.1-03",
    "Z-4.3.1-06",
    "Z-4.3.1-07"
  })
  void matchesTheSecretsThatBothSidesHeld(RecordedExchange exchange) {
    if (!exchange.has("dh_result")) {
      return;
    }
    for (Role role : Role.values()) {
      try (SecretMatching matching = matching(exchange, role)) {
        String rs1 = exchange.retained().get(role).get("rs1");
        if (exchange.values().containsKey("s1")) {
          assertThat(hexOrEmpty(matching.s1())).isEqualTo(exchange.values().get("s1"));
          assertThat(hexOrEmpty(matching.s2())).isEqualTo(exchange.values().get("s2"));
          assertThat(hexOrEmpty(matching.s3())).isEqualTo(exchange.values().get("s3"));
        } else if (rs1 != null) {
          assertThat(hexOrEmpty(matching.s1())).isEqualTo(rs1);
        }
        if (exchange.retained().get(role).containsKey("pbx")) {
          assertThat(matching.pbxsecretMatches()).isTrue();
        }
        assertThat(matching.isCacheMismatch()).isEqualTo(rs1 != null && matching.s1() == null);
      }
      assertSentIds(exchange, role);
    }
  }

  /** The IDs of the secrets that a side held are ours; where it held none, a stand-in stood. */
  private static void assertSentIds(RecordedExchange exchange, Role role) {
    Octets standIn = Octets.ofHex("00112233445566ff");
    SecretIds sent = exchange.secretIds(role);
    Map<String, String> held = exchange.retained().get(role);
    SecretIds ours =
        SecretIds.of(
            ZrtpHash.of(exchange.hashType(), PROVIDERS),
            role,
            exchange.h3(role),
            exchange.ownSecrets(role),
            new ReplayedRandom().standIns(standIn, standIn, standIn, standIn));
    assertThat(ours.rs1Id()).isEqualTo(held.containsKey("rs1") ? sent.rs1Id() : standIn);
    assertThat(ours.rs2Id()).isEqualTo(held.containsKey("rs2") ? sent.rs2Id() : standIn);
    assertThat(ours.auxsecretId())
        .isEqualTo(held.containsKey("aux") ? sent.auxsecretId() : standIn);
    assertThat(ours.pbxsecretId())
        .isEqualTo(held.containsKey("pbx") ? sent.pbxsecretId() : standIn);
  }

  private static String hexOrEmpty(SecretBytes secret) {
    return secret == null ? "" : Octets.of(secret.expose()).toString();
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @Requirement({"Z-4.6-02", "Z-4.6-03", "Z-4.6-04", "Z-4.6-05", "Z-5.7-09", "Z-5.7-11", "Z-5.7-12"})
  void opensAndSealsTheConfirmMessages(RecordedExchange exchange) {
    ZrtpHash negotiated = ZrtpHash.of(exchange.hashType(), PROVIDERS);
    ConfirmSeal seal = new ConfirmSeal(negotiated, exchange.cipherType(), PROVIDERS);
    try (SharedSecretS0 s0 = s0(negotiated, context(negotiated, exchange), exchange);
        StreamKeys keys = s0.streamKeys(exchange.cipherType(), exchange.authTagType())) {
      for (Role sender : Role.values()) {
        String key = sender == Role.INITIATOR ? "confirm2_plain" : "confirm1_plain";
        ConfirmSeal.Sealed sealed = exchange.sealed(sender);
        Octets plaintext = exchange.value(key);
        assertThat(seal.open(keys, sender, sealed)).contains(plaintext);
        assertThat(seal.seal(keys, sender, sealed.iv(), plaintext)).isEqualTo(sealed);
        assertThat(seal.open(keys, sender.other(), sealed)).isEmpty();
        assertThat(
                seal.open(
                    keys,
                    sender,
                    new ConfirmSeal.Sealed(
                        sealed.mac(), sealed.iv(), flipLastBit(sealed.ciphertext()))))
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(ALL)
  @Requirement({
    "Z-9-01",
    "Z-9-02",
    "Z-9-03",
    "Z-9-05",
    "Z-9-09",
    "Z-9-10",
    "Z-8.1.1-02",
    "Z-8.1.1-05",
    "Z-5.1.2.2-01",
    "Z-5.1.2.2-02",
    "Z-5.5-03"
  })
  void followsBothHashChainsAndEveryMessageMac(RecordedExchange exchange) {
    for (Role role : Role.values()) {
      Octets hello = role == Role.INITIATOR ? exchange.helloI() : exchange.helloR();
      Octets h0 =
          exchange.value(role == Role.INITIATOR ? "confirm2_plain" : "confirm1_plain").slice(0, 32);
      PeerHashChain peer = PeerHashChain.unknown(IMPLICIT).with(Link.H3, hello.slice(32, 64)).get();
      try (HashChain own = new HashChain(IMPLICIT, SecretBytes.takeOver(h0.toArray()))) {
        assertThat(own.h3()).isEqualTo(exchange.h3(role));
        assertThat(own.helloMac(withoutMac(hello))).isEqualTo(macOf(hello));
        assertThat(peer.helloMac(hello)).isEqualTo(MacVerdict.KEY_NOT_SHOWN_YET);
        if (role == Role.INITIATOR) {
          assertThat(own.h2()).isEqualTo(exchange.commit().slice(12, 44));
          assertThat(own.commitMac(withoutMac(exchange.commit())))
              .isEqualTo(macOf(exchange.commit()));
          peer = peer.with(Link.H2, exchange.commit().slice(12, 44)).get();
          assertThat(peer.helloMac(hello)).isEqualTo(MacVerdict.FITS);
        }
        if (exchange.has("dh_result")) {
          Octets dhPart = exchange.dhPart(role);
          assertThat(own.h1()).isEqualTo(dhPart.slice(12, 44));
          assertThat(own.dhPartMac(withoutMac(dhPart))).isEqualTo(macOf(dhPart));
          peer = peer.with(Link.H1, dhPart.slice(12, 44)).get();
          assertThat(peer.dhPartMac(dhPart)).isEqualTo(MacVerdict.KEY_NOT_SHOWN_YET);
        }
        peer = peer.with(Link.H0, own.h0()).get();
        assertThat(peer.helloMac(hello)).isEqualTo(MacVerdict.FITS);
        if (role == Role.INITIATOR) {
          assertThat(peer.commitMac(exchange.commit())).isEqualTo(MacVerdict.FITS);
        }
        if (exchange.has("dh_result")) {
          assertThat(peer.dhPartMac(exchange.dhPart(role))).isEqualTo(MacVerdict.FITS);
        }
      }
    }
  }

  private static Octets withoutMac(Octets message) {
    return message.slice(0, message.length() - 8);
  }

  private static Octets macOf(Octets message) {
    return message.slice(message.length() - 8, message.length());
  }

  private static Octets flipLastBit(Octets octets) {
    byte[] changed = Arrays.copyOf(octets.toArray(), octets.length());
    changed[changed.length - 1] ^= 1;
    return Octets.of(changed);
  }
}
