package org.aparte.srtp.transform;

/**
 * An additive stream cipher of RFC 3711: XORs the keystream segment of one packet on octets.
 * Encryption and decryption are the same. {@code toString} says who does the work.
 */
interface BodyCipher extends AutoCloseable {

  /**
   * XORs the keystream of an SRTP packet on part of an array.
   *
   * @param packet where the packet's RTP header stands, for the IV
   * @param header offset of that header
   * @param index the packet's 48-bit index
   * @param data what to XOR; may be {@code packet}
   * @param from first octet
   * @param to behind the last octet; at most 2^20 octets in all (S3711-4.1.1-06)
   */
  void xorRtp(byte[] packet, int header, long index, byte[] data, int from, int to);

  /**
   * XORs the keystream of an SRTCP packet from its ninth octet on.
   *
   * @param word the E flag and the 31-bit index
   */
  void xorRtcp(byte[] packet, int header, int word, int from, int to);

  /** Wipes what this object holds of the keys. */
  @Override
  void close();

  /** Ciphertext is plaintext (S3711-4.1.3-01); so the RFC 6904 keystream is zero: S6904-3.2-03. */
  BodyCipher NULL =
      new BodyCipher() {
        @Override
        public void xorRtp(byte[] packet, int header, long index, byte[] data, int from, int to) {}

        @Override
        public void xorRtcp(byte[] packet, int header, int word, int from, int to) {}

        @Override
        public void close() {}

        @Override
        public String toString() {
          return "NULL";
        }
      };
}
