package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.message.ClearAck;
import org.aparte.zrtp.message.ErrorAck;
import org.aparte.zrtp.message.ErrorMessage;
import org.aparte.zrtp.message.Fragment;
import org.aparte.zrtp.message.GoClear;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.HelloOfOtherVersion;
import org.aparte.zrtp.message.Malformed;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.PacketWriter;
import org.aparte.zrtp.message.ParsedMessage;
import org.aparte.zrtp.message.ParsedPacket;
import org.aparte.zrtp.message.Ping;
import org.aparte.zrtp.message.Reassembly;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.SasRelayPlaintext;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.aparte.zrtp.model.ZrtpVersion;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/**
 * One stream as it runs: holds the state and the timer, and applies steps. Handles what no state
 * has a say in: packets that are none, fragments, Error, Ping, Hellos of other versions.
 */
public final class StreamMachine implements AutoCloseable {

  /** As many as Commits are answered: more would make a fragment weigh more than a packet. */
  private static final int TAKEN_PER_FRAGMENT = AnswerLimits.COMMITS;

  private final SessionContext session;
  private StreamContext context;
  private final int ssrc;
  private final PacketWriter packets;
  private final Reassembly fragments = new Reassembly();
  private final Timers timers = new Timers();
  private final RateLimit errorAcks = new RateLimit();
  private final PingAnswers pings;
  private StreamState state;
  private @Nullable ZrtpFailure suspicion;
  private long seenChanges;
  private boolean announced;

  /**
   * What an input led to.
   *
   * @param packets to be sent, in order
   * @param events for the app, in order
   */
  public record Output(List<Octets> packets, List<ZrtpEvent> events) {}

  /** A stream that is not started. */
  public StreamMachine(SessionContext session, int ssrc) {
    this.session = session;
    this.context = new StreamContext(session);
    this.ssrc = ssrc;
    this.pings = new PingAnswers(session.endpointZid());
    this.state = new Idle(context);
    this.packets =
        new PacketWriter(
            ssrc, session.config().mtuOctets(), session.random().firstSequenceNumber()); // Z-5-05
    this.seenChanges = session.changes();
  }

  /** What our signaling is to announce. */
  public HelloHash helloHash() {
    return context.helloHash();
  }

  /** The peer's signaling says that it speaks ZRTP, in a version that is not ours. */
  public void expectPeer() {
    context.expectPeer();
  }

  /** The peer's signaling announced this Hello. */
  public void expectHello(HelloHash hash, boolean integrityProtected) {
    context.expectHello(hash, integrityProtected);
    announced = true;
  }

  /** Takes over an auxsecret for the exchanges that begin after this. */
  public void auxsecret(SecretBytes secret) {
    context.auxsecret(secret);
  }

  /** Takes over the SRTP key of the signaling for the exchanges that begin after this. */
  public void signaledKey(SrtpMasterKey key) {
    context.signaledKey(key);
  }

  /** Where the stream stands. */
  public StreamPhase phase() {
    return state.phase();
  }

  /** When {@link #timeout} is due, in the caller's nanoseconds. */
  public OptionalLong due(long nowNanos) {
    return (announced || session.changes() != seenChanges) && isRunning()
        ? OptionalLong.of(nowNanos)
        : timers.due();
  }

  private boolean isRunning() {
    return state.phase() != StreamPhase.IDLE && state.phase() != StreamPhase.CLOSED;
  }

  /** Sends the first Hello. */
  public Output start(long nowNanos) {
    return state instanceof Idle idle ? apply(idle.start(), nowNanos) : nothing();
  }

  /** Takes a datagram. */
  public Output receive(byte[] datagram, int offset, int length, long nowNanos) {
    ParsedPacket parsed = ZrtpPacket.parse(datagram, offset, length);
    Collector out = new Collector();
    if (parsed instanceof Fragment fragment) {
      fragmentInto(out, fragment, nowNanos);
    } else if (parsed instanceof ZrtpPacket packet) {
      messageInto(out, packet.message(), packet.ssrc(), nowNanos);
    } else {
      out.ignored(IgnoredReason.NO_PACKET, null); // Z-5-09
    }
    return out.output();
  }

  private void fragmentInto(Collector out, Fragment fragment, long nowNanos) {
    // What a message would be refused for is asked before anything of it is kept
    IgnoredReason refusal = refusal(fragment.ssrc());
    if (refusal != null) {
      out.ignored(refusal, null);
      return;
    }
    int taken = 0;
    for (Octets message : fragments.take(fragment, nowNanos)) {
      if (taken < TAKEN_PER_FRAGMENT && messageInto(out, message, fragment.ssrc(), nowNanos)) {
        taken++;
      }
    }
  }

