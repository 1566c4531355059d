package org.aparte.zrtp.message;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpVersion;

/** One message of each form, in which no two fields have the same octets. */
final class Samples {

  static final Octets CLIENT = Hello.clientIdentifier("Sample client");
  static final Octets IMAGE = words(8, 0x11);
  static final Zid ZID = new Zid(words(3, 0x22));
  static final Octets HVI = words(8, 0x33);
  static final Octets NONCE = words(4, 0x44);
  static final Octets KEY_ID = words(2, 0x55);
  static final Octets RS1_ID = words(2, 0x61);
  static final Octets RS2_ID = words(2, 0x62);
  static final Octets AUX_ID = words(2, 0x63);
  static final Octets PBX_ID = words(2, 0x64);
  static final Octets PUBLIC_VALUE = words(16, 0x77);
  static final Octets IV = words(4, 0x88);
  static final Octets CIPHERTEXT = words(10, 0x99);
  static final Octets MAC = words(2, 0xaa);
  static final Octets ENDPOINT_HASH = words(2, 0xb1);
  static final Octets PING_ENDPOINT_HASH = words(2, 0xb2);
  static final Octets SIGNATURE = words(3, 0xcc);
  static final Octets LONGEST_SIGNATURE = words(510, 0xcc);
  static final AlgorithmCode X509 = AlgorithmCode.of("X509");

  private Samples() {}

  /** So many words; the first octet is {@code first}, each further one higher by one. */
  static Octets words(int count, int first) {
    byte[] octets = new byte[4 * count];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) (first + i);
    }
    return Octets.of(octets);
  }

  static Mac64 mac() {
    return Mac64.leftmostOf(MAC.toArray());
  }

  static List<AlgorithmCode> codes(String... texts) {
    return Stream.of(texts).map(AlgorithmCode::of).toList();
  }

  static Hello hello(OfferedAlgorithms offered) {
    return new Hello(ZrtpVersion.V1_10, CLIENT, IMAGE, ZID, true, false, true, offered, mac());
  }

  static OfferedAlgorithms offered() {
    return new OfferedAlgorithms(
        codes("S384", "S256"),
        codes("AES3"),
        codes("HS80", "HS32", "QQQQ"),
        codes("X255", "EC25", "DH3k", "Mult"),
        codes());
  }

  static OfferedAlgorithms nothingOffered() {
    return new OfferedAlgorithms(codes(), codes(), codes(), codes(), codes());
  }

  static OfferedAlgorithms mostOffered() {
    List<AlgorithmCode> seven =
        IntStream.range(0, 7).mapToObj(i -> AlgorithmCode.of("ALG" + i)).toList();
    return new OfferedAlgorithms(seven, seven, seven, seven, seven);
  }

  static ChosenAlgorithms chosen(String keyAgreement) {
    return new ChosenAlgorithms(
        AlgorithmCode.of("S256"),
        AlgorithmCode.of("AES1"),
        AlgorithmCode.of("HS32"),
        AlgorithmCode.of(keyAgreement),
        AlgorithmCode.of("B32"));
  }

  static SharedSecretIds secretIds() {
    return new SharedSecretIds(RS1_ID, RS2_ID, AUX_ID, PBX_ID);
  }

  static SealedPart sealedPart(int ciphertextWords) {
    return new SealedPart(mac(), IV, words(ciphertextWords, 0x99));
  }

  /** At least one message of each type, with the longest and the shortest of those that vary. */
  static List<ZrtpMessage> messages() {
    return List.of(
        hello(offered()),
        hello(nothingOffered()),
        hello(mostOffered()),
        new HelloOfOtherVersion(ZrtpVersion.of("1.20"), words(20, 0x10)),
        new HelloOfOtherVersion(ZrtpVersion.of("2.00"), Octets.EMPTY),
        new HelloAck(),
        new DhCommit(IMAGE, ZID, chosen("DH3k"), HVI, mac()),
        new DhCommit(IMAGE, ZID, chosen("QQQQ"), HVI, mac()),
        new KemCommit(IMAGE, ZID, chosen("K255"), HVI, words(8, 0x20), mac()),
        new KemCommit(IMAGE, ZID, chosen("p3M3"), HVI, words(416, 0x20), mac()),
        new KemCommit(IMAGE, ZID, chosen("QQQQ"), HVI, words(1, 0x20), mac()),
        new MultistreamCommit(IMAGE, ZID, chosen("Mult"), NONCE, mac()),
        new PresharedCommit(IMAGE, ZID, chosen("Prsh"), NONCE, KEY_ID, mac()),
        new DhPart1(IMAGE, secretIds(), PUBLIC_VALUE, mac()),
        new DhPart2(IMAGE, secretIds(), words(1, 0x77), mac()),
        new DhPart2(IMAGE, secretIds(), words(96, 0x77), mac()),
        new Confirm1(sealedPart(10)),
        new Confirm2(sealedPart(521)),
        new Conf2Ack(),
        ErrorMessage.of(ErrorCode.NONCE_REUSE),
        new ErrorMessage(-1),
        new ErrorAck(),
        new GoClear(mac()),
        new ClearAck(),
        new SasRelay(sealedPart(14)),
        new RelayAck(),
        new Ping(ZrtpVersion.V1_10, ENDPOINT_HASH),
        new Ping(ZrtpVersion.of("3.00"), ENDPOINT_HASH),
        new PingAck(ZrtpVersion.V1_10, ENDPOINT_HASH, PING_ENDPOINT_HASH, 0xfedcba98));
  }
}
