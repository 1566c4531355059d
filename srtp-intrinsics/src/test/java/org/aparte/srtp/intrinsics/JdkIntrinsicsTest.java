package org.aparte.srtp.intrinsics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.SrtpAccelerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels beside the JCA at random lengths, offsets and keys. */
class JdkIntrinsicsTest {

  private static final int ROUNDS = 3000;

  private final Random random = new Random(Long.getLong("aparte.seed", 7714));

  @Test
  void servesOnThisJdkWhereItIsOpened() {
    JdkIntrinsics intrinsics = new JdkIntrinsics();

    assertThat(intrinsics.describe()).contains("serves: its self-test has passed");
    assertThat(intrinsics.serves()).isTrue();
    assertThat(SrtpAccelerator.found()).isInstanceOf(JdkIntrinsics.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 24, 32})
  void countsLikeTheJca(int keyOctets) throws Exception {
    byte[] key = octets(keyOctets);
    AesCounter counter = new AesCounter(key);
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    for (int i = 0; i < ROUNDS; i++) {
      byte[] iv = octets(16);
      iv[14] = 0;
      iv[15] = 0;
      byte[] data = octets(random.nextInt(1700));
      int from = random.nextInt(data.length + 1);
      int to = from + random.nextInt(data.length + 1 - from);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
      byte[] expected = data.clone();
      System.arraycopy(cipher.doFinal(data, from, to - from), 0, expected, from, to - from);

      counter.xor(int64(iv, 0), int64(iv, 8), data, from, to);

      assertThat(data).isEqualTo(expected);
    }
  }

