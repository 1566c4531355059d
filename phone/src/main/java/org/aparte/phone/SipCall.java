package org.aparte.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.aparte.phone.sip.Names;
import org.aparte.phone.sip.Sdp;
import org.aparte.phone.sip.SipUri;
import org.aparte.phone.sip.SipUser;
import org.aparte.zrtp.ZrtpSession;
import org.jspecify.annotations.Nullable;

/** A call by SIP: one thread, one selector, the socket of SIP and those of all lines. */
final class SipCall implements SipUser.Listener, AutoCloseable {

  private static final int MAX_DATAGRAM = 65_536;
  private static final int REGISTER_SECONDS = 600;

  /**
   * What is wanted of a call.
   *
   * @param target who is called; {@code null} to wait for a call
   * @param where the first address to send to
   * @param register whether the registrar is told where we are
   * @param timeoutNanos how long we wait for an answer, or for a call
   * @param ringNanos how long a call rings before it is answered; 0 not at all
   * @param durationNanos how long the call lasts once it is answered; 0 until somebody hangs up
   */
  record Settings(
      SipUser.Account account,
      @Nullable SipUri target,
      @Nullable InetSocketAddress where,
      boolean register,
      boolean verifySas,
      long timeoutNanos,
      long ringNanos,
      long durationNanos) {}

  private final Settings settings;
  private final Reporter reporter;
  private final ZrtpSession session;
  private final SipMedia media;
  private final Negotiation negotiation;
  private final Names names;
  private final SipUser user;
  private final DatagramChannel socket;
  private final Selector selector = Selector.open();
  private final Queue<Character> keys = new ConcurrentLinkedQueue<>();
  private long now = System.nanoTime();
  private long answeredAt;
  private boolean answered;
  private boolean ended;
  private boolean judged;
  private boolean held;
  private int refusal;
  private @Nullable Sdp ringing;
  private long answerAt;

