package org.aparte.srtp.transform;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;

/** The MAC of SRTP tags under one session authentication key. */
abstract class TagMac implements AutoCloseable {

  /** The most octets that a MAC of any kind here has. */
  static final int MAX_OCTETS = 20;

  private static final int BLOCK_OCTETS = 64;

  /** Computes the MAC of part of an array into the start of {@code mac}. */
  abstract void compute(byte[] b, int from, int octets, byte[] mac);

  /**
   * Computes two MACs, the second by {@code other}, which may be this object.
   *
   * <p>A chain of SHA-1 keeps the processor waiting for its own last result; two of them fill the
   * gaps of each other where their kind allows to go on with both in turn.
   */
  void compute(
      byte[] b,
      int from,
      int octets,
      byte[] mac,
      TagMac other,
      byte[] b2,
      int from2,
      int octets2,
      byte[] mac2) {
    compute(b, from, octets, mac);
    other.compute(b2, from2, octets2, mac2);
  }

  @Override
  public void close() {}

  // S3711-4.2.1-02: HMAC(k_a, M)
  /** HMAC-SHA1 (RFC 2104, RFC 3711 section 4.2.1) under a 160-bit key: 20 octets. */
  static TagMac hmacSha1(Algorithms algorithms, SecretBytes key) {
    SrtpAccelerator.HmacSha1 accelerated = algorithms.acceleratedHmacSha1(key);
    if (accelerated != null) {
      return new Accelerated(accelerated);
    }
    byte[] pad = new byte[BLOCK_OCTETS];
    try {
      MessageDigest inner = keyed(algorithms, key, pad, (byte) 0x36);
      MessageDigest outer = keyed(algorithms, key, pad, (byte) 0x5c);
      return new Midstates((MessageDigest) inner.clone(), outer);
    } catch (CloneNotSupportedException e) {
      // A provider whose digests cannot be copied: its own HMAC, four compressions instead of two.
      return new JcaMac(algorithms.mac("HmacSHA1"), key);
    } finally {
      Wipe.octets(pad);
    }
  }

  /** Skein-512-MAC with 256-bit keys (RFC 6189 section 5.1.4), of 4 or 8 octets. */
  static TagMac skein(Algorithms algorithms, SecretBytes key, int octets) {
    return new JcaMac(algorithms.mac("Skein-MAC-512-" + 8 * octets), key);
  }

  private static MessageDigest keyed(
      Algorithms algorithms, SecretBytes key, byte[] pad, byte value) {
    byte[] octets = key.expose();
    for (int i = 0; i < pad.length; i++) {
      pad[i] = (byte) (i < octets.length ? octets[i] ^ value : value);
    }
    MessageDigest digest = algorithms.digest("SHA-1");
    digest.update(pad, 0, pad.length);
    return digest;
  }

  /** HMAC-SHA1 by an accelerator. */
  private static final class Accelerated extends TagMac {
    private final SrtpAccelerator.HmacSha1 hmac;

    Accelerated(SrtpAccelerator.HmacSha1 hmac) {
      this.hmac = hmac;
    }

    @Override
    void compute(byte[] b, int from, int octets, byte[] mac) {
      hmac.compute(b, from, octets, mac);
    }

    @Override
    void compute(
        byte[] b,
        int from,
        int octets,
        byte[] mac,
        TagMac other,
        byte[] b2,
        int from2,
        int octets2,
        byte[] mac2) {
      // Each sender has its accelerator, and one batch many senders.
      if (other instanceof Accelerated second && second.hmac.getClass() == hmac.getClass()) {
        hmac.compute(b, from, octets, mac, second.hmac, b2, from2, octets2, mac2);
      } else {
        super.compute(b, from, octets, mac, other, b2, from2, octets2, mac2);
      }
    }

    @Override
    public void close() {
      hmac.close();
    }

    @Override
    public String toString() {
      return hmac.toString();
    }
  }

