package org.aparte.zrtp.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.HashType;

/**
 * A hash with the MAC that belongs to it: the negotiated one (RFC 6189 section 5.1.2.1) or the
 * implicit one (section 5.1.2.2).
 *
 * <p>The MAC of SHA-2 and SHA-3 is HMAC (Z-5.1.2.1-01). The MAC of {@code SKN2} and {@code SKN3} is
 * Skein-MAC, the MAC built into Skein-512: section 5.1.2.1 reserves hash types of their own for
 * exactly that.
 *
 * <p>Immutable, usable by several threads. Provider objects copy keys; those copies are out of our
 * reach and live until collected.
 */
public final class ZrtpHash {

  private final Jca jca;
  private final Primitive primitive;
  private final String digestName;
  private final String macName;
  private final int outputOctets;

  private ZrtpHash(
      Jca jca, Primitive primitive, String digestName, String macName, int outputOctets) {
    this.jca = jca;
    this.primitive = primitive;
    this.digestName = digestName;
    this.macName = macName;
    this.outputOctets = outputOctets;
  }

  /** The negotiated hash and MAC of a Commit. */
  public static ZrtpHash of(HashType type, CryptoProviders providers) {
    Jca jca = new Jca(providers);
    int octets = type.outputOctets();
    return switch (type) {
      case S256 -> new ZrtpHash(jca, Primitive.HASH, "SHA-256", "HmacSHA256", octets);
      case S384 -> new ZrtpHash(jca, Primitive.HASH, "SHA-384", "HmacSHA384", octets);
      case S512 -> new ZrtpHash(jca, Primitive.HASH, "SHA-512", "HmacSHA512", octets);
      case N256 -> new ZrtpHash(jca, Primitive.HASH, "SHA3-256", "HmacSHA3-256", octets);
      case N384 -> new ZrtpHash(jca, Primitive.HASH, "SHA3-384", "HmacSHA3-384", octets);
      case SKN2 -> new ZrtpHash(jca, Primitive.SKEIN, "Skein-512-256", "Skein-MAC-512-256", octets);
      case SKN3 -> new ZrtpHash(jca, Primitive.SKEIN, "Skein-512-384", "Skein-MAC-512-384", octets);
    };
  }

  /**
   * The implicit hash and MAC of version 1.10: SHA-256 and HMAC-SHA-256 (Z-5.1.2.2-02). The hash
   * chain, the MACs that it keys and the Hello hash of signaling take it (Z-5.1.2.2-01).
   */
  public static ZrtpHash implicit(CryptoProviders providers) {
    return of(HashType.S256, providers);
  }

  /** Octets of the hash and of the MAC: the RFC's negotiated hash length, 32 or 48. */
  public int outputOctets() {
    return outputOctets;
  }

  /** The hash of public strings, one after the other. */
  public Octets hash(Octets... parts) {
    MessageDigest digest = newDigest();
    for (Octets part : parts) {
      digest.update(part.toArray());
    }
    return Octets.of(digest.digest());
  }

  /** The hash of strings of which at least one is secret; the caller wipes the parts. */
  SecretBytes hashSecret(byte[]... parts) {
    MessageDigest digest = newDigest();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return SecretBytes.takeOver(digest.digest());
  }

  /** The whole MAC over strings, one after the other, for the caller to close. */
  public SecretBytes mac(SecretBytes key, byte[]... parts) {
    return SecretBytes.takeOver(computeMac(key, parts));
  }

  /** The leftmost 64 bits of the MAC, made to be sent. */
  Octets mac64(SecretBytes key, byte[]... parts) {
    byte[] mac = computeMac(key, parts);
    try {
      return Octets.of(Arrays.copyOf(mac, MessageMac.OCTETS));
    } finally {
      Wipe.octets(mac);
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private MessageDigest newDigest() {
    return jca.digest(primitive, digestName);
  }

  private byte[] computeMac(SecretBytes key, byte[]... parts) {
    Mac mac = jca.mac(primitive, macName);
    try {
      mac.init(new SecretKeySpec(key.expose(), macName));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(macName + " refuses a key of our own making", impossible);
    }
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }
}
