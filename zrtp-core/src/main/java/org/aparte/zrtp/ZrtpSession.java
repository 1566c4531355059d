package org.aparte.zrtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aparte.srtp.RocCarriage;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.SkeinProvider;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.KeyContinuity;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.RelayDecision;
import org.aparte.zrtp.model.Sas;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.state.EstablishedSession;
import org.aparte.zrtp.state.RelayPlan;
import org.aparte.zrtp.state.SessionContext;

/**
 * One call: its streams, its SAS, and what the user says about it. The first stream does
 * Diffie-Hellman, all others follow it by themselves (RFC 6189 section 4.4.3).
 *
 * <p>Driven by one thread at a time, together with its streams.
 */
public final class ZrtpSession implements AutoCloseable {

  /** The phases of a stream that has its keys from ZRTPSess, or may need it again. */
  private static final Set<StreamPhase> USING =
      Set.of(
          StreamPhase.KEY_AGREEMENT, StreamPhase.SECURE, StreamPhase.CLEARING, StreamPhase.CLEAR);

  private final ZrtpConfig config;
  private final SessionContext context;
  private final List<ZrtpStream> streams = new ArrayList<>();
  private final List<SecureMedia> media = new ArrayList<>();
  private boolean appWantsClear;
  private boolean closed;

  ZrtpSession(ZrtpConfig config, SessionContext context) {
    this.config = config;
    this.context = context;
  }

  /** Our ZID in this call. */
  public Zid ownZid() {
    return context.ownZid();
  }

  /**
   * A stream of the call, not started yet.
   *
   * @param ssrc of the RTP that we send, all 32 bits
   */
  public ZrtpStream newStream(int ssrc) {
    if (closed) {
      throw new IllegalStateException("the session is closed; open a new one");
    }
    // Z-5.1.5-04
    if (!config.keyAgreements().contains(KeyAgreementType.MULT)
        && streams.stream().anyMatch(other -> other.state() != StreamPhase.CLOSED)) {
      throw new IllegalStateException(
          "a call of several streams needs MULT among the key agreements of its configuration");
    }
    ZrtpStream stream = new ZrtpStream(this, config, context, ssrc);
    streams.add(stream);
    return stream;
  }

  /**
   * A stream of the call together with its SRTP, not started yet.
   *
   * @param ssrc of the RTP that we send, all 32 bits
   */
  public SecureMedia newMedia(int ssrc, MediaPolicy policy) {
    return newMedia(ssrc, policy, SrtpOptions.builder());
  }

  /**
   * A stream of the call together with its SRTP, not started yet.
   *
   * @param ssrc of the RTP that we send, all 32 bits
   * @param options what ZRTP does not decide: replay window, SSRCs, header extensions, cryptex, and
   *     who hears of key limits; the rest is set in them
   */
  public SecureMedia newMedia(int ssrc, MediaPolicy policy, SrtpOptions.Builder options) {
    CryptoProviders providers = context.providers();
    providers.provider(Primitive.AES).ifPresent(options::preferredProvider);
    providers.provider(Primitive.TWOFISH).ifPresent(options::fallbackProvider);
    // Z-4.5.3-02: no MKI, no derivation rate; and nothing goes unencrypted
    options
        .fallbackProvider(new SkeinProvider())
        .encryptRtp(true)
        .encryptRtcp(true)
        .rtcpEncryption(SrtpOptions.RtcpEncryption.REQUIRE)
        .keyDerivationRate(0)
        .rocCarriage(RocCarriage.NONE, 1);
    MediaGuard guard =
        new MediaGuard(policy, options.build(), () -> config.allowClear() || appWantsClear);
    SecureMedia secureMedia = new SecureMedia(this, newStream(ssrc), guard);
    media.add(secureMedia);
    return secureMedia;
  }

  ZrtpConfig config() {
    return config;
  }

  /** The app has asked for clear media, which concerns all streams of the call. */
  void appWantsClear() {
    appWantsClear = true;
  }

  /** A stream ends its part; with the last one the session is over (Z-4.7.1-04). */
  void leaves(ZrtpStream leaving) {
    if (streams.stream().noneMatch(stream -> stream != leaving && USING.contains(stream.state()))) {
      context.forget();
    }
  }

  /** The SAS to be shown, once the first stream is secure; the relayed one once there is one. */
  public Optional<Sas> sas() {
    return Optional.ofNullable(context.established()).map(EstablishedSession::sas);
  }

  /** On whose word the SAS counts as compared. */
  public SasStanding sasStanding() {
    EstablishedSession session = context.established();
    return session == null ? SasStanding.NOT_COMPARED : session.standing();
  }

  /**
   * What the verifier made of the peer's signature over the SAS hash (section 7.2); empty when
   * there was none, there is no verifier, or no stream is secure yet.
   */
  public Optional<SasVerdict> peerSignature() {
    return Optional.ofNullable(context.established()).map(EstablishedSession::signature);
  }