  /** Takes a message; whether it had an effect. */
  private boolean messageInto(Collector out, Octets octets, int senderSsrc, long nowNanos) {
    ParsedMessage message = MessageParser.parse(octets);
    if (message instanceof Received<?> received && received.message() instanceof Ping ping) {
      return pingInto(out, ping, senderSsrc, nowNanos);
    }
    IgnoredReason refusal = refusal(senderSsrc);
    if (refusal == null && message instanceof Malformed) {
      refusal = IgnoredReason.MALFORMED; // Z-5.9-02
    }
    if (refusal != null) {
      out.ignored(refusal, type(octets));
      return false;
    }
    reviewInto(out, nowNanos);
    Step step = stepOn((Received<?>) message, nowNanos);
    applyInto(out, step, nowNanos);
    if (step.ignored() != null) {
      out.ignored(step.ignored(), type(octets));
    }
    return step.ignored() == null || !step.send().isEmpty();
  }

  /** Why nothing that comes with an SSRC is used now, Ping excepted. */
  private @Nullable IgnoredReason refusal(int senderSsrc) {
    if (!isRunning()) {
      return IgnoredReason.UNEXPECTED_MESSAGE;
    }
    // Z-4.1-04, Z-4.1-05: anybody can send a packet with our SSRC, and our own may come back. So it
    // is not used, and when nothing else comes, the peer is told and the negotiation is over
    if (senderSsrc == ssrc) {
      suspect(ZrtpFailure.SSRC_COLLISION);
      return IgnoredReason.OWN_SSRC;
    }
    return null;
  }

  private Step stepOn(Received<?> received, long nowNanos) {
    if (received.message() instanceof ErrorMessage error) {
      return onError(error, nowNanos);
    }
    if (received.message() instanceof GoClear && context.wasObeyed(received.octets())) {
      return Step.stay(state).send(new ClearAck()); // Z-4.7.2-03: the first ClearACK was lost
    }
    if (received.message() instanceof HelloOfOtherVersion other) {
      return onOtherVersion(other);
    }
    return state.on(received);
  }

  /**
   * Z-4.7.1-05: an Error can be anybody's. So it ends nothing: not a secure call, and not an
   * exchange that the peer may go on with. When a timer runs out after it, it is the reason given.
   */
  private Step onError(ErrorMessage error, long nowNanos) {
    Step step = Step.stay(state).tell(new ZrtpEvent.PeerReportsError(error.code()));
    if (state.phase() != StreamPhase.SECURE) {
      step = step.suspect(ZrtpFailure.PEER_REPORTED_ERROR);
    }
    return errorAcks.allows(nowNanos) ? step.send(new ErrorAck()) : step; // Z-5.10-01
  }

  private Step onOtherVersion(HelloOfOtherVersion hello) {
    Step step = Step.ignored(state, IgnoredReason.OTHER_VERSION).send(new HelloAck()); // Z-5.3-01
    // Z-4.1.1-08: a higher version is ignored, and its owner comes down to ours. Z-4.1.1-12: below
    // ours there is none that we have; the peer is told when nothing better has come
    return hello.version().compareProtocol(ZrtpVersion.V1_10) < 0
        ? step.suspect(ZrtpFailure.UNSUPPORTED_VERSION)
        : step;
  }

  private boolean pingInto(Collector out, Ping ping, int pingSsrc, long nowNanos) {
    Octets answer = pings.answer(ping, pingSsrc, nowNanos);
    if (answer == null) {
      out.ignored(IgnoredReason.RATE_LIMITED, null);
      return false;
    }
    out.packets.addAll(packets.write(answer));
    return true;
  }

  /** Lets the timer and what other streams did take effect; harmless when nothing is due. */
  public Output timeout(long nowNanos) {
    Collector out = new Collector();
    reviewInto(out, nowNanos);
    if (timers.isDue(nowNanos)) {
      List<Octets> again = timers.repeat(nowNanos);
      if (again != null) {
        again.forEach(message -> out.packets.addAll(packets.write(message)));
      } else {
        applyInto(out, state.onExhausted(suspicion), nowNanos);
      }
    }
    return out.output();
  }

  /** An SRTP packet of the peer's was authentic. */
  public Output mediaAuthenticated(long nowNanos) {
    return apply(state.onMedia(), nowNanos);
  }

