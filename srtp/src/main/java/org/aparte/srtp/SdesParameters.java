package org.aparte.srtp;

import java.util.List;
import java.util.OptionalInt;
import org.aparte.srtp.SrtpOptions.RtcpEncryption;

/**
 * The session parameters of an {@code a=crypto} attribute (RFC 4568 section 6.3), as settings of
 * SRTP. FEC_KEY is not among them, since it is key material: {@link SdesCrypto#fecKeys}.
 *
 * <p>KDR, FEC_ORDER and WSH are declarative: they speak of the packets that the writer of the
 * attribute sends. The encryption flags are negotiated, so the same holds in both directions.
 *
 * @param keyDerivationRate packets per key derivation, a power of two from 2^1 to 2^24 ({@code KDR}
 *     is its exponent), or 0 for a single derivation
 * @param encryptRtp false for {@code UNENCRYPTED_SRTP}
 * @param encryptRtcp false for {@code UNENCRYPTED_SRTCP}; the E bit of every SRTCP packet follows
 *     it
 * @param fecOrder whether forward error correction is done before SRTP or after it
 * @param windowSizeHint {@code WSH}, the replay window that the sender suggests to receivers, in
 *     packets, 64 or more; a hint that may be ignored or cut. Numbers beyond {@link
 *     Integer#MAX_VALUE} are read as that
 * @param extensions unknown parameters that may be ignored, each with its leading dash
 */
public record SdesParameters(
    int keyDerivationRate,
    boolean encryptRtp,
    boolean encryptRtcp,
    FecOrder fecOrder,
    OptionalInt windowSizeHint,
    List<String> extensions) {

  /** The order of forward error correction and SRTP at the sender (section 6.3.4). */
  public enum FecOrder {
    /** FEC is computed over plain RTP, then all is protected. The default. */
    FEC_SRTP,
    /** FEC is computed over SRTP packets. */
    SRTP_FEC
  }

  /** No session parameters: the defaults of SRTP. */
  public static final SdesParameters NONE =
      new SdesParameters(0, true, true, FecOrder.FEC_SRTP, OptionalInt.empty(), List.of());

  /** The smallest replay window (section 9.2, RFC 3711 section 3.3.2). */
  public static final int MIN_WINDOW_SIZE = 64;

  static final int MAX_KDR = 24;

  private static final int MAX_REPLAY_WINDOW = 32_768;

  /**
   * All of them.
   *
   * @throws IllegalArgumentException when a number is out of its range or an extension is not a
   *     dash and visible ASCII that begins with none
   */
  public SdesParameters {
    boolean powerOfTwo = Integer.bitCount(keyDerivationRate) == 1;
    if (keyDerivationRate != 0
        && (!powerOfTwo || keyDerivationRate < 2 || keyDerivationRate > 1 << MAX_KDR)) {
      throw new IllegalArgumentException(
          "key derivation rate " + keyDerivationRate + ": 0, or a power of two from 2 to 2^24");
    }
    if (windowSizeHint.orElse(MIN_WINDOW_SIZE) < MIN_WINDOW_SIZE) {
      throw new IllegalArgumentException(
          "window size hint " + windowSizeHint.getAsInt() + ": " + MIN_WINDOW_SIZE + " or more");
    }
    extensions = List.copyOf(extensions);
    for (String extension : extensions) {
      if (!isExtension(extension)) {
        throw new IllegalArgumentException(
            "an extension parameter is a dash and visible ASCII that begins with none");
      }
    }
  }

  static boolean isExtension(String text) {
    if (text.length() < 2 || text.charAt(0) != '-' || text.charAt(1) == '-') {
      return false;
    }
    return text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /** These parameters with a key derivation rate, in packets; 0 for none. */
  public SdesParameters withKeyDerivationRate(int packets) {
    return new SdesParameters(
        packets, encryptRtp, encryptRtcp, fecOrder, windowSizeHint, extensions);
  }

  /** These parameters with RTP and RTCP encrypted or not; they stay authenticated. */
  public SdesParameters withEncryption(boolean rtp, boolean rtcp) {
    return new SdesParameters(keyDerivationRate, rtp, rtcp, fecOrder, windowSizeHint, extensions);
  }

  /** These parameters with an order of FEC and SRTP. */
  public SdesParameters withFecOrder(FecOrder order) {
    return new SdesParameters(
        keyDerivationRate, encryptRtp, encryptRtcp, order, windowSizeHint, extensions);
  }

  /** These parameters with a hint to receivers, in packets, 64 or more. */
  public SdesParameters withWindowSizeHint(int packets) {
    return new SdesParameters(
        keyDerivationRate, encryptRtp, encryptRtcp, fecOrder, OptionalInt.of(packets), extensions);
  }

  /**
   * Sets these parameters in the options of a sender or receiver: the rate of key derivation, what
   * is encrypted, and the replay window. The window is never smaller than the default and never
   * larger than a receiver can have; the hint is no more than that.
   *
   * @return the same builder
   */
  public SrtpOptions.Builder applyTo(SrtpOptions.Builder options) {
    int window = Math.max(windowSizeHint.orElse(0), SrtpOptions.defaults().replayWindowPackets());
    return options
        // S4568-6.3.6-01: a hint, which may be cut
        .replayWindow(Math.min(window, MAX_REPLAY_WINDOW))
        .keyDerivationRate(keyDerivationRate)
        .encryptRtp(encryptRtp)
        // S4568-6.3.2-01, S4568-6.3.2-02: the E bit of all SRTCP packets is what was negotiated
        .encryptRtcp(encryptRtcp)
        // S4568-6-02: and a packet's own E bit does not override it
        .rtcpEncryption(encryptRtcp ? RtcpEncryption.REQUIRE : RtcpEncryption.FORBID);
  }

  /** The settings, and how many extensions there are; not their text, which could be anything. */
  @Override
  public String toString() {
    return "SdesParameters[keyDerivationRate="
        + keyDerivationRate
        + ", encryptRtp="
        + encryptRtp
        + ", encryptRtcp="
        + encryptRtcp
        + ", fecOrder="
        + fecOrder
        + (windowSizeHint.isPresent() ? ", windowSizeHint=" + windowSizeHint.getAsInt() : "")
        + (extensions.isEmpty() ? "" : ", extensions=" + extensions.size())
        + "]";
  }
}