  @Test
  void authenticatesLikeTheJca() throws Exception {
    for (int keyOctets : new int[] {0, 1, 20, 64}) {
      byte[] key = octets(keyOctets);
      Sha1Hmac hmac = new Sha1Hmac(key);
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(keyOctets == 0 ? new byte[1] : key, "HmacSHA1"));
      for (int i = 0; i < ROUNDS; i++) {
        byte[] data = octets(random.nextInt(1700));
        int from = random.nextInt(data.length + 1);
        int length = random.nextInt(data.length + 1 - from);
        byte[] computed = new byte[20];

        hmac.compute(data, from, length, computed);

        mac.update(data, from, length);
        assertThat(computed).isEqualTo(mac.doFinal());
      }
    }
  }

  @Test
  void authenticatesTwoAtOnceLikeOneAfterTheOther() {
    Sha1Hmac hmac = new Sha1Hmac(octets(20));
    for (Sha1Hmac other : List.of(hmac, new Sha1Hmac(octets(20)))) {
      for (int i = 0; i < ROUNDS; i++) {
        byte[] data = octets(1700);
        int octets = random.nextInt(i % 2 == 0 ? 300 : 1700);
        int otherOctets = i % 3 == 0 ? octets : random.nextInt(300);
        int from = random.nextInt(data.length + 1 - octets);
        int otherFrom = random.nextInt(data.length + 1 - otherOctets);
        byte[][] macs = new byte[4][20];

        hmac.compute(data, from, octets, macs[0], other, data, otherFrom, otherOctets, macs[1]);

        hmac.compute(data, from, octets, macs[2]);
        other.compute(data, otherFrom, otherOctets, macs[3]);
        assertThat(macs[0]).isEqualTo(macs[2]);
        assertThat(macs[1]).isEqualTo(macs[3]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void sealsAndOpensLikeTheJca(int keyOctets) throws Exception {
    byte[] key = octets(keyOctets);
    AesGcm gcm = new AesGcm(key);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    for (int i = 0; i < ROUNDS; i++) {
      byte[] iv = octets(12);
      byte[] more = octets(random.nextBoolean() ? 4 : 0);
      byte[] packet = octets(2000 + (i % 50 == 0 ? random.nextInt(60_000) : 0));
      int from = random.nextInt(20);
      int body = from + random.nextInt(100);
      int end = body + random.nextInt(packet.length - body - 16);
      byte[] plain = packet.clone();
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
      cipher.updateAAD(packet, from, body - from);
      cipher.updateAAD(more);
      byte[] sealed = packet.clone();
      cipher.doFinal(packet, body, end - body, sealed, body);

      gcm.seal(int64(iv, 0), int32(iv, 8), packet, from, body, end, more);
      assertThat(packet).isEqualTo(sealed);

      int damaged = from + random.nextInt(end + 16 - from);
      packet[damaged] ^= (byte) (1 << random.nextInt(8));
      byte[] forged = packet.clone();
      assertThat(gcm.fits(int64(iv, 0), int32(iv, 8), packet, from, body, end, more)).isFalse();
      assertThat(packet).as("a forged packet stays as it is").isEqualTo(forged);
      packet[damaged] = sealed[damaged];
      assertThat(gcm.fits(int64(iv, 0), int32(iv, 8), packet, from, body, end, more)).isTrue();
      gcm.open(packet, body, end);
      System.arraycopy(sealed, end, plain, end, 16);
      assertThat(packet).isEqualTo(plain);
    }
  }

  @Test
  void refusesRangesOutsideTheArray() {
    AesCounter counter = new AesCounter(new byte[16]);
    Sha1Hmac hmac = new Sha1Hmac(new byte[20]);
    AesGcm gcm = new AesGcm(new byte[16]);
    byte[] b = new byte[100];
    byte[] iv = new byte[12];

    for (int[] range : new int[][] {{-1, 5}, {5, 101}, {6, 5}, {90, Integer.MAX_VALUE}}) {
      refused(() -> counter.xor(0, 0, b, range[0], range[1]));
      refused(() -> hmac.compute(b, range[0], range[1] - range[0] + 200, new byte[20]));
      refused(() -> gcm.seal(int64(iv, 0), int32(iv, 8), b, 0, range[0], range[1], b));
      refused(() -> gcm.fits(int64(iv, 0), int32(iv, 8), b, 0, range[0], range[1], b));
      refused(() -> gcm.open(b, range[0], range[1]));
    }
    refused(() -> gcm.seal(int64(iv, 0), int32(iv, 8), b, 0, 12, 85, new byte[0]));
    refused(() -> hmac.compute(b, 0, 100, new byte[19]));
    byte[] mac = new byte[20];
    refused(() -> hmac.compute(b, 0, 101, mac, hmac, b, 0, 100, mac));
    refused(() -> hmac.compute(b, 0, 100, mac, hmac, b, -1, 100, mac));
    refused(() -> hmac.compute(b, 0, 100, mac, hmac, b, 0, 100, new byte[19]));
  }

  @Test
  void refusesKeysOfOtherLengthsInsteadOfCuttingThem() {
    assertThatThrownBy(() -> new Sha1Hmac(new byte[65]))
        .isInstanceOf(IllegalArgumentException.class);
    for (int octets : new int[] {0, 15, 17, 33}) {
      assertThatThrownBy(() -> new AesCounter(new byte[octets]))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> new AesGcm(new byte[octets]))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void opensOnceAndOnlyWhatHasFittedLast() {
    AesGcm gcm = new AesGcm(new byte[16]);
    byte[] iv = new byte[12];
    byte[] more = new byte[0];
    byte[] packet = new byte[100];
    gcm.seal(int64(iv, 0), int32(iv, 8), packet, 0, 12, 80, more);
    byte[] sealed = packet.clone();
    byte[] forged = packet.clone();
    forged[40] ^= 1;

    refusesToOpen(gcm, packet, 12, 80);
    assertThat(gcm.fits(int64(iv, 0), int32(iv, 8), packet, 0, 12, 80, more)).isTrue();
    assertThat(gcm.fits(int64(iv, 0), int32(iv, 8), forged, 0, 12, 80, more)).isFalse();
    refusesToOpen(gcm, packet, 12, 80);
    assertThat(gcm.fits(int64(iv, 0), int32(iv, 8), packet, 0, 12, 80, more)).isTrue();
    gcm.seal(int64(iv, 0), int32(iv, 8), new byte[100], 0, 12, 80, more);
    refusesToOpen(gcm, packet, 12, 80);
    assertThat(gcm.fits(int64(iv, 0), int32(iv, 8), packet, 0, 12, 80, more)).isTrue();
    refusesToOpen(gcm, packet, 11, 80);
    refusesToOpen(gcm, packet, 12, 81);
    assertThat(packet).isEqualTo(sealed);

    gcm.open(packet, 12, 80);

    assertThat(packet).startsWith(new byte[80]);
    refusesToOpen(gcm, packet, 12, 80);
  }

  private static void refusesToOpen(AesGcm gcm, byte[] packet, int body, int end) {
    assertThatThrownBy(() -> gcm.open(packet, body, end)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void doesNothingMoreWhenClosedRatherThanWorkUnderTheZerosOfAWipedKey() {
    AesCounter counter = new AesCounter(octets(16));
    Sha1Hmac hmac = new Sha1Hmac(octets(20));
    AesGcm gcm = new AesGcm(octets(16));
    byte[] b = octets(100);
    byte[] before = b.clone();
    hmac.compute(b, 0, 50, new byte[20], hmac, b, 0, 50, new byte[20]);
    for (int i = 0; i < 2; i++) { // closing twice does no harm
      counter.close();
      hmac.close();
      gcm.close();
    }

    for (Runnable call :
        List.<Runnable>of(
            () -> counter.xor(1, 2, b, 0, 50),
            () -> hmac.compute(b, 0, 50, b),
            () -> hmac.compute(b, 0, 70, b),
            () -> hmac.compute(b, 0, 50, b, hmac, b, 0, 50, b),
            () -> new Sha1Hmac(new byte[20]).compute(b, 0, 50, b, hmac, b, 0, 50, b),
            () ->
                gcm.seal(int64(new byte[12], 0), int32(new byte[12], 8), b, 0, 12, 50, new byte[0]),
            () ->
                gcm.fits(
                    int64(new byte[12], 0), int32(new byte[12], 8), b, 0, 12, 50, new byte[0]))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
    assertThat(b).isEqualTo(before);
  }

  @Test
  void worksOnAfterACallThatItRefused() throws Exception {
    byte[] key = octets(16);
    AesGcm gcm = new AesGcm(key);
    AesCounter counter = new AesCounter(key);
    Sha1Hmac hmac = new Sha1Hmac(key);
    byte[] b = octets(200);
    byte[] iv = octets(12);
    byte[] none = new byte[0];
    byte[] sealed = b.clone();
    new AesGcm(key).seal(int64(iv, 0), int32(iv, 8), sealed, 0, 12, 150, none);
    byte[] counted = b.clone();
    new AesCounter(key).xor(1, 2, counted, 0, 150);
    byte[] mac = new byte[20];
    new Sha1Hmac(key).compute(b, 0, 150, mac);

    refused(() -> gcm.seal(int64(iv, 0), int32(iv, 8), b, 0, 12, 190, none));
    refused(() -> counter.xor(1, 2, b, 0, 201));
    refused(() -> hmac.compute(b, 0, 150, new byte[19]));

    byte[] again = b.clone();
    gcm.seal(int64(iv, 0), int32(iv, 8), again, 0, 12, 150, none);
    assertThat(again).isEqualTo(sealed);
    again = b.clone();
    counter.xor(1, 2, again, 0, 150);
    assertThat(again).isEqualTo(counted);
    byte[] macAgain = new byte[20];
    hmac.compute(b, 0, 150, macAgain);
    assertThat(macAgain).isEqualTo(mac);
    hmac.compute(b, 0, 150, b); // into what it reads
    assertThat(b).startsWith(mac);
  }

  @Test
  void twoOfAKeyAndTwoKeysKeepOutOfEachOthersWay() {
    byte[] key = octets(16);
    byte[] other = octets(16);
    AesGcm first = new AesGcm(key);
    AesGcm second = new AesGcm(key);
    AesGcm stranger = new AesGcm(other);
    byte[] none = new byte[0];
    for (int i = 0; i < 500; i++) {
      byte[] iv = octets(12);
      byte[] plain = octets(100 + random.nextInt(3000));
      int end = plain.length - 16;
      byte[] packet = plain.clone();
      byte[] strange = plain.clone();
      first.seal(int64(iv, 0), int32(iv, 8), packet, 0, 12, end, none);
      stranger.seal(int64(iv, 0), int32(iv, 8), strange, 0, 12, end, none);
      assertThat(second.fits(int64(iv, 0), int32(iv, 8), packet, 0, 12, end, none)).isTrue();
      assertThat(first.fits(int64(octets(12), 0), int32(octets(12), 8), packet, 0, 12, end, none))
          .isFalse();
      assertThat(stranger.fits(int64(iv, 0), int32(iv, 8), packet, 0, 12, end, none)).isFalse();
      assertThat(stranger.fits(int64(iv, 0), int32(iv, 8), strange, 0, 12, end, none)).isTrue();
      second.open(packet, 12, end);
      stranger.open(strange, 12, end);
      assertThat(Arrays.copyOf(packet, end)).isEqualTo(Arrays.copyOf(plain, end));
      assertThat(Arrays.copyOf(strange, end)).isEqualTo(Arrays.copyOf(plain, end));
    }
  }

  @Test
  void authenticatesMuchMoreThanItEncrypts() throws Exception {
    byte[] key = octets(16);
    AesGcm gcm = new AesGcm(key);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    for (int aad : new int[] {0, 1, 15, 16, 17, 31, 33, 2047, 2048, 2049, 5000, 65_000}) {
      for (int body : new int[] {0, 1, 16, 2048, 3000}) {
        for (int furtherOctets : new int[] {0, 4, 15, 16}) {
          byte[] more = octets(furtherOctets);
          byte[] iv = octets(12);
          byte[] packet = octets(aad + body + 16);
          cipher.init(
              Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
          cipher.updateAAD(packet, 0, aad);
          cipher.updateAAD(more);
          byte[] expected = packet.clone();
          cipher.doFinal(packet, aad, body, expected, aad);

          gcm.seal(int64(iv, 0), int32(iv, 8), packet, 0, aad, aad + body, more);

          assertThat(packet).isEqualTo(expected);
          assertThat(gcm.fits(int64(iv, 0), int32(iv, 8), packet, 0, aad, aad + body, more))
              .isTrue();
        }
      }
    }
  }

  private static void refused(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void wipesKeySchedulesHashKeysAndMidstates() throws Exception {
    AesCounter counter = new AesCounter(octets(32));
    Sha1Hmac hmac = new Sha1Hmac(octets(20));
    AesGcm gcm = new AesGcm(octets(16));
    byte[] packet = octets(300);
    counter.xor(1, 2, packet, 0, 170);
    hmac.compute(packet, 0, 170, new byte[20]);
    hmac.compute(packet, 0, 170, new byte[20], hmac, packet, 1, 130, new byte[20]);
    gcm.seal(int64(octets(12), 0), int32(octets(12), 8), packet, 0, 12, 170, new byte[0]);
    gcm.fits(int64(octets(12), 0), int32(octets(12), 8), packet, 0, 12, 170, new byte[0]);
    for (Object kernel : List.of(counter, hmac, gcm)) {
      assertThat(isBlank(kernel, 0)).as("%s before", kernel).isFalse();
    }

    counter.close();
    hmac.close();
    gcm.close();

    for (Object kernel : List.of(counter, hmac, gcm)) {
      assertThat(isBlank(kernel, 0)).as("%s after", kernel).isTrue();
    }
  }

  /** Whether all arrays below an object, those inside the JDK's own too, hold zeros only. */
  private static boolean isBlank(Object object, int depth) throws IllegalAccessException {
    boolean blank = true;
    Class<?> type = object.getClass();
    for (; !type.getName().startsWith("java."); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && !field.getType().isPrimitive()
            && depth < 4) {
          field.setAccessible(true);
          blank &= valueIsBlank(field.get(object), depth);
        }
      }
    }
    return blank;
  }

  private static boolean valueIsBlank(Object value, int depth) throws IllegalAccessException {
    if (value instanceof byte[] octets) {
      return Arrays.equals(octets, new byte[octets.length]);
    } else if (value instanceof int[] words) {
      return Arrays.equals(words, new int[words.length]);
    } else if (value instanceof long[] words) {
      return Arrays.equals(words, new long[words.length]);
    } else if (value instanceof Object[] elements) {
      boolean blank = true;
      for (Object element : elements) {
        blank &= valueIsBlank(element, depth);
      }
      return blank;
    }
    return value == null || value instanceof String || isBlank(value, depth + 1);
  }

  private byte[] octets(int count) {
    byte[] octets = new byte[count];
    random.nextBytes(octets);
    return octets;
  }

  private static int int32(byte[] b, int at) {
    return ByteBuffer.wrap(b).getInt(at);
  }

  private static long int64(byte[] b, int at) {
    return ByteBuffer.wrap(b).getLong(at);
  }
}
