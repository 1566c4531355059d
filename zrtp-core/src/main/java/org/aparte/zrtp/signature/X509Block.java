package org.aparte.zrtp.signature;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.SasVerdict.Invalid;
import org.aparte.zrtp.model.SasVerdict.Unsupported;

/**
 * The layout of an X.509 signature block (Figure 21): the DER certificate, zeros up to the word
 * boundary, r and s in fixed width (Z-7.2.2-01, Z-7.2.2-02).
 *
 * @param certificate DER, nothing after it
 * @param signature r and s, each as long as the other
 */
record X509Block(Octets certificate, Octets signature) {

  private static final int DER_SEQUENCE = 0x30;
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  /**
   * Takes a received block apart; the certificate itself says where it ends.
   *
   * @throws RefusedSignature when the parts do not fill the block
   */
  static X509Block parse(Octets block) throws RefusedSignature {
    int end = certificateOctets(block);
    int boundary = nextWord(end);
    if (boundary >= block.length() || (block.length() - boundary) % 8 != 0) {
      throw new RefusedSignature(Invalid.Reason.MALFORMED);
    }
    for (int i = end; i < boundary; i++) {
      if (block.at(i) != 0) {
        throw new RefusedSignature(Invalid.Reason.MALFORMED);
      }
    }
    return new X509Block(block.slice(0, end), block.slice(boundary, block.length()));
  }

  /** The block with its zeros: whole words, for r and s are. */
  Octets write() {
    byte[] block = new byte[octets(certificate.length(), signature.length())];
    certificate.copyTo(block, 0);
    signature.copyTo(block, block.length - signature.length());
    return Octets.of(block);
  }

  static int octets(int certificateOctets, int signatureOctets) {
    return nextWord(certificateOctets) + signatureOctets;
  }

  /**
   * The curve of a certificate's key, if the certificate is one to sign a SAS with.
   *
   * @throws RefusedSignature when it is not of version 3, not on P-256 or P-384, or its key usage
   *     does not have digitalSignature or nonRepudiation (RFC 5759)
   */
  static EcdsaCurve signingCurve(X509Certificate certificate, VerifyingCrypto crypto)
      throws RefusedSignature {
    if (certificate.getVersion() != 3) {
      throw new RefusedSignature(Unsupported.Reason.FORM);
    }
    if (!(certificate.getPublicKey() instanceof ECPublicKey key)) {
      throw new RefusedSignature(Unsupported.Reason.ALGORITHM);
    }
    EcdsaCurve curve = crypto.curveOf(key);
    if (curve == EcdsaCurve.P224) {
      throw new RefusedSignature(Unsupported.Reason.ALGORITHM);
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      throw new RefusedSignature(Invalid.Reason.KEY_MAY_NOT_SIGN);
    }
    return curve;
  }

  /** Octets of the DER structure that the block begins with: a sequence of definite length. */
  private static int certificateOctets(Octets block) throws RefusedSignature {
    if (block.length() >= 4 && block.at(0) == DER_SEQUENCE) {
      int first = block.at(1);
      if (first < 0x80) {
        return 2 + first;
      }
      // DER takes the shortest form that can say the length.
      if (first == 0x81 && block.at(2) >= 0x80) {
        return 3 + block.at(2);
      }
      if (first == 0x82 && block.at(2) != 0) {
        return 4 + (block.at(2) << 8 | block.at(3));
      }
    }
    throw new RefusedSignature(Invalid.Reason.MALFORMED);
  }

  private static int nextWord(int octets) {
    return (octets + 3) / 4 * 4;
  }
}
