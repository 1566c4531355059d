package org.aparte.zrtp;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.aparte.srtp.PacketKind;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.Outgoing;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.jspecify.annotations.Nullable;

/**
 * ZRTP and SRTP of one RTP stream in one object. The app gives it every datagram that comes on the
 * stream's sockets and every packet that it wants to send; it agrees on keys, protects and checks
 * under them at the moments that RFC 6189 section 4 names, and lets nothing pass in the clear that
 * {@link MediaPolicy} forbids.
 *
 * <p><b>Protection is not lost in silence.</b> After Commit was sent or received no RTP passes in
 * the clear in either direction, whatever becomes of the exchange and whatever signaling says, but
 * after a GoClear that this side wants too, and under policy BEST_EFFORT only. What is dropped is
 * counted and told by {@link ZrtpEvent.MediaDropped}; every change of state is a {@link
 * ZrtpEvent.PhaseChanged}. Keys do not leave this object: the events {@code ReceiveKey} and {@code
 * SendKey} stay in it.
 *
 * <p><b>Sockets.</b> ZRTP is sent from and received on the socket of RTP. Where RTCP has a socket
 * of its own, its datagrams go through {@link #receive} as well. Payload types 64 to 95 are not to
 * be used, for RTP is told from RTCP by the second octet (RFC 5761 section 4).
 *
 * <p>Times are monotonic nanoseconds, as in {@link ZrtpStream}. All methods, packets included, are
 * for one thread at a time, together with the other streams of the session; nothing is locked.
 * Octets from the network cause no exception. Packets are worked on in place and make no garbage.
 */
public final class SecureMedia implements AutoCloseable {

  /** The most octets that protection adds to a packet, whatever is negotiated. */
  public static final int MAX_EXPANSION = 20;

  private final ZrtpSession session;
  private final ZrtpStream stream;
  private final MediaGuard guard;
  private final MediaDrops drops = new MediaDrops();
  private final Arrival arrival = new Arrival();

  SecureMedia(ZrtpSession session, ZrtpStream stream, MediaGuard guard) {
    this.session = session;
    this.stream = stream;
    this.guard = guard;
  }

  /** Our SSRC, in the ZRTP packets of this stream. */
  public int ssrc() {
    return stream.ssrc();
  }

  /** The hash of our Hello: see {@link ZrtpStream#helloHash}. */
  public HelloHash helloHash() {
    return stream.helloHash();
  }

  /** The hash of the peer's Hello: see {@link ZrtpStream#expectPeerHelloHash}. */
  public void expectPeerHelloHash(HelloHash hash, boolean integrityProtected) {
    stream.expectPeerHelloHash(hash, integrityProtected);
  }

  /** What the peer's SDP says: see {@link ZrtpStream#expectPeerHelloHashes}. */
  public boolean expectPeerHelloHashes(List<String> sdpLines, boolean integrityProtected) {
    return stream.expectPeerHelloHashes(sdpLines, integrityProtected);
  }

  /** The key that signaling brought: see {@link ZrtpStream#signaledKey}. */
  public void signaledKey(SrtpMasterKey answerKey) {
    stream.signaledKey(answerKey);
  }

  /** A secret that both endpoints know from elsewhere: see {@link ZrtpStream#auxSecret}. */
  public void auxSecret(SecretBytes secret) {
    stream.auxSecret(secret);
  }

  /** Sends the first Hello: see {@link ZrtpStream#start}. */
  public ZrtpOutput start(long now) {
    return guard.learn(stream.start(now));
  }

  /** To be called when {@link #nextTimeout} has come; harmless at any time. */
  public ZrtpOutput timeout(long now) {
    return guard.learn(stream.timeout(now));
  }

  /** When {@link #timeout} is due; empty when there is nothing to wait for. */
  public OptionalLong nextTimeout() {
    return stream.nextTimeout();
  }

  /** Asks for a secure call: see {@link ZrtpStream#goSecure}. */
  public ZrtpOutput goSecure(long now) {
    return guard.learn(stream.goSecure(now));
  }

