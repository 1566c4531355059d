package org.aparte.zrtp.message;

import static org.aparte.zrtp.message.Samples.AUX_ID;
import static org.aparte.zrtp.message.Samples.CIPHERTEXT;
import static org.aparte.zrtp.message.Samples.CLIENT;
import static org.aparte.zrtp.message.Samples.ENDPOINT_HASH;
import static org.aparte.zrtp.message.Samples.HVI;
import static org.aparte.zrtp.message.Samples.IMAGE;
import static org.aparte.zrtp.message.Samples.IV;
import static org.aparte.zrtp.message.Samples.KEY_ID;
import static org.aparte.zrtp.message.Samples.LONGEST_SIGNATURE;
import static org.aparte.zrtp.message.Samples.MAC;
import static org.aparte.zrtp.message.Samples.NONCE;
import static org.aparte.zrtp.message.Samples.PBX_ID;
import static org.aparte.zrtp.message.Samples.PING_ENDPOINT_HASH;
import static org.aparte.zrtp.message.Samples.PUBLIC_VALUE;
import static org.aparte.zrtp.message.Samples.RS1_ID;
import static org.aparte.zrtp.message.Samples.RS2_ID;
import static org.aparte.zrtp.message.Samples.SIGNATURE;
import static org.aparte.zrtp.message.Samples.X509;
import static org.aparte.zrtp.message.Samples.ZID;
import static org.aparte.zrtp.message.Samples.chosen;
import static org.aparte.zrtp.message.Samples.codes;
import static org.aparte.zrtp.message.Samples.hello;
import static org.aparte.zrtp.message.Samples.mac;
import static org.aparte.zrtp.message.Samples.mostOffered;
import static org.aparte.zrtp.message.Samples.nothingOffered;
import static org.aparte.zrtp.message.Samples.offered;
import static org.aparte.zrtp.message.Samples.sealedPart;
import static org.aparte.zrtp.message.Samples.secretIds;
import static org.aparte.zrtp.message.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.ZrtpVersion;
import org.junit.jupiter.api.Test;

/** Each figure of section 5, field by field, with the constants of the wire spelled out. */
class MessageLayoutTest {

  private static final String V110 = "312e3130";

  /** The fields in the order of the figure: hex, or whatever prints as hex. */
  private static Octets figure(Object... fields) {
    StringBuilder hex = new StringBuilder();
    for (Object field : fields) {
      hex.append(field);
    }
    return Octets.ofHex(hex.toString());
  }

  private static <M extends ZrtpMessage> M reread(M message, Octets figure) {
    assertThat(message.write()).isEqualTo(figure);
    ParsedMessage parsed = MessageParser.parse(figure);
    assertThat(parsed).isInstanceOf(Received.class);
    ZrtpMessage again = ((Received<?>) parsed).message();
    assertThat(again).isInstanceOf(message.getClass());
    assertThat(again.type()).isEqualTo(message.type());
    @SuppressWarnings("unchecked")
    M same = (M) again;
    return same;
  }

  private static void isMacOfSample(Mac64 mac) {
    assertThat(mac.matches(mac())).isTrue();
  }

  @Test
  @Requirement({"Z-5.2-01", "Z-5.2-02", "Z-5.2-04", "Z-5.2-06", "Z-5.2-07", "Z-5.2-09"})
  void figure3Hello() {
    Hello read =
        reread(
            hello(offered()),
            figure(
                "505a0020",
                "48656c6c6f202020",
                V110,
                CLIENT,
                IMAGE,
                ZID,
                "50021340",
                "53333834" + "53323536",
                "41455333",
                "48533830" + "48533332" + "51515151",
                "58323535" + "45433235" + "4448336b" + "4d756c74",
                MAC));
    assertThat(read.version()).isEqualTo(ZrtpVersion.V1_10);
    assertThat(read.clientIdentifier()).isEqualTo(CLIENT);
    assertThat(read.clientName()).isEqualTo("Sample client");
    assertThat(read.h3()).isEqualTo(IMAGE);
    assertThat(read.zid()).isEqualTo(ZID);
    assertThat(read.signatureCapable()).isTrue();
    assertThat(read.mitm()).isFalse();
    assertThat(read.passive()).isTrue();
    assertThat(read.offered()).isEqualTo(offered());
    isMacOfSample(read.mac());
  }

