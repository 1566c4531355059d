package org.aparte.zrtp.state;

import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.crypto.HashChain;
import org.aparte.zrtp.crypto.SrtpSecret;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.ErrorMessage;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.MacProtected;
import org.aparte.zrtp.message.SasRelayPlaintext;
import org.aparte.zrtp.model.ErrorCode;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a stream in all its states: its hash chain, its Hello, what signaling said about
 * the peer's Hello, its auxsecret. Owns the secrets among it.
 */
public final class StreamContext implements AutoCloseable {

  private final SessionContext session;
  private final ZrtpHash implicitHash;
  private final HashChain chain;
  private final Octets hello;
  private @Nullable HelloHash expectedHelloHash;
  private boolean helloHashProtected;
  private boolean peerExpected;
  private boolean secureRequested;
  private @Nullable SecretBytes auxsecret;
  private @Nullable Octets obeyedGoClear;
  private @Nullable PeerCandidates clearPeer;
  private @Nullable SrtpMasterKey signaledKey;
  private @Nullable SasRelayPlaintext relay;
  private ZrtpEvent.@Nullable PolicyNotMet gap;

  /** For a stream of a session: makes H0 and our Hello. */
  public StreamContext(SessionContext session) {
    this.session = session;
    this.implicitHash = ZrtpHash.implicit(session.providers());
    this.chain = new HashChain(implicitHash, session.random().h0());
    this.hello = makeHello();
  }

  private Octets makeHello() {
    ZrtpConfig config = config();
    Hello unsealed =
        new Hello(
            ZrtpVersion.V1_10, // Z-4.1.1-07
            config.clientIdentifier(),
            chain.h3(),
            session.ownZid(),
            config.signatureCapable(), // Z-5.2-03
            config.mitm(),
            config.passive(),
            AlgorithmChoice.offered(config),
            Mac64.PENDING);
    // Z-5.2-13
    Octets mac = chain.helloMac(MacProtected.octetsUnderMac(unsealed.write()));
    return unsealed.withMac(Mac64.leftmostOf(mac.toArray())).write();
  }

  SessionContext session() {
    return session;
  }

  ZrtpConfig config() {
    return session.config();
  }

  Zid ownZid() {
    return session.ownZid();
  }

  ZrtpHash implicitHash() {
    return implicitHash;
  }

  ZrtpHash hash(HashType type) {
    return ZrtpHash.of(type, session.providers());
  }

  HashChain chain() {
    return chain;
  }

  /** The same stream from its beginning, with the same peer: a new hash chain and Hello. */
  StreamContext renewed() {
    StreamContext renewed = new StreamContext(session);
    renewed.auxsecret = auxsecret;
    renewed.signaledKey = signaledKey;
    auxsecret = null;
    signaledKey = null;
    return renewed;
  }

  /** A GoClear of the peer's was obeyed; when it comes again, it is only acknowledged again. */
  void obeyed(Octets goClear) {
    obeyedGoClear = goClear;
  }

  /** Whether a GoClear is the one that was obeyed. */
  boolean wasObeyed(Octets goClear) {
    return obeyedGoClear != null && goClear.equals(obeyedGoClear);
  }

  /** The stream is clear, and its peer is this one; {@code null} when it is secure again. */
  void clearWith(@Nullable PeerCandidates peer) {
    clearPeer = peer;
  }

  /** The peer of a stream that went clear; {@code null} for one that did not. */
  @Nullable PeerCandidates clearPeer() {
    return clearPeer;
  }

  /** Our Hello. */
  Octets hello() {
    return hello;
  }

  /** What our signaling is to announce (Z-8.1-01). */
  public HelloHash helloHash() {
    return new HelloHash(ZrtpVersion.V1_10, implicitHash.hash(hello));
  }

  /** Whether this was not said about the Hello before, which is repeated many times. */
  boolean isNewGap(ZrtpEvent.PolicyNotMet found) {
    boolean known = found.equals(gap);
    gap = found;
    return !known;
  }

