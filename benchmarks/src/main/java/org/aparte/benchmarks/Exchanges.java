package org.aparte.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
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

/** Exchanges of one kind: both ends in one thread, with caches in memory. */
final class Exchanges {

  /** How many make a slice. */
  static final int PER_SLICE = 50;

  private static final double WARM_UP_MILLIS = 5000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final CryptoProviders PROVIDERS = CryptoProviders.standard();

  /** The type of a message that fits into one packet: "Commit ". */
  private static final long COMMIT = 0x436f6d6d69742020L;

  private static final int TYPE_OFFSET = 16;

  /**
   * CPU milliseconds of one exchange, the mean of a slice.
   *
   * @param exchange from the first Hello to the keys of both ends
   * @param whole with the opening and closing of both sessions
   * @param answers of the way from Commit to the answer to it, at all who answered
   */
  record Cost(double exchange, double whole, double answers) {}

  private final KeyAgreementType agreement;
  private final CipherType cipher;
  private final AuthTagType tag;
  private final boolean ahead;
  private final ZrtpConfig config;
  private final ZrtpConfig answering;
  private final ZrtpEndpoint alice = endpoint();
  private final ZrtpEndpoint bob = endpoint();
  private int packets;
  private int octets;
  private int hops;
  private long exchangeNanos;
  private long wholeNanos;
  private long answerNanos;

  private Exchanges(
      KeyAgreementType agreement,
      CipherType cipher,
      AuthTagType tag,
      boolean oneCommits,
      boolean ahead) {
    this.agreement = agreement;
    this.cipher = cipher;
    this.tag = tag;
    this.ahead = ahead;
    this.config =
        ZrtpConfig.builder()
            .keyAgreements(
                agreement.hasDhParts()
                    ? new KeyAgreementType[] {agreement, KeyAgreementType.MULT}
                    : new KeyAgreementType[] {
                      KeyAgreementType.X255, KeyAgreementType.MULT, KeyAgreementType.PRSH
                    })
            .hashes(
                BzrtpExchanges.has(agreement)
                    ? new HashType[] {HashType.S256}
                    : new HashType[] {HashType.S256, HashType.S384})
            .ciphers(cipher)
            .authTags(tag)
            .preferPreshared(agreement == KeyAgreementType.PRSH)
            .build();
    this.answering = config.toBuilder().passive(oneCommits).build();
  }

  /** Both ends send Commit, as in a call of two phones. */
  static Exchanges of(KeyAgreementType agreement, CipherType cipher, AuthTagType tag) {
    return new Exchanges(agreement, cipher, tag, false, false);
  }

  /**
   * One end sends Commit, the other is passive.
   *
   * @param ahead whether both have a key pair ready, made at a time that does not count
   */
  static Exchanges withOneCommit(KeyAgreementType agreement, CipherType cipher, boolean ahead) {
    return new Exchanges(agreement, cipher, AuthTagType.HS80, true, ahead);
  }

  private static ZrtpEndpoint endpoint() {
    SecureRandom random = new SecureRandom();
    return ZrtpEndpoint.of(new InMemoryZidStore(random), PROVIDERS, random, () -> 1);
  }

  KeyAgreementType agreement() {
    return agreement;
  }

  CipherType cipher() {
    return cipher;
  }

  AuthTagType tag() {
    return tag;
  }

  /** Packets of the last exchange. */
  int packets() {
    return packets;
  }

  /** Octets of the ZRTP packets of the last exchange. */
  int octets() {
    return octets;
  }

  /** Of the last exchange, from the first Hello on, which both send at once. */
  double roundTrips() {
    return hops / 2.0;
  }

  /** Some seconds, so that the compiler is done. */
  Exchanges warmUp() {
    double millis = 0;
    while (millis < WARM_UP_MILLIS) {
      millis += slice().whole * PER_SLICE;
    }
    return this;
  }

  Cost slice() {
    exchangeNanos = 0;
    wholeNanos = 0;
    answerNanos = 0;
    for (int i = 0; i < PER_SLICE; i++) {
      run();
    }
    double perExchange = 1e6 * PER_SLICE;
    return new Cost(
        exchangeNanos / perExchange, wholeNanos / perExchange, answerNanos / perExchange);
  }

  /** One exchange; what comes before a Multistream or Preshared one counts in the whole alone. */
  private void run() {
    if (ahead) {
      alice.prepareKeyPairs(config, 1);
      bob.prepareKeyPairs(answering, 1);
    }
    long opened = THREADS.getCurrentThreadCpuTime();
    try (ZrtpSession a = alice.openSession(config);
        ZrtpSession b = bob.openSession(answering)) {
      if (agreement == KeyAgreementType.MULT) {
        agree(a.newStream(1), b.newStream(2));
      }
      long before = THREADS.getCurrentThreadCpuTime();
      agree(a.newStream(3), b.newStream(4));
      exchangeNanos += THREADS.getCurrentThreadCpuTime() - before;
      if (agreement == KeyAgreementType.PRSH) {
        a.sasMatched();
        b.sasMatched();
      }
    }
    wholeNanos += THREADS.getCurrentThreadCpuTime() - opened;
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
      send(receive(flight), other, flight.hop, wire);
    }
    if (a.state() != StreamPhase.SECURE || b.state() != StreamPhase.SECURE) {
      throw new IllegalStateException("not secure: " + a.state() + ", " + b.state());
    }
  }

  private ZrtpOutput receive(Flight flight) {
    if (!isCommit(flight.datagram)) {
      return flight.to.receive(flight.datagram, 0);
    }
    long before = THREADS.getCurrentThreadCpuTime();
    ZrtpOutput output = flight.to.receive(flight.datagram, 0);
    answerNanos += THREADS.getCurrentThreadCpuTime() - before;
    return output;
  }

  private static boolean isCommit(ByteBuffer datagram) {
    return datagram.remaining() >= TYPE_OFFSET + Long.BYTES
        && datagram.getLong(datagram.position() + TYPE_OFFSET) == COMMIT;
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
}
