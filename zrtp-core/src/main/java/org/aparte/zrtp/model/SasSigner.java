package org.aparte.zrtp.model;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;

/**
 * Signs the SAS hash of a call, so that the peer need not compare the SAS by voice (RFC 6189
 * section 7.2).
 *
 * <p>An app may implement this for keys that never leave their place: a smart card, a phone's
 * keystore, a server. {@code org.aparte.zrtp.signature} has it ready for every key that the JCA can
 * use, for OpenPGP and for X.509.
 *
 * <p>{@link #sign} is called at most once per exchange, while the peer waits for Confirm1 or
 * Confirm2, on the thread that drives the session: it should not take longer than some tenths of a
 * second.
 */
public interface SasSigner {

  /**
   * The most octets, without the type block, that fit beside the type block (Z-7.2.1-08,
   * Z-7.2.2-04).
   */
  int MAX_OCTETS = 2040;

  /**
   * The most octets that leave a Confirm in one piece on every path (Z-7.2-12): the 1280 octets
   * that IPv6 asks of every link, less headers of IPv6 (40) and UDP (8), packet header (12), the
   * words of Confirm with the type block (80), and the CRC (4).
   */
  int UNFRAGMENTED_OCTETS = 1280 - 40 - 8 - 12 - 80 - 4;

  /** What goes into the signature type block. */
  SignatureType type();

  /** The kind of the key, by which {@link #choose} chooses. */
  SasKeyType keyType();

  /** The most octets that {@link #sign} gives, 1 to {@link #MAX_OCTETS}. */
  int maxOctets();

  /**
   * The signature block: what stands after the type block (Figures 20 and 21), without the zeros up
   * to the word boundary.
   *
   * @param sasHash the whole sashash (Z-7.2-03), 32 octets
   * @throws GeneralSecurityException when the key cannot be used now; the call goes on unsigned
   */
  Octets sign(Octets sasHash) throws GeneralSecurityException;

  /**
   * Chooses among the keys at hand the one that suits an exchange: after an elliptic curve key
   * agreement ECDSA of the same size, else any ECDSA, else any key; after another the first.
   *
   * @param signers in the order of the app's preference
   * @param agreement of this exchange
   * @param maxOctets what the packet has room for, as {@link #UNFRAGMENTED_OCTETS}
   * @return nothing when no signer is left, and in Multistream and Preshared mode, which are not
   *     signed
   */
  static Optional<SasSigner> choose(
      List<? extends SasSigner> signers, KeyAgreementType agreement, int maxOctets) {
    // Z-7.2-05: nothing but DH and ECDH is signed; KEM mode, too, has a SAS of its own
    if (!agreement.hasDhParts()) {
      return Optional.empty();
    }
    SasKeyType wanted = SasKeyType.ofSizeOf(agreement);
    SasSigner best = null;
    int bestRank = Integer.MAX_VALUE;
    for (SasSigner signer : signers) {
      // Z-7.2-07, Z-7.2-08
      int rank =
          wanted == null || signer.keyType() == wanted ? 0 : signer.keyType().isEcdsa() ? 1 : 2;
      // Z-7.2-12: rather unsigned than in fragments that firewalls drop
      if (signer.maxOctets() <= maxOctets && rank < bestRank) {
        best = signer;
        bestRank = rank;
      }
    }
    return Optional.ofNullable(best);
  }
}
