package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.vectors.TestVector;
import org.aparte.vectors.VectorFile;
import org.aparte.zrtp.crypto.VectorFiles.Packet;
import org.aparte.zrtp.crypto.VectorFiles.Section;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.Zid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZrtpHashTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  private static final String CAPTURE = "zrtp-engines/crc-kdf-sas.txt";

  private static ZrtpHash hash(HashType type) {
    return ZrtpHash.of(type, PROVIDERS);
  }

  private static SecretBytes secret(String hex) {
    return SecretBytes.takeOver(Octets.ofHex(hex).toArray());
  }

  static Stream<TestVector> hmac() {
    return VectorFile.resource("hmac-sha2/rfc4231.json").vectors().stream();
  }

  static Stream<TestVector> skein() {
    return VectorFile.resource("skein-512/reference.json").vectors().stream()
        .filter(vector -> vector.inputs().integer("output_octets") >= 32);
  }

  @ParameterizedTest
  @MethodSource("hmac")
  @Requirement({"Z-5.1.2.1-01", "Z-5.1.2-01", "Z-5.1.2-02", "Z-5.1.2-03", "Z-5.1.2.2-02"})
  void hasTheHmacOfRfc4231AsItsMac(TestVector vector) {
    assertMac(hash(HashType.S256), vector, "sha256");
    assertMac(hash(HashType.S384), vector, "sha384");
    assertMac(ZrtpHash.implicit(PROVIDERS), vector, "sha256");
  }

  /** One vector prints only the first 128 bits. */
  private static void assertMac(ZrtpHash hash, TestVector vector, String name) {
    byte[] expected = vector.expected().octets(name);
    try (SecretBytes key = SecretBytes.takeOver(vector.inputs().octets("key"));
        SecretBytes mac = hash.mac(key, vector.inputs().octets("data"))) {
      assertThat(Arrays.copyOf(mac.expose(), expected.length)).isEqualTo(expected);
      assertThat(mac.length()).isEqualTo(hash.outputOctets());
    }
  }

  @ParameterizedTest
  @MethodSource("skein")
  @Requirement("Z-5.1.2-04")
  void hasSkeinAndItsOwnMac(TestVector vector) {
    Octets expected = Octets.of(vector.expected().octets("digest"));
    ZrtpHash hash = hash(expected.length() == 32 ? HashType.SKN2 : HashType.SKN3);
    byte[] message = vector.inputs().octets("message");
    byte[] key = vector.inputs().octets("key");
    if (key.length == 0) {
      assertThat(hash.hash(Octets.of(message))).isEqualTo(expected);
    } else {
      try (SecretBytes mac = hash.mac(SecretBytes.takeOver(key), message)) {
        assertThat(Octets.of(mac.expose())).isEqualTo(expected);
      }
    }
  }

  /** Of the one Skein run of a foreign engine no secret is known, but hvi is a hash of messages. */
  @Test
  @Requirement({"Z-5.1.2-04", "Z-4.4.1.1-06"})
  void findsTheCommitmentOfTheSkeinRunKept() {
    Section run =
        VectorFiles.sections("zrtp-engines/gnu-zrtp.txt").stream()
            .filter(section -> section.title().startsWith("26_gg_EC25_SKN2"))
            .findFirst()
            .orElseThrow();
    Octets commit = message(run, "Commit", "A0");
    assertThat(
            HashCommitment.hvi(
                hash(HashType.SKN2), message(run, "DHPart2", "A0"), message(run, "Hello", "B0")))
        .isEqualTo(commit.slice(76, 108));
  }

  private static Octets message(Section section, String type, String from) {
    return section.packets().stream()
        .filter(packet -> packet.type().equals(type) && packet.from().equals(from))
        .map(Packet::message)
        .findFirst()
        .orElseThrow();
  }

  /** FIPS 202 examples, and HMAC by its definition over them. */
  @ParameterizedTest
  @CsvSource({
    "N256, 3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "N384, ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c2596da7cf0e49be4b2"
        + "98d88cea927ac7f539f1edf228376d25"
  })
  @Requirement({"Z-5.1.2-04", "Z-5.1.2.1-01"})
  void hasSha3WithHmac(HashType type, String hashOfAbc) {
    ZrtpHash sha3 = hash(type);
    assertThat(sha3.hash(Octets.of(ZrtpHash.ascii("abc")))).isEqualTo(Octets.ofHex(hashOfAbc));
    int blockOctets = type == HashType.N256 ? 136 : 104;
    byte[] inner = new byte[blockOctets];
    byte[] outer = new byte[blockOctets];
    for (int i = 0; i < blockOctets; i++) {
      int keyOctet = i < 32 ? i : 0;
      inner[i] = (byte) (keyOctet ^ 0x36);
      outer[i] = (byte) (keyOctet ^ 0x5c);
    }
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    Octets message = Octets.of(ZrtpHash.ascii("message"));
    Octets expected = sha3.hash(Octets.of(outer), sha3.hash(Octets.of(inner), message));
    try (SecretBytes mac = sha3.mac(SecretBytes.takeOver(key), message.toArray())) {
      assertThat(Octets.of(mac.expose())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void servesEveryHashType(HashType type) {
    ZrtpHash hash = hash(type);
    assertThat(hash.outputOctets()).isEqualTo(type.outputOctets());
    assertThat(hash.hash(Octets.EMPTY).length()).isEqualTo(type.outputOctets());
    assertThat(hash.hash(Octets.of((byte) 1), Octets.of((byte) 2)))
        .isEqualTo(hash.hash(Octets.of((byte) 1, (byte) 2)));
  }

  @ParameterizedTest
  @CsvSource({
    "Responder SRTP master key, 128",
    "Responder SRTP master salt, 112",
    "SAS, 256",
    "ZRTP Session Key, 256",
    "retained secret, 256",
    "Responder ZRTP key, 128",
    "Initiator ZRTP key, 128",
    "Responder HMAC key, 256",
    "Initiator HMAC key, 256"
  })
  @Requirement({"Z-4.5.1-01", "Z-4.5.1-02", "Z-4.5.1-03", "Z-4.5.1-05"})
  void derivesWhatGnuZrtpDerives(String label, int bits) {
    Octets context = Octets.ofHex(VectorFiles.value(CAPTURE, "context (ZIDi||ZIDr||total_hash)"));
    String expected = VectorFiles.value(CAPTURE, "KDF(\"" + label + "\", " + bits + " bits)");
    try (SecretBytes ki = secret(VectorFiles.value(CAPTURE, "KI"));
        SecretBytes derived = ZrtpKdf.derive(hash(HashType.S256), ki, label, context, bits / 8)) {
      assertThat(Octets.of(derived.expose())).isEqualTo(Octets.ofHex(expected));
    }
  }

  @Test
  @Requirement("Z-4.5.1-01")
  void derivesWhatPyzrtpDerives() {
    try (SecretBytes ki = secret(VectorFiles.value(CAPTURE, "KDF KI"));
        SecretBytes derived =
            ZrtpKdf.derive(
                hash(HashType.S256),
                ki,
                "Initiator SRTP master key",
                Octets.ofHex(VectorFiles.value(CAPTURE, "KDF context")),
                32)) {
      assertThat(Octets.of(derived.expose()))
          .isEqualTo(Octets.ofHex(VectorFiles.value(CAPTURE, "KDF out")));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 33, 64})
  @Requirement("Z-4.5.1-04")
  void derivesNoMoreThanTheHashHas(int octets) {
    try (SecretBytes ki = secret("00")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ZrtpKdf.derive(hash(HashType.S256), ki, "SAS", Octets.EMPTY, octets))
          .withMessageContaining("1 to 32");
    }
  }

  @Test
  @Requirement({"Z-4.4.1.4-05", "Z-4.4.1.4-06", "Z-4.4.1.4-07", "Z-4.4.1.4-08", "Z-4.3-11"})
  void hashesS0OfNothingButZeros() {
    KdfContext context =
        new KdfContext(Zid.of(new byte[12]), Zid.of(new byte[12]), Octets.of(new byte[32]));
    SecretIds strangers =
        new SecretIds(
            Octets.of(new byte[8]),
            Octets.of(new byte[8]),
            Octets.of(new byte[8]),
            Octets.of(new byte[8]));
    SecretMatching nothing =
        SecretMatching.of(
            hash(HashType.S256),
            org.aparte.zrtp.model.Role.INITIATOR,
            OwnSecrets.none(),
            Octets.of(new byte[32]),
            strangers);
    try (SharedSecretS0 s0 =
        SharedSecretS0.ofDh(
            hash(HashType.S256), context, SecretBytes.takeOver(new byte[384]), nothing)) {
      assertThat(Octets.of(s0.s0().expose()))
          .isEqualTo(
              Octets.ofHex("364e63e2311108874121f786eb1da4d9122cf112ac3fc5b2472afd96eeadda83"));
    }
  }

  @Test
  @Requirement({"Z-4.4.1.1-06", "Z-4.4.1.1-07"})
  void cutsTheCommitmentOfALongerHash() {
    Octets dhPart2 = Octets.ofHex(VectorFiles.value(CAPTURE, "S384 hvi: DHPart2 message (DH3k)"));
    Octets hello =
        Octets.ofHex(
            VectorFiles.value(CAPTURE, "S384 hvi: responder Hello message (GNU ZRTP 4.5.0)"));
    String whole = VectorFiles.value(CAPTURE, "S384 of DHPart2||Hello").substring(0, 64);
    assertThat(HashCommitment.hvi(hash(HashType.S384), dhPart2, hello))
        .isEqualTo(Octets.ofHex(whole));
  }
}
