package org.aparte.zrtp.message;

import static org.aparte.zrtp.message.Samples.AUX_ID;
import static org.aparte.zrtp.message.Samples.CLIENT;
import static org.aparte.zrtp.message.Samples.ENDPOINT_HASH;
import static org.aparte.zrtp.message.Samples.HVI;
import static org.aparte.zrtp.message.Samples.IMAGE;
import static org.aparte.zrtp.message.Samples.IV;
import static org.aparte.zrtp.message.Samples.KEY_ID;
import static org.aparte.zrtp.message.Samples.NONCE;
import static org.aparte.zrtp.message.Samples.PBX_ID;
import static org.aparte.zrtp.message.Samples.PUBLIC_VALUE;
import static org.aparte.zrtp.message.Samples.RS1_ID;
import static org.aparte.zrtp.message.Samples.X509;
import static org.aparte.zrtp.message.Samples.ZID;
import static org.aparte.zrtp.message.Samples.chosen;
import static org.aparte.zrtp.message.Samples.codes;
import static org.aparte.zrtp.message.Samples.mac;
import static org.aparte.zrtp.message.Samples.nothingOffered;
import static org.aparte.zrtp.message.Samples.secretIds;
import static org.aparte.zrtp.message.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.ZrtpVersion;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that cannot be a message cannot be made. */
class MessageMisuseTest {

  private static final ZrtpVersion V110 = ZrtpVersion.V1_10;
  private static final Octets SHORT = words(1, 0);
  private static final Octets ODD = Octets.ofHex("0102030405");

  private static Hello hello(ZrtpVersion version, Octets client, Octets h3) {
    return new Hello(version, client, h3, ZID, false, false, false, nothingOffered(), mac());
  }

  private static ConfirmPlaintext confirm(Octets h0, long expiration) {
    return new ConfirmPlaintext(h0, false, false, false, false, expiration, null);
  }

  private static Arguments making(String field, ThrowingCallable maker) {
    return Arguments.of(field, maker);
  }

  static Stream<Arguments> whatCannotBeMade() {
    return Stream.of(
        making("client identifier", () -> hello(V110, SHORT, IMAGE)),
        making("H3 has 8 words of 4 octets, these are 4 octets", () -> hello(V110, CLIENT, SHORT)),
        making("version 1.20", () -> hello(ZrtpVersion.of("1.20"), CLIENT, IMAGE)),
        making("version 1.11", () -> new HelloOfOtherVersion(ZrtpVersion.of("1.11"), SHORT)),
        making("rest", () -> new HelloOfOtherVersion(ZrtpVersion.of("2.00"), ODD)),
        making("H2", () -> new DhCommit(SHORT, ZID, chosen("DH3k"), HVI, mac())),
        making("hvi", () -> new DhCommit(IMAGE, ZID, chosen("DH3k"), NONCE, mac())),
        making("Mult", () -> new DhCommit(IMAGE, ZID, chosen("Mult"), HVI, mac())),
        making("Prsh", () -> new DhCommit(IMAGE, ZID, chosen("Prsh"), HVI, mac())),
        making("K255", () -> new DhCommit(IMAGE, ZID, chosen("K255"), HVI, mac())),
        making("H2", () -> new KemCommit(SHORT, ZID, chosen("K255"), HVI, HVI, mac())),
        making("hvi", () -> new KemCommit(IMAGE, ZID, chosen("K255"), NONCE, HVI, mac())),
        making("public key", () -> new KemCommit(IMAGE, ZID, chosen("K255"), HVI, NONCE, mac())),
        making(
            "public key",
            () -> new KemCommit(IMAGE, ZID, chosen("QQQQ"), HVI, Octets.EMPTY, mac())),
        making("Prsh", () -> new KemCommit(IMAGE, ZID, chosen("Prsh"), HVI, HVI, mac())),
        making("H2", () -> new MultistreamCommit(SHORT, ZID, chosen("Mult"), NONCE, mac())),
        making("nonce", () -> new MultistreamCommit(IMAGE, ZID, chosen("Mult"), HVI, mac())),
        making("Prsh", () -> new MultistreamCommit(IMAGE, ZID, chosen("Prsh"), NONCE, mac())),
        making("H2", () -> new PresharedCommit(SHORT, ZID, chosen("Prsh"), NONCE, KEY_ID, mac())),
        making("nonce", () -> new PresharedCommit(IMAGE, ZID, chosen("Prsh"), HVI, KEY_ID, mac())),
        making("keyID", () -> new PresharedCommit(IMAGE, ZID, chosen("Prsh"), NONCE, IV, mac())),
        making("EC25", () -> new PresharedCommit(IMAGE, ZID, chosen("EC25"), NONCE, KEY_ID, mac())),
        making("H1", () -> new DhPart1(SHORT, secretIds(), PUBLIC_VALUE, mac())),
        making("public value", () -> new DhPart1(IMAGE, secretIds(), ODD, mac())),
        making("H1", () -> new DhPart2(SHORT, secretIds(), PUBLIC_VALUE, mac())),
        making("public value", () -> new DhPart2(IMAGE, secretIds(), Octets.EMPTY, mac())),
        making("rs1ID", () -> new SharedSecretIds(SHORT, RS1_ID, AUX_ID, PBX_ID)),
        making("rs2ID", () -> new SharedSecretIds(RS1_ID, SHORT, AUX_ID, PBX_ID)),
        making("auxsecretID", () -> new SharedSecretIds(RS1_ID, RS1_ID, SHORT, PBX_ID)),
        making("pbxsecretID", () -> new SharedSecretIds(RS1_ID, RS1_ID, AUX_ID, SHORT)),
        making("IV", () -> new SealedPart(mac(), SHORT, words(10, 0))),
        making("10 to 521", () -> new SealedPart(mac(), IV, words(9, 0))),
        making("10 to 521", () -> new SealedPart(mac(), IV, words(522, 0))),
        making("H0", () -> confirm(SHORT, 0)),
        making("expiration", () -> confirm(IMAGE, -1)),
        making("expiration", () -> confirm(IMAGE, ConfirmPlaintext.NEVER_EXPIRES + 1)),
        making("sashash", () -> new SasRelayPlaintext(true, true, true, X509, SHORT, null)),
        making("signature", () -> new SignatureBlock(X509, words(511, 0))),
        making("signature", () -> new SignatureBlock(X509, ODD)),
        making("signature", () -> SignatureBlock.padded(X509, Octets.of(new byte[2041]))),
        making("EndpointHash", () -> new Ping(V110, SHORT)),
        making("EndpointHash", () -> new PingAck(V110, SHORT, ENDPOINT_HASH, 1)),
        making("of Ping", () -> new PingAck(V110, ENDPOINT_HASH, SHORT, 1)));
  }