  /** The peer's signaling says that it speaks ZRTP, in a version that is not ours. */
  void expectPeer() {
    peerExpected = true;
  }

  /** The peer's signaling announced this Hello. */
  void expectHello(HelloHash hash, boolean integrityProtected) {
    expectedHelloHash = hash;
    helloHashProtected = integrityProtected;
  }

  /** Whether signaling announced a Hello of the peer's. */
  boolean expectsHello() {
    return expectedHelloHash != null;
  }

  /** Whether a Hello may be the announced one; any may, when none was announced. */
  boolean mayBeExpected(Octets peerHello) {
    return expectedHelloHash == null
        || implicitHash.hash(peerHello).equals(expectedHelloHash.hash()); // Z-8.1-03
  }

  /** Whether an announcement that nobody could change on its way names this Hello. */
  boolean isAuthenticatedBySignaling(Octets peerHello) {
    // Z-8.1.1-01
    return helloHashProtected && expectedHelloHash != null && mayBeExpected(peerHello);
  }

  /** Takes over an auxsecret, in the place of one given before. */
  void auxsecret(SecretBytes secret) {
    forgetAuxsecret();
    auxsecret = secret;
  }

  /** Takes over the SRTP key of the signaling, from which each exchange derives its auxsecret. */
  void signaledKey(SrtpMasterKey key) {
    forgetAuxsecret();
    signaledKey = key;
  }

  private void forgetAuxsecret() {
    Wipe.secret(auxsecret);
    auxsecret = null;
    if (signaledKey != null) {
      signaledKey.close();
      signaledKey = null;
    }
  }

  /**
   * What we share with a peer, for the caller to close.
   *
   * @param ownRole in the exchange that is to start
   * @param hashType that it uses
   */
  KnownSecrets secretsFor(Zid peerZid, Role ownRole, HashType hashType) {
    ZidRecord record = session.cache().find(ownZid(), peerZid);
    if (signaledKey == null) {
      return new KnownSecrets(record, auxsecret);
    }
    boolean weInitiate = ownRole == Role.INITIATOR;
    // Z-8.2-01, Z-8.2-02
    try (SecretBytes srtps =
        SrtpSecret.derive(
            hash(hashType),
            signaledKey,
            weInitiate ? ownZid() : peerZid,
            weInitiate ? peerZid : ownZid())) {
      return new KnownSecrets(record, srtps);
    }
  }

  /** Takes what a SASrelay is to tell the peer, in the place of one given before. */
  void relay(SasRelayPlaintext content) {
    relay = content;
    session.changed();
  }

  /** Gives what a SASrelay is to tell the peer, once; {@code null} when there is nothing. */
  @Nullable SasRelayPlaintext takeRelay() {
    SasRelayPlaintext taken = relay;
    relay = null;
    return taken;
  }

  /** The app wants a secure call, now or as soon as it is possible. */
  void requestSecure() {
    secureRequested = true;
  }

  /** Whether it is for us to send Commit: by configuration, or because the app asked for it. */
  boolean commitsByItself() {
    return !config().passive()
        && (secureRequested || config().initiation() == Initiation.AUTOMATIC);
  }

  RetransmitSchedule t1() {
    return (peerExpected || expectsHello()
            ? RetransmitSchedule.T1_PEER_KNOWN
            : RetransmitSchedule.T1)
        .atLeast(config().roundTripMillis());
  }

  RetransmitSchedule t1PeerKnown() {
    return RetransmitSchedule.T1_PEER_KNOWN.atLeast(config().roundTripMillis());
  }

  RetransmitSchedule t2() {
    return RetransmitSchedule.T2.atLeast(config().roundTripMillis());
  }

  Octets error(ErrorCode code) {
    return ErrorMessage.of(code).write();
  }

  /** Wipes the hash chain and the auxsecret. */
  @Override
  public void close() {
    chain.close();
    forgetAuxsecret();
  }
}
