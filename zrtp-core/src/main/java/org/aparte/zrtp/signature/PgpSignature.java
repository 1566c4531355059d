package org.aparte.zrtp.signature;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.SasVerdict.Invalid;
import org.aparte.zrtp.model.SasVerdict.Unsupported;
import org.jspecify.annotations.Nullable;

/**
 * A version 4 signature packet over a binary document (RFC 4880 section 5.2.3), as it stands in a
 * signature block (Z-7.2.1-01).
 *
 * @param algorithm of the key
 * @param hash of the signature
 * @param hashedPart from the version to the end of the hashed subpackets, as it came
 * @param keyId of the signer, 8 octets
 * @param keyServerUri printable ASCII
 * @param hashStart the left 16 bits of the hash, which tell a wrong document early
 * @param numbers of the signature: two for DSA and ECDSA, one for RSA
 */
record PgpSignature(
    PgpAlgorithm algorithm,
    SignatureHash hash,
    Octets hashedPart,
    Octets keyId,
    String keyServerUri,
    int hashStart,
    List<BigInteger> numbers) {

  private static final int CREATION_TIME = 2;
  private static final int ISSUER = 16;
  private static final int PREFERRED_KEY_SERVER = 24;
  private static final int ISSUER_FINGERPRINT = 33;
  private static final int CRITICAL = 0x80;

  private static final int TAG = 2;
  private static final int VERSION = 4;
  private static final int BINARY_DOCUMENT = 0;
  private static final int KEY_ID_OCTETS = 8;
  private static final int V4_FINGERPRINT_OCTETS = 20;

  /**
   * Reads a signature block.
   *
   * @throws RefusedSignature when it is anything but one such packet and less than a word of zeros
   */
  static PgpSignature parse(Octets block) throws RefusedSignature {
    PgpReader in = new PgpReader(block);
    PgpReader.Packet packet = in.packet();
    if (packet.tag() != TAG || in.remaining() > 3) {
      throw new RefusedSignature(Invalid.Reason.MALFORMED);
    }
    while (!in.atEnd()) {
      if (in.octet() != 0) {
        throw new RefusedSignature(Invalid.Reason.MALFORMED);
      }
    }
    return parse(packet.body(), block);
  }

  private static PgpSignature parse(PgpReader in, Octets block) throws RefusedSignature {
    int start = in.position();
    if (in.octet() != VERSION || in.octet() != BINARY_DOCUMENT) {
      throw new RefusedSignature(Unsupported.Reason.FORM);
    }
    PgpAlgorithm algorithm = PgpAlgorithm.ofNumber(in.octet());
    if (algorithm == null) {
      throw new RefusedSignature(Unsupported.Reason.ALGORITHM);
    }
    SignatureHash hash = SignatureHash.ofPgpNumber(in.octet());
    // Z-7.2-13, Z-7.2-14
    if (hash == null) {
      throw new RefusedSignature(Unsupported.Reason.HASH);
    }
    Subpackets subpackets = new Subpackets();
    subpackets.read(in.sub(in.uint16()), true);
    Octets hashedPart = block.slice(start, in.position());
    subpackets.read(in.sub(in.uint16()), false);
    int hashStart = in.uint16();
    List<BigInteger> numbers = in.mpisToTheEnd(algorithm.signatureNumbers());
    return new PgpSignature(
        algorithm,
        hash,
        hashedPart,
        subpackets.keyId(),
        subpackets.keyServerUri(),
        hashStart,
        numbers);
  }

  /**
   * The hashed part of a signature that we make: it covers all that it says.
   *
   * @param seconds since 1970
   */
  static Octets hashedPart(PgpPublicKey key, long seconds, String keyServerUri) {
    byte[] uri = keyServerUri.getBytes(StandardCharsets.US_ASCII);
    Octets subpackets =
        new PgpWriter()
            .subpacket(CREATION_TIME, new PgpWriter().uint32(seconds).done())
            .subpacket(ISSUER, key.keyId())
            // Z-7.2.1-07
            .subpacket(PREFERRED_KEY_SERVER, Octets.of(uri))
            .done();
    return new PgpWriter()
        .octet(VERSION)
        .octet(BINARY_DOCUMENT)
        .octet(key.algorithm().number())
        .octet(key.hash().pgpNumber())
        .uint16(subpackets.length())
        .octets(subpackets)
        .done();
  }

  /** A complete packet of the new format, without unhashed subpackets (Z-7.2.1-01). */
  static Octets packet(Octets hashedPart, int hashStart, SignaturePair pair) {
    Octets body =
        new PgpWriter()
            .octets(hashedPart)
            .uint16(0)
            .uint16(hashStart)
            .mpi(pair.r())
            .mpi(pair.s())
            .done();
    return new PgpWriter().octet(0xc0 | TAG).length(body.length()).octets(body).done();
  }

  /** What is hashed and signed: the document, the hashed part, the trailer (section 5.2.4). */
  static byte[] signedOctets(byte[] document, Octets hashedPart) {
    byte[] signed = new byte[document.length + hashedPart.length() + 6];
    System.arraycopy(document, 0, signed, 0, document.length);
    hashedPart.copyTo(signed, document.length);
    int trailer = document.length + hashedPart.length();
    signed[trailer] = VERSION;
    signed[trailer + 1] = (byte) 0xff;
    // Four octets of length, of which the part never needs more than two.
    signed[trailer + 4] = (byte) (hashedPart.length() >> 8);
    signed[trailer + 5] = (byte) hashedPart.length();
    return signed;
  }

  static int hashStart(byte[] digest) {
    return (digest[0] & 0xff) << 8 | (digest[1] & 0xff);
  }

  /** The subpackets that matter here (section 5.2.3.1), of both areas. */
  private static final class Subpackets {

    private @Nullable Octets issuer;
    private @Nullable Octets creationTime;
    private @Nullable Octets keyServer;

    /**
     * Reads an area.
     *
     * @param hashed whether the signature covers it. A key id may stand outside, where it is a hint
     *     that a forger gains nothing by; time and key server may not.
     */
    void read(PgpReader in, boolean hashed) throws RefusedSignature {
      while (!in.atEnd()) {
        PgpReader subpacket = in.subpacket();
        int type = subpacket.octet();
        Octets content = subpacket.take(subpacket.remaining());
        switch (type & ~CRITICAL) {
          case ISSUER -> issuer(content, KEY_ID_OCTETS, 0);
          case ISSUER_FINGERPRINT -> {
            if (content.length() > 0 && content.at(0) == VERSION) {
              issuer(content, 1 + V4_FINGERPRINT_OCTETS, 1 + V4_FINGERPRINT_OCTETS - KEY_ID_OCTETS);
            }
          }
          case CREATION_TIME -> creationTime = once(creationTime, content, hashed);
          case PREFERRED_KEY_SERVER -> keyServer = once(keyServer, content, hashed);
          default -> {
            if ((type & CRITICAL) != 0) {
              throw new RefusedSignature(Unsupported.Reason.FORM);
            }
          }
        }
      }
    }

    /** All that name the signer have to agree. */
    private void issuer(Octets content, int length, int from) throws RefusedSignature {
      if (content.length() != length) {
        throw new RefusedSignature(Invalid.Reason.MALFORMED);
      }
      Octets id = content.slice(from, length);
      if (issuer != null && !issuer.equals(id)) {
        throw new RefusedSignature(Invalid.Reason.MALFORMED);
      }
      issuer = id;
    }

    private static @Nullable Octets once(@Nullable Octets earlier, Octets content, boolean hashed)
        throws RefusedSignature {
      if (!hashed) {
        return earlier;
      }
      if (earlier != null) {
        throw new RefusedSignature(Invalid.Reason.MALFORMED);
      }
      return content;
    }

    Octets keyId() throws RefusedSignature {
      // RFC 4880 section 5.2.3.4: the hashed area has the time; without a key id nobody can look
      if (creationTime == null || creationTime.length() != 4 || issuer == null) {
        throw new RefusedSignature(Invalid.Reason.MALFORMED);
      }
      return issuer;
    }

    String keyServerUri() throws RefusedSignature {
      // Z-7.2.1-07
      if (keyServer == null || keyServer.length() == 0) {
        throw new RefusedSignature(Invalid.Reason.NO_KEY_SERVER_URI);
      }
      String uri = new String(keyServer.toArray(), StandardCharsets.ISO_8859_1);
      if (!isPrintable(uri)) {
        throw new RefusedSignature(Invalid.Reason.MALFORMED);
      }
      return uri;
    }
  }

  /**
   * Whether a text has nothing but the characters of URIs: no space, no control, no more than
   * ASCII.
   */
  static boolean isPrintable(String uri) {
    return uri.chars().allMatch(c -> c > ' ' && c <= '~');
  }
}
