package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * What one input did: pure data.
 *
 * @param next the state from now on
 * @param abandons whether the state before is given up with all it owns; otherwise the next one has
 *     taken over what it needs, and the rest was wiped
 * @param send messages, in order
 * @param timer what becomes of the timer
 * @param events for the app, in order
 * @param ignored why the input had no effect, or {@code null} when it had one
 * @param suspicion what a timeout is to be blamed on from now on, or {@code null}
 * @param context that of a stream which begins anew, in place of the one before, or {@code null}
 */
public record Step(
    StreamState next,
    boolean abandons,
    List<Octets> send,
    TimerOrder timer,
    List<ZrtpEvent> events,
    @Nullable IgnoredReason ignored,
    @Nullable ZrtpFailure suspicion,
    @Nullable StreamContext context) {

  /** What becomes of the timer. */
  sealed interface TimerOrder {
    /** It runs on. */
    record Keep() implements TimerOrder {}

    /** It stops. */
    record Stop() implements TimerOrder {}

    /** Another starts. */
    record Start(Timer timer) implements TimerOrder {}

    /** It runs on, by another number of repetitions. */
    record Extend(RetransmitSchedule schedule) implements TimerOrder {}
  }

  /** The state stays, and so does its timer. */
  static Step stay(StreamState state) {
    return new Step(state, false, List.of(), new TimerOrder.Keep(), List.of(), null, null, null);
  }

  /** Another state, which has taken over what it needs; the timer stops unless {@link #arm}ed. */
  static Step to(StreamState next) {
    return new Step(next, false, List.of(), new TimerOrder.Stop(), List.of(), null, null, null);
  }

  /** Another state; whatever the one before owns is wiped. */
  static Step abandonFor(StreamState next) {
    return new Step(next, true, List.of(), new TimerOrder.Stop(), List.of(), null, null, null);
  }

  /** The input had no effect. */
  static Step ignored(StreamState state, IgnoredReason reason) {
    return new Step(state, false, List.of(), new TimerOrder.Keep(), List.of(), reason, null, null);
  }

  /** The input did not pass a check. */
  static Step refused(StreamState state, Check.Refused<?> refusal) {
    Step step = ignored(state, refusal.reason());
    if (refusal.event() != null) {
      step = step.tell(refusal.event());
    }
    return refusal.suspicion() == null ? step : step.suspect(refusal.suspicion());
  }

  /** The stream begins anew, with another hash chain and another Hello. */
  static Step restart(StreamContext renewed) {
    Step begin = Discovering.begin(renewed, 0);
    return new Step(begin.next, true, begin.send, begin.timer, begin.events, null, null, renewed);
  }

  /** The exchange is over: the peer is told by an Error, repeated until acknowledged. */
  static Step fail(StreamContext context, ZrtpFailure failure) {
    Octets error = context.error(failure.errorCode());
    PeerCandidates clearPeer = context.clearPeer();
    if (clearPeer != null) {
      // It was clear before, and may be so again when the user says so; another try may follow
      return abandonFor(Clear.unconfirmed(context, clearPeer))
          .send(error)
          .tell(new ZrtpEvent.Failed(failure));
    }
    return abandonFor(new ExpectErrorAck(context))
        .send(error)
        .arm(Timer.repeating(context.t2(), error)) // Z-6-09
        .tell(new ZrtpEvent.Failed(failure));
  }

  Step send(Octets message) {
    return new Step(
        next, abandons, with(send, message), timer, events, ignored, suspicion, context);
  }

  Step send(ZrtpMessage message) {
    return send(message.write());
  }

  Step tell(ZrtpEvent event) {
    return new Step(next, abandons, send, timer, with(events, event), ignored, suspicion, context);
  }

  Step tellAll(List<ZrtpEvent> more) {
    Step step = this;
    for (ZrtpEvent event : more) {
      step = step.tell(event);
    }
    return step;
  }

  Step arm(Timer next) {
    return order(new TimerOrder.Start(next));
  }

  Step keepTimer() {
    return order(new TimerOrder.Keep());
  }

  Step stopTimer() {
    return order(new TimerOrder.Stop());
  }

  Step extendTimer(RetransmitSchedule schedule) {
    return order(new TimerOrder.Extend(schedule));
  }

  Step suspect(ZrtpFailure failure) {
    return new Step(next, abandons, send, timer, events, ignored, failure, context);
  }

  /** This step and what went before it in the same input. */
  Step after(Step before) {
    List<Octets> messages = new ArrayList<>(before.send);
    messages.addAll(send);
    List<ZrtpEvent> all = new ArrayList<>(before.events);
    all.addAll(events);
    return new Step(
        next,
        abandons,
        List.copyOf(messages),
        timer,
        List.copyOf(all),
        ignored,
        suspicion == null ? before.suspicion : suspicion,
        context == null ? before.context : context);
  }

  private Step order(TimerOrder order) {
    return new Step(next, abandons, send, order, events, ignored, suspicion, context);
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return List.copyOf(longer);
  }
}