  /** The app wants a secure call. */
  public Output goSecure(long nowNanos) {
    context.requestSecure();
    return apply(state.goSecure(), nowNanos);
  }

  /** The app wants to leave SRTP. */
  public Output goClear(long nowNanos) {
    return apply(state.goClear(), nowNanos);
  }

  /** The user knows that the peer left SRTP. */
  public Output confirmClear(long nowNanos) {
    return apply(state.confirmClear(), nowNanos);
  }

  /** Begins anew, as with another peer: nothing that is known of this one stays. */
  public Output restart(long nowNanos) {
    return apply(Step.restart(new StreamContext(session)), nowNanos);
  }

  /** Whether this stream is secure; and whether it is the one that the others were added to. */
  public boolean isSecure(boolean first) {
    return state instanceof Secure secure && (!first || secure.isFirstStream());
  }

  /** We, a PBX, tell the peer of the party behind us, when {@link #timeout} is called next. */
  public void relay(SasRelayPlaintext content) {
    context.relay(content);
  }

  /** Ends the stream and wipes what it owns. Further calls do nothing. */
  @Override
  public void close() {
    if (state.phase() != StreamPhase.CLOSED) {
      state.close();
      state = new Terminated(StreamPhase.CLOSED);
      timers.stop();
      forgetMessages();
      context.close();
      session.changed();
    }
  }

  private void reviewInto(Collector out, long nowNanos) {
    seenChanges = session.changes();
    if (announced && !state.isWithAnnouncedPeer()) {
      out.events.add(new ZrtpEvent.Warning(ZrtpWarning.HELLO_HASH_MISMATCH));
    }
    announced = false;
    Step review = state.review();
    if (review != null) {
      applyInto(out, review, nowNanos);
    }
  }

  private Output apply(Step step, long nowNanos) {
    Collector out = new Collector();
    applyInto(out, step, nowNanos);
    return out.output();
  }

  private void applyInto(Collector out, Step step, long nowNanos) {
    StreamPhase before = state.phase();
    if (step.abandons()) {
      state.close();
    }
    if (step.context() != null) {
      context.close();
      context = step.context();
      suspicion = null;
      forgetMessages();
    }
    state = step.next();
    order(step.timer(), nowNanos);
    if (step.suspicion() != null) {
      suspect(step.suspicion());
    }
    if (state.phase() != before) {
      out.events.add(new ZrtpEvent.PhaseChanged(state.phase()));
      if (state.phase() == StreamPhase.SECURE || state.phase() == StreamPhase.KEY_AGREEMENT) {
        suspicion = null;
      }
      if (state.phase() == StreamPhase.SECURE) {
        forgetMessages();
      }
    }
    // Z-10-09: all that is sent is made of messages of ours; none is passed on
    step.send().forEach(message -> out.packets.addAll(packets.write(message)));
    out.events.addAll(step.events());
    if (session.cache().failedSinceAsked()) {
      out.events.add(new ZrtpEvent.Warning(ZrtpWarning.CACHE_FAILED));
    }
  }

  private void order(Step.TimerOrder order, long nowNanos) {
    if (order instanceof Step.TimerOrder.Start start) {
      timers.start(start.timer(), nowNanos);
    } else if (order instanceof Step.TimerOrder.Extend extend) {
      timers.extend(extend.schedule());
    } else if (order instanceof Step.TimerOrder.Stop) {
      timers.stop();
    }
  }

  /** Remembers what a timeout is to be blamed on; an Error from the wire weighs least. */
  private void suspect(ZrtpFailure failure) {
    if (suspicion == null || failure != ZrtpFailure.PEER_REPORTED_ERROR) {
      suspicion = failure;
    }
  }

  /** What the exchange so far needed: a stream that is secure or closed holds none of it. */
  private void forgetMessages() {
    packets.forget();
    fragments.clear();
  }

  private static Octets type(Octets message) {
    return message.slice(4, 12);
  }

  private static Output nothing() {
    return new Output(List.of(), List.of());
  }

  /** What one input leads to, as it grows. */
  private static final class Collector {
    private final List<Octets> packets = new ArrayList<>();
    private final List<ZrtpEvent> events = new ArrayList<>();

    void ignored(IgnoredReason reason, @Nullable Octets type) {
      events.add(new ZrtpEvent.Ignored(reason, type));
    }

    Output output() {
      return new Output(List.copyOf(packets), List.copyOf(events));
    }
  }
}
