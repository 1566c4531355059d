package org.aparte.zrtp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.trace.Requirement;
import org.aparte.vectors.TestVector;
import org.aparte.vectors.VectorFile;
import org.aparte.zrtp.crypto.ConfirmSeal.Sealed;
import org.aparte.zrtp.crypto.VectorFiles.Section;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.Zid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfirmSealTest {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  private static final ZrtpHash S256 = ZrtpHash.of(HashType.S256, PROVIDERS);
  private static final Octets IV = Octets.ofHex("000102030405060708090a0b0c0d0e0f");

  private static StreamKeys keys(CipherType cipher) {
    try (SessionKey session =
            new SessionKey(
                S256,
                Zid.of(new byte[12]),
                Zid.of(new byte[12]),
                SecretBytes.takeOver(new byte[32]));
        SharedSecretS0 s0 =
            SharedSecretS0.ofMultistream(
                S256,
                new KdfContext(Zid.of(new byte[12]), Zid.of(new byte[12]), Octets.of(new byte[32])),
                session)) {
      return s0.streamKeys(cipher, AuthTagType.HS80);
    }
  }

  /** Each keystream block is the cipher over the ciphertext block before: CFB by its definition. */
  @ParameterizedTest
  @EnumSource
  @Requirement({"Z-4.6-02", "Z-5.7-09", "Z-5.1.3-01", "Z-5.1.3-02", "Z-5.1.3-03", "Z-5.1.3-04"})
  void encryptsInFullBlockCfbWithEveryCipher(CipherType cipher) throws Exception {
    String name = cipher.isTwofish() ? "Twofish" : "AES";
    Primitive primitive = cipher.isTwofish() ? Primitive.TWOFISH : Primitive.AES;
    Octets plaintext = Octets.ofHex("5a".repeat(40));
    try (StreamKeys keys = keys(cipher)) {
      Cipher ecb = new Jca(PROVIDERS).cipher(primitive, name + "/ECB/NoPadding");
      ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keys.zrtpKey(Role.INITIATOR).expose(), name));
      byte[] expected = plaintext.toArray();
      byte[] feedback = IV.toArray();
      for (int i = 0; i < expected.length; i++) {
        if (i % 16 == 0) {
          feedback = ecb.doFinal(feedback);
        }
        expected[i] ^= feedback[i % 16];
        feedback[i % 16] = expected[i];
      }
      Sealed sealed =
          new ConfirmSeal(S256, cipher, PROVIDERS).seal(keys, Role.INITIATOR, IV, plaintext);
      assertThat(sealed.ciphertext()).isEqualTo(Octets.of(expected));
      assertThat(sealed.iv()).isEqualTo(IV);
    }
  }

  static Stream<TestVector> twofish() {
    return VectorFile.resource("twofish/published.json").vectors().stream();
  }

  @ParameterizedTest
  @MethodSource("twofish")
  @Requirement("Z-5.1.3-03")
  void hasTheTwofishOfItsPaper(TestVector vector) throws Exception {
    Cipher ecb = new Jca(PROVIDERS).cipher(Primitive.TWOFISH, "Twofish/ECB/NoPadding");
    ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(vector.inputs().octets("key"), "Twofish"));
    assertThat(ecb.doFinal(vector.inputs().octets("plaintext")))
        .isEqualTo(vector.expected().octets("ciphertext"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 40, 44, 2084})
  @Requirement({"Z-5.7-09", "Z-4.6-05"})
  void opensWhatItSealedAndNothingElse(int octets) {
    Octets plaintext = Octets.of(new byte[octets]);
    for (CipherType cipher : CipherType.values()) {
      ConfirmSeal seal = new ConfirmSeal(S256, cipher, PROVIDERS);
      try (StreamKeys keys = keys(cipher)) {
        Sealed sealed = seal.seal(keys, Role.RESPONDER, IV, plaintext);
        assertThat(sealed.ciphertext().length()).isEqualTo(octets);
        assertThat(seal.open(keys, Role.RESPONDER, sealed)).contains(plaintext);
        assertThat(seal.open(keys, Role.INITIATOR, sealed)).isEmpty();
        for (int bit = 0; bit < 64; bit++) {
          byte[] mac = sealed.mac().toArray();
          mac[bit / 8] ^= (byte) (1 << bit % 8);
          assertThat(
                  seal.open(
                      keys,
                      Role.RESPONDER,
                      new Sealed(Octets.of(mac), sealed.iv(), sealed.ciphertext())))
              .isEmpty();
        }
      }
    }
  }

  @Test
  void sealedPartsHaveTheirLengths() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sealed(Octets.of(new byte[7]), IV, Octets.EMPTY));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sealed(Octets.of(new byte[8]), Octets.EMPTY, Octets.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "B"})
  @Requirement({"Z-5.13-05", "Z-5.13-06", "Z-5.13-14"})
  void opensTheSasRelayOfLibzrtp(String leg) {
    Section call =
        VectorFiles.sections("zrtp-engines/libzrtp.txt").stream()
            .filter(section -> section.title().startsWith("50_lz_mitm part 2"))
            .findFirst()
            .orElseThrow();
    Octets relay =
        call.packets().stream()
            .filter(packet -> packet.type().equals("SASrelay") && packet.from().equals("P" + leg))
            .findFirst()
            .orElseThrow()
            .message();
    // the PBX is responder towards A and initiator towards B
    String role = leg.equals("A") ? "R" : "I";
    String expected = call.values().get("SASrelay from P" + leg + " decrypted");
    ConfirmSeal seal = new ConfirmSeal(S256, CipherType.AES1, PROVIDERS);
    assertThat(
            seal.open(
                secret(call.values().get(leg + "leg2.mackey" + role)),
                secret(call.values().get(leg + "leg2.zrtpkey" + role)),
                RecordedExchange.sealed(relay)))
        .contains(Octets.ofHex(expected.substring(0, expected.indexOf(' '))));
  }

  /** The published capture of bzrtp's tests: no private value, but the keys of Confirm. */
  @ParameterizedTest
  @ValueSource(strings = {"1 r", "2 i"})
  @Requirement({"Z-4.6-03", "Z-4.6-04"})
  void opensTheConfirmsOfThePublishedCapture(String numberAndRole) {
    String file = "zrtp-engines/crc-kdf-sas.txt";
    String number = numberAndRole.substring(0, 1);
    String role = numberAndRole.substring(2);
    Octets packet =
        VectorFiles.text(file)
            .lines()
            .filter(line -> line.startsWith("pkt") && line.contains(" Confirm" + number + " = "))
            .map(line -> Octets.ofHex(line.substring(line.indexOf(" = ") + 3)))
            .findFirst()
            .orElseThrow();
    assertThat(
            new ConfirmSeal(S256, CipherType.AES1, PROVIDERS)
                .open(
                    secret(VectorFiles.value(file, "mackey" + role)),
                    secret(VectorFiles.value(file, "zrtpkey" + role)),
                    RecordedExchange.sealed(packet.slice(12, packet.length() - 4))))
        .contains(Octets.ofHex(VectorFiles.value(file, "confirm" + number + "_plaintext")));
  }

  private static SecretBytes secret(String hex) {
    return SecretBytes.takeOver(Octets.ofHex(hex).toArray());
  }
}
