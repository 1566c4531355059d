package org.aparte.srtp.intrinsics;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.aparte.srtp.SrtpAccelerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the classes inside the JDK do what they are taken for: the printed answers of the
 * RFCs first, then known answers at the lengths where blocks end.
 *
 * <p>Runs at start, in the interpreter, so it is kept short: all lengths under one key, the shorter
 * half of them under keys of other lengths; and sums over what is made instead of the JCA beside
 * it, which would have to start first (a test gets the same sums from the JCA). No lambdas and no
 * strings joined by {@code +} on this path: making those costs the JVM as much as the cryptography.
 */
final class SelfTest {

  private static final int TAG_OCTETS = 16;
  private static final int MAC_OCTETS = 20;
  private static final int[] LENGTHS = {
    0, 1, 15, 16, 17, 47, 48, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129, 160, 176, 255, 256, 257,
    511, 512, 513, 767, 768, 769, 1023, 1024, 1025, 1200, 1500, 2500
  };
  private static final int SHORT_LENGTHS = 17;
  private static final int[] HEADERS = {8, 12, 16, 28, 40, 0};

  /** CRC-32 of all that counter mode, HMAC-SHA1 and GCM make here. Not one of them is -1. */
  private static final int COUNTED = 0x27645ddd;

  private static final int AUTHENTICATED = 0x8db5d017;
  private static final int SEALED = 0x711eaae7;

  private final Kernels kernels;
  private final byte[] data = new byte[2600];
  private final CRC32 sum = new CRC32();

