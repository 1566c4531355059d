package org.aparte.zrtp.state;

import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.cache.RetainedSecrets;
import org.aparte.zrtp.crypto.ConfirmSeal;
import org.aparte.zrtp.message.Confirm1;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.SealedPart;
import org.aparte.zrtp.model.CacheInterval;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpWarning;

/**
 * Our Confirm1 or Confirm2 (RFC 6189 sections 4.6, 5.7).
 *
 * @param message as it is sent, and sent again
 * @param content what is encrypted in it
 * @param warnings what the app should know of its making
 */
record OwnConfirm(Octets message, ConfirmPlaintext content, List<ZrtpEvent> warnings) {

  static OwnConfirm of(KeyedExchange exchange) {
    StreamContext context = exchange.context();
    ZrtpConfig config = context.config();
    SasSignatures.Own signature = signature(exchange);
    boolean enrollment = offersEnrollment(exchange);
    ConfirmPlaintext content =
        new ConfirmPlaintext(
            context.chain().h0(),
            enrollment, // Z-7.3.1-02
            sasVerified(exchange),
            config.allowClear() && !enrollment, // Z-4.7.2-08, Z-7.3.1-04
            config.disclosesKeys(), // Z-11-02
            interval(exchange).seconds(),
            signature.block()); // Z-7.2-02
    ConfirmSeal.Sealed sealed =
        exchange
            .seal()
            .seal(
                exchange.keys(),
                exchange.role(),
                context.session().random().confirmIv(),
                content.write());
    SealedPart part =
        new SealedPart(Mac64.leftmostOf(sealed.mac().toArray()), sealed.iv(), sealed.ciphertext());
    Octets message =
        exchange.role() == Role.RESPONDER ? new Confirm1(part).write() : new Confirm2(part).write();
    List<ZrtpEvent> warnings =
        signature.failed() ? List.of(new ZrtpEvent.Warning(ZrtpWarning.SIGNING_FAILED)) : List.of();
    return new OwnConfirm(message, content, warnings);
  }

  /** Flag V. */
  boolean sasVerified() {
    return content.sasVerified();
  }

  /** Flag A. */
  boolean allowClear() {
    return content.allowClear();
  }

  /** The interval that we proposed. */
  CacheInterval interval() {
    return new CacheInterval(content.cacheExpirationSeconds());
  }

  /**
   * Whether our user, the operator of a PBX, offers enrollment, and it makes sense: a phone that is
   * enrolled is not offered it again, for if its user declined, the secrets of both would part; nor
   * is who has the ZID of an enrolled phone and none of its secrets.
   */
  private static boolean offersEnrollment(KeyedExchange exchange) {
    KnownSecrets known = exchange.known();
    if (known == null || !exchange.context().session().offersEnrollment()) {
      return false;
    }
    return known.enrollment() != Enrollment.PEER_IS_ENROLLED_PHONE
        || exchange.facts().s1Found() && !exchange.facts().s3Found();
  }

  /** Z-7.1-02: what earlier sessions say; in Multistream mode what the first stream said. */
  private static boolean sasVerified(KeyedExchange exchange) {
    KnownSecrets known = exchange.known();
    if (known != null) {
      return RetainedSecrets.sasVerifiedFlag(known.record(), exchange.facts().s1Found());
    }
    EstablishedSession session = exchange.context().session().established();
    return session != null && session.sentSasVerified();
  }

  private static SasSignatures.Own signature(KeyedExchange exchange) {
    KeyAgreementType agreement = exchange.algorithms().keyAgreement();
    return agreement.hasDhParts() // Z-7.2-05: so in the first stream only, which has the SAS
        ? SasSignatures.sign(
            exchange.context().config(),
            exchange.peer().hello().message(),
            agreement,
            exchange.s0().sasHash())
        : SasSignatures.Own.NONE;
  }

  private static CacheInterval interval(KeyedExchange exchange) {
    // Z-4.9-14
    if (exchange.algorithms().keyAgreement() == KeyAgreementType.MULT) {
      return CacheInterval.FOREVER;
    }
    // Z-4.9.1-02
    SessionContext session = exchange.context().session();
    return session.cache().isUsable()
        ? exchange.context().config().cacheInterval()
        : CacheInterval.NOT_STORED;
  }
}
