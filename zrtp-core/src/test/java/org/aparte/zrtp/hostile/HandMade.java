package org.aparte.zrtp.hostile;

import java.util.List;
import java.util.function.UnaryOperator;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.ConfirmSeal;
import org.aparte.zrtp.crypto.HashChain;
import org.aparte.zrtp.crypto.HashCommitment;
import org.aparte.zrtp.crypto.KdfContext;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.crypto.OwnSecrets;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.crypto.SecretIds;
import org.aparte.zrtp.crypto.SecretMatching;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.crypto.StreamKeys;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.ChosenAlgorithms;
import org.aparte.zrtp.message.Confirm1;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.message.DhCommit;
import org.aparte.zrtp.message.DhPart;
import org.aparte.zrtp.message.DhPart1;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.Mac64;
import org.aparte.zrtp.message.MultistreamCommit;
import org.aparte.zrtp.message.OfferedAlgorithms;
import org.aparte.zrtp.message.SealedPart;
import org.aparte.zrtp.message.SharedSecretIds;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpVersion;
import org.aparte.zrtp.scenario.SeededRandom;

/**
 * A peer whose messages are made by hand: it has a hash chain, a key share and the keys that come
 * of it, makes any message with MACs that fit, and checks nothing. What it sends can be wrong in
 * one place and right in all others, which no bystander can do.
 */
final class HandMade {

  static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  static final ZrtpHash S256 = ZrtpHash.implicit(PROVIDERS);
  private static final int MAC = 8;

  private final RandomSource random;
  private final HashChain chain;
  private final KeyShare share;
  final Zid zid;

  HandMade(long seed) {
    this(seed, Zid.random(new SeededRandom(~seed)));
  }

  /** One more stream of a peer, or somebody who goes by its ZID. */
  HandMade(long seed, Zid zid) {
    this.random = RandomSource.of(PROVIDERS, new SeededRandom(seed));
    this.zid = zid;
    this.chain = new HashChain(S256, random.h0());
    this.share = random.keyShare(KeyAgreementType.X255, CipherType.AES3);
  }

  HashChain chain() {
    return chain;
  }

  Octets publicValue() {
    return share.publicValue();
  }

  Octets hello() {
    return hello(offered -> offered);
  }

  /** A Hello that offers something else. */
  Octets hello(UnaryOperator<OfferedAlgorithms> change) {
    OfferedAlgorithms offered =
        new OfferedAlgorithms(
            codes(HashType.S256, HashType.S384),
            codes(CipherType.AES3, CipherType.AES1),
            codes(AuthTagType.HS80, AuthTagType.HS32),
            codes(KeyAgreementType.X255, KeyAgreementType.DH3K, KeyAgreementType.MULT),
            codes(SasType.B32));
    Hello hello =
        new Hello(
            ZrtpVersion.V1_10,
            Hello.clientIdentifier("by hand"),
            chain.h3(),
            zid,
            false,
            false,
            false,
            change.apply(offered),
            Mac64.PENDING);
    return sealedHello(hello.write());
  }

  /** The message with the MAC of a Hello of ours at its end. */
  Octets sealedHello(Octets message) {
    return ending(message, chain.helloMac(message.slice(0, message.length() - MAC)));
  }

  private static List<AlgorithmCode> codes(org.aparte.zrtp.model.AlgorithmType... types) {
    return java.util.stream.Stream.of(types).map(AlgorithmCode::of).toList();
  }

  static ChosenAlgorithms chosen(KeyAgreementType keyAgreement) {
    return new ChosenAlgorithms(
        AlgorithmCode.of(HashType.S256),
        AlgorithmCode.of(CipherType.AES3),
        AlgorithmCode.of(AuthTagType.HS80),
        AlgorithmCode.of(keyAgreement),
        AlgorithmCode.of(SasType.B32));
  }

  /** The Commit that promises a DHPart2 to the owner of a Hello. */
  Octets commit(Octets dhPart2, Octets responderHello) {
    Octets hvi = HashCommitment.hvi(S256, dhPart2, responderHello);
    return commit(dhCommit(KeyAgreementType.X255, hvi));
  }

  /** A Commit whose hvi may promise anything. */
  DhCommit dhCommit(KeyAgreementType keyAgreement, Octets hvi) {
    return new DhCommit(chain.h2(), zid, chosen(keyAgreement), hvi, Mac64.PENDING);
  }

  MultistreamCommit multistreamCommit(Octets nonce) {
    return new MultistreamCommit(
        chain.h2(), zid, chosen(KeyAgreementType.MULT), nonce, Mac64.PENDING);
  }

  Octets commit(org.aparte.zrtp.message.Commit commit) {
    return sealedCommit(commit.write());
  }

  /** The message with the MAC of a Commit of ours at its end. */
  Octets sealedCommit(Octets message) {
    return ending(message, chain.commitMac(message.slice(0, message.length() - MAC)));
  }

