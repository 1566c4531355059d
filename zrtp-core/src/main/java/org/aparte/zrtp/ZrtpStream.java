package org.aparte.zrtp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.message.SasRelayPlaintext;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpVersion;
import org.aparte.zrtp.state.SessionContext;
import org.aparte.zrtp.state.StreamMachine;

/**
 * ZRTP on one RTP stream: datagrams and the passing of time go in, datagrams and events come out.
 *
 * <p>Times are monotonic nanoseconds of the app's choice, as {@code System.nanoTime()}, the same
 * for all streams of a session. After each call, to whichever stream of the session, ask {@link
 * #nextTimeout} of its streams again: what happened on one may have made another ready to go on.
 *
 * <p>No octets from the network cause an exception. Driven by one thread at a time, together with
 * the other streams of its session.
 */
public final class ZrtpStream implements AutoCloseable {

  private final ZrtpSession session;
  private final ZrtpConfig config;
  private final StreamMachine machine;
  private final int ssrc;
  private long lastNow;

  ZrtpStream(ZrtpSession session, ZrtpConfig config, SessionContext context, int ssrc) {
    this.session = session;
    this.config = config;
    this.machine = new StreamMachine(context, ssrc);
    this.ssrc = ssrc;
  }

  /** Our SSRC, in the packets of this stream. */
  public int ssrc() {
    return ssrc;
  }

  /** The hash of our Hello, for {@code a=zrtp-hash} in signaling (RFC 6189 section 8). */
  public HelloHash helloHash() {
    return machine.helloHash();
  }

  /**
   * The hash of the peer's Hello as its signaling announced it. A Hello that does not fit is
   * rejected, also when the announcement comes late, but before Commit.
   *
   * @param integrityProtected whether nobody between the two ends could have changed it, and there
   *     is reason to trust that: then it authenticates the call without a comparison of the SAS
   *     (section 8.1.1)
   */
  public void expectPeerHelloHash(HelloHash hash, boolean integrityProtected) {
    requireOpen();
    // Z-4.1.1-03, Z-4.1.1-04: a hash of another version names another Hello, and says that there is
    // ZRTP
    if (isOurVersion(hash)) {
      machine.expectHello(hash, integrityProtected);
    } else {
      machine.expectPeer();
    }
  }

  /**
   * What the peer's signaling says of this stream: the lines of its media section, of which there
   * is one {@code a=zrtp-hash} for each version that the peer has. Ours is expected, as by {@link
   * #expectPeerHelloHash}; others say only that the peer speaks ZRTP. Lines of any other kind are
   * passed over. Hellos are sent whatever they say (Z-8-01).
   *
   * @return whether the peer announced ZRTP
   */
  public boolean expectPeerHelloHashes(List<String> sdpLines, boolean integrityProtected) {
    HelloHash expected = null;
    for (String line : sdpLines) {
      HelloHash hash = HelloHash.parse(line).orElse(null);
      if (hash != null && (expected == null || !isOurVersion(expected) && isOurVersion(hash))) {
        expected = hash;
      }
    }
    if (expected != null) {
      expectPeerHelloHash(expected, integrityProtected);
    }
    return expected != null;
  }

  /**
   * A secret that both endpoints know from elsewhere (section 4.3), for exchanges that begin from
   * now on.
   *
   * @param secret taken over
   */
  public void auxSecret(SecretBytes secret) {
    requireOpen();
    machine.auxsecret(secret);
  }

  /**
   * The SRTP master key that SDES or MIKEY brought with the signaling: the secret srtps that each
   * exchange derives from it takes the place of an {@link #auxSecret} (section 8.2). Who sits in
   * the way of the media alone, and has not read the signaling, cannot know it.
   *
   * <p>Both endpoints must take the same key, and the RFC does not say which direction's it is. We
   * take that of the answer, which is known to these two alone where an offer was forked: {@code
   * agreement.sending().key()} for who answered, {@code agreement.receiving().key()} for who
   * offered. Where the two ends differ, the call goes on, with a warning of an aux secret mismatch.
   *
   * @param answerKey stays the caller's; a copy is kept until the stream is closed
   */
  public void signaledKey(SrtpMasterKey answerKey) {
    requireOpen();
    machine.signaledKey(answerKey.withLifetime(answerKey.lifetimePackets()));
  }

  /**
   * Sends the first Hello.
   *
   * @throws IllegalStateException when the stream was started before
   */
  public ZrtpOutput start(long now) {
    if (machine.phase() != StreamPhase.IDLE) {
      throw new IllegalStateException("the stream was started before; to begin again, restart it");
    }
    return output(machine.start(now), now);
  }

