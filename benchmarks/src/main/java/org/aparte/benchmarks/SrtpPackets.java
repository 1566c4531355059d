package org.aparte.benchmarks;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The cost of one SRTP packet, in place, out of a ring of 64 (so that the packets are in the first
 * level cache or near it, as those of a server that has just received them).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SrtpPackets {

  private static final int HEADER_OCTETS = 12;
  static final int RING = 64;
  private static final int STRIDE = 1536;
  private static final int GOLDEN = 0x9e37_79b9;

  /** Octets of payload: 20 ms of G.711, and a video packet. */
  @Param({"160", "1200"})
  public int payloadOctets;

  /** The profile. */
  @Param({"CM128", "CM256", "GCM128"})
  public Suite suite;

  /** The implementation. */
  @Param({"APARTE", "JITSI"})
  public Peer.Kind peer;

  /** SSRCs that send in turn: more than 1 with ours only, which has one sender for all. */
  @Param("1")
  public int ssrcs;

  private Peer srtp;
  private byte[] sealed;
  private byte[] work;
  private int plainOctets;
  private int sealedOctets;
  private int sequence;
  private int nextSsrc;
  private int next;

  /** Makes the ring of packets, and their protected forms for the receiver. */
  @Setup(Level.Trial)
  public void makePackets() {
    plainOctets = HEADER_OCTETS + payloadOctets;
    sealedOctets = plainOctets + suite.tagOctets();
    byte[] plain = new byte[RING * STRIDE];
    work = new byte[RING * STRIDE];
    new Random(1).nextBytes(plain);
    srtp = Peer.of(peer, suite);
    Peer other = Peer.of(Peer.Kind.APARTE, suite);
    Peer first = Peer.of(peer, suite);
    for (int i = 0; i < RING; i++) {
      writeHeader(plain, i * STRIDE, i);
    }
    sealed = plain.clone();
    byte[] check = plain.clone();
    for (int i = 0; i < RING; i++) {
      require(other.protect(sealed, i * STRIDE, plainOctets) == sealedOctets, "our length");
      require(first.protect(check, i * STRIDE, plainOctets) == sealedOctets, "its length");
    }
    require(Arrays.equals(sealed, check), "both make the same octets");
    opensTwice(first, plain, check);
    sequence = RING;
    for (int i = 0; i < ssrcs; i++) {
      protectRtp(); // the first packet of an SSRC is not what is measured
    }
  }

  /** What is opened again and again has to be the same each time. */
  private void opensTwice(Peer receiver, byte[] plain, byte[] check) {
    for (int pass = 0; pass < 2; pass++) {
      receiver.forgetReceived();
      System.arraycopy(sealed, 0, check, 0, sealed.length);
      for (int i = 0; i < RING; i++) {
        int at = i * STRIDE;
        require(receiver.unprotect(check, at, sealedOctets) == plainOctets, "opened length");
        require(
            Arrays.equals(check, at, at + plainOctets, plain, at, at + plainOctets),
            "opened to the octets that were protected");
      }
    }
  }

  /** Protects a packet with a sequence number of its own. */
  @Benchmark
  public int protectRtp() {
    int octets = srtp.protect(work, writeNextHeader(), plainOctets);
    require(octets == sealedOctets, "protected");
    return octets;
  }

  /** The same in batches, by those who have them; the time is that of one packet. */
  @Benchmark
  @OperationsPerInvocation(RING)
  public int protectRtpInBatches() {
    for (int i = 0; i < RING; i++) {
      srtp.addToBatch(work, writeNextHeader(), plainOctets);
    }
    int octets = srtp.protectBatch();
    require(octets == RING * sealedOctets, "protected together");
    return octets;
  }

  private int writeNextHeader() {
    int at = next * STRIDE;
    next = (next + 1) % RING;
    int ssrc = Peer.SSRC + nextSsrc * GOLDEN; // far from each other, as random ones are
    work[at] = (byte) 0x80;
    work[at + 2] = (byte) (sequence >> 8);
    work[at + 3] = (byte) sequence;
    work[at + 8] = (byte) (ssrc >> 24);
    work[at + 9] = (byte) (ssrc >> 16);
    work[at + 10] = (byte) (ssrc >> 8);
    work[at + 11] = (byte) ssrc;
    nextSsrc++;
    if (nextSsrc == ssrcs) {
      nextSsrc = 0;
      sequence++;
    }
    return at;
  }

  /** Copies a protected packet to where it is opened, and opens it. */
  @Benchmark
  public int unprotectRtp() {
    int at = next * STRIDE;
    next = (next + 1) % RING;
    if (at == 0) {
      srtp.forgetReceived();
    }
    System.arraycopy(sealed, at, work, at, sealedOctets);
    int octets = srtp.unprotect(work, at, sealedOctets);
    require(octets == plainOctets, "opened");
    return octets;
  }

  private static void writeHeader(byte[] b, int at, int seq) {
    b[at] = (byte) 0x80;
    b[at + 1] = 0;
    b[at + 2] = (byte) (seq >> 8);
    b[at + 3] = (byte) seq;
    for (int i = 0; i < 4; i++) {
      b[at + 8 + i] = (byte) (Peer.SSRC >> (24 - 8 * i));
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("not so: " + what);
    }
  }
}