  @Test
  @Requirement({"Z-5.2-04", "Z-5.2-05", "Z-5.2-06"})
  void eachFlagOfHelloHasItsBit() {
    for (int flags = 0; flags < 8; flags++) {
      boolean s = (flags & 4) != 0;
      boolean m = (flags & 2) != 0;
      boolean p = (flags & 1) != 0;
      Hello hello =
          new Hello(ZrtpVersion.V1_10, CLIENT, IMAGE, ZID, s, m, p, nothingOffered(), mac());
      assertThat(hello.write().at(76)).isEqualTo(flags << 4);
      Hello read = (Hello) ((Received<?>) MessageParser.parse(hello.write())).message();
      assertThat(read.signatureCapable()).isEqualTo(s);
      assertThat(read.mitm()).isEqualTo(m);
      assertThat(read.passive()).isEqualTo(p);
    }
  }

  @Test
  @Requirement({"Z-5.2-02", "Z-5.2-09"})
  void theShortestHelloListsNothingAndTheLongestSevenOfEachKind() {
    assertThat(hello(nothingOffered()).write().length()).isEqualTo(4 * 22);
    assertThat(hello(mostOffered()).write().length()).isEqualTo(4 * 57);
    Hello read = reread(hello(mostOffered()), hello(mostOffered()).write());
    assertThat(read.offered()).isEqualTo(mostOffered());
  }

  @Test
  @Requirement({"Z-5.1-02", "Z-5.2-11"})
  @Attack("N-4.02")
  void helloKeepsUnknownAndRepeatedCodesInTheirOrder() {
    OfferedAlgorithms odd =
        new OfferedAlgorithms(
            List.of(new AlgorithmCode(0), new AlgorithmCode(-1)),
            codes("AES1", "AES1"),
            codes("GCM", "HS32"),
            codes("X3M3", "MLK1", "DH3k"),
            codes("B32E"));
    assertThat(reread(hello(odd), hello(odd).write()).offered()).isEqualTo(odd);
  }

  @Test
  @Requirement("Z-5.3-01")
  void helloOfAnotherVersionIsReadAsFarAsItsVersion() {
    HelloOfOtherVersion read =
        reread(
            new HelloOfOtherVersion(ZrtpVersion.of("1.20"), words(20, 0x10)),
            figure("505a0018", "48656c6c6f202020", "312e3230", words(20, 0x10)));
    assertThat(read.version()).isEqualTo(ZrtpVersion.of("1.20"));
    assertThat(read.uninterpreted()).isEqualTo(words(20, 0x10));
  }

  @Test
  @Requirement({
    "Z-5.3-01",
    "Z-5.8-01",
    "Z-5.10-01",
    "Z-5.12-01",
    "Z-5.14-01",
    "Z-5.1-01",
    "Z-5.1.1-04"
  })
  void figures4And11And13And15And17Acknowledgements() {
    reread(new HelloAck(), figure("505a0003", "48656c6c6f41434b"));
    reread(new Conf2Ack(), figure("505a0003", "436f6e663241434b"));
    reread(new ErrorAck(), figure("505a0003", "4572726f7241434b"));
    reread(new ClearAck(), figure("505a0003", "436c65617241434b"));
    reread(new RelayAck(), figure("505a0003", "52656c617941434b"));
  }

  @Test
  @Requirement({"Z-5.4-02", "Z-5.4-03"})
  void figure5DhCommit() {
    DhCommit read =
        reread(
            new DhCommit(IMAGE, ZID, chosen("DH3k"), HVI, mac()),
            figure(
                "505a001d",
                "436f6d6d69742020",
                IMAGE,
                ZID,
                "53323536" + "41455331" + "48533332" + "4448336b" + "42333220",
                HVI,
                MAC));
    assertThat(read.h2()).isEqualTo(IMAGE);
    assertThat(read.zid()).isEqualTo(ZID);
    assertThat(read.algorithms()).isEqualTo(chosen("DH3k"));
    assertThat(read.hvi()).isEqualTo(HVI);
    isMacOfSample(read.mac());
  }