  /**
   * A phone that has not begun.
   *
   * @param socket of SIP, bound
   */
  SipCall(
      Settings settings,
      SipMedia.Settings wishes,
      DatagramChannel socket,
      ZrtpSession session,
      SecureRandom random,
      Reporter reporter)
      throws IOException {
    this.settings = settings;
    this.reporter = reporter;
    this.session = session;
    this.names = new Names(selector::wakeup);
    this.media = new SipMedia(wishes, session, random, reporter, names);
    this.negotiation = media.negotiation();
    this.socket = socket;
    this.user = new SipUser(settings.account(), random, names, this::transmit, this);
    socket.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 18);
    socket.configureBlocking(false);
    socket.register(selector, SelectionKey.OP_READ);
  }

  private void transmit(byte[] datagram, InetSocketAddress to) {
    try {
      socket.send(ByteBuffer.wrap(datagram), to);
    } catch (IOException unreachable) {
      // As with a lost datagram: it is sent again
    }
  }

  /** A key that the user pressed; may be called by another thread. */
  void press(char key) {
    keys.add(key);
    selector.wakeup();
  }

  /** Calls or waits for a call, until it is over. */
  Exit run() throws IOException {
    begin();
    long began = now;
    boolean hungUp = false;
    ByteBuffer in = ByteBuffer.allocate(MAX_DATAGRAM);
    while (!ended) {
      selector.select(waitMillis());
      selector.selectedKeys().clear();
      now = System.nanoTime();
      for (in.clear(); socket.receive(in) instanceof InetSocketAddress from && !ended; in.clear()) {
        user.receive(in.array(), in.position(), from, now);
      }
      user.timeout(now);
      media.work(now);
      judge();
      if (ringing != null && now - answerAt >= 0) {
        pickUp();
      }
      for (Character key = keys.poll(); key != null; key = keys.poll()) {
        press(key.charValue(), now);
      }
      long limit = answered ? settings.durationNanos() : settings.timeoutNanos();
      if (!hungUp && limit > 0 && now - (answered ? answeredAt : began) >= limit) {
        hungUp = true;
        hangUp();
      }
    }
    unregister();
    media.report();
    Exit exit = exit(media.wasSecure());
    reporter.end(media.wasSecure() && !media.hasKeysInSignaling(), exit.code());
    return exit;
  }

  private void begin() throws IOException {
    now = System.nanoTime();
    if (settings.register()) {
      user.register(REGISTER_SECONDS, now);
    }
    SipUri target = settings.target();
    if (target == null || settings.where() == null) {
      reporter.sip("waiting", settings.account().address().toString());
    } else {
      negotiation.signaledFrom(settings.where().getAddress());
      Sdp offer = negotiation.firstOffer();
      media.register(selector);
      reporter.sip("calling", target.toString());
      user.call(target, settings.where(), offer, now);
    }
  }

  private void unregister() {
    if (settings.register()) {
      user.register(0, now); // sent once; if it is lost, the registrar forgets us later
    }
  }

  private long waitMillis() {
    long wait = media.waitMillis(now);
    if (user.due().isPresent()) {
      wait = Math.min(wait, (user.due().getAsLong() - now) / 1_000_000);
    }
    if (ringing != null) {
      wait = Math.min(wait, (answerAt - now) / 1_000_000);
    }
    return Math.max(1, wait);
  }

  private void press(char key, long now) {
    switch (key) {
      case 'v' -> {
        if (session.sas().isPresent()) {
          session.sasMatched();
          reporter.sip("verified", "the words are the same");
        }
      }
      case 'd' -> {
        if (session.sas().isPresent()) {
          session.sasDiffers();
          reporter.sip("differs", "the words differ: somebody listens; hanging up");
          hangUp();
        }
      }
      case 'c' -> {
        if (!media.goClear(now)) {
          reporter.sip("clear-impossible", "the two phones do not both allow it");
        }
      }
      case 'a' -> pickUp();
      case 'o' -> {
        held = !held;
        if (!user.reinvite(negotiation.nextOffer(held), now)) {
          held = !held;
        }
      }
      case 'h' -> hangUp();
      default -> {
        // white space, and what means nothing
      }
    }
  }

  private void hangUp() {
    if (settings.target() == null && !answered && !media.isOpen() && ringing == null) {
      ended = true;
      reporter.sip("ended", "nobody called");
    } else {
      user.hangUp(now);
    }
  }

  /** What the user says of the words, where it was said beforehand. */
  private void judge() {
    if (!judged && settings.verifySas() && session.sas().isPresent()) {
      judged = true;
      session.sasMatched();
    }
  }

  private Exit exit(boolean secure) {
    if (secure) {
      return media.isHeard() ? Exit.OK : Exit.MEDIA_FAILED;
    }
    boolean nobody = !answered && (refusal == 0 || refusal == 408 || refusal == 487);
    return nobody ? Exit.NO_PEER : Exit.NOT_SECURE;
  }

  @Override
  public void progress(int status, String reason) {
    if (status > 100) {
      reporter.sip("ringing", status + " " + reason);
    }
  }

  @Override
  public SipUser.Answer called(String peer, InetAddress from, Sdp offer) {
    reporter.sip("called", peer);
    negotiation.signaledFrom(from);
    if (settings.ringNanos() == 0) {
      return answer(offer);
    }
    ringing = offer;
    answerAt = now + settings.ringNanos();
    reporter.sip("rings", "a answers, h does not");
    return SipUser.Answer.ring();
  }

  private void pickUp() {
    Sdp offer = ringing;
    if (offer != null) {
      ringing = null;
      user.decide(answer(offer), now);
    }
  }

  private SipUser.Answer answer(Sdp offer) {
    try {
      Optional<Sdp> answer = negotiation.answer(offer);
      if (answer.isEmpty()) {
        refusal = 488;
        reporter.sip("refused", negotiation.refusal().why());
        return SipUser.Answer.refuse(488, "Not Acceptable Here");
      }
      media.register(selector);
      media.start(now);
      return SipUser.Answer.accept(answer.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void answered(Sdp answer) {
    established();
    try {
      if (negotiation.conclude(answer)) {
        media.start(now);
      } else {
        reporter.sip("refused", negotiation.refusal().why());
        user.hangUp(now);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void acknowledged() {
    established();
  }

  private void established() {
    answered = true;
    answeredAt = now;
    reporter.sip("established", "");
  }

  @Override
  public SipUser.Answer reoffered(@Nullable Sdp offer) {
    if (offer == null) {
      // The peer's new keys would come with the ACK, which cannot be refused
      return media.hasKeysInSignaling()
          ? SipUser.Answer.refuse(488, "An offer is needed")
          : SipUser.Answer.accept(negotiation.nextOffer(held));
    }
    Optional<Sdp> answer = negotiation.reanswer(offer, held);
    if (answer.isEmpty()) {
      warnOfDowngrade();
      reporter.sip("reinvite-refused", negotiation.refusal().why());
      return SipUser.Answer.refuse(488, "Not Acceptable Here");
    }
    reporter.sip("reinvited", media.direction());
    return SipUser.Answer.accept(answer.get());
  }

  private void warnOfDowngrade() {
    if (negotiation.refusal().downgrade()) {
      reporter.warning(0, "downgrade-refused");
    }
  }

  @Override
  public void reanswered(int status, @Nullable Sdp answer) {
    if (answer == null) {
      held = false;
      reporter.sip("not-changed", Integer.toString(status));
    } else if (!negotiation.reconclude(answer, held)) {
      held = false;
      warnOfDowngrade();
      reporter.sip("not-changed", negotiation.refusal().why());
    } else {
      reporter.sip(held ? "held" : "resumed", media.direction());
    }
  }

  @Override
  public void ended(int status, String reason) {
    ended = true;
    ringing = null;
    refusal = status;
    reporter.sip("ended", (status == 0 ? "" : status + " ") + reason);
  }

  @Override
  public void registered(int status, String reason) {
    reporter.sip(status < 300 ? "registered" : "not-registered", status + " " + reason);
  }

  @Override
  public void close() throws IOException {
    media.close();
    session.close();
    socket.close();
    names.close();
    selector.close();
  }
}
