package org.aparte.zrtp.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.SasKeyType;
import org.aparte.zrtp.model.SasSigner;
import org.aparte.zrtp.model.SasSigningKey;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.SasVerifier;
import org.aparte.zrtp.model.SignatureType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.aparte.zrtp.signature.TestKeys;
import org.aparte.zrtp.signature.X509SasSigner;
import org.aparte.zrtp.signature.X509SasVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls whose SAS hash is signed (RFC 6189 section 7.2). */
class SignedCallTest {

  private static final ZrtpConfig PLAIN = ZrtpConfig.recommended();

  /** Header and CRC of the packet, and the 19 words of a Confirm without signature. */
  private static final int UNSIGNED_CONFIRM_OCTETS = 16 + 4 * 19;

  @Test
  @Requirement({"Z-7.2-02", "Z-7.2-03", "Z-7.2-04", "Z-7.2-10"})
  void knowsThePeerByItsCertificateWithoutAComparison() throws Exception {
    KeyPair keysA = TestKeys.ec("secp256r1");
    KeyPair keysB = TestKeys.ec("secp384r1");
    X509Certificate ofA = TestKeys.certificate(keysA.getPublic(), 1);
    X509Certificate ofB = TestKeys.certificate(keysB.getPublic(), 2);
    X509SasVerifier verifier =
        new X509SasVerifier(
            CryptoProviders.standard(),
            certificate ->
                certificate.equals(ofA) ? "Alice" : certificate.equals(ofB) ? "Bob" : null);
    TwoPeers call =
        call(
            config(X509SasSigner.of(ofA, keysA.getPrivate()), verifier),
            config(X509SasSigner.of(ofB, keysB.getPrivate()), verifier));

    assertThat(signer(call.a())).isEqualTo("Bob");
    assertThat(signer(call.b())).isEqualTo("Alice");
    for (Peer peer : new Peer[] {call.a(), call.b()}) {
      assertThat(peer.line().secure().standing()).isEqualTo(SasStanding.SIGNED);
      assertThat(peer.session().sasStanding()).isEqualTo(SasStanding.SIGNED);
    }
  }

  @Test
  @Requirement({"Z-5.2-03", "Z-7.2-10"})
  void asksForSignaturesOnlyWithAVerifierThatReadsX509() {
    Verifier pgpOnly = new Verifier(Set.of(SignatureType.PGP));
    TwoPeers call =
        call(
            PLAIN.toBuilder().verifier(pgpOnly).build(),
            PLAIN.toBuilder()
                .verifier(pgpOnly.or(new Verifier(Set.of(SignatureType.X509))))
                .build());

    assertThat(peerAsks(call.b())).isFalse();
    assertThat(peerAsks(call.a())).isTrue();
    TwoPeers without = call(PLAIN, PLAIN);
    assertThat(peerAsks(without.a())).isFalse();
  }

  @Test
  @Requirement("Z-7.2-06")
  void doesNotSignForAPeerThatDoesNotAsk() {
    Signer signer = new Signer("a");
    List<Integer> confirms = new ArrayList<>();
    TwoPeers call =
        new TwoPeers(
            Peer.of("a", 1, PLAIN.toBuilder().signers(List.of(signer)).build()),
            Peer.of("b", 2, PLAIN),
            Wire.PERFECT,
            1);
    call.tap((from, line, datagram) -> {
      if (HintsTest.type(datagram).startsWith("Confirm")) {
        confirms.add(datagram.length);
      }
      return List.of(datagram);
    });
    call.start().runUntilSecure(5_000);

    assertThat(signer.signed).isZero();
    assertThat(confirms).hasSize(2).containsOnly(UNSIGNED_CONFIRM_OCTETS);
    assertThat(call.b().session().peerSignature()).isEmpty();
  }

  @Test
  @Requirement("Z-7.2-05")
  void signsTheFirstStreamAloneAndNothingInPresharedMode() {
    Signer signer = new Signer("a");
    ZrtpConfig config = config(signer, new Verifier());
    Peer a = Peer.of("a", 1, config);
    Peer b = Peer.of("b", 2, config(new Signer("b"), new Verifier()));
    new TwoPeers(a, b, Wire.PERFECT, 1).start().start().start().runUntilSecure(5_000);
    assertThat(signer.signed).isEqualTo(1);
    assertThat(a.lines().get(2).secure().standing()).isEqualTo(SasStanding.SIGNED);
    a.session().sasMatched();
    b.session().sasMatched();

    a.callAgain(config.toBuilder().preferPreshared(true).build());
    b.callAgain(config(new Signer("b"), new Verifier()).toBuilder().preferPreshared(true).build());
    TwoPeers preshared = new TwoPeers(a, b, Wire.PERFECT, 2).start().runUntilSecure(5_000);

    assertThat(preshared.allSecure()).isTrue();
    assertThat(preshared.a().line().secure().algorithms().keyAgreement().isDh()).isFalse();
    assertThat(signer.signed).isEqualTo(1);
    assertThat(b.session().peerSignature()).isEmpty();
    assertThat(b.session().sasStanding()).isEqualTo(SasStanding.COMPARED_EARLIER);
  }

