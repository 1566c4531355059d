package org.aparte.zrtp.message;

/**
 * The CRC of ZRTP packets: CRC-32C of RFC 4960 Appendix B (Z-5-07).
 *
 * <p>Castagnoli's polynomial, reflected, all ones before and after. Our own, since the JDK's class
 * of that name is missing on Android before API level 34.
 */
final class Crc32c {

  private static final int REFLECTED_POLYNOMIAL = 0x82f63b78;
  private static final int[] TABLE = table();

  private Crc32c() {}

  /**
   * The CRC of part of an array. RFC 4960 swaps the octets of the result before it is sent, so on
   * the wire its least significant octet comes first.
   */
  static int of(byte[] array, int offset, int length) {
    int crc = ~0;
    for (int i = offset; i < offset + length; i++) {
      crc = (crc >>> 8) ^ TABLE[(crc ^ array[i]) & 0xff];
    }
    return ~crc;
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int octet = 0; octet < table.length; octet++) {
      int crc = octet;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED_POLYNOMIAL;
      }
      table[octet] = crc;
    }
    return table;
  }
}
