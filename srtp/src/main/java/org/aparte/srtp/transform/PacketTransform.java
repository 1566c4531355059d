package org.aparte.srtp.transform;

/**
 * What one set of session keys does to packets: encryption, tag and the order of the trailer.
 *
 * <p>All methods work in place on {@code b}; {@code offset} is where the packet's header stands and
 * {@code end} is behind its last octet. Callers have checked that every octet named exists and that
 * there is room behind {@code end} for the trailer. Authentication and decryption are two steps, so
 * that a caller decides in between and a refused packet keeps its octets. {@code toString} says who
 * does the work, and nothing of keys.
 */
public interface PacketTransform extends AutoCloseable {

  /** What the opening methods answer when the tag does not fit. */
  int FORGED = -1;

  /** The form of the authentication tag field of one SRTP packet: ROC octets, then MAC octets. */
  record TagForm(int rocOctets, int macOctets) {
    /** Octets of the whole field. */
    public int octets() {
      return rocOctets + macOctets;
    }
  }

  /** Octets that {@link #encryptRtp} puts behind the ciphertext: 16 for AEAD, else 0. */
  int aeadOctets();

  /** Octets of the SRTCP tag, wherever it stands. */
  int rtcpTagOctets();

  /**
   * Encrypts an SRTP packet from {@code body} on and appends the AEAD tag where there is one.
   *
   * @param body the first octet to encrypt; all before it is associated data
   * @param index the 48-bit index
   * @return the new end
   */
  int encryptRtp(byte[] b, int offset, int body, int end, long index);

  /**
   * Appends MKI and authentication tag field to an encrypted SRTP packet.
   *
   * @param mki may be empty
   * @return the new end
   */
  int finishRtp(byte[] b, int offset, int end, long index, byte[] mki, TagForm form);

  /**
   * As {@link #finishRtp(byte[], int, int, long, byte[], TagForm)} for two packets, of which the
   * second is {@code other}'s; that may be this transform too.
   */
  default void finishRtp(EncryptedRtp one, PacketTransform other, EncryptedRtp two) {
    one.finish(this);
    two.finish(other);
  }

  /**
   * Checks a whole SRTP packet against this index. Nothing changes in {@code b}.
   *
   * @param body the first encrypted octet
   * @param trailerOctets octets of MKI and authentication tag field together
   * @return the end of the plaintext to be, or {@link #FORGED}
   */
  int verifyRtp(
      byte[] b, int offset, int body, int end, long index, int trailerOctets, TagForm form);

  /** Decrypts the SRTP packet of the last successful {@link #verifyRtp} with the same arguments. */
  void releaseRtp(byte[] b, int offset, int body, int plainEnd, long index);

  /**
   * Encrypts if {@code word} says so, and appends index word, MKI and tag in their order.
   *
   * @param word the E flag and the 31-bit index
   * @return the new end
   */
  int sealRtcp(byte[] b, int offset, int end, int word, byte[] mki);

  /** Where the index word of an SRTCP packet stands. */
  int rtcpWordAt(int end, int mkiOctets);

  /** Where the MKI of an SRTCP packet stands. */
  int rtcpMkiAt(int end, int mkiOctets);

  /** Where the MKI of an SRTP packet stands. */
  int rtpMkiAt(int end, int mkiOctets, TagForm form);

  /**
   * Checks a whole SRTCP packet. Nothing changes in {@code b}.
   *
   * @return the end of the plaintext to be, or {@link #FORGED}
   */
  int verifyRtcp(byte[] b, int offset, int end, int word, int mkiOctets);

  /** Decrypts the SRTCP packet of the last successful {@link #verifyRtcp} if its E flag is set. */
  void releaseRtcp(byte[] b, int offset, int plainEnd, int word);

  /** Wipes what this object holds of the keys. */
  @Override
  void close();
}
