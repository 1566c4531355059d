package org.aparte.zrtp.crypto;

import java.nio.ByteBuffer;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.jspecify.annotations.Nullable;

/**
 * s0, the secret of one stream, in its three modes (RFC 6189 sections 4.4.1.4, 4.4.2.4, 4.4.3.2),
 * and all that is derived from it (sections 4.5.2, 4.5.3, 4.6.1).
 *
 * <p>{@link #sessionKey}, {@link #sasHash}, {@link #exportedKey} and {@link #newRetainedSecret} are
 * for the first stream alone, in DH and Preshared modes (Z-4.5.2-01, Z-4.5.2-11, Z-4.6.1-08); in
 * Multistream mode they refuse. Close it where the cache is updated, or would be (Z-4.6.1-09).
 */
public final class SharedSecretS0 implements AutoCloseable {

  /** Octets of sashash, of a retained secret and of pbxsecret: the 256 bits of the RFC. */
  static final int OCTETS_256_BITS = 32;

  /** The counter of NIST SP 800-56A, fixed at 1 (Z-4.4.1.4-06). */
  private static final byte[] COUNTER = {0, 0, 0, 1};

  private final ZrtpHash hash;
  private final KdfContext context;
  private final boolean firstStream;
  private final SecretBytes s0;

  private SharedSecretS0(ZrtpHash hash, KdfContext context, boolean firstStream, SecretBytes s0) {
    this.hash = hash;
    this.context = context;
    this.firstStream = firstStream;
    this.s0 = s0;
  }

  /**
   * s0 of DH mode (section 4.4.1.4).
   *
   * @param dhResult of the type's full width; wiped here
   * @param matched s1, s2, s3, each possibly null; wiped here
   */
  public static SharedSecretS0 ofDh(
      ZrtpHash negotiated, KdfContext context, SecretBytes dhResult, SecretMatching matched) {
    // Z-4.4.1.4-09: DHResult, s1, s2 and s3 do not outlive this computation
    try (dhResult;
        matched) {
      // Z-4.4.1.4-05, Z-4.4.1.4-08
      SecretBytes s0 =
          negotiated.hashSecret(
              COUNTER,
              dhResult.expose(),
              ZrtpHash.ascii("ZRTP-HMAC-KDF"),
              context.octets().toArray(),
              length(matched.s1()),
              content(matched.s1()),
              length(matched.s2()),
              content(matched.s2()),
              length(matched.s3()),
              content(matched.s3()));
      return new SharedSecretS0(negotiated, context, true, s0);
    }
  }

  /**
   * s0 of Preshared mode (section 4.4.2.4).
   *
   * @param presharedKey wiped here
   */
  public static SharedSecretS0 ofPreshared(
      ZrtpHash negotiated, KdfContext context, PresharedKey presharedKey) {
    // Z-4.4.2.4-04: preshared_key does not outlive this computation
    try (presharedKey) {
      // Z-4.4.2.4-03
      SecretBytes s0 =
          ZrtpKdf.derive(
              negotiated,
              presharedKey.key(),
              "ZRTP PSK",
              context.octets(),
              negotiated.outputOctets());
      return new SharedSecretS0(negotiated, context, true, s0);
    }
  }

  /**
   * s0 of Multistream mode, one per added stream (section 4.4.3.2).
   *
   * @param session stays as it is
   */
  public static SharedSecretS0 ofMultistream(
      ZrtpHash negotiated, KdfContext context, SessionKey session) {
    // Z-4.4.3.2-03
    SecretBytes s0 =
        ZrtpKdf.derive(
            negotiated,
            session.zrtpSess(),
            "ZRTP MSK",
            context.octets(),
            negotiated.outputOctets());
    return new SharedSecretS0(negotiated, context, false, s0);
  }

  /** len(s): 32 bits, in octets; zero for null (Z-4.4.1.4-07, Z-4.3-11). */
  static byte[] length(@Nullable SecretBytes secret) {
    return ByteBuffer.allocate(4).putInt(secret == null ? 0 : secret.length()).array();
  }

  /** The octets that follow their length; none for null. */
  static byte[] content(@Nullable SecretBytes secret) {
    return secret == null ? new byte[0] : secret.expose();
  }

  /** The keys of this stream (section 4.5.3), in every mode. */
  public StreamKeys streamKeys(CipherType cipher, AuthTagType authTag) {
    return StreamKeys.derive(hash, s0, context.octets(), cipher, authTag);
  }

  /** ZRTPSess (section 4.5.2). */
  public SessionKey sessionKey() {
    // Z-4.5.2-05
    return new SessionKey(
        hash,
        context.zidI(),
        context.zidR(),
        ofFirstStream("ZRTP Session Key", hash.outputOctets()));
  }

  /**
   * sashash: 32 octets, the left end of which the users compare (section 4.5.2).
   *
   * <p>No secret: both users see what it renders to, PBXs relay it, signatures cover it. Nothing is
   * derived from it.
   */
  public Octets sasHash() {
    // Z-4.5.2-06
    try (SecretBytes sasHash = ofFirstStream("SAS", OCTETS_256_BITS)) {
      return Octets.of(sasHash.expose());
    }
  }

  /** ExportedKey, for use outside ZRTP (section 4.5.2); as long as the hash. */
  public SecretBytes exportedKey() {
    // Z-4.5.2-10
    return ofFirstStream("Exported key", hash.outputOctets());
  }

  /** The new rs1 (section 4.6.1): 32 octets. */
  public SecretBytes newRetainedSecret() {
    // Z-4.6.1-07
    return ofFirstStream("retained secret", OCTETS_256_BITS);
  }

  private SecretBytes ofFirstStream(String label, int outputOctets) {
    // Z-4.5.2-01: not in Multistream mode
    if (!firstStream) {
      throw new IllegalStateException(
          "\"" + label + "\" belongs to the first stream of a call; ask the stream that did DH");
    }
    return ZrtpKdf.derive(hash, s0, label, context.octets(), outputOctets);
  }

  /** Wipes s0. */
  @Override
  public void close() {
    s0.close();
  }

  /** s0 itself, for comparing with vectors; an exchange needs only what is derived from it. */
  public SecretBytes s0() {
    return s0;
  }
}