  SelfTest(Kernels kernels) {
    this.kernels = kernels;
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (167 * i + (i >> 3));
    }
  }

  /** Null when all answers were right, else what is in the way. */
  static @Nullable String obstacle() {
    try {
      // First of all, and not in a static initializer, which says its reason only once.
      Inside.of("sun.security.provider.SHA");
      Inside.of("com.sun.crypto.provider.CounterMode");
      return new SelfTest(new Kernels()).passes() ? null : "its self-test got a wrong answer";
    } catch (ReflectiveOperationException
        | RuntimeException
        | LinkageError
        | AssertionError
        | InternalError e) {
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

  boolean passes() {
    return countsAsPrinted()
        && authenticatesAsPrinted()
        && sealsAsPrinted()
        && counted() == COUNTED
        && authenticated() == AUTHENTICATED
        && sealed() == SEALED;
  }

  /** RFC 3711 appendix B.2. */
  private boolean countsAsPrinted() {
    byte[] stream = new byte[48];
    kernels
        .counterMode(hex("2b7e151628aed2a6abf7158809cf4f3c"))
        .xor(0xf0f1f2f3f4f5f6f7L, 0xf8f9fafbfcfd0000L, stream, 0, stream.length);
    return same(
        stream,
        "e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab"
            + "41e95b3bb0a2e8dd477901e4fca894c0");
  }

  /** RFC 2202 section 3, test case 2. */
  private boolean authenticatesAsPrinted() {
    byte[] text = ascii("what do ya want for nothing?");
    byte[] mac = new byte[MAC_OCTETS];
    kernels.hmacSha1(ascii("Jefe")).compute(text, 0, text.length, mac);
    return same(mac, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  }

  /** RFC 7714 section 16.1.1. */
  private boolean sealsAsPrinted() {
    byte[] packet = Arrays.copyOf(hex("8040f17b8041f8d35501a0b2"), 50 + TAG_OCTETS);
    System.arraycopy(ascii("Gallia est omnis divisa in partes tres"), 0, packet, 12, 38);
    kernels
        .gcm(hex("000102030405060708090a0b0c0d0e0f"))
        .seal(0x51753c6580c2726fL, 0x20718414, packet, 0, 12, 50, new byte[0]);
    return same(
        packet,
        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d1"
            + "9b36de3adf8833899d7f27beb16a9152cf765ee4390cce");
  }

  /** Keystream on data; the sum takes in the whole array, so that it sees an octet too many. */
  private int counted() {
    sum.reset();
    for (int keyOctets = 16; keyOctets <= 32; keyOctets += 8) {
      SrtpAccelerator.CounterMode counter = kernels.counterMode(key(keyOctets));
      for (int i = 0; i < (keyOctets == 16 ? LENGTHS.length : SHORT_LENGTHS); i++) {
        byte[] work = data.clone();
        // So that the counter's last octet overflows, sooner or later, and the 16 bits never.
        counter.xor(0x0102030405060708L, 0xffffffffffff00e0L + i, work, 3, 3 + LENGTHS[i]);
        sum.update(work);
      }
    }
    return (int) sum.getValue();
  }

  /** One by one, and two at once: of one object, and of two. */
  private int authenticated() {
    sum.reset();
    SrtpAccelerator.HmacSha1 hmac = kernels.hmacSha1(key(MAC_OCTETS));
    SrtpAccelerator.HmacSha1 other = kernels.hmacSha1(key(MAC_OCTETS - 1));
    byte[] mac = new byte[MAC_OCTETS + 1];
    byte[] otherMac = new byte[MAC_OCTETS + 1];
    for (int i = 0; i < LENGTHS.length; i++) {
      hmac.compute(data, 5, LENGTHS[i], mac);
      sum.update(mac);
      int otherOctets = LENGTHS[(7 * i + 3) % LENGTHS.length];
      hmac.compute(
          data, 5, LENGTHS[i], mac, i % 2 == 0 ? hmac : other, data, 9, otherOctets, otherMac);
      sum.update(mac);
      sum.update(otherMac);
    }
    return (int) sum.getValue();
  }

  /** Sealed, forged, opened; -1 where a tag was taken or refused wrongly. */
  private int sealed() {
    sum.reset();
    for (int keyOctets = 16; keyOctets <= 32; keyOctets += 16) {
      SrtpAccelerator.Gcm gcm = kernels.gcm(key(keyOctets));
      for (int i = 0; i < (keyOctets == 16 ? LENGTHS.length : SHORT_LENGTHS); i++) {
        if (!seals(gcm, i)) {
          return -1;
        }
      }
    }
    return (int) sum.getValue();
  }

  private boolean seals(SrtpAccelerator.Gcm gcm, int i) {
    byte[] work = data.clone();
    ByteBuffer iv = ByteBuffer.wrap(data, i, 12);
    long ivHigh = iv.getLong();
    int ivLow = iv.getInt();
    byte[] more = Arrays.copyOf(data, i % 3 == 0 ? 4 : 0);
    int body = 1 + HEADERS[i % HEADERS.length];
    int end = body + LENGTHS[i];
    gcm.seal(ivHigh, ivLow, work, 1, body, end, more);
    sum.update(work);
    int forged = i % 4 == 0 ? 1 + 37 * i % (end + TAG_OCTETS - 1) : end + i % TAG_OCTETS;
    work[forged] ^= (byte) (1 << i % 8);
    boolean taken = gcm.fits(ivHigh, ivLow, work, 1, body, end, more);
    work[forged] ^= (byte) (1 << i % 8);
    if (taken || !gcm.fits(ivHigh, ivLow, work, 1, body, end, more)) {
      return false;
    }
    gcm.open(work, body, end);
    sum.update(work);
    return true;
  }

  private byte[] key(int octets) {
    return Arrays.copyOfRange(data, 100, 100 + octets);
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

  /** The kernels as they will serve, whether they may or not; tests have others. */
  static class Kernels {

    SrtpAccelerator.CounterMode counterMode(byte[] key) {
      return new AesCounter(key);
    }

    SrtpAccelerator.HmacSha1 hmacSha1(byte[] key) {
      return new Sha1Hmac(key);
    }

    SrtpAccelerator.Gcm gcm(byte[] key) {
      return new AesGcm(key);
    }
  }
}