  @Test
  @Requirement({"Z-4.6.1.1-01", "Z-7.2-04"})
  void takesAGoodSignatureAsTheReasonOfACacheMismatch() {
    ZrtpConfig config = config(new Signer("a"), new Verifier());
    Peer a = Peer.of("a", 1, config);
    Peer b = Peer.of("b", 2, config(new Signer("b"), new Verifier()));
    new TwoPeers(a, b, Wire.PERFECT, 1).start().runUntilSecure(5_000);
    Peer restored =
        Peer.withStore(
            "b", 3, config(new Signer("b"), new Verifier()), new StolenZid(b.session().ownZid()));
    a.callAgain(config);
    new TwoPeers(a, restored, Wire.PERFECT, 2).start().runUntilSecure(5_000);

    assertThat(a.line().secure().continuity()).isEqualTo(KeyContinuity.PEER_LOST_CACHE);
    assertThat(a.line().secure().standing()).isEqualTo(SasStanding.SIGNED);
    assertThat(a.line().told(ZrtpEvent.Warning.class))
        .contains(new ZrtpEvent.Warning(ZrtpWarning.CACHE_MISMATCH));
  }

  static Stream<SasSigner> brokenSigners() {
    return Stream.of(
        new Signer("locked") {
          @Override
          public Octets sign(Octets sasHash) throws GeneralSecurityException {
            throw new GeneralSecurityException("the card is not there");
          }
        },
        new Signer("defective") {
          @Override
          public Octets sign(Octets sasHash) {
            throw new IllegalStateException("a defect of the app");
          }
        },
        new Signer("nothing") {
          @Override
          @SuppressWarnings("NullAway")
          public Octets sign(Octets sasHash) {
            return null;
          }
        },
        new Signer("too long") {
          @Override
          public Octets sign(Octets sasHash) {
            return Octets.of(new byte[SasSigner.UNFRAGMENTED_OCTETS + 1]);
          }
        },
        new Signer("without type") {
          @Override
          public int maxOctets() {
            throw new IllegalStateException("a defect of the app");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("brokenSigners")
  @Requirement("Z-7.2-12")
  void goesOnUnsignedAndSaysSoWhenTheSignerFails(SasSigner broken) {
    TwoPeers call = call(config(broken, new Verifier()), config(new Signer("b"), new Verifier()));

    DhCallTest.assertSecure(call);
    assertThat(call.a().line().told(ZrtpEvent.Warning.class))
        .containsExactly(new ZrtpEvent.Warning(ZrtpWarning.SIGNING_FAILED));
    assertThat(signer(call.a())).isEqualTo("b");
    assertThat(call.b().session().peerSignature()).isEmpty();
    assertThat(call.b().session().sasStanding()).isEqualTo(SasStanding.NOT_COMPARED);
  }

  static Stream<SasVerifier> verifiersWithoutVerdict() {
    return Stream.of(
        new Verifier() {
          @Override
          public SasVerdict verify(AlgorithmCode type, Octets block, Octets sasHash) {
            throw new IllegalStateException("a defect of the app");
          }
        },
        new Verifier() {
          @Override
          @SuppressWarnings("NullAway")
          public SasVerdict verify(AlgorithmCode type, Octets block, Octets sasHash) {
            return null;
          }
        });
  }

  @ParameterizedTest
  @MethodSource("verifiersWithoutVerdict")
  void isSecureAndUnsignedWhenTheVerifierFails(SasVerifier broken) {
    TwoPeers call = call(config(new Signer("a"), broken), config(new Signer("b"), new Verifier()));

    DhCallTest.assertSecure(call);
    assertThat(call.a().session().peerSignature())
        .contains(new SasVerdict.Unsupported(SasVerdict.Unsupported.Reason.VERIFIER_FAILED));
    assertThat(call.a().session().sasStanding()).isEqualTo(SasStanding.NOT_COMPARED);
    assertThat(signer(call.b())).isEqualTo("a");
  }

  @Test
  void countsNothingForASignatureThatMayBeOursSentBack() {
    TwoPeers call =
        call(
            config(new Signer("same"), new Verifier()), config(new Signer("same"), new Verifier()));

    for (Peer peer : new Peer[] {call.a(), call.b()}) {
      assertThat(peer.line().secure().signature())
          .isEqualTo(new SasVerdict.Invalid(SasVerdict.Invalid.Reason.OUR_OWN_KEY));
      assertThat(peer.line().secure().standing()).isEqualTo(SasStanding.NOT_COMPARED);
    }
  }

  @Test
  @Requirement("Z-7.2-11")
  void keepsWhatWasComparedEarlierWhenTheSignatureProvesNothing() {
    Verifier doubtful =
        new Verifier() {
          @Override
          public SasVerdict verify(AlgorithmCode type, Octets block, Octets sasHash) {
            return new SasVerdict.UnknownKey(key(block));
          }
        };
    Peer a = Peer.of("a", 1, config(new Signer("a"), doubtful));
    Peer b = Peer.of("b", 2, config(new Signer("b"), doubtful));
    new TwoPeers(a, b, Wire.PERFECT, 1).start().runUntilSecure(5_000);
    assertThat(a.session().sasStanding()).isEqualTo(SasStanding.NOT_COMPARED);
    a.session().sasMatched();
    b.session().sasMatched();
    a.callAgain(config(new Signer("a"), doubtful));
    b.callAgain(config(new Signer("b"), doubtful));
    new TwoPeers(a, b, Wire.PERFECT, 2).start().runUntilSecure(5_000);

    assertThat(a.line().secure().signature()).isInstanceOf(SasVerdict.UnknownKey.class);
    assertThat(a.session().sasStanding()).isEqualTo(SasStanding.COMPARED_EARLIER);
  }

  @Test
  @Requirement({"Z-5.13-09", "Z-7.2-02"})
  void judgesTheSignatureOfAPbxOverTheHashThatItRelays() {
    PbxCall call = new PbxCall(1);
    call.bob(PLAIN.toBuilder().verifier(new Verifier()).build())
        .pbx(PbxCall.PBX.toBuilder().signers(List.of(new Signer("pbx"))).build())
        .enroll(call.bob, true)
        .connect()
        .relay();

    SasVerdict verdict = PbxCall.relayedTo(call.bob).signature();
    assertThat(((SasVerdict.Valid) verdict).signer()).isEqualTo("pbx");
    assertThat(call.bob.session().sas()).isEqualTo(call.alice.session().sas());
    assertThat(call.bob.session().sasStanding()).isEqualTo(SasStanding.RELAYED);
  }

  @Test
  void letsTheUserOverruleASignature() {
    TwoPeers call =
        call(config(new Signer("a"), new Verifier()), config(new Signer("b"), new Verifier()));
    assertThat(call.a().session().sasStanding()).isEqualTo(SasStanding.SIGNED);

    call.a().session().sasDiffers();

    assertThat(call.a().session().sasStanding()).isEqualTo(SasStanding.DIFFERS);
  }

  private static ZrtpConfig config(SasSigner signer, SasVerifier verifier) {
    return PLAIN.toBuilder().signers(List.of(signer)).verifier(verifier).build();
  }

  private static TwoPeers call(ZrtpConfig a, ZrtpConfig b) {
    TwoPeers call = new TwoPeers(Peer.of("a", 1, a), Peer.of("b", 2, b), Wire.PERFECT, 1);
    call.start().runUntilSecure(5_000);
    assertThat(call.allSecure()).isTrue();
    return call;
  }

  private static String signer(Peer peer) {
    return ((SasVerdict.Valid) peer.session().peerSignature().orElseThrow()).signer();
  }

  private static boolean peerAsks(Peer peer) {
    return peer.line().told(ZrtpEvent.PeerFound.class).get(0).peer().signatureCapable();
  }

  /** "Signs" by its name and the hash, which anybody could: enough to see what is done with it. */
  private static class Signer implements SasSigner {

    private static final int NAME_OCTETS = 16;

    private final String name;
    private int signed;

    Signer(String name) {
      this.name = name;
    }

    @Override
    public SignatureType type() {
      return SignatureType.X509;
    }

    @Override
    public SasKeyType keyType() {
      return SasKeyType.ECDSA_P256;
    }

    @Override
    public int maxOctets() {
      return NAME_OCTETS + 32;
    }

    @Override
    public Octets sign(Octets sasHash) throws GeneralSecurityException {
      signed++;
      byte[] block = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), NAME_OCTETS + 32);
      sasHash.copyTo(block, NAME_OCTETS);
      return Octets.of(block);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Vouches for every {@link Signer}. */
  private static class Verifier implements SasVerifier {

    private final Set<SignatureType> types;

    Verifier() {
      this(Set.of(SignatureType.X509));
    }

    Verifier(Set<SignatureType> types) {
      this.types = types;
    }

    @Override
    public Set<SignatureType> types() {
      return types;
    }

    @Override
    public SasVerdict verify(AlgorithmCode type, Octets block, Octets sasHash) {
      return block.slice(Signer.NAME_OCTETS, block.length()).equals(sasHash)
          ? new SasVerdict.Valid(name(block), key(block))
          : new SasVerdict.Invalid(SasVerdict.Invalid.Reason.DOES_NOT_FIT);
    }

    static String name(Octets block) {
      return new String(block.slice(0, Signer.NAME_OCTETS).toArray(), StandardCharsets.US_ASCII)
          .trim();
    }

    static SasSigningKey key(Octets block) {
      return new SasSigningKey(SignatureType.X509, block.slice(0, Signer.NAME_OCTETS), "", null);
    }
  }
}