  @ParameterizedTest
  @MethodSource("whatCannotBeMade")
  void refusesAFieldThatDoesNotFitAndNamesIt(String field, ThrowingCallable maker) {
    assertThatIllegalArgumentException().isThrownBy(maker).withMessageContaining(field);
  }

  @Test
  @Requirement("Z-5.2-09")
  void refusesToListMoreThanSevenOfAKind() {
    List<AlgorithmCode> eight = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      eight.add(AlgorithmCode.of("ALG" + i));
    }
    List<AlgorithmCode> none = codes();
    for (int kind = 0; kind < 5; kind++) {
      List<List<AlgorithmCode>> lists = new ArrayList<>(List.of(none, none, none, none, none));
      lists.set(kind, eight);
      assertThatIllegalArgumentException()
          .isThrownBy(() ->
              new OfferedAlgorithms(
                  lists.get(0), lists.get(1), lists.get(2), lists.get(3), lists.get(4)))
          .withMessageContaining("at most 7");
    }
  }

  @Test
  void offeredAlgorithmsCannotBeChangedFromOutside() {
    List<AlgorithmCode> hashes = new ArrayList<>(codes("S256"));
    OfferedAlgorithms offered = new OfferedAlgorithms(hashes, codes(), codes(), codes(), codes());
    hashes.clear();
    assertThat(offered.hashes()).isEqualTo(codes("S256"));
  }

  @Test
  void aClientIdentifierIsCutFilledUpAndShownWithoutSurprises() {
    assertThat(Hello.clientIdentifier("Aparte"))
        .isEqualTo(Octets.ofHex("41706172746520202020202020202020"));
    assertThat(hello(V110, Hello.clientIdentifier("0123456789abcdefgh"), IMAGE).clientName())
        .isEqualTo("0123456789abcdef");
    assertThat(hello(V110, Hello.clientIdentifier("h\u00e9 \u001b[31m"), IMAGE).clientName())
        .isEqualTo("h? ?[31m");
    assertThat(hello(V110, words(4, 0x70), IMAGE).clientName()).isEqualTo("pqrstuvwxyz{|}~?");
    assertThat(hello(V110, Octets.ofHex("6c69627a0020202041414141414141ff"), IMAGE).clientName())
        .isEqualTo("libz");
  }

  @Test
  void aLayoutThatDoesNotFillItsLengthIsNotWritten() {
    assertThatIllegalStateException().isThrownBy(() -> new WordWriter(2).word(1).finish());
  }
}
