package org.aparte.zrtp.hostile;

import java.util.List;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.EncapsulationOutcome;
import org.aparte.zrtp.crypto.HashCommitment;
import org.aparte.zrtp.crypto.KdfContext;
import org.aparte.zrtp.crypto.KeyEncapsulation;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.message.DhPart1;
import org.aparte.zrtp.message.KemCommit;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.OfferedAlgorithms;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.scenario.SeededRandom;

/** A peer by hand in KEM mode: what differs from {@link HandMade}. */
final class HandMadeKem {

  private static final int PUBLIC_VALUE = 76;
  private static final int MAC = 8;

  private final HandMade peer;
  private final KeyAgreementType type;
  private final SeededRandom random;
  private final KeyShare pair;

  HandMadeKem(HandMade peer, KeyAgreementType type, long seed) {
    this.peer = peer;
    this.type = type;
    this.random = new SeededRandom(seed);
    this.pair = mechanism().generate(random);
  }

  private KeyEncapsulation mechanism() {
    return KeyEncapsulation.of(type, HashType.S256, HandMade.PROVIDERS);
  }

  /** A Hello that lists these key agreements. */
  Octets hello(KeyAgreementType... types) {
    List<AlgorithmCode> agreements = Stream.of(types).map(AlgorithmCode::of).toList();
    return peer.hello(offered ->
        new OfferedAlgorithms(
            List.of(AlgorithmCode.of(HashType.S256)),
            offered.ciphers(),
            offered.authTags(),
            agreements,
            offered.sasTypes()));
  }

  Octets publicKey() {
    return pair.publicValue();
  }

  Octets nonce(int octets) {
    byte[] nonce = new byte[octets];
    random.nextBytes(nonce);
    return Octets.of(nonce);
  }

  Octets dhPart2(Octets nonce) {
    return peer.dhPart2(nonce);
  }

  Octets commit(Octets publicKey, Octets dhPart2, Octets responderHello) {
    return peer.commit(
        new KemCommit(
            peer.chain().h2(),
            peer.zid,
            HandMade.chosen(type),
            HashCommitment.hvi(HandMade.S256, dhPart2, responderHello),
            publicKey,
            Mac64.PENDING));
  }

  Octets confirm2(Victim victim, Octets commit, Octets dhPart1, Octets dhPart2) {
    Octets ciphertext = dhPart1.slice(PUBLIC_VALUE, dhPart1.length() - MAC);
    KdfContext context =
        KdfContext.ofDh(
            HandMade.S256, peer.zid, victim.zid(), victim.hello(), commit, dhPart1, dhPart2);
    return confirm(Role.INITIATOR, context, pair.agree(ciphertext));
  }

  private Octets confirm(Role role, KdfContext context, AgreementOutcome outcome) {
    SecretBytes dhResult = ((AgreementOutcome.Agreed) outcome).dhResult();
    SharedSecretS0 s0 = HandMade.s0(role, context, dhResult);
    return peer.confirm(HandMade.keys(s0), role, peer.plaintext().write());
  }

  /** Commits to this key pair, and goes on to the end. */
  void completesAsInitiator(Victim victim) {
    Octets dhPart2 = dhPart2(nonce(16));
    Octets commit = commit(publicKey(), dhPart2, victim.hello());
    victim.receive(commit);
    Octets dhPart1 = victim.last("DHPart1 ");
    victim.receive(dhPart2);
    victim.receive(confirm2(victim, commit, dhPart1, dhPart2));
  }

  Octets dhPart1(Octets ciphertext) {
    return peer.dhPart(new DhPart1(peer.chain().h1(), peer.randomIds(), ciphertext, Mac64.PENDING));
  }

  KeyShare encapsulate(Octets commit) {
    Octets publicKey = commit.slice(108, commit.length() - MAC);
    return ((EncapsulationOutcome.Encapsulated) mechanism().encapsulate(publicKey, random)).share();
  }

  /** Answers the Commit of an initiator, and goes on to the end. */
  void completesAsResponder(Victim victim, Octets ownHello) {
    Octets commit = victim.last("Commit  ");
    KeyShare secret = encapsulate(commit);
    Octets dhPart1 = dhPart1(secret.publicValue());
    victim.receive(dhPart1);
    Octets dhPart2 = victim.last("DHPart2 ");
    KdfContext context =
        KdfContext.ofDh(HandMade.S256, victim.zid(), zid(), ownHello, commit, dhPart1, dhPart2);
    Octets nonce = dhPart2.slice(PUBLIC_VALUE, dhPart2.length() - MAC);
    victim.receive(confirm(Role.RESPONDER, context, secret.agree(nonce)));
  }

  Zid zid() {
    return peer.zid;
  }
}
