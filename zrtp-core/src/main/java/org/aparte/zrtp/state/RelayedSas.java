package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.ConfirmSeal;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.Malformed;
import org.aparte.zrtp.message.ParsedPlaintext;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.RelayAck;
import org.aparte.zrtp.message.SasRelay;
import org.aparte.zrtp.message.SasRelayPlaintext;
import org.aparte.zrtp.message.SealedPart;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;
import org.jspecify.annotations.Nullable;

/**
 * SASrelay on a secure stream: what is made of one that came, and one of ours (RFC 6189 sections
 * 5.13, 7.3). Whoever is in the middle has the keys of its leg, so that the MAC fits says nothing
 * about trust.
 */
final class RelayedSas {

  /** What a client that does not trust the MiTM is sent (Z-5.13-13). */
  static final Octets NO_HASH = Octets.of(new byte[32]);

  private RelayedSas() {}

  /** Z-5.14-01: RelayACK for all that are valid, whether or not anything is made of them. */
  static Step receive(StreamState secure, Protection protection, Received<SasRelay> received) {
    // Z-5.13-06, Z-5.13-14: under the keys of the peer's role
    Octets plaintext =
        protection
            .seal()
            .open(
                protection.keys(),
                protection.role().other(),
                parts(received.octets(), received.message().sealedPart()))
            .orElse(null);
    if (plaintext == null) {
      return Step.ignored(secure, IgnoredReason.WRONG_CONFIRM_MAC);
    }
    ParsedPlaintext parsed = SasRelayPlaintext.parse(plaintext);
    EstablishedSession session = protection.context().session().established();
    if (parsed instanceof Malformed
        || !(parsed instanceof SasRelayPlaintext content)
        || session == null) {
      return Step.ignored(secure, IgnoredReason.MALFORMED_PLAINTEXT);
    }
    Step step =
        switch (session.mitm().hear(received.octets())) {
          case NEW -> use(secure, protection.context().config(), session, content);
          case KNOWN -> Step.stay(secure);
          case TOO_MANY -> Step.ignored(secure, IgnoredReason.RATE_LIMITED);
        };
    return step.send(new RelayAck());
  }

  private static Step use(
      StreamState secure,
      ZrtpConfig config,
      EstablishedSession session,
      SasRelayPlaintext content) {
    MitmRelation mitm = session.mitm();
    if (!mitm.peerIsMitm()) {
      return Step.ignored(secure, IgnoredReason.RELAY_NOT_FROM_MITM); // Z-5.13-04
    }
    SasType type = rendering(config, content.sasType());
    if (type == null) {
      return Step.ignored(secure, IgnoredReason.UNKNOWN_SAS_RENDERING);
    }
    boolean hasHash = !content.sasHash().equals(NO_HASH);
    if (mitm.isTrusted()) {
      return trusted(secure, config, session, content, type, hasHash);
    }
    // Z-7.3-05: what an untrusted one says about the SAS is not shown, only how to show our own
    Step step = hasHash ? Step.ignored(secure, IgnoredReason.UNTRUSTED_RELAY) : Step.stay(secure);
    if (session.sas().type() == type) {
      return step;
    }
    session.render(type); // Z-7.3-07
    return step.tell(new ZrtpEvent.SasRerendered(session.sas()));
  }

  private static Step trusted(
      StreamState secure,
      ZrtpConfig config,
      EstablishedSession session,
      SasRelayPlaintext content,
      SasType type,
      boolean hasHash) {
    session.mitm().relayed(content); // Z-5.13-11
    SasVerdict signature = null;
    if (hasHash) {
      session.showRelayed(type, content.sasHash());
      // Z-7.2-02: over the relayed hash, which this message tells (section 7.2)
      signature = SasSignatures.judge(config, content.signature(), content.sasHash(), null);
    } else {
      session.render(type); // Z-5.13-13
    }
    SasStanding standing = session.standing();
    Step step =
        Step.stay(secure)
            .tell(
                new ZrtpEvent.SasRelayed(
                    session.sas(),
                    standing,
                    content.sasVerified(),
                    session.mitm().allowsClear(false),
                    content.disclosure(),
                    signature));
    return content.disclosure()
        ? step.tell(new ZrtpEvent.Warning(ZrtpWarning.PEER_DISCLOSES_KEYS)) // Z-11-03
        : step;
  }

  /** A rendering that we know and our configuration has, or that every endpoint has. */
  private static @Nullable SasType rendering(ZrtpConfig config, AlgorithmCode code) {
    SasType type = SasType.ofCode(code.text()).orElse(null);
    return type == SasType.B32 || type != null && config.sasTypes().contains(type) ? type : null;
  }

  /**
   * Seals a SASrelay of ours, with our signature if the peer asked for one (Z-5.13-09).
   *
   * @param unprovenConfirm2 what goes on being repeated before it, or {@code null}
   */
  static Step send(
      Protection protection,
      SasRelayPlaintext content,
      @Nullable Octets unprovenConfirm2,
      Step step) {
    SasSignatures.Own signature =
        content.sasHash().equals(NO_HASH)
            ? SasSignatures.Own.NONE
            : SasSignatures.sign(
                protection.context().config(),
                protection.peer().hello().message(),
                protection.algorithms().keyAgreement(),
                content.sasHash());
    SasRelayPlaintext signed =
        new SasRelayPlaintext(
            content.sasVerified(),
            content.allowClear(),
            content.disclosure(),
            content.sasType(),
            content.sasHash(),
            signature.block());
    ConfirmSeal.Sealed sealed =
        protection
            .seal()
            .seal(
                protection.keys(),
                protection.role(),
                protection.context().session().random().confirmIv(),
                signed.write());
    Octets message =
        new SasRelay(
                new SealedPart(
                    Mac64.leftmostOf(sealed.mac().toArray()), sealed.iv(), sealed.ciphertext()))
            .write();
    List<Octets> repeated =
        unprovenConfirm2 == null ? List.of(message) : List.of(unprovenConfirm2, message);
    // Z-5.13-02
    Step sent = step.send(message).arm(new Timer(protection.context().t2(), repeated, List.of()));
    return signature.failed() ? sent.tell(new ZrtpEvent.Warning(ZrtpWarning.SIGNING_FAILED)) : sent;
  }

  /** The parts by the octets of Figure 16: a MAC that was read cannot be had back. */
  private static ConfirmSeal.Sealed parts(Octets message, SealedPart part) {
    return new ConfirmSeal.Sealed(message.slice(12, 20), part.iv(), part.ciphertext());
  }
}
