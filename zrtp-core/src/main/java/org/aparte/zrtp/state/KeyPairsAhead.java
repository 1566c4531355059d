package org.aparte.zrtp.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.EncapsulationOutcome;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.ZrtpConfig;
import org.jspecify.annotations.Nullable;

/**
 * The random values of an endpoint, with key pairs that were made ahead: who asks for a pair is
 * given one of those that fits, and without one a fresh pair. RFC 6189 asks that the initiator has
 * its pair before Commit and the responder before DHPart1 (section 3.1), and that no random number
 * is used twice (section 4.8): so a pair is given out once, and never comes back, used or not.
 *
 * <p>Belongs to an endpoint, whose sessions may run on several threads: hence the locks. Pairs are
 * made outside of them.
 */
public final class KeyPairsAhead implements RandomSource, AutoCloseable {

  /** How many pairs of one kind there may be. */
  public static final int MOST = 256;

  /**
   * What a pair is good for.
   *
   * @param exponentOctets of a finite field; 0 otherwise
   * @param hash of KEM mode, which derives with it
   */
  private record Kind(KeyAgreementType type, int exponentOctets, @Nullable HashType hash) {

    static Kind of(KeyAgreementType type, CipherType cipher) {
      boolean exponent = type.family() == KeyAgreementType.Family.FINITE_FIELD;
      return new Kind(type, exponent ? 2 * cipher.keyOctets() : 0, null); // Z-5.1.5-08
    }

    static Kind of(KeyAgreementType type, HashType negotiated) {
      return new Kind(type, 0, negotiated);
    }
  }

  private final RandomSource source;
  private final Map<Kind, Deque<KeyShare>> pairs = new HashMap<>();
  private boolean closed;

  /** None yet. */
  public KeyPairsAhead(RandomSource source) {
    this.source = source;
  }

  /**
   * Makes pairs for what two endpoints of a configuration come to, until there are as many as
   * wanted.
   *
   * @param wanted 0 to {@link #MOST}
   * @return how many were made
   * @throws IllegalArgumentException when more are wanted
   * @throws IllegalStateException after {@link #close}
   */
  public int make(ZrtpConfig config, int wanted) {
    if (wanted < 0 || wanted > MOST) {
      throw new IllegalArgumentException(
          wanted + " key pairs ahead: there are 0 to " + MOST + " of a kind");
    }
    NegotiatedAlgorithms likely = AlgorithmChoice.amongEquals(config);
    if (likely == null) {
      return 0;
    }
    KeyAgreementType type = likely.keyAgreement();
    Kind kind = type.isKem() ? Kind.of(type, likely.hash()) : Kind.of(type, likely.cipher());
    int made = 0;
    while (lacks(kind, wanted)) {
      KeyShare pair =
          type.isKem()
              ? source.keyPair(type, likely.hash())
              : source.keyShare(type, likely.cipher());
      if (!put(kind, pair, wanted)) {
        pair.close();
        return made;
      }
      made++;
    }
    return made;
  }

  private synchronized boolean lacks(Kind kind, int wanted) {
    if (closed) {
      throw new IllegalStateException("the endpoint is closed; make a new one");
    }
    return count(kind) < wanted;
  }

  /** Unless another thread came first, or closed this. */
  private synchronized boolean put(Kind kind, KeyShare pair, int wanted) {
    if (closed || count(kind) >= wanted) {
      return false;
    }
    pairs.computeIfAbsent(kind, none -> new ArrayDeque<>()).add(pair);
    return true;
  }

  private int count(Kind kind) {
    Deque<KeyShare> ready = pairs.get(kind);
    return ready == null ? 0 : ready.size();
  }

  /** The oldest pair that fits, which is not here any more then. */
  private synchronized @Nullable KeyShare take(Kind kind) {
    Deque<KeyShare> ready = pairs.get(kind);
    return ready == null ? null : ready.poll();
  }

  // Z-4.4.1.1-03, Z-4.4.1.2-01, Z-4.8-01: fresh, as nobody had it before

  @Override
  public KeyShare keyShare(KeyAgreementType type, CipherType cipher) {
    KeyShare ready = take(Kind.of(type, cipher));
    return ready != null ? ready : source.keyShare(type, cipher);
  }

  @Override
  public KeyShare keyPair(KeyAgreementType type, HashType negotiated) {
    KeyShare ready = take(Kind.of(type, negotiated));
    return ready != null ? ready : source.keyPair(type, negotiated);
  }

  /** Wipes the pairs that nobody took. What is asked for from now on is fresh. */
  @Override
  public synchronized void close() {
    closed = true;
    pairs.values().forEach(ready -> ready.forEach(KeyShare::close));
    pairs.clear();
  }

  // The rest cannot be made ahead, or costs nothing

  @Override
  public SecretBytes h0() {
    return source.h0();
  }

  @Override
  public EncapsulationOutcome encapsulate(
      KeyAgreementType type, HashType negotiated, Octets publicKey) {
    return source.encapsulate(type, negotiated, publicKey);
  }

  @Override
  public Octets kemNonce() {
    return source.kemNonce();
  }

  @Override
  public Octets commitNonce() {
    return source.commitNonce();
  }

  @Override
  public Octets confirmIv() {
    return source.confirmIv();
  }

  @Override
  public Octets standInSecretId() {
    return source.standInSecretId();
  }

  @Override
  public int firstSequenceNumber() {
    return source.firstSequenceNumber();
  }
}
