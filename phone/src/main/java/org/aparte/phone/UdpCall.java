package org.aparte.phone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.SecureMedia;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.MediaPolicy;
import org.jspecify.annotations.Nullable;

/** A call between two UDP addresses: one thread, one selector, all lines. */
final class UdpCall implements AutoCloseable {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LONGEST_WAIT_MILLIS = 100;

  /**
   * What is wanted of a call.
   *
   * @param aux an auxsecret, or {@code null}
   * @param helloHashes what signaling said of the peer's Hellos, by stream; as far as it goes
   * @param timeoutNanos when the call ends at the latest
   * @param lingerNanos silence after which it ends
   */
  record Settings(
      MediaPolicy policy,
      boolean verifySas,
      boolean rejectSas,
      @Nullable Octets aux,
      List<HelloHash> helloHashes,
      boolean printKeys,
      int packets,
      long timeoutNanos,
      long lingerNanos) {}

  private final Settings settings;
  private final SecureRandom random;
  private final Reporter reporter;
  private final ZrtpSession session;
  private final Selector selector;
  private final List<Line> lines = new ArrayList<>();
  private boolean judged;

  /**
   * A call without streams.
   *
   * @param session closed by this call
   */
  UdpCall(Settings settings, ZrtpSession session, SecureRandom random, Reporter reporter)
      throws IOException {
    this.settings = settings;
    this.session = session;
    this.random = random;
    this.reporter = reporter;
    this.selector = Selector.open();
  }

  /** Adds a stream. */
  void add(
      InetSocketAddress own, InetSocketAddress peer, int ssrc, byte[] sound, Impairment impairment)
      throws IOException {
    int index = lines.size();
    SecureMedia media = session.newMedia(ssrc, settings.policy());
    if (settings.printKeys()) {
      media.exposeKeys();
    }
    if (settings.aux() != null) {
      media.auxSecret(SecretBytes.copyOf(settings.aux().toArray()));
    }
    if (index < settings.helloHashes().size()) {
      media.expectPeerHelloHash(settings.helloHashes().get(index), false);
    }
    Line line =
        new Line(
            index,
            own,
            peer,
            media,
            reporter,
            impairment,
            new RtpOut(ssrc, sound, random),
            settings.packets());
    line.socket().register(selector, SelectionKey.OP_READ, line);
    lines.add(line);
    reporter.helloHash(index, media.helloHash());
  }

  /** Calls, until everything is said. */
  Exit run() throws IOException {
    long began = System.nanoTime();
    lines.get(0).start(began);
    long now = began;
    while (now - began < settings.timeoutNanos() && !isDone(now)) {
      selector.select(waitMillis(now));
      selector.selectedKeys().clear();
      now = System.nanoTime();
      for (Line line : lines) {
        line.read(now);
        line.tick(now);
      }
      judge();
      startOthers(now);
    }
    lines.forEach(Line::report);
    Exit exit = exit();
    reporter.end(lines.stream().allMatch(Line::isSecure), exit.code());
    return exit;
  }

  /** What the user says of the words, once. */
  private void judge() {
    if (!judged && session.sas().isPresent()) {
      judged = true;
      if (settings.verifySas()) {
        session.sasMatched();
      } else if (settings.rejectSas()) {
        session.sasDiffers();
      }
    }
  }

  /** The first stream agrees on the keys that all others are added by (RFC 6189 section 4.4.3). */
  private void startOthers(long now) throws IOException {
    if (lines.get(0).isSecure()) {
      for (Line line : lines) {
        if (!line.isStarted()) {
          line.start(now);
        }
      }
    }
  }

  private boolean isDone(long now) {
    return lines.stream().allMatch(line -> line.isDone(now, settings.lingerNanos()))
        || lines.get(0).hasFailed() && !hasErrorToSend();
  }

  /** After a failure the peer is told until it acknowledges. */
  private boolean hasErrorToSend() {
    return lines.stream().anyMatch(line -> line.hasFailed() && line.due().isPresent());
  }

  private long waitMillis(long now) {
    long wait = LONGEST_WAIT_MILLIS;
    for (Line line : lines) {
      OptionalLong due = line.due();
      if (due.isPresent()) {
        wait = Math.min(wait, (due.getAsLong() - now) / NANOS_PER_MILLI);
      }
    }
    return Math.max(1, wait);
  }

  private Exit exit() {
    if (lines.stream().allMatch(Line::isSecure)) {
      return lines.stream().allMatch(Line::isHeard) ? Exit.OK : Exit.MEDIA_FAILED;
    }
    return lines.get(0).isWithoutPeer() ? Exit.NO_PEER : Exit.NOT_SECURE;
  }

  /** The sound that the first stream brought, as PCMU; {@code null} when there was none. */
  byte @Nullable [] heard() {
    return lines.get(0).heard();
  }

  @Override
  public void close() throws IOException {
    for (Line line : lines) {
      line.close();
    }
    session.close();
    selector.close();
  }
}
