package org.aparte.zrtp.crypto;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;

/** Gives stand-ins that were laid down before, and nothing else. */
final class ReplayedRandom implements RandomSource {

  private final Deque<Octets> standIns = new ArrayDeque<>();

  ReplayedRandom standIns(Octets... values) {
    standIns.addAll(List.of(values));
    return this;
  }

  @Override
  public Octets standInSecretId() {
    return standIns.remove();
  }

  @Override
  public SecretBytes h0() {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyShare keyShare(KeyAgreementType type, CipherType cipher) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyShare keyPair(KeyAgreementType type, HashType negotiated) {
    throw new UnsupportedOperationException();
  }

  @Override
  public EncapsulationOutcome encapsulate(
      KeyAgreementType type, HashType negotiated, Octets publicKey) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Octets kemNonce() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Octets commitNonce() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Octets confirmIv() {
    throw new UnsupportedOperationException();
  }

  @Override
  public int firstSequenceNumber() {
    throw new UnsupportedOperationException();
  }
}
