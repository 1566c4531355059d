package org.aparte.srtp.transform;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.secret.Wipe;

/**
 * Counter mode on a JCA cipher in ECB mode.
 *
 * <p>The counter blocks of a packet go through one ECB call and are XORed in words: half the time
 * of the JDK's own CTR mode, which wants a new IV object for each packet and copies.
 */
final class EcbCounter implements SrtpAccelerator.CounterMode {

  /** Octets in one call: what a datagram on an Ethernet link needs at most, in whole blocks. */
  private static final int CHUNK_OCTETS = 1536;

  private final Cipher blockCipher;
  private final byte[] counters = new byte[CHUNK_OCTETS];
  private final byte[] keystream = new byte[CHUNK_OCTETS];

  /** Counter mode of a cipher that encrypts whole blocks. */
  EcbCounter(Cipher blockCipher) {
    this.blockCipher = blockCipher;
  }

  @Override
  public void xor(long high, long low, byte[] data, int from, int to) {
    // S3711-4.1.1-02: IV, IV + 1 and so on. S3711-4.2.1-01, S3711-5.2-04: from the first octet on
    int block = 0;
    for (int at = from; at < to; at += CHUNK_OCTETS, block += CHUNK_OCTETS / 16) {
      int octets = Math.min(to - at, CHUNK_OCTETS);
      keystream(high, low + block, (octets + 15) >> 4);
      WideXor.xor(data, at, keystream, octets, counters); // these are used up
    }
  }

  private void keystream(long high, long low, int blocks) {
    WideXor.counterBlocks(counters, high, low, blocks);
    try {
      blockCipher.update(counters, 0, 16 * blocks, keystream, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("ECB mode refused whole blocks", e);
    }
  }

  @Override
  public void close() {
    Wipe.octets(counters);
    Wipe.octets(keystream);
  }

  @Override
  public String toString() {
    return blockCipher.getAlgorithm() + " by " + blockCipher.getProvider().getName();
  }
}
