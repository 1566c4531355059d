package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.HashChain;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.crypto.SecretIds;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.DhPart;
import org.aparte.zrtp.message.DhPart1;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.MacProtected;
import org.aparte.zrtp.message.SharedSecretIds;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.Role;

/**
 * Our half of an exchange in DH or KEM mode: the key share, the secrets we may share with the peer,
 * and the DHPart message that shows the one and hints at the others (RFC 6189 sections 4.3.1,
 * 4.4.1, 5.5, 5.6). Owns share and secrets.
 */
final class DhHalf implements AutoCloseable {

  private final KeyShare share;
  private final NegotiatedAlgorithms algorithms;
  private final KnownSecrets known;
  private final Octets dhPart;

  private DhHalf(
      KeyShare share, NegotiatedAlgorithms algorithms, KnownSecrets known, Octets dhPart) {
    this.share = share;
    this.algorithms = algorithms;
    this.known = known;
    this.dhPart = dhPart;
  }

  /**
   * The initiator's half, with a share of its own (Z-4.4.1.1-03).
   *
   * @param known taken over
   */
  static DhHalf ofInitiator(
      StreamContext context, NegotiatedAlgorithms algorithms, KnownSecrets known) {
    RandomSource random = context.session().random();
    KeyAgreementType type = algorithms.keyAgreement();
    if (type.isDh()) {
      KeyShare share = freshShare(context, algorithms);
      return of(context, Role.INITIATOR, algorithms, share, known, share.publicValue());
    }
    // Z-KEM-04: the public key goes into Commit, and a nonce into its place here, so that hvi
    // promises what nobody can foresee
    KeyShare keyPair = random.keyPair(type, algorithms.hash());
    return of(context, Role.INITIATOR, algorithms, keyPair, known, random.kemNonce());
  }

  /**
   * The responder's half.
   *
   * @param share taken over; in KEM mode the secret that was encapsulated, whose public value is
   *     the ciphertext (Z-KEM-03)
   * @param known taken over
   */
  static DhHalf ofResponder(
      StreamContext context, NegotiatedAlgorithms algorithms, KeyShare share, KnownSecrets known) {
    return of(context, Role.RESPONDER, algorithms, share, known, share.publicValue());
  }

  private static DhHalf of(
      StreamContext context,
      Role role,
      NegotiatedAlgorithms algorithms,
      KeyShare share,
      KnownSecrets known,
      Octets publicValue) {
    // Z-KEM-11: the committed hash, in either role
    ZrtpHash hash = context.hash(algorithms.hash());
    HashChain chain = context.chain();
    SecretIds ids = SecretIds.of(hash, role, chain.h3(), known.own(), context.session().random());
    SharedSecretIds fields =
        new SharedSecretIds(ids.rs1Id(), ids.rs2Id(), ids.auxsecretId(), ids.pbxsecretId());
    DhPart unsealed =
        role == Role.INITIATOR
            ? new DhPart2(chain.h1(), fields, publicValue, Mac64.PENDING)
            : new DhPart1(chain.h1(), fields, publicValue, Mac64.PENDING);
    // Z-5.5-03
    Octets mac = chain.dhPartMac(MacProtected.octetsUnderMac(unsealed.write()));
    return new DhHalf(
        share, algorithms, known, unsealed.withMac(Mac64.leftmostOf(mac.toArray())).write());
  }

  /** A fresh share for these algorithms of DH mode (Z-4.4.1.1-03, Z-4.4.1.2-01). */
  static KeyShare freshShare(StreamContext context, NegotiatedAlgorithms algorithms) {
    return context.session().random().keyShare(algorithms.keyAgreement(), algorithms.cipher());
  }

  /**
   * Whether the share serves other algorithms too: same group, exponent of the same length. A key
   * pair of KEM mode serves nothing else: a responder has none (Z-KEM-06).
   */
  boolean shareFits(NegotiatedAlgorithms other) {
    return algorithms.keyAgreement() == other.keyAgreement()
        && algorithms.keyAgreement().isDh()
        && algorithms.cipher().keyOctets() == other.cipher().keyOctets();
  }

  KeyShare share() {
    return share;
  }

  KnownSecrets known() {
    return known;
  }

  /** Our DHPart1 or DHPart2. */
  Octets dhPart() {
    return dhPart;
  }

  @Override
  public void close() {
    share.close();
    known.close();
  }
}
