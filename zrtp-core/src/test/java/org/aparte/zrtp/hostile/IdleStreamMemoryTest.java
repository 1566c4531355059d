package org.aparte.zrtp.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.ZrtpStream;
import org.aparte.zrtp.message.Fragment;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.scenario.SeededRandom;
import org.junit.jupiter.api.Test;

/** What a stream holds on the heap, as the difference that a thousand of them make. */
class IdleStreamMemoryTest {

  private static final int CALLS = 500;

  /** Of a call with one stream that is secure and idle: all but the keys that the app was given. */
  private static final long SECURE_BYTES = 4_096;

  private static final ZrtpConfig CALLER = ZrtpConfig.recommended();
  private static final ZrtpConfig CALLEE =
      ZrtpConfig.builder().initiation(Initiation.ON_REQUEST).build();

  private final ZrtpEndpoint endpoint =
      ZrtpEndpoint.cacheless(HandMade.PROVIDERS, new SeededRandom(1));

  @Test
  @Attack("N-21.02")
  void aSecureAndIdleCallOfOneStreamHoldsLessThan4Kilobytes() {
    secure(); // loads the classes
    List<ZrtpSession> sessions = new ArrayList<>();
    long before = usedBytes();
    for (int i = 0; i < CALLS; i++) {
      sessions.addAll(secure());
    }
    long each = (usedBytes() - before) / sessions.size();

    assertThat(sessions).hasSize(2 * CALLS);
    assertThat(each).isBetween(500L, SECURE_BYTES);
  }

  @Test
  @Attack({"N-21.02", "N-6.02", "N-18.01"})
  void aStreamHoldsNoMoreAfterManyHellosOfStrangersThanAfterFour() {
    List<ZrtpSession> sessions = new ArrayList<>();
    List<ZrtpStream> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ZrtpSession session = endpoint.openSession(CALLEE);
      sessions.add(session);
      ZrtpStream stream = session.newStream(i);
      stream.start(0);
      streams.add(stream);
      flood(stream, 4);
    }
    long before = usedBytes();
    streams.forEach(stream -> flood(stream, 200));
    long more = (usedBytes() - before) / sessions.size();

    // A single Hello more would be some 1,500; the rest is what else the heap does meanwhile
    assertThat(more).isLessThan(5_000);
  }

  @Test
  @Attack({"N-21.02", "N-18.05"})
  void fragmentsOfStrangersTakeLessThan64Kilobytes() {
    List<ZrtpSession> sessions = new ArrayList<>();
    List<ZrtpStream> streams = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ZrtpSession session = endpoint.openSession(CALLEE);
      sessions.add(session);
      ZrtpStream stream = session.newStream(i);
      stream.start(0);
      streams.add(stream);
    }
    streams.forEach(stream -> fragments(stream, 1)); // loads the classes
    long before = usedBytes();
    streams.forEach(stream -> fragments(stream, 1_000));
    long more = (usedBytes() - before) / sessions.size();

    assertThat(more).isBetween(20_000L, 65_536L);
    streams.forEach(ZrtpStream::close);
    assertThat((usedBytes() - before) / sessions.size()).isLessThan(5_000);
    assertThat(streams).allMatch(stream -> stream.state() == StreamPhase.CLOSED);
  }

  /** Of one message and of many, long and short ones, some of which make messages. */
  private static void fragments(ZrtpStream stream, int count) {
    Random random = new Random(stream.ssrc());
    for (int i = 0; i < count; i++) {
      int words = random.nextInt(4) == 0 ? 400 : 2;
      byte[] noise = new byte[4 * words];
      random.nextBytes(noise);
      int id = random.nextBoolean() ? 7 : 1 + random.nextInt(0xffff);
      int offset = 1 + random.nextInt(530 - words);
      stream.receive(new Fragment(1, 5, id, 530, offset, Octets.of(noise)).write().toArray(), 0);
    }
  }

  private static final byte[] HELLO = new HandMade(100).hello().toArray();

  private static void flood(ZrtpStream stream, int hellos) {
    for (int i = 0; i < hellos; i++) {
      byte[] hello = HELLO.clone();
      hello[32] ^= (byte) i;
      stream.receive(Forgery.packet(Octets.of(hello)), 0);
      byte[] noFragment = Forgery.packet(Octets.of(hello));
      noFragment[0] = 0x11;
      noFragment[12] = (byte) i; // the id, with a total length that its packet does not have
      stream.receive(Forgery.withCrc(noFragment), 0);
    }
  }

  /** The two ends of a call that became secure, and nothing else of it. */
  private List<ZrtpSession> secure() {
    ZrtpSession caller = endpoint.openSession(CALLER);
    ZrtpSession callee = endpoint.openSession(CALLEE);
    ZrtpStream a = caller.newStream(1);
    ZrtpStream b = callee.newStream(2);
    Deque<ByteBuffer> toA = new ArrayDeque<>();
    Deque<ByteBuffer> toB = new ArrayDeque<>();
    take(a.start(0), toB);
    take(b.start(0), toA);
    while (!toA.isEmpty() || !toB.isEmpty()) {
      if (!toB.isEmpty()) {
        take(b.receive(toB.remove(), 0), toA);
      }
      if (!toA.isEmpty()) {
        take(a.receive(toA.remove(), 0), toB);
      }
    }
    assertThat(a.state()).isEqualTo(StreamPhase.SECURE);
    assertThat(b.state()).isEqualTo(StreamPhase.SECURE);
    take(a.mediaAuthenticated(0), toB);
    return List.of(caller, callee);
  }

  private static void take(ZrtpOutput output, Deque<ByteBuffer> wire) {
    wire.addAll(output.datagrams());
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
