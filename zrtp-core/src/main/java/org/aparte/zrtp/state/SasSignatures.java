package org.aparte.zrtp.state;

import java.security.GeneralSecurityException;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.SignatureBlock;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.SasSigner;
import org.aparte.zrtp.model.SasSigningKey;
import org.aparte.zrtp.model.SasVerdict;
import org.aparte.zrtp.model.SasVerifier;
import org.aparte.zrtp.model.ZrtpConfig;
import org.jspecify.annotations.Nullable;

/**
 * Signatures over a SAS hash (RFC 6189 section 7.2): ours, and what becomes of the peer's.
 *
 * <p>Signers and verifiers are the app's code, called because a packet came. Whatever exception one
 * of them throws is contained here: the call goes on as if there were no signature, and the app is
 * told.
 */
final class SasSignatures {

  private SasSignatures() {}

  /**
   * Our signature.
   *
   * @param block {@code null} when nothing is signed
   * @param failed whether a signer was there and failed
   */
  record Own(@Nullable SignatureBlock block, boolean failed) {
    static final Own NONE = new Own(null, false);
    private static final Own FAILED = new Own(null, true);
  }

  /**
   * Signs a SAS hash for a peer, if there is a signer that suits and the peer asked for signatures.
   *
   * @param agreement of the exchange with that peer
   */
  static Own sign(ZrtpConfig config, Hello peer, KeyAgreementType agreement, Octets sasHash) {
    // Z-7.2-06
    if (!peer.signatureCapable()) {
      return Own.NONE;
    }
    try {
      SasSigner signer =
          SasSigner.choose(config.signers(), agreement, SasSigner.UNFRAGMENTED_OCTETS).orElse(null);
      if (signer == null) {
        return Own.NONE;
      }
      Octets signature = signer.sign(sasHash); // Z-7.2-03
      return signature.length() > SasSigner.UNFRAGMENTED_OCTETS // Z-7.2-12
          ? Own.FAILED
          : new Own(SignatureBlock.padded(AlgorithmCode.of(signer.type()), signature), false);
    } catch (GeneralSecurityException | RuntimeException unusable) {
      return Own.FAILED;
    }
  }

  /**
   * Judges the peer's signature.
   *
   * @param own what we signed the same SAS hash with, or {@code null}
   * @return {@code null} when there is no signature, or nobody to judge it
   */
  static @Nullable SasVerdict judge(
      ZrtpConfig config,
      @Nullable SignatureBlock signature,
      Octets sasHash,
      @Nullable SignatureBlock own) {
    SasVerifier verifier = config.verifier().orElse(null);
    if (verifier == null || signature == null) {
      return null;
    }
    SasVerdict verdict = verdict(verifier, signature, sasHash);
    // Both ends sign the same octets. So a man in the middle who is the initiator could send our
    // own signature back to us, and the app may well vouch for its own key.
    if (verdict instanceof SasVerdict.Valid valid
        && own != null
        && isUnder(valid.key(), verdict(verifier, own, sasHash))) {
      return new SasVerdict.Invalid(SasVerdict.Invalid.Reason.OUR_OWN_KEY);
    }
    return verdict;
  }

  private static SasVerdict verdict(
      SasVerifier verifier, SignatureBlock signature, Octets sasHash) {
    SasVerdict verdict = null;
    try {
      verdict = verifier.verify(signature.type(), signature.block(), sasHash);
    } catch (RuntimeException defect) {
      // as no verdict
    }
    return verdict != null
        ? verdict
        : new SasVerdict.Unsupported(SasVerdict.Unsupported.Reason.VERIFIER_FAILED);
  }

  private static boolean isUnder(SasSigningKey key, SasVerdict verdict) {
    return verdict instanceof SasVerdict.Valid valid && valid.key().id().equals(key.id())
        || verdict instanceof SasVerdict.UnknownKey unknown && unknown.key().id().equals(key.id());
  }
}