  /**
   * Leaves SRTP, as the user wishes: see {@link ZrtpStream#goClear}. Under policy REQUIRED nothing
   * is sent or taken after that, until the call is secure again.
   */
  public ZrtpOutput goClear(long now) {
    ZrtpOutput output = stream.goClear(now);
    session.appWantsClear();
    return guard.learn(output);
  }

  /** The user agrees to what the peer did: see {@link ZrtpStream#confirmClear}. */
  public ZrtpOutput confirmClear(long now) {
    return guard.learn(stream.confirmClear(now));
  }

  /**
   * Begins again with another peer: see {@link ZrtpStream#restart}. If there ever was a Commit on
   * this object, RTP does not pass in the clear with the new peer either.
   */
  public ZrtpOutput restart(long now) {
    return guard.learn(stream.restart(now));
  }

  /** Where the stream stands. */
  public StreamPhase state() {
    return stream.state();
  }

  /**
   * Takes a datagram from any socket of the stream, and turns SRTP into RTP in place.
   *
   * @return what became of it, until the next call
   * @throws IndexOutOfBoundsException when the range is not inside the array
   */
  public Arrival receive(byte[] datagram, int offset, int length, long now) {
    // Z-4-01: ZRTP comes on the ports of the media
    return switch (PacketKind.of(datagram, offset, length)) {
      case ZRTP ->
          arrival.is(
              Arrival.Kind.ZRTP, 0, guard.learn(stream.receive(datagram, offset, length, now)));
      case RTP -> {
        SrtpReceiver receiver = guard.receiver(state());
        yield receiver == null
            ? unchecked(Arrival.Kind.RTP, length, now)
            : rtp(receiver.unprotectRtp(datagram, offset, length), now);
      }
      case RTCP -> {
        SrtpReceiver receiver = guard.receiver(state());
        yield receiver == null
            ? unchecked(Arrival.Kind.RTCP, length, now)
            : rtcp(receiver.unprotectRtcp(datagram, offset, length), now);
      }
      case STUN, DTLS, TURN_CHANNEL ->
          arrival.is(Arrival.Kind.NOT_OURS, length, ZrtpOutput.NOTHING);
      case UNKNOWN -> drop(MediaDrop.UNKNOWN_PROTOCOL, now);
    };
  }

  /**
   * Takes a datagram from position to limit; moves the limit behind the RTP or RTCP packet. Of ZRTP
   * the position is moved to the limit.
   */
  public Arrival receive(ByteBuffer datagram, long now) {
    return switch (PacketKind.of(datagram)) {
      case ZRTP -> arrival.is(Arrival.Kind.ZRTP, 0, guard.learn(stream.receive(datagram, now)));
      case RTP -> {
        SrtpReceiver receiver = guard.receiver(state());
        yield receiver == null
            ? unchecked(Arrival.Kind.RTP, datagram.remaining(), now)
            : rtp(length(receiver.unprotectRtp(datagram), datagram), now);
      }
      case RTCP -> {
        SrtpReceiver receiver = guard.receiver(state());
        yield receiver == null
            ? unchecked(Arrival.Kind.RTCP, datagram.remaining(), now)
            : rtcp(length(receiver.unprotectRtcp(datagram), datagram), now);
      }
      case STUN, DTLS, TURN_CHANNEL ->
          arrival.is(Arrival.Kind.NOT_OURS, datagram.remaining(), ZrtpOutput.NOTHING);
      case UNKNOWN -> drop(MediaDrop.UNKNOWN_PROTOCOL, now);
    };
  }

  private static int length(SrtpResult result, ByteBuffer packet) {
    return result == SrtpResult.OK ? packet.remaining() : result.code();
  }

  private Arrival unchecked(Arrival.Kind kind, int length, long now) {
    MediaDrop reason = guard.dropsUnchecked(state());
    return reason == null ? arrival.is(kind, length, ZrtpOutput.NOTHING) : drop(reason, now);
  }

  private Arrival rtp(int lengthOrCode, long now) {
    if (lengthOrCode < 0) {
      return drop(MediaDrop.of(SrtpResult.of(lengthOrCode)), now);
    }
    // Z-4-07, Z-4.6-07: this says as much as Conf2ACK
    ZrtpOutput output =
        guard.isFirstOfKey() ? guard.learn(stream.mediaAuthenticated(now)) : ZrtpOutput.NOTHING;
    return arrival.is(Arrival.Kind.RTP, lengthOrCode, output);
  }