  /** The Commit of an engine of Linphone's, but for the octets. */
  @Test
  @Requirement("Z-KEM-02")
  void kemCommitHasThePublicKeyBetweenHviAndMac() {
    KemCommit read =
        reread(
            new KemCommit(IMAGE, ZID, chosen("K255"), HVI, words(8, 0x20), mac()),
            figure(
                "505a0025",
                "436f6d6d69742020",
                IMAGE,
                ZID,
                "53323536" + "41455331" + "48533332" + "4b323535" + "42333220",
                HVI,
                words(8, 0x20),
                MAC));
    assertThat(read.h2()).isEqualTo(IMAGE);
    assertThat(read.zid()).isEqualTo(ZID);
    assertThat(read.algorithms()).isEqualTo(chosen("K255"));
    assertThat(read.hvi()).isEqualTo(HVI);
    assertThat(read.publicKey()).isEqualTo(words(8, 0x20));
    isMacOfSample(read.mac());
  }

  /**
   * So nothing is filled up with zeros, as that engine does with what is no whole words: a key
   * agreement of which this is not true needs more than a line in the registry.
   */
  @Test
  @Requirement({"Z-KEM-02", "Z-KEM-03"})
  void publicKeysAndCiphertextsOfAllKeyAgreementsAreWholeWords() {
    for (KeyAgreementType type : KeyAgreementType.values()) {
      assertThat(type.publicKeyOctets() % 4).isZero();
      assertThat(type.ciphertextOctets() % 4).isZero();
    }
  }

  @Test
  @Requirement({"Z-5.4-02", "Z-5.4-03"})
  void figure6MultistreamCommit() {
    MultistreamCommit read =
        reread(
            new MultistreamCommit(IMAGE, ZID, chosen("Mult"), NONCE, mac()),
            figure(
                "505a0019",
                "436f6d6d69742020",
                IMAGE,
                ZID,
                "53323536" + "41455331" + "48533332" + "4d756c74" + "42333220",
                NONCE,
                MAC));
    assertThat(read.algorithms()).isEqualTo(chosen("Mult"));
    assertThat(read.nonce()).isEqualTo(NONCE);
    isMacOfSample(read.mac());
  }

  @Test
  @Requirement({"Z-5.4-02", "Z-5.4-03"})
  void figure7PresharedCommit() {
    PresharedCommit read =
        reread(
            new PresharedCommit(IMAGE, ZID, chosen("Prsh"), NONCE, KEY_ID, mac()),
            figure(
                "505a001b",
                "436f6d6d69742020",
                IMAGE,
                ZID,
                "53323536" + "41455331" + "48533332" + "50727368" + "42333220",
                NONCE,
                KEY_ID,
                MAC));
    assertThat(read.algorithms()).isEqualTo(chosen("Prsh"));
    assertThat(read.nonce()).isEqualTo(NONCE);
    assertThat(read.keyId()).isEqualTo(KEY_ID);
    isMacOfSample(read.mac());
  }

  @Test
  @Requirement({"Z-5.5-02", "Z-5.6-02", "Z-5.1.5-23"})
  void figures8And9DhParts() {
    DhPart1 dhPart1 = new DhPart1(IMAGE, secretIds(), PUBLIC_VALUE, mac());
    DhPart2 dhPart2 = new DhPart2(IMAGE, secretIds(), PUBLIC_VALUE, mac());
    Octets ids = figure(RS1_ID, RS2_ID, AUX_ID, PBX_ID);
    for (DhPart read :
        new DhPart[] {
          reread(dhPart1, figure("505a0025", "4448506172743120", IMAGE, ids, PUBLIC_VALUE, MAC)),
          reread(dhPart2, figure("505a0025", "4448506172743220", IMAGE, ids, PUBLIC_VALUE, MAC))
        }) {
      assertThat(read.h1()).isEqualTo(IMAGE);
      assertThat(read.secretIds()).isEqualTo(secretIds());
      assertThat(read.publicValue()).isEqualTo(PUBLIC_VALUE);
      isMacOfSample(read.mac());
    }
  }

