package org.aparte.phone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Random;
import org.aparte.phone.sip.Names;
import org.aparte.phone.sip.Sdp;
import org.aparte.phone.sip.SipUri;
import org.aparte.phone.sip.SipUser;
import org.aparte.phone.sip.Transactions;
import org.jspecify.annotations.Nullable;

/** A call by SIP: what its user, its peer and the time want, and what comes of that. */
final class SipCall implements SipUser.Listener, AutoCloseable {

  private static final int REGISTER_SECONDS = 600;

  private final SipPhone.Settings settings;
  private final Reporter reporter;
  private final SipMedia media;
  private final Negotiation negotiation;
  private final SipUser user;
  private long began;
  private long answeredAt;
  private boolean answered;
  private boolean hungUp;
  private boolean ended;
  private boolean judged;
  private boolean held;
  private int refusal;
  private @Nullable Sdp ringing;
  private long answerAt;

  /**
   * A call that has not begun.
   *
   * @param media closed by this call
   */
  SipCall(
      SipPhone.Settings settings,
      SipMedia media,
      Names names,
      Transactions.Wire wire,
      Random random,
      Reporter reporter) {
    this.settings = settings;
    this.reporter = reporter;
    this.media = media;
    this.negotiation = media.negotiation();
    this.user = new SipUser(settings.account(), random, names, wire, this);
  }

  /** Calls, or waits for a call. */
  void begin(long now) throws IOException {
    began = now;
    if (settings.register()) {
      user.register(REGISTER_SECONDS, now);
    }
    SipUri target = settings.target();
    if (target == null || settings.where() == null) {
      reporter.sip("waiting", settings.account().address().toString());
    } else {
      media.signaledFrom(settings.where().getAddress());
      Sdp offer = negotiation.firstOffer();
      reporter.sip("calling", target.toString());
      user.call(target, settings.where(), offer, now);
    }
  }

  /** Takes a datagram of SIP. */
  void receive(byte[] datagram, int length, InetSocketAddress from, long now) {
    user.receive(datagram, length, from, now);
  }

  /** Does what is due: signaling, media, and what the user said beforehand. */
  void work(long now) throws IOException {
    user.timeout(now);
    media.work(now);
    if (!judged && settings.verifySas() && media.hasWords()) {
      judged = true;
      media.wordsMatch();
    }
    if (ringing != null && now - answerAt >= 0) {
      pickUp(now);
    }
    long limit = answered ? settings.durationNanos() : settings.timeoutNanos();
    if (!hungUp && limit > 0 && now - (answered ? answeredAt : began) >= limit) {
      hungUp = true;
      hangUp(now);
    }
  }

  /** How long there is nothing to {@link #work}, at most. */
  long waitMillis(long now) {
    long wait = media.waitMillis(now);
    if (user.due().isPresent()) {
      wait = Math.min(wait, (user.due().getAsLong() - now) / 1_000_000);
    }
    if (ringing != null) {
      wait = Math.min(wait, (answerAt - now) / 1_000_000);
    }
    return Math.max(1, wait);
  }

  /** Whether there is no call any more. */
  boolean hasEnded() {
    return ended;
  }

  /** Tells what came of the call that has ended. */
  Exit end(long now) {
    if (settings.register()) {
      user.register(0, now); // sent once; if it is lost, the registrar forgets us later
    }
    media.report();
    Exit exit = exit(media.wasSecure());
    reporter.end(media.wasSecure() && !media.hasKeysInSignaling(), exit.code());
    return exit;
  }

  private Exit exit(boolean secure) {
    if (secure) {
      return media.isHeard() ? Exit.OK : Exit.MEDIA_FAILED;
    }
    boolean nobody = !answered && (refusal == 0 || refusal == 408 || refusal == 487);
    return nobody ? Exit.NO_PEER : Exit.NOT_SECURE;
  }

  // --- what the user wants -------------------------------------------------------------------

  /** Takes a key that the user pressed. */
  void press(char key, long now) {
    switch (key) {
      case 'v' -> {
        if (media.hasWords()) {
          media.wordsMatch();
          reporter.sip("verified", "the words are the same");
        }
      }
      case 'd' -> {
        if (media.hasWords()) {
          media.wordsDiffer();
          reporter.sip("differs", "the words differ: somebody listens; hanging up");
          hangUp(now);
        }
      }
      case 'c' -> {
        if (!media.goClear(now)) {
          reporter.sip("clear-impossible", "the two phones do not both allow it");
        }
      }
      case 'a' -> pickUp(now);
      case 'o' -> {
        held = !held;
        if (!user.reinvite(negotiation.nextOffer(held), now)) {
          held = !held;
        }
      }
      case 'h' -> hangUp(now);
      default -> {
        // white space, and what means nothing
      }
    }
  }

  private void hangUp(long now) {
    if (settings.target() == null && !answered && !media.isOpen() && ringing == null) {
      ended = true;
      reporter.sip("ended", "nobody called");
    } else {
      user.hangUp(now);
    }
  }

  private void pickUp(long now) {
    Sdp offer = ringing;
    if (offer != null) {
      ringing = null;
      user.decide(answer(offer, now), now);
    }
  }

  // --- what signaling says -------------------------------------------------------------------

  @Override
  public void progress(int status, String reason) {
    if (status > 100) {
      reporter.sip("ringing", status + " " + reason);
    }
  }

  @Override
  public SipUser.Answer called(String peer, InetAddress from, Sdp offer, long now) {
    reporter.sip("called", peer);
    media.signaledFrom(from);
    if (settings.ringNanos() == 0) {
      return answer(offer, now);
    }
    ringing = offer;
    answerAt = now + settings.ringNanos();
    reporter.sip("rings", "a answers, h does not");
    return SipUser.Answer.ring();
  }

  private SipUser.Answer answer(Sdp offer, long now) {
    try {
      Optional<Sdp> answer = negotiation.answer(offer);
      if (answer.isEmpty()) {
        refusal = 488;
        reporter.sip("refused", negotiation.refusal().why());
        return SipUser.Answer.refuse(488, "Not Acceptable Here");
      }
      media.start(now);
      return SipUser.Answer.accept(answer.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void answered(Sdp answer, long now) {
    established(now);
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
  public void acknowledged(long now) {
    established(now);
  }

  private void established(long now) {
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
  }
}