  private Arrival rtcp(int lengthOrCode, long now) {
    return lengthOrCode < 0
        ? drop(MediaDrop.of(SrtpResult.of(lengthOrCode)), now)
        : arrival.is(Arrival.Kind.RTCP, lengthOrCode, ZrtpOutput.NOTHING);
  }

  private Arrival drop(MediaDrop reason, long now) {
    return arrival.dropped(reason, drops.count(reason, now));
  }

  /** How many datagrams were dropped for a reason so far. */
  public long dropped(MediaDrop reason) {
    return drops.counted(reason);
  }

  /** What a packet to be sent would become now. */
  public Outgoing outgoing() {
    return guard.outgoing(state());
  }

  /**
   * Makes of an RTP packet what may be sent, in place, with {@link #MAX_EXPANSION} octets of room
   * behind it.
   *
   * @return its length, or a negative code when it must not be sent: {@link Outgoing#refusal}
   * @throws IndexOutOfBoundsException when the packet is not inside the array
   */
  public int prepareRtp(byte[] buffer, int offset, int length) {
    SrtpSender sender = senderFor(buffer, offset, length);
    return sender == null ? inTheClear(length) : refined(sender.protectRtp(buffer, offset, length));
  }

  /** As {@link #prepareRtp}, for a compound RTCP packet. */
  public int prepareRtcp(byte[] buffer, int offset, int length) {
    SrtpSender sender = senderFor(buffer, offset, length);
    return sender == null
        ? inTheClear(length)
        : refined(sender.protectRtcp(buffer, offset, length));
  }

  /**
   * Makes of the RTP packet between position and limit what may be sent, in place; moves the limit
   * if it is protected. When it is refused it must not be sent.
   */
  public Outgoing prepareRtp(ByteBuffer packet) {
    SrtpSender sender = sender();
    return sender == null ? outgoing() : refined(sender.protectRtp(packet));
  }

  /** As {@link #prepareRtp(ByteBuffer)}, for a compound RTCP packet. */
  public Outgoing prepareRtcp(ByteBuffer packet) {
    SrtpSender sender = sender();
    return sender == null ? outgoing() : refined(sender.protectRtcp(packet));
  }

  private @Nullable SrtpSender senderFor(byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    return sender();
  }

  private @Nullable SrtpSender sender() {
    return outgoing() == Outgoing.PROTECTED ? guard.sender() : null;
  }

  private int inTheClear(int length) {
    Outgoing outgoing = outgoing();
    return outgoing == Outgoing.PLAIN ? length : outgoing.code();
  }

  private static int refined(int lengthOrCode) {
    return lengthOrCode < 0 ? refined(SrtpResult.of(lengthOrCode)).code() : lengthOrCode;
  }

  private static Outgoing refined(SrtpResult result) {
    return switch (result) {
      case OK -> Outgoing.PROTECTED;
      case BUFFER_TOO_SMALL -> Outgoing.REFUSED_NO_ROOM;
      case KEY_EXHAUSTED -> Outgoing.REFUSED_KEY_EXHAUSTED;
      default -> Outgoing.REFUSED_PACKET;
    };
  }

  /**
   * Lets the SRTP keys out: from now on {@link ZrtpEvent.ReceiveKey} and {@link ZrtpEvent.SendKey}
   * are among the events, with copies of the keys for the app to close. For recorders of encrypted
   * media and for debugging. The peer is told by flag D of every call under such a configuration.
   *
   * @throws IllegalStateException when the configuration does not confess it: a product that lets
   *     keys out has to say so (Z-11-01, Z-11-02)
   */
  public void exposeKeys() {
    if (!session.config().disclosesKeys()) {
      throw new IllegalStateException(
          "keys may leave only where the peer is told so by flag D (RFC 6189 section 11): build the"
              + " configuration with disclosesKeys(true)");
    }
    guard.exposeKeys();
  }

  /** Ends the stream, and wipes its keys. */
  @Override
  public void close() {
    stream.close();
    guard.close();
  }
}