  @Test
  @Requirement({"Z-5.7-03", "Z-5.7-07", "Z-5.13-05", "Z-5.13-10"})
  void figures10And16OutsideTheEncryptedPart() {
    Octets rest = figure(MAC, IV, CIPHERTEXT);
    Confirm1 confirm1 =
        reread(new Confirm1(sealedPart(10)), figure("505a0013", "436f6e6669726d31", rest));
    Confirm2 confirm2 =
        reread(new Confirm2(sealedPart(10)), figure("505a0013", "436f6e6669726d32", rest));
    SasRelay sasRelay =
        reread(new SasRelay(sealedPart(10)), figure("505a0013", "53415372656c6179", rest));
    for (SealedPart read :
        new SealedPart[] {confirm1.sealedPart(), confirm2.sealedPart(), sasRelay.sealedPart()}) {
      assertThat(read.iv()).isEqualTo(IV);
      assertThat(read.ciphertext()).isEqualTo(CIPHERTEXT);
      isMacOfSample(read.mac());
    }
  }

  @Test
  @Requirement({"Z-5.7-03", "Z-5.7-04", "Z-5.7-06", "Z-5.7-08", "Z-4.6-01", "Z-5.1.7-01"})
  void figure10InsideTheEncryptedPart() {
    SignatureBlock signature = new SignatureBlock(X509, SIGNATURE);
    ConfirmPlaintext confirm =
        new ConfirmPlaintext(IMAGE, true, false, true, false, 0x80000001L, signature);
    Octets figure = figure(IMAGE, "0000040a", "80000001", "58353039", SIGNATURE);
    assertThat(confirm.write()).isEqualTo(figure);
    assertThat(ConfirmPlaintext.parse(figure)).isEqualTo(confirm);

    ConfirmPlaintext other = new ConfirmPlaintext(IMAGE, false, true, false, true, 0, null);
    assertThat(other.write()).isEqualTo(figure(IMAGE, "00000005", "00000000"));
    assertThat(ConfirmPlaintext.parse(other.write())).isEqualTo(other);
  }

  @Test
  @Requirement({"Z-5.13-05", "Z-5.13-07", "Z-5.13-11"})
  void figure16InsideTheEncryptedPart() {
    SignatureBlock signature = new SignatureBlock(X509, SIGNATURE);
    AlgorithmCode b256 = AlgorithmCode.of("B256");
    SasRelayPlaintext relay = new SasRelayPlaintext(true, false, true, b256, IMAGE, signature);
    Octets figure = figure("00000405", "42323536", IMAGE, "58353039", SIGNATURE);
    assertThat(relay.write()).isEqualTo(figure);
    assertThat(SasRelayPlaintext.parse(figure)).isEqualTo(relay);

    SasRelayPlaintext other = new SasRelayPlaintext(false, true, false, b256, IMAGE, null);
    assertThat(other.write()).isEqualTo(figure("00000002", "42323536", IMAGE));
    assertThat(SasRelayPlaintext.parse(other.write())).isEqualTo(other);
  }

  @Test
  @Requirement({"Z-5.7-06", "Z-7.2.1-08", "Z-7.2.2-04"})
  void theLongestSignatureHas511WordsWithItsType() {
    SignatureBlock longest = new SignatureBlock(X509, LONGEST_SIGNATURE);
    ConfirmPlaintext confirm = new ConfirmPlaintext(IMAGE, false, false, false, false, 0, longest);
    assertThat(confirm.write().length()).isEqualTo(4 * 521);
    assertThat(confirm.write().slice(32, 36)).isEqualTo(figure("0001ff00"));
    assertThat(ConfirmPlaintext.parse(confirm.write())).isEqualTo(confirm);

    SasRelayPlaintext relay =
        new SasRelayPlaintext(false, false, false, AlgorithmCode.of("B32"), IMAGE, longest);
    assertThat(relay.write().length()).isEqualTo(4 * 521);
    assertThat(SasRelayPlaintext.parse(relay.write())).isEqualTo(relay);

    Confirm1 message = new Confirm1(new SealedPart(mac(), IV, confirm.write()));
    Octets octets = message.write();
    assertThat(octets.length()).isEqualTo(ZrtpPacket.MAX_MESSAGE_OCTETS);
    assertThat(reread(message, octets).sealedPart().ciphertext()).isEqualTo(confirm.write());
    assertThat(new ZrtpPacket(1, 2, octets).write().length()).isEqualTo(ZrtpPacket.MAX_OCTETS);
  }