  Octets dhPart2() {
    return dhPart2(share.publicValue());
  }

  /** A DHPart2 with a public value that need not be ours, or any. */
  Octets dhPart2(Octets publicValue) {
    return dhPart(new DhPart2(chain.h1(), randomIds(), publicValue, Mac64.PENDING));
  }

  Octets dhPart1() {
    return dhPart(new DhPart1(chain.h1(), randomIds(), share.publicValue(), Mac64.PENDING));
  }

  Octets dhPart(DhPart part) {
    Octets message = part.write();
    return ending(message, chain.dhPartMac(message.slice(0, message.length() - MAC)));
  }

  SharedSecretIds randomIds() {
    return new SharedSecretIds(
        random.standInSecretId(),
        random.standInSecretId(),
        random.standInSecretId(),
        random.standInSecretId());
  }

  private static Octets ending(Octets message, Octets mac) {
    byte[] octets = message.toArray();
    mac.copyTo(octets, octets.length - MAC);
    return Octets.of(octets);
  }

  AgreementOutcome agree(Octets peersPublicValue) {
    return share.agree(peersPublicValue);
  }

  /** s0 with a peer, when we are the initiator. */
  SharedSecretS0 asInitiator(
      Octets responderHello, Octets commit, Octets dhPart1, Octets dhPart2, Zid peer) {
    Octets pvr = dhPart1.slice(76, dhPart1.length() - MAC);
    return s0(
        Role.INITIATOR,
        KdfContext.ofDh(S256, zid, peer, responderHello, commit, dhPart1, dhPart2),
        pvr);
  }

  /** s0 with a peer, when we are the responder. */
  SharedSecretS0 asResponder(Octets commit, Octets dhPart1, Octets dhPart2, Zid peer) {
    return asResponder(hello(), commit, dhPart1, dhPart2, peer);
  }

  SharedSecretS0 asResponder(
      Octets ownHello, Octets commit, Octets dhPart1, Octets dhPart2, Zid peer) {
    Octets pvi = dhPart2.slice(76, dhPart2.length() - MAC);
    return s0(
        Role.RESPONDER, KdfContext.ofDh(S256, peer, zid, ownHello, commit, dhPart1, dhPart2), pvi);
  }

  private SharedSecretS0 s0(Role role, KdfContext context, Octets publicValue) {
    SecretBytes dhResult = ((AgreementOutcome.Agreed) share.agree(publicValue)).dhResult();
    return s0(role, context, dhResult);
  }

  static SharedSecretS0 s0(Role role, KdfContext context, SecretBytes dhResult) {
    Octets nothing = Octets.of(new byte[8]);
    return SharedSecretS0.ofDh(
        S256,
        context,
        dhResult,
        SecretMatching.of(
            S256,
            role,
            OwnSecrets.none(),
            Octets.of(new byte[32]),
            new SecretIds(nothing, nothing, nothing, nothing)));
  }

  static StreamKeys keys(SharedSecretS0 s0) {
    return s0.streamKeys(CipherType.AES3, AuthTagType.HS80);
  }

  /** What a Confirm of ours says. */
  ConfirmPlaintext plaintext() {
    return new ConfirmPlaintext(
        chain.h0(), false, false, false, false, ConfirmPlaintext.NEVER_EXPIRES, null);
  }

  /** Confirm1 or Confirm2, by our role. */
  Octets confirm(StreamKeys keys, Role role, Octets plaintext) {
    ConfirmSeal.Sealed sealed =
        new ConfirmSeal(S256, CipherType.AES3, PROVIDERS)
            .seal(keys, role, random.confirmIv(), plaintext);
    SealedPart part =
        new SealedPart(Mac64.leftmostOf(sealed.mac().toArray()), sealed.iv(), sealed.ciphertext());
    return role == Role.INITIATOR ? new Confirm2(part).write() : new Confirm1(part).write();
  }

  // --- whole exchanges -----------------------------------------------------------------------

  /** Commits to a DHPart2 and sends it; what comes of that, when Confirm2 is due. */
  SharedSecretS0 agreesAsInitiator(Victim victim, Octets dhPart2) {
    Octets commit = commit(dhPart2, victim.hello());
    victim.receive(commit);
    Octets dhPart1 = victim.last("DHPart1 ");
    victim.receive(dhPart2);
    return asInitiator(victim.hello(), commit, dhPart1, dhPart2, victim.zid());
  }

  /** As {@link #agreesAsInitiator}, and on to the end. */
  SharedSecretS0 completesAsInitiator(Victim victim, Octets dhPart2) {
    SharedSecretS0 s0 = agreesAsInitiator(victim, dhPart2);
    victim.receive(confirm(keys(s0), Role.INITIATOR, plaintext().write()));
    return s0;
  }
}
