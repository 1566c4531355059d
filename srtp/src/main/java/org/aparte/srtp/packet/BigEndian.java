package org.aparte.srtp.packet;

/** Network byte order on arrays, for headers and trailers. */
public final class BigEndian {

  private BigEndian() {}

  /** The two octets at an offset, 0 to 65535. */
  public static int unsigned16(byte[] b, int at) {
    return ((b[at] & 0xff) << 8) | (b[at + 1] & 0xff);
  }

  /** The four octets at an offset. */
  public static int int32(byte[] b, int at) {
    return (b[at] << 24)
        | ((b[at + 1] & 0xff) << 16)
        | ((b[at + 2] & 0xff) << 8)
        | (b[at + 3] & 0xff);
  }

  /** The eight octets at an offset. */
  public static long int64(byte[] b, int at) {
    return ((long) int32(b, at) << 32) | (int32(b, at + 4) & 0xffffffffL);
  }

  /** Writes four octets. */
  public static void put32(byte[] b, int at, int value) {
    b[at] = (byte) (value >> 24);
    b[at + 1] = (byte) (value >> 16);
    b[at + 2] = (byte) (value >> 8);
    b[at + 3] = (byte) value;
  }

  /** Writes two octets. */
  public static void put16(byte[] b, int at, int value) {
    b[at] = (byte) (value >> 8);
    b[at + 1] = (byte) value;
  }
}
