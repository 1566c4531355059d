package org.aparte.srtp;

/**
 * The message authentication of SRTP: algorithm, session key size and tag sizes in octets.
 *
 * <p>Sources: RFC 3711 section 4.2.1, RFC 7714 section 13, RFC 6189 section 5.1.4 (Skein).
 */
public enum SrtpTag {
  // S3711-9.5-09, -10, -11: none of these is the NULL authentication of RFC 3711
  // S3711-5.2-01, -02, -03: the default MAC, n_a = 160 bits, n_tag = 80 bits
  /** HMAC-SHA1 cut to 80 bits. */
  HMAC_SHA1_80(20, 10, 10),
  // S3711-5.2-05, S3711-9.5-03: on SRTCP n_a and n_tag stay at 160 and 80 bits
  /** HMAC-SHA1 cut to 32 bits for RTP; RTCP keeps 80 bits (RFC 3711 section 5.2). */
  HMAC_SHA1_32(20, 4, 10),
  /** Skein-512-MAC of 64 bits, {@code SK64} of ZRTP. */
  SKEIN_64(32, 8, 8),
  /**
   * Skein-512-MAC of 32 bits for RTP, {@code SK32} of ZRTP; RTCP takes the 64-bit form, by the same
   * reason that keeps HMAC-SHA1 at 80 bits there.
   */
  SKEIN_32(32, 4, 8),
  // S7714-1-01, -02; S7714-10-07; S7714-7.1-01: 16 octets, never fewer, and no tag besides
  /** The 128-bit tag of the AEAD cipher itself (RFC 7714 section 13.1). */
  AEAD(0, 16, 16);

  private final int keyOctets;
  private final int rtpOctets;
  private final int rtcpOctets;

  SrtpTag(int keyOctets, int rtpOctets, int rtcpOctets) {
    this.keyOctets = keyOctets;
    this.rtpOctets = rtpOctets;
    this.rtcpOctets = rtcpOctets;
  }

  /** Octets of the session authentication key n_a; 0 for {@link #AEAD}. */
  public int keyOctets() {
    return keyOctets;
  }

  /** Octets of the tag on an SRTP packet. */
  public int rtpOctets() {
    return rtpOctets;
  }

  /** Octets of the tag on an SRTCP packet. */
  public int rtcpOctets() {
    return rtcpOctets;
  }

  /** Whether the MAC is Skein, which the JDK lacks: a provider must be named. */
  public boolean isSkein() {
    return this == SKEIN_64 || this == SKEIN_32;
  }
}