  /** Takes a datagram that came on the stream's socket, all of the array. */
  public ZrtpOutput receive(byte[] datagram, long now) {
    return receive(datagram, 0, datagram.length, now);
  }

  /**
   * Takes a datagram that came on the stream's socket.
   *
   * @throws IndexOutOfBoundsException when the range is not inside the array
   */
  public ZrtpOutput receive(byte[] array, int offset, int length, long now) {
    return output(machine.receive(array, offset, length, now), now);
  }

  /** Takes a datagram from position to limit, and moves the position to the limit. */
  public ZrtpOutput receive(ByteBuffer datagram, long now) {
    byte[] octets = new byte[datagram.remaining()];
    datagram.get(octets);
    return receive(octets, now);
  }

  /** To be called when {@link #nextTimeout} has come; harmless at any time. */
  public ZrtpOutput timeout(long now) {
    return output(machine.timeout(now), now);
  }

  /**
   * The SRTP receiver made from this stream's {@code ReceiveKey} has authenticated a packet. To be
   * called for the first one at least: it counts as the peer's last acknowledgement (section 4.6).
   */
  public ZrtpOutput mediaAuthenticated(long now) {
    return output(machine.mediaAuthenticated(now), now);
  }

  /**
   * Asks for a secure call, where the configuration leaves that to the app: now, or as soon as the
   * peer has been found.
   *
   * @throws IllegalStateException when this endpoint is configured as passive
   */
  public ZrtpOutput goSecure(long now) {
    if (config.passive()) {
      throw new IllegalStateException(
          "a passive endpoint never sends Commit; build the configuration without passive(true)");
    }
    return output(machine.goSecure(now), now);
  }

  /**
   * Leaves SRTP, as the user wishes (section 4.7.2). From now on nothing may be sent, until {@link
   * StreamPhase#CLEAR} allows RTP; all other streams of the call follow.
   *
   * @throws IllegalStateException when the stream is not secure, or its peer does not allow it
   */
  public ZrtpOutput goClear(long now) {
    return output(machine.goClear(now), now);
  }

  /**
   * The user knows that the peer left SRTP, and agrees to go on without it: by a button, not by
   * default (section 4.7.2).
   *
   * @throws IllegalStateException when the stream is not clear
   */
  public ZrtpOutput confirmClear(long now) {
    return output(machine.confirmClear(now), now);
  }

  /**
   * Begins again with another peer, as after a transfer: the keys are wiped, a new Hello is made
   * and sent, and {@link #helloHash} is another one. A call that was only on hold needs nothing.
   *
   * <p>The stream is added to the call when other streams of it are secure or on their way; when a
   * call goes on with another peer, all its streams have to be restarted.
   *
   * @throws IllegalStateException when the stream was not started, or is closed
   */
  public ZrtpOutput restart(long now) {
    requireOpen();
    if (machine.phase() == StreamPhase.IDLE) {
      throw new IllegalStateException("the stream was not started yet; start it");
    }
    session.leaves(this);
    return output(machine.restart(now), now);
  }

  /** Whether it is secure; and whether it is the one that the other streams were added to. */
  boolean isSecure(boolean first) {
    return machine.isSecure(first);
  }

  /** Sends SASrelay when {@link #timeout} is called next, which is due at once. */
  void relay(SasRelayPlaintext content) {
    machine.relay(content);
  }

  /** When {@link #timeout} is due; empty when there is nothing to wait for. */
  public OptionalLong nextTimeout() {
    return machine.due(lastNow);
  }

  /** Where the stream stands. */
  public StreamPhase state() {
    return machine.phase();
  }

  /** Ends the stream and wipes its keys; those given out stay the app's. */
  @Override
  public void close() {
    machine.close();
  }

  private static boolean isOurVersion(HelloHash hash) {
    return hash.version().matches(ZrtpVersion.V1_10);
  }

  private void requireOpen() {
    if (machine.phase() == StreamPhase.CLOSED) {
      throw new IllegalStateException("the stream is closed; open a new one");
    }
  }

  private ZrtpOutput output(StreamMachine.Output output, long now) {
    lastNow = now;
    List<ByteBuffer> datagrams = new ArrayList<>();
    output.packets().forEach(packet -> datagrams.add(ByteBuffer.wrap(packet.toArray())));
    return new ZrtpOutput(datagrams, output.events());
  }
}
