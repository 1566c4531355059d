package org.aparte.zrtp.signature;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.SasVerdict.Invalid;

/**
 * Reads the fields of OpenPGP (RFC 4880 sections 3 and 4) and never leaves its range: whatever
 * would is a refusal.
 */
final class PgpReader {

  private static final int NEW_FORMAT = 0x40;
  private static final int INDETERMINATE_LENGTH = 3;

  private final Octets octets;
  private final int end;
  private int position;

  PgpReader(Octets octets) {
    this(octets, 0, octets.length());
  }

  private PgpReader(Octets octets, int from, int end) {
    this.octets = octets;
    this.position = from;
    this.end = end;
  }

  boolean atEnd() {
    return position == end;
  }

  /** Where the next octet stands in the octets that all this is about. */
  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  int octet() throws RefusedSignature {
    require(1);
    return octets.at(position++);
  }

  int uint16() throws RefusedSignature {
    return octet() << 8 | octet();
  }

  long uint32() throws RefusedSignature {
    return (long) uint16() << 16 | uint16();
  }

  /** The next octets. */
  Octets take(int length) throws RefusedSignature {
    require(length);
    position += length;
    return octets.slice(position - length, position);
  }

  /** A reader of the next octets, which this one passes over. */
  PgpReader sub(long length) throws RefusedSignature {
    require(length);
    int from = position;
    position += (int) length;
    return new PgpReader(octets, from, position);
  }

  /** A multiprecision integer (section 3.2), whose count of bits has to be the true one. */
  BigInteger mpi() throws RefusedSignature {
    int bits = uint16();
    BigInteger number = new BigInteger(1, take((bits + 7) / 8).toArray());
    if (number.bitLength() != bits) {
      throw new RefusedSignature(Invalid.Reason.MALFORMED);
    }
    return number;
  }

  /** So many of them, and then the end. */
  List<BigInteger> mpisToTheEnd(int count) throws RefusedSignature {
    List<BigInteger> numbers = new ArrayList<>();
    while (numbers.size() < count) {
      numbers.add(mpi());
    }
    if (!atEnd()) {
      throw new RefusedSignature(Invalid.Reason.MALFORMED);
    }
    return numbers;
  }

  /** The tag and the body of the next packet (section 4.2), of either format, in one piece. */
  Packet packet() throws RefusedSignature {
    int header = octet();
    if ((header & 0x80) == 0) {
      throw new RefusedSignature(Invalid.Reason.MALFORMED);
    }
    if ((header & NEW_FORMAT) != 0) {
      return new Packet(header & 0x3f, sub(newLength(224)));
    }
    int lengthType = header & 3;
    if (lengthType == INDETERMINATE_LENGTH) {
      throw new RefusedSignature(Invalid.Reason.MALFORMED);
    }
    long length = lengthType == 0 ? octet() : lengthType == 1 ? uint16() : uint32();
    return new Packet(header >> 2 & 0xf, sub(length));
  }

  /** A subpacket of a signature (section 5.2.3.1). */
  PgpReader subpacket() throws RefusedSignature {
    return sub(newLength(255));
  }

  /**
   * One, two or five octets of length.
   *
   * @param twoOctetsBelow where two-octet lengths end: 224 for packets, beyond which come lengths
   *     of mere parts; 255 for subpackets
   */
  private long newLength(int twoOctetsBelow) throws RefusedSignature {
    int first = octet();
    if (first < 192) {
      return first;
    }
    if (first < twoOctetsBelow) {
      return ((first - 192L) << 8) + octet() + 192;
    }
    if (first == 255) {
      return uint32();
    }
    throw new RefusedSignature(Invalid.Reason.MALFORMED);
  }

  private void require(long length) throws RefusedSignature {
    if (length > end - position) {
      throw new RefusedSignature(Invalid.Reason.MALFORMED);
    }
  }

  /** A packet of OpenPGP. */
  record Packet(int tag, PgpReader body) {}
}
