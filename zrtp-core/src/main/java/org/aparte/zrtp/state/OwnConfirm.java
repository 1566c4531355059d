package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.cache.RetainedSecrets;
import org.aparte.zrtp.crypto.ConfirmSeal;
import org.aparte.zrtp.message.Confirm1;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.SealedPart;
import org.aparte.zrtp.model.CacheInterval;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.ZrtpConfig;

/**
 * Our Confirm1 or Confirm2 (RFC 6189 sections 4.6, 5.7).
 *
 * @param message as it is sent, and sent again
 * @param sasVerified the V flag in it
 * @param allowClear the A flag in it
 * @param interval the interval in it
 */
record OwnConfirm(Octets message, boolean sasVerified, boolean allowClear, CacheInterval interval) {

  static OwnConfirm of(KeyedExchange exchange) {
    StreamContext context = exchange.context();
    ZrtpConfig config = context.config();
    boolean sasVerified = sasVerified(exchange);
    CacheInterval interval = interval(exchange);
    ConfirmPlaintext content =
        new ConfirmPlaintext(
            context.chain().h0(),
            false,
            sasVerified,
            config.allowClear(), // Z-4.7.2-08
            config.disclosesKeys(), // Z-11-02
            interval.seconds(),
            null);
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
    return new OwnConfirm(message, sasVerified, content.allowClear(), interval);
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