  @Test
  @Requirement("Z-5.7-06")
  void aSignatureThatEndsInsideAWordIsFilledUpWithZeros() {
    AlgorithmCode pgp = AlgorithmCode.of("PGP");
    assertThat(SignatureBlock.padded(pgp, Octets.ofHex("0102030405")).block())
        .isEqualTo(Octets.ofHex("0102030405000000"));
    assertThat(SignatureBlock.padded(pgp, Octets.ofHex("01020304")).block())
        .isEqualTo(Octets.ofHex("01020304"));
  }

  @Test
  @Requirement("Z-5.9-01")
  void figure12Error() {
    ErrorMessage nonceReuse = ErrorMessage.of(ErrorCode.NONCE_REUSE);
    ErrorMessage read = reread(nonceReuse, figure("505a0004", "4572726f72202020", "00000080"));
    assertThat(read.error()).contains(ErrorCode.NONCE_REUSE);
  }

  @Test
  @Requirement("Z-5.9-01")
  void errorKeepsACodeThatIsNotInTheTable() {
    ErrorMessage read =
        reread(new ErrorMessage(0xfffffe02), figure("505a0004", "4572726f72202020", "fffffe02"));
    assertThat(read.code()).isEqualTo(0xfffffe02);
    assertThat(read.error()).isEmpty();
  }

  @Test
  @Requirement({"Z-5.11-01", "Z-4.7.2-02"})
  void figure14GoClear() {
    isMacOfSample(
        reread(new GoClear(mac()), figure("505a0005", "476f436c65617220", MAC)).clearMac());
    assertThat(GoClear.octetsUnderMac()).isEqualTo(Octets.ofHex("476f436c65617220"));
  }

  @Test
  @Requirement({"Z-5.15-04", "Z-5.1.1-03"})
  void figure18Ping() {
    Ping ping = new Ping(ZrtpVersion.V1_10, ENDPOINT_HASH);
    assertThat(reread(ping, figure("505a0006", "50696e6720202020", V110, ENDPOINT_HASH)))
        .isEqualTo(ping);
  }

  @Test
  @Requirement("Z-5.16-05")
  void figure19PingAck() {
    PingAck pingAck = new PingAck(ZrtpVersion.V1_10, ENDPOINT_HASH, PING_ENDPOINT_HASH, 0xfedcba98);
    assertThat(
            reread(
                pingAck,
                figure(
                    "505a0009",
                    "50696e6741434b20",
                    V110,
                    ENDPOINT_HASH,
                    PING_ENDPOINT_HASH,
                    "fedcba98")))
        .isEqualTo(pingAck);
  }

  @Test
  @Requirement({"Z-5.2-13", "Z-5.4-05", "Z-5.5-03"})
  void theTrailingMacCoversAllThatStandsBeforeIt() {
    int checked = 0;
    for (ZrtpMessage message : Samples.messages()) {
      if (message instanceof MacProtected macProtected) {
        Octets octets = message.write();
        Octets covered = MacProtected.octetsUnderMac(octets);
        assertThat(figure(covered, MAC)).isEqualTo(octets);
        MacProtected pending = macProtected.withMac(Mac64.PENDING);
        assertThat(MacProtected.octetsUnderMac(pending.write())).isEqualTo(covered);
        assertThat(pending.withMac(mac()).write()).isEqualTo(octets);
        checked++;
      }
    }
    assertThat(checked).isEqualTo(13);
  }
}