  /** What the retained secrets say about the peer, once the first stream is secure. */
  public Optional<KeyContinuity> continuity() {
    return Optional.ofNullable(context.established()).map(EstablishedSession::continuity);
  }

  /**
   * The user has compared the SAS with the peer by voice, and it is the same (section 7.1).
   *
   * @return whether the cache took it; {@code false} when there is none, it failed, or the SAS was
   *     a relayed one, which is about the party behind the peer
   * @throws IllegalStateException when no stream is secure yet
   */
  public boolean sasMatched() {
    return context.sasMatched();
  }

  /**
   * The user has compared the SAS with the peer by voice, and it is another: someone is in the
   * middle. The call should be ended.
   *
   * @return whether the cache took it
   * @throws IllegalStateException when no stream is secure yet
   */
  public boolean sasDiffers() {
    return context.sasDiffers();
  }

  /**
   * The user agreed, by an act of its own, to trust the peer, a PBX that asked for it ({@code
   * ENROLLMENT_OFFERED}): from the next call on, the SAS that it relays is shown (section 7.3.1).
   *
   * <p>The user should know that this PBX can then listen to all calls through it unnoticed, and
   * should have compared the SAS of this call: who is in the middle now would be for good
   * (Z-7.3.1-09).
   *
   * @return whether the cache took it
   * @throws IllegalStateException when no stream is secure yet, the peer did not ask, or the user
   *     found another SAS
   */
  public boolean enroll() {
    return context.enroll();
  }

  /**
   * On a PBX: offers the peer, a phone, to enroll with us. To be called before the first stream is
   * started. GoClear is out of the question in this call (section 7.3.1). A phone that is enrolled
   * is not offered it again.
   *
   * @throws IllegalStateException when the configuration is not that of a PBX
   */
  public void offerEnrollment() {
    requireMitm();
    context.offerEnrollment();
  }

  /**
   * Ends the enrollment with the peer, on either side, for this call and later ones.
   *
   * @return whether the cache took it
   * @throws IllegalStateException when no stream is secure yet; see {@link Enrollments} then
   */
  public boolean endEnrollment() {
    return context.endEnrollment();
  }

  /**
   * On a PBX: tells the two ends of a call through us of each other, so that both users see one SAS
   * (section 7.3): to be called once both legs are secure, and again after a transfer. The messages
   * are sent by {@link ZrtpStream#timeout}, which is due at once on a stream of each leg, and
   * repeated until acknowledged, or else {@code RELAY_UNANSWERED} is told. Media flow all the time.
   *
   * @param otherLeg the session with the other end; while this is called, nobody else drives it
   * @return who is told the SAS of the other
   * @throws IllegalStateException when one of the two has no secure stream, or is not configured as
   *     a PBX
   * @throws IllegalArgumentException when the legs are under two ZIDs of ours, or are the same
   */
  public RelayDecision relaySas(ZrtpSession otherLeg) {
    requireMitm();
    otherLeg.requireMitm();
    // Z-7.3-10, Z-10-06
    if (otherLeg == this || !ownZid().equals(otherLeg.ownZid())) {
      throw new IllegalArgumentException(
          "the legs of a call through a PBX are two sessions under one ZID; open both by one"
              + " endpoint with a cache, and by one label");
    }
    ZrtpStream here = relayingStream();
    ZrtpStream there = otherLeg.relayingStream();
    RelayPlan plan = RelayPlan.between(context, otherLeg.context);
    if (plan.toThisLeg() != null && plan.toOtherLeg() != null) {
      here.relay(plan.toThisLeg());
      there.relay(plan.toOtherLeg());
    }
    return plan.decision();
  }

  /** The stream that the others were added to; any, if that one is gone. */
  private ZrtpStream relayingStream() {
    for (boolean first : new boolean[] {true, false}) {
      for (ZrtpStream stream : streams) {
        if (stream.isSecure(first)) {
          return stream;
        }
      }
    }
    throw new IllegalStateException("wait until a stream of both legs is secure"); // Z-5.13-01
  }

  private void requireMitm() {
    // Z-5.13-03
    if (!config.mitm()) {
      throw new IllegalStateException(
          "only a PBX relays and enrolls, and its Hello says so: build the configuration with"
              + " mitm(true)");
    }
  }

  /**
   * A copy of ExportedKey, for other protocols between the two ends (section 4.5.2), for the caller
   * to close; as long as the negotiated hash.
   *
   * @throws IllegalStateException when no stream is secure yet, or after a GoClear, which ends it
   */
  public SecretBytes exportedKey() {
    EstablishedSession session = context.established();
    if (session == null) {
      throw new IllegalStateException("no stream is secure yet; wait for its Secure event");
    }
    return session.exportedKey().copy();
  }

  /** Ends all streams and wipes what the call leaves, the cache excepted. */
  @Override
  public void close() {
    closed = true;
    media.forEach(SecureMedia::close);
    streams.forEach(ZrtpStream::close);
    context.close();
  }
}
