package org.aparte.srtp.intrinsics;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the classes inside the JDK do what they are taken for: printed answers first,
 * then the JCA's own at the lengths where blocks end. The same over and over, until the compiler
 * has replaced the interpreted methods by the instructions that packets will get.
 */
final class SelfTest {

  private static final int ROUNDS = 100;
  private static final int TAG_OCTETS = 16;
  private static final int MAC_OCTETS = 20;
  private static final int[] LENGTHS = {
    0, 1, 15, 16, 17, 47, 48, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129, 160, 176, 255, 256, 257,
    511, 512, 513, 767, 768, 769, 1023, 1024, 1025, 1200, 1216, 1500
  };

  private final byte[] data = new byte[1600];
  private final byte[] key = new byte[32];

  private SelfTest() {
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (167 * i + (i >> 3));
    }
    System.arraycopy(data, 100, key, 0, key.length);
  }

  /** Null when all answers were right, else what is in the way. */
  static @Nullable String obstacle() {
    try {
      // First of all, and not in a static initializer, which says its reason only once.
      Inside.of("sun.security.provider.SHA");
      Inside.of("com.sun.crypto.provider.CounterMode");
      return new SelfTest().run() ? null : "its self-test got a wrong answer";
    } catch (GeneralSecurityException
        | ReflectiveOperationException
        | RuntimeException
        | LinkageError e) {
      return reason(e);
    }
  }

  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String module = SelfTest.class.getModule().getName();
    return cause instanceof IllegalAccessException
        ? "java.base does not open sun.security.provider and com.sun.crypto.provider to "
            + (module == null ? "ALL-UNNAMED" : module)
        : "this JVM is built otherwise (" + cause + ")";
  }

  private boolean run() throws GeneralSecurityException {
    boolean right = countsAsPrinted() && authenticatesAsPrinted() && sealsAsPrinted();
    for (int octets : LENGTHS) {
      right &= countsLikeTheJca(octets, 16) && countsLikeTheJca(octets, 24);
      right &= countsLikeTheJca(octets, 32) && authenticatesLikeTheJca(octets);
      right &= sealsLikeTheJca(octets, 16) && sealsLikeTheJca(octets, 32);
    }
    return right && staysRight();
  }

  /** RFC 3711 appendix B.2. */
  private static boolean countsAsPrinted() {
    AesCounter counter = new AesCounter(hex("2b7e151628aed2a6abf7158809cf4f3c"));
    byte[] stream = new byte[48];
    counter.xor(0xf0f1f2f3f4f5f6f7L, 0xf8f9fafbfcfd0000L, stream, 0, stream.length);
    return same(
        stream,
        "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab"
            + "41e95b3bb0a2e8dd477901e4fca894c0");
  }

  /** RFC 2202 section 3, test case 2. */
  private static boolean authenticatesAsPrinted() {
    Sha1Hmac hmac = new Sha1Hmac(ascii("Jefe"));
    byte[] text = ascii("what do ya want for nothing?");
    byte[] mac = new byte[MAC_OCTETS];
    hmac.compute(text, 0, text.length, mac);
    return same(mac, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  }

  /** RFC 7714 section 16.1.1. */
  private static boolean sealsAsPrinted() {
    AesGcm gcm = new AesGcm(hex("000102030405060708090a0b0c0d0e0f"));
    byte[] packet = hex("8040f17b8041f8d35501a0b2" + "00".repeat(38 + TAG_OCTETS));
    System.arraycopy(ascii("Gallia est omnis divisa in partes tres"), 0, packet, 12, 38);
    gcm.seal(hex("51753c6580c2726f20718414"), packet, 0, 12, 50, new byte[0]);
    return same(
        packet,
        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d1"
            + "9b36de3adf8833899d7f27beb16a9152cf765ee4390cce");
  }

  private boolean countsLikeTheJca(int octets, int keyOctets) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        aes(keyOctets),
        new IvParameterSpec(hex("0102030405060708" + "ff".repeat(6) + "0000")));
    byte[] expected = cipher.doFinal(data, 3, octets);
    byte[] work = data.clone();
    new AesCounter(Arrays.copyOf(key, keyOctets))
        .xor(0x0102030405060708L, 0xffffffffffff0000L, work, 3, 3 + octets);
    return restIsUntouched(work, 3, octets)
        && MessageDigest.isEqual(expected, Arrays.copyOfRange(work, 3, 3 + octets));
  }

  private boolean authenticatesLikeTheJca(int octets) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, 0, MAC_OCTETS, "HmacSHA1"));
    mac.update(data, 5, octets);
    byte[] computed = new byte[MAC_OCTETS];
    new Sha1Hmac(Arrays.copyOf(key, MAC_OCTETS)).compute(data, 5, octets, computed);
    return MessageDigest.isEqual(mac.doFinal(), computed);
  }

  private boolean sealsLikeTheJca(int octets, int keyOctets) throws GeneralSecurityException {
    AesGcm gcm = new AesGcm(Arrays.copyOf(key, keyOctets));
    boolean right = true;
    for (int header : new int[] {8, 12, 16, 40}) {
      byte[] iv = Arrays.copyOfRange(data, header, header + 12);
      byte[] more = Arrays.copyOf(data, header % 16 == 8 ? 4 : 0);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, aes(keyOctets), new GCMParameterSpec(8 * TAG_OCTETS, iv));
      cipher.updateAAD(data, 1, header);
      cipher.updateAAD(more);
      byte[] expected = cipher.doFinal(data, 1 + header, octets);
      byte[] work = data.clone();
      int body = 1 + header;
      int end = body + octets;
      gcm.seal(iv, work, 1, body, end, more);
      right &=
          MessageDigest.isEqual(expected, Arrays.copyOfRange(work, body, end + TAG_OCTETS))
              && gcm.fits(iv, work, 1, body, end, more);
      gcm.open(work, body, end);
      right &= restIsUntouched(work, end, TAG_OCTETS);
      work[end + header % TAG_OCTETS] ^= 1;
      right &= !gcm.fits(iv, work, 1, body, end, more);
    }
    return right;
  }

  /** Known answers of both usual packet lengths, as often as the compiler wants to see them. */
  private boolean staysRight() {
    AesCounter counter = new AesCounter(Arrays.copyOf(key, 16));
    Sha1Hmac hmac = new Sha1Hmac(Arrays.copyOf(key, MAC_OCTETS));
    AesGcm gcm = new AesGcm(Arrays.copyOf(key, 16));
    byte[] iv = Arrays.copyOf(data, 12);
    boolean right = true;
    for (int octets : new int[] {160, 1200}) {
      byte[] first = new byte[0];
      for (int round = 0; round < ROUNDS; round++) {
        byte[] work = data.clone();
        byte[] mac = new byte[MAC_OCTETS];
        counter.xor(1, 2, work, 12, 12 + octets);
        hmac.compute(work, 0, 12 + octets, mac);
        gcm.seal(iv, work, 0, 12, 12 + octets, new byte[0]);
        right &= gcm.fits(iv, work, 0, 12, 12 + octets, new byte[0]);
        gcm.open(work, 12, 12 + octets);
        System.arraycopy(mac, 0, work, work.length - MAC_OCTETS, MAC_OCTETS);
        first = round == 0 ? work : first;
        right &= MessageDigest.isEqual(first, work);
      }
    }
    return right;
  }

  private boolean restIsUntouched(byte[] work, int from, int octets) {
    for (int i = 0; i < work.length; i++) {
      if ((i < from || i >= from + octets) && work[i] != data[i]) {
        return false;
      }
    }
    return true;
  }

  private SecretKeySpec aes(int keyOctets) {
    return new SecretKeySpec(key, 0, keyOctets, "AES");
  }

  private static boolean same(byte[] octets, String hex) {
    return MessageDigest.isEqual(octets, hex(hex));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String digits) {
    byte[] octets = new byte[digits.length() / 2];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) Integer.parseInt(digits, 2 * i, 2 * i + 2, 16);
    }
    return octets;
  }
}
