package org.aparte.zrtp.signature;

import java.math.BigInteger;
import java.util.Arrays;
import org.aparte.srtp.secret.Octets;

/** Writes the fields of OpenPGP (RFC 4880 sections 3 and 4): the counterpart of PgpReader. */
final class PgpWriter {

  private byte[] octets = new byte[64];
  private int size;

  PgpWriter octet(int value) {
    if (size == octets.length) {
      octets = Arrays.copyOf(octets, 2 * size);
    }
    octets[size++] = (byte) value;
    return this;
  }

  PgpWriter uint16(int value) {
    return octet(value >> 8).octet(value);
  }

  PgpWriter uint32(long value) {
    return uint16((int) (value >> 16)).uint16((int) value);
  }

  PgpWriter octets(byte[] values) {
    for (byte value : values) {
      octet(value);
    }
    return this;
  }

  PgpWriter octets(Octets values) {
    return octets(values.toArray());
  }

  /** One octet of length or two: the same for packets of the new format and for subpackets. */
  PgpWriter length(int length) {
    return length < 192 ? octet(length) : octet((length - 192 >> 8) + 192).octet(length - 192);
  }

  /** A subpacket of a signature: length, type, content. */
  PgpWriter subpacket(int type, Octets content) {
    return length(1 + content.length()).octet(type).octets(content);
  }

  PgpWriter mpi(BigInteger number) {
    int bits = number.bitLength();
    return uint16(bits).octets(SignaturePair.fixedWidth((bits + 7) / 8, number));
  }

  Octets done() {
    return Octets.of(octets, 0, size);
  }
}