  /**
   * HMAC from the two states behind the keyed pads, copied for each packet: two compressions less
   * than {@code Mac}, which hashes the pads anew each time. The copies are the garbage of this
   * path.
   */
  private static final class Midstates extends TagMac {
    private final MessageDigest inner;
    private final MessageDigest outer;
    private final byte[] gap = new byte[BLOCK_OCTETS];
    private final byte[] sameGap = new byte[BLOCK_OCTETS];

    Midstates(MessageDigest inner, MessageDigest outer) {
      this.inner = inner;
      this.outer = outer;
    }

    @Override
    void compute(byte[] b, int from, int octets, byte[] mac) {
      try {
        MessageDigest digest = (MessageDigest) inner.clone();
        digest.update(b, from, octets);
        digest.digest(mac, 0, MAX_OCTETS);
        digest = (MessageDigest) outer.clone();
        digest.update(mac, 0, MAX_OCTETS);
        digest.digest(mac, 0, MAX_OCTETS);
      } catch (CloneNotSupportedException | DigestException e) {
        throw notAnyMore(e);
      }
    }

    @Override
    void compute(
        byte[] b,
        int from,
        int octets,
        byte[] mac,
        TagMac other,
        byte[] b2,
        int from2,
        int octets2,
        byte[] mac2) {
      if (!(other instanceof Midstates second)) {
        super.compute(b, from, octets, mac, other, b2, from2, octets2, mac2);
        return;
      }
      try {
        MessageDigest one = (MessageDigest) inner.clone();
        MessageDigest two = (MessageDigest) second.inner.clone();
        int both = Math.min(octets, octets2) & -BLOCK_OCTETS;
        for (int i = 0; i < both; i += BLOCK_OCTETS) {
          one.update(b, from + i, BLOCK_OCTETS);
          cut();
          two.update(b2, from2 + i, BLOCK_OCTETS);
          cut();
        }
        one.update(b, from + both, octets - both);
        two.update(b2, from2 + both, octets2 - both);
        digest(one, mac, two, mac2);
        one = (MessageDigest) outer.clone();
        two = (MessageDigest) second.outer.clone();
        one.update(mac, 0, MAX_OCTETS);
        two.update(mac2, 0, MAX_OCTETS);
        digest(one, mac, two, mac2);
      } catch (CloneNotSupportedException | DigestException e) {
        throw notAnyMore(e);
      }
    }

    private void digest(MessageDigest one, byte[] mac, MessageDigest two, byte[] mac2)
        throws DigestException {
      one.digest(mac, 0, MAX_OCTETS);
      cut();
      two.digest(mac2, 0, MAX_OCTETS);
      cut();
    }

    /**
     * HotSpot's SHA-1 begins a block by putting a word into a vector register of which it keeps the
     * rest for a moment. So each block waits for whoever wrote that register last, which would be
     * the other chain. A copy through vector registers ends that, and 33 ns a block become 20.
     */
    private void cut() {
      System.arraycopy(gap, 0, sameGap, 0, gap.length);
    }

    private static IllegalStateException notAnyMore(Exception e) {
      return new IllegalStateException("SHA-1 that could be copied before cannot now", e);
    }

    @Override
    public String toString() {
      return "SHA-1 by " + inner.getProvider().getName();
    }
  }

  /** A MAC of the JCA. */
  private static final class JcaMac extends TagMac {
    private final Mac mac;

    JcaMac(Mac mac, SecretBytes key) {
      this.mac = mac;
      try {
        mac.init(new SecretKeySpec(key.expose(), mac.getAlgorithm()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(mac.getAlgorithm() + " refused its key", e);
      }
    }

    @Override
    void compute(byte[] b, int from, int octets, byte[] target) {
      try {
        mac.update(b, from, octets);
        mac.doFinal(target, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(mac.getAlgorithm() + " refused its input", e);
      }
    }

    @Override
    public String toString() {
      return mac.getAlgorithm() + " by " + mac.getProvider().getName();
    }
  }
}
