package org.aparte.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.intrinsics.JdkIntrinsics;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Fails when a packet costs far more than its cryptography costs through the public JCA: when an
 * instruction of the processor is no longer used, or an inner loop has become a slow one.
 *
 * <p>All are measured in turn in one JVM, the fastest slice of each counts, and only ratios are
 * judged: so a slow or busy machine is none of its business. What the JVM's own primitives are
 * worth is said, not judged: a processor without SHA instructions is no fault of ours.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GuardPackets {

  private static final int HEADER_OCTETS = 12;
  private static final int RING = 64;
  private static final int STRIDE = 1536;
  private static final int[] TABLE = new Random(2).ints(256).toArray();

  /** What of a packet is measured. */
  public enum Part {
    /** AES-CM with HMAC-SHA1. */
    CM("CM128", "CTR", Suite.CM128, 2),
    /** AES-CM with a MAC that costs nothing, since SHA-1 would hide it; beside AES alone. */
    CM_WITHOUT_MAC("CM128 without MAC", "ECB", Suite.CM128, 7),
    /** AES-GCM. */
    GCM("GCM128", "GCM", Suite.GCM128, 2);

    final String mode;
    private final String name;
    private final Suite suite;
    private final double limit;

    /**
     * A part.
     *
     * @param mode of AES on the JCA's side
     * @param limit how many times the JCA's time it may take; what was seen: benchmarks/README.md
     */
    Part(String name, String mode, Suite suite, double limit) {
      this.name = name;
      this.mode = mode;
      this.suite = suite;
      this.limit = limit;
    }
  }

  /** By whom. */
  public enum By {
    /** The JCA alone. */
    JCA,
    /** This library on the JCA. */
    APARTE,
    /** This library with srtp-intrinsics. */
    OPENED
  }

  /** Octets of payload. */
  @Param({"160", "1200"})
  public int payloadOctets;

  /** What of a packet. */
  @Param public Part part;

  /** By whom. */
  @Param public By by;

  private Peer peer;
  private byte[] sealed;
  private byte[] work;
  private int sealedOctets;
  private int sequence;
  private int next;

  /** Makes packets, and their protected forms. */
  @Setup(Level.Trial)
  public void makePackets() {
    peer =
        switch (by) {
          case JCA -> new JcaAlone(part);
          case APARTE -> new Peer.AparteSrtp(part.suite, accelerator(SrtpAccelerator.NONE));
          case OPENED -> new Peer.AparteSrtp(part.suite, accelerator(Opened.INTRINSICS));
        };
    work = new byte[RING * STRIDE];
    new Random(1).nextBytes(work);
    for (int at = 0; at < work.length; at += STRIDE) {
      work[at] = (byte) 0x80;
      for (int i = 0; i < 4; i++) {
        work[at + 8 + i] = (byte) (Peer.SSRC >> (24 - 8 * i));
      }
    }
    for (int i = 0; i < RING; i++) {
      sealedOctets = protect();
    }
    sealed = work.clone();
  }

  private SrtpAccelerator accelerator(SrtpAccelerator kernels) {
    return part == Part.CM_WITHOUT_MAC ? new WithoutMac(kernels) : kernels;
  }

  /** Protects a packet with a sequence number of its own. */
  @Benchmark
  public int protect() {
    int at = next * STRIDE;
    next = (next + 1) % RING;
    work[at] = (byte) 0x80;
    work[at + 2] = (byte) (sequence >> 8);
    work[at + 3] = (byte) sequence;
    sequence++;
    return worked(peer.protect(work, at, HEADER_OCTETS + payloadOctets));
  }

  /** Copies a protected packet to where it is opened, and opens it. */
  @Benchmark
  public int unprotect() {
    int at = next * STRIDE;
    next = (next + 1) % RING;
    if (at == 0) {
      peer.forgetReceived();
    }
    System.arraycopy(sealed, at, work, at, sealedOctets);
    return worked(peer.unprotect(work, at, sealedOctets));
  }

  private static int worked(int octets) {
    if (octets < 0) {
      throw new IllegalStateException("refused: " + octets);
    }
    return octets;
  }

  /** A checksum that no JVM has an instruction for: what plain Java takes for the same octets. */
  @Benchmark
  public int plainJava() {
    int sum = 0;
    for (int i = 0; i < HEADER_OCTETS + payloadOctets; i++) {
      sum = (sum >>> 8) ^ TABLE[(sum ^ work[i]) & 0xff];
    }
    return sum;
  }

  /** {@code [ROUNDS MILLISECONDS]}: how often all are measured, and how long each time. */
  public static void main(String[] arguments) throws RunnerException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 6;
    int millis = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 80;
    if (!Opened.INTRINSICS.serves()) {
      System.out.println(Opened.INTRINSICS.describe());
      System.exit(1);
    }
    GuardVerdict verdict = new GuardVerdict();
    for (int round = 0; round < rounds; round++) {
      for (Part part : Part.values()) {
        for (String octets : List.of("160", "1200")) {
          for (String operation : List.of("protect", "unprotect")) {
            for (By by : By.values()) {
              String row = part.name + " " + octets + " " + operation;
              verdict.add(row, part.limit, by, slice(part, octets, operation, by, millis));
            }
          }
        }
      }
      verdict.addPlainJava(slice(Part.CM, "1200", "plainJava", By.JCA, millis));
    }
    System.out.print(verdict.text());
    System.exit(verdict.isGood() ? 0 : 1);
  }

  private static double slice(Part part, String octets, String operation, By by, int millis)
      throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(GuardPackets.class.getName() + "." + operation + "$")
                .param("part", part.name())
                .param("payloadOctets", octets)
                .param("by", by.name())
                .shouldFailOnError(true)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(millis))
                .verbosity(VerboseMode.SILENT)
                .build())
        .runSingle()
        .getPrimaryResult()
        .getScore();
  }

  /** Made once: its self-test is not what is measured. */
  private static final class Opened {
    static final JdkIntrinsics INTRINSICS = new JdkIntrinsics();
  }

  /** Kernels with a MAC of zeros. */
  private record WithoutMac(SrtpAccelerator kernels) implements SrtpAccelerator {

    @Override
    public String describe() {
      return "without MAC";
    }

    @Override
    public CounterMode counterMode(byte[] key) {
      return kernels.counterMode(key);
    }

    @Override
    public Gcm gcm(byte[] key) {
      return kernels.gcm(key);
    }

    @Override
    public HmacSha1 hmacSha1(byte[] key) {
      return new HmacSha1() {
        @Override
        public void compute(byte[] b, int from, int octets, byte[] mac) {
          mac[0] = 0; // those of zeros are left as they were made
        }

        @Override
        public void close() {}
      };
    }
  }
}
