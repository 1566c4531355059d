package org.aparte.zrtp.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.ZidStoreException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KeyProtectorTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] CONTEXT = "record 1".getBytes(US_ASCII);

  static Stream<KeyProtector> protectors() {
    return Stream.of(
        new PlainKeyProtector(),
        aesGcm(16, 1),
        aesGcm(32, 1),
        new AesGcmKeyProtector(key(16, 1), RANDOM, new BouncyCastleProvider()),
        password("correct horse"));
  }

  @ParameterizedTest
  @MethodSource("protectors")
  void opensWhatItSealed(KeyProtector protector) {
    for (int octets : new int[] {0, 1, 15, 16, 17, 200}) {
      byte[] plain = new byte[octets];
      RANDOM.nextBytes(plain);

      byte[] sealed = protector.seal(SecretBytes.copyOf(plain), CONTEXT);

      try (SecretBytes opened = protector.open(sealed, CONTEXT)) {
        assertThat(opened.expose()).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("protectors")
  void opensNothingThatWasChangedOrCutOrMoved(KeyProtector protector) {
    byte[] sealed = protector.seal(SecretBytes.takeOver(new byte[20]), CONTEXT);

    // Behind the round count of a password: changing that is another test's, for it costs time.
    int from = protector instanceof PasswordKeyProtector ? 20 : 0;
    for (int i = from; i < sealed.length; i++) {
      for (int bit = 1; bit < 256; bit <<= 1) {
        byte[] changed = sealed.clone();
        changed[i] ^= (byte) bit;
        assertThat(protector.open(changed, CONTEXT)).as("octet %d", i).isNull();
      }
    }
    for (int octets = from; octets < sealed.length; octets++) {
      assertThat(protector.open(Arrays.copyOf(sealed, octets), CONTEXT)).isNull();
    }
    assertThat(protector.open(sealed, "record 2".getBytes(US_ASCII))).isNull();
    assertThat(protector.open(new byte[0], CONTEXT)).isNull();
  }

  @Test
  void namesItsKindInTheAlphabetOfTheFile() {
    assertThat(protectors().map(KeyProtector::name)).allMatch(n -> n.matches("[a-z0-9-]{1,32}"));
  }

  @Test
  void opensNothingSealedUnderAnotherKey() {
    byte[] sealed = aesGcm(16, 1).seal(SecretBytes.takeOver(new byte[20]), CONTEXT);
    assertThat(aesGcm(16, 2).open(sealed, CONTEXT)).isNull();

    byte[] byPassword = password("correct horse").seal(SecretBytes.takeOver(new byte[20]), CONTEXT);
    assertThat(password("correct horsf").open(byPassword, CONTEXT)).isNull();
    assertThat(password("correct horse").open(byPassword, CONTEXT)).isNotNull();
  }

  @Test
  void drawsANewIvForEachPiece() {
    KeyProtector protector = aesGcm(16, 1);
    SecretBytes plain = SecretBytes.takeOver(new byte[20]);

    assertThat(
            Stream.generate(() -> Octets.of(protector.seal(plain, CONTEXT)).slice(0, 12))
                .limit(1_000))
        .doesNotHaveDuplicates();
  }

  /** The layout by hand: salt, rounds, IV, ciphertext, tag. */
  @Test
  void layersPbkdf2AndGcmAsDocumented() throws GeneralSecurityException {
    byte[] plain = "two words".getBytes(US_ASCII);
    byte[] sealed = password("correct horse").seal(SecretBytes.copyOf(plain), CONTEXT);

    assertThat(sealed).hasSize(16 + 4 + 12 + plain.length + 16);
    byte[] salt = Arrays.copyOf(sealed, 16);
    assertThat(Arrays.copyOfRange(sealed, 16, 20)).containsExactly(0, 0, 0x03, 0xe8);
    byte[] key =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
            .generateSecret(new PBEKeySpec("correct horse".toCharArray(), salt, 1000, 256))
            .getEncoded();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        new GCMParameterSpec(128, Arrays.copyOfRange(sealed, 20, 32)));
    cipher.updateAAD(CONTEXT);
    assertThat(cipher.doFinal(sealed, 32, sealed.length - 32)).isEqualTo(plain);
  }

  @Test
  void keepsTheSaltOfTheFirstPieceItOpened() {
    byte[] first = password("p").seal(SecretBytes.takeOver(new byte[1]), CONTEXT);
    PasswordKeyProtector second = password("p");
    second.open(first, CONTEXT).close();

    byte[] next = second.seal(SecretBytes.takeOver(new byte[1]), CONTEXT);

    assertThat(Arrays.copyOf(next, 20)).isEqualTo(Arrays.copyOf(first, 20));
  }

  @Test
  void isNotStoppedByARoundCountThatNobodyWrote() {
    byte[] sealed = password("p").seal(SecretBytes.takeOver(new byte[1]), CONTEXT);
    for (byte[] rounds : new byte[][] {{127, -1, -1, -1}, {-1, -1, -1, -1}, {0, 0, 0, 0}}) {
      System.arraycopy(rounds, 0, sealed, 16, 4);
      assertThat(password("p").open(sealed, CONTEXT)).isNull();
    }
  }

  @Test
  void saysThatThePasswordIsGone() {
    byte[] sealed = password("p").seal(SecretBytes.takeOver(new byte[1]), CONTEXT);
    PasswordKeyProtector protector = password("p");
    protector.close();

    assertThatThrownBy(() -> protector.open(sealed, CONTEXT))
        .isInstanceOfSatisfying(
            ZidStoreException.class,
            e -> assertThat(e.kind()).isEqualTo(ZidStoreException.Kind.KEY_FAILED));
  }

  @Test
  void saysThatTheKeyCannotBeUsed() {
    KeyProtector protector =
        new AesGcmKeyProtector(new SecretKeySpec(new byte[5], "AES"), RANDOM, null);

    assertThatThrownBy(() -> protector.seal(SecretBytes.takeOver(new byte[1]), CONTEXT))
        .isInstanceOfSatisfying(
            ZidStoreException.class,
            e -> assertThat(e.kind()).isEqualTo(ZidStoreException.Kind.KEY_FAILED));
    assertThatThrownBy(() -> protector.open(new byte[40], CONTEXT))
        .isInstanceOfSatisfying(
            ZidStoreException.class,
            e -> assertThat(e.kind()).isEqualTo(ZidStoreException.Kind.KEY_FAILED));
  }

  @Test
  void refusesAPasswordThatProtectsNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> password(""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PasswordKeyProtector("p".toCharArray(), 999, RANDOM));
  }

  static KeyProtector aesGcm(int keyOctets, int filling) {
    return new AesGcmKeyProtector(key(keyOctets, filling), RANDOM, null);
  }

  static PasswordKeyProtector password(String password) {
    return new PasswordKeyProtector(password.toCharArray(), 1_000, RANDOM);
  }

  private static SecretKeySpec key(int octets, int filling) {
    byte[] key = new byte[octets];
    Arrays.fill(key, (byte) filling);
    return new SecretKeySpec(key, "AES");
  }
}
