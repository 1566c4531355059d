package org.aparte.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What it costs to call into libsrtp2 and to do nothing there. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EmptyCall {

  private static final String LIBRARY = System.getProperty("aparte.libsrtp");

  /** The call of a function that returns a constant. */
  @Benchmark
  public int call() {
    return Libsrtp.emptyCall(LIBRARY);
  }
}
