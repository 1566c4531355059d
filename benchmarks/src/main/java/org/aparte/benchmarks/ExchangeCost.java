package org.aparte.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.ZrtpStream;
import org.aparte.zrtp.cache.InMemoryZidStore;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;

/**
 * What a complete key agreement costs: both ends in one thread of one process, from the first Hello
 * to the keys of both, caches in memory included. Prints CPU time, octets and round trips.
 *
 * <p>CPU time of the thread, which JMH does not measure: what neighbours on the machine take away
 * does not count, and the figures can be put beside those of engines measured the same way.
 */
public final class ExchangeCost {

  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  private static final int EXCHANGES_PER_SLICE = 50;

  private final KeyAgreementType agreement;
  private final ZrtpConfig config;
  private final ZrtpEndpoint alice = endpoint();
  private final ZrtpEndpoint bob = endpoint();
  private int packets;
  private int octets;
  private int hops;

  private ExchangeCost(KeyAgreementType agreement, CipherType cipher) {
    this.agreement = agreement;
    this.config =
        ZrtpConfig.builder()
            .keyAgreements(
                agreement.hasDhParts()
                    ? new KeyAgreementType[] {agreement, KeyAgreementType.MULT}
                    : new KeyAgreementType[] {
                      KeyAgreementType.X255, KeyAgreementType.MULT, KeyAgreementType.PRSH
                    })
            .hashes(HashType.S256, HashType.S384)
            .ciphers(cipher)
            .authTags(AuthTagType.HS80)
            .preferPreshared(agreement == KeyAgreementType.PRSH)
            .build();
  }

  private static ZrtpEndpoint endpoint() {
    SecureRandom random = new SecureRandom();
    return ZrtpEndpoint.of(new InMemoryZidStore(random), PROVIDERS, random, () -> 1);
  }

  /** {@code [slices]}, 20 by default. */
  public static void main(String[] arguments) {
    int slices = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    PrintStream out = System.out;
    out.println("JDK " + Runtime.version() + ", " + System.getProperty("os.arch"));
    out.println();
    out.println("| exchange | CPU ms, both ends | spread | packets | octets | round trips |");
    out.println("|---|---|---|---|---|---|");
    for (ExchangeCost cost :
        List.of(
            new ExchangeCost(KeyAgreementType.X255, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.EC25, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.EC38, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.X448, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.DH2K, CipherType.AES1),
            new ExchangeCost(KeyAgreementType.DH3K, CipherType.AES1),
            new ExchangeCost(KeyAgreementType.DH3K, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.K255, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.MLK1, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.X1M1, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.P1M2, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.X3M3, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.P3M3, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.PRSH, CipherType.AES3),
            new ExchangeCost(KeyAgreementType.MULT, CipherType.AES3))) {
      cost.print(cost.measure(slices), out);
    }
  }

  private double[] measure(int slices) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < 60 * EXCHANGES_PER_SLICE; i++) {
      run(threads);
    }
    double[] millis = new double[slices];
    for (int slice = 0; slice < slices; slice++) {
      long nanos = 0;
      for (int i = 0; i < EXCHANGES_PER_SLICE; i++) {
        nanos += run(threads);
      }
      millis[slice] = nanos / 1e6 / EXCHANGES_PER_SLICE;
    }
    Arrays.sort(millis);
    return millis;
  }

  /** One exchange; what comes before a Multistream or Preshared one is not counted. */
  private long run(ThreadMXBean threads) {
    try (ZrtpSession a = alice.openSession(config);
        ZrtpSession b = bob.openSession(config)) {
      if (agreement == KeyAgreementType.MULT) {
        agree(a.newStream(1), b.newStream(2));
      }
      long before = threads.getCurrentThreadCpuTime();
      agree(a.newStream(3), b.newStream(4));
      long after = threads.getCurrentThreadCpuTime();
      if (agreement == KeyAgreementType.PRSH) {
        a.sasMatched();
        b.sasMatched();
      }
      return after - before;
    }
  }

  private record Flight(ZrtpStream to, ByteBuffer datagram, int hop) {}

  private void agree(ZrtpStream a, ZrtpStream b) {
    packets = 0;
    octets = 0;
    hops = 0;
    Deque<Flight> wire = new ArrayDeque<>();
    send(a.start(0), b, 0, wire);
    send(b.start(0), a, 0, wire);
    while (!wire.isEmpty()) {
      Flight flight = wire.remove();
      ZrtpStream other = flight.to == a ? b : a;
      hops = flight.hop;
      send(flight.to.receive(flight.datagram, 0), other, flight.hop, wire);
    }
    if (a.state() != StreamPhase.SECURE || b.state() != StreamPhase.SECURE) {
      throw new IllegalStateException("not secure: " + a.state() + ", " + b.state());
    }
  }

  private void send(ZrtpOutput output, ZrtpStream to, int hop, Deque<Flight> wire) {
    for (ByteBuffer datagram : output.datagrams()) {
      packets++;
      octets += datagram.remaining();
      wire.add(new Flight(to, datagram, hop + 1));
    }
    for (ZrtpEvent event : output.events()) {
      if (event instanceof ZrtpEvent.SendKey send) {
        send.key().close();
      } else if (event instanceof ZrtpEvent.ReceiveKey receive) {
        receive.key().close();
      }
    }
  }

  private void print(double[] millis, PrintStream out) {
    List<String> cells = new ArrayList<>();
    cells.add(agreement + " " + config.ciphers().get(0));
    cells.add(String.format(Locale.ROOT, "%.2f", millis[millis.length / 2]));
    cells.add(
        String.format(
            Locale.ROOT, "%.2f-%.2f", millis[millis.length / 4], millis[3 * millis.length / 4]));
    cells.add(Integer.toString(packets));
    cells.add(Integer.toString(octets));
    cells.add(String.format(Locale.ROOT, "%.1f", hops / 2.0));
    out.println("| " + String.join(" | ", cells) + " |");
  }
}
