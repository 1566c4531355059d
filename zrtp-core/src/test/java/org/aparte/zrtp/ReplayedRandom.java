package org.aparte.zrtp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.EncapsulationOutcome;
import org.aparte.zrtp.crypto.KeyAgreement;
import org.aparte.zrtp.crypto.KeyEncapsulation;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.scenario.SeededRandom;

/** Gives the random values of one end of a recorded call, in the order of their use. */
final class ReplayedRandom implements RandomSource {

  final Deque<Octets> h0 = new ArrayDeque<>();
  final Deque<Octets> privateValues = new ArrayDeque<>();
  final Deque<Octets> nonces = new ArrayDeque<>();
  final Deque<Octets> ivs = new ArrayDeque<>();
  final Deque<Integer> firstSequenceNumbers = new ArrayDeque<>();

  /** The stand-ins of one DHPart; a second DHPart of the same end shows the same ones again. */
  List<Octets> standIns = List.of();

  private int nextStandIn;
  private final CryptoProviders providers = CryptoProviders.standard();

  @Override
  public SecretBytes h0() {
    return SecretBytes.takeOver(h0.remove().toArray());
  }

  @Override
  public KeyShare keyShare(KeyAgreementType type, CipherType cipher) {
    return KeyAgreement.of(type, providers)
        .fromPrivate(SecretBytes.takeOver(privateValues.remove().toArray()), new SeededRandom(1));
  }

  @Override
  public KeyShare keyPair(KeyAgreementType type, HashType negotiated) {
    return KeyEncapsulation.of(type, negotiated, providers)
        .fromPrivate(SecretBytes.takeOver(privateValues.remove().toArray()), new SeededRandom(1));
  }

  @Override
  public EncapsulationOutcome encapsulate(
      KeyAgreementType type, HashType negotiated, Octets publicKey) {
    return KeyEncapsulation.of(type, negotiated, providers)
        .encapsulateFrom(
            publicKey, SecretBytes.takeOver(privateValues.remove().toArray()), new SeededRandom(1));
  }

  @Override
  public Octets kemNonce() {
    return nonces.remove();
  }

  @Override
  public Octets commitNonce() {
    return nonces.remove();
  }

  @Override
  public Octets confirmIv() {
    return ivs.remove();
  }

  @Override
  public Octets standInSecretId() {
    return standIns.get(nextStandIn++ % standIns.size());
  }

  @Override
  public int firstSequenceNumber() {
    return firstSequenceNumbers.remove();
  }
}
