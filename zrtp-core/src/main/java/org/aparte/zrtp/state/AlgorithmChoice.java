package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.aparte.zrtp.message.ChosenAlgorithms;
import org.aparte.zrtp.message.OfferedAlgorithms;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.AlgorithmKind;
import org.aparte.zrtp.model.AlgorithmType;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.UnexpectedKeyAgreement;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * What two Hellos have in common, what an initiator chooses of it, and whether a Commit chose of it
 * (RFC 6189 sections 4.1.2, 4.4.1.1, 5.1.5, 5.2).
 *
 * <p>Decided where the RFC leaves room: HS80 is appended before HS32, whose order section 5.2 does
 * not say; an initiator takes its own first algorithm that the peer has, but for the hash and where
 * the key agreement asks for strength; Multistream is possible with a peer that lists it or lists
 * no key agreement at all, since every endpoint with several streams has it.
 *
 * <p><b>The hash</b> is the initiator's free choice (Z-4.1.2-05), and ours is what the peer would
 * have taken in our place. For the engine of Linphone computes the IDs of its retained secrets
 * before any Commit, with the hash that it would commit to itself: if we chose another, both sides
 * would miss the secrets they share, and warn of an attack that is none. Other engines do not mind.
 * As a responder we compute the IDs with the hash of the Commit, which suits everybody.
 *
 * <p><b>Strength.</b> With X448, K448, EC38 and what resists a quantum computer go the longest hash
 * and cipher key that both have: the RFC says so for EC38 alone (Z-5.1.5-15, Z-5.1.5-16), that
 * engine for all of them, and there too it misses the shared secrets when we differ. Where the two
 * contradict each other the RFC decides: EC38 does not go with SHA-512.
 */
final class AlgorithmChoice {

  private final boolean followAdvice;
  private final boolean onlyListed;
  private final UnexpectedKeyAgreement unexpected;
  private final List<HashType> hashes;
  private final List<HashType> peerHashes;
  private final List<CipherType> ciphers;
  private final boolean lacksTag;
  private final List<AuthTagType> authTags;
  private final List<SasType> sasTypes;
  private final List<KeyAgreementType> ownAgreements;
  private final List<KeyAgreementType> peerAgreements;

  /** The lists common to both, each in its owner's order. */
  AlgorithmChoice(ZrtpConfig own, OfferedAlgorithms peer) {
    followAdvice = own.followPairingAdvice();
    unexpected = own.unexpectedKeyAgreement();
    onlyListed = own.onlyListed();
    List<HashType> ourHashes = ours(own.hashes(), List.of(HashType.S256));
    List<HashType> theirHashes =
        withMandatory(known(peer.hashes(), HashType::ofCode), List.of(HashType.S256));
    hashes = intersection(ourHashes, theirHashes);
    peerHashes = intersection(theirHashes, ourHashes);
    authTags =
        intersection(
            ours(own.authTags(), List.of(AuthTagType.HS80, AuthTagType.HS32)),
            withMandatory(
                known(peer.authTags(), AuthTagType::ofCode),
                List.of(AuthTagType.HS80, AuthTagType.HS32)));
    List<CipherType> commonCiphers =
        intersection(
            ours(own.ciphers(), List.of(CipherType.AES1)),
            withMandatory(known(peer.ciphers(), CipherType::ofCode), List.of(CipherType.AES1)));
    // HS80 goes with each; where policy does not take it, not every cipher may be left
    ciphers = commonCiphers.stream().filter(this::hasTag).collect(Collectors.toList());
    lacksTag = ciphers.isEmpty() && !commonCiphers.isEmpty();
    sasTypes =
        intersection(
            ours(own.sasTypes(), List.of(SasType.B32)),
            withMandatory(known(peer.sasTypes(), SasType::ofCode), List.of(SasType.B32)));
    List<KeyAgreementType> ours = ours(own.keyAgreements(), List.of(KeyAgreementType.DH3K));
    List<KeyAgreementType> theirs =
        withMandatory(
            peer.keyAgreements().isEmpty()
                ? List.of(KeyAgreementType.DH3K, KeyAgreementType.MULT)
                : known(peer.keyAgreements(), KeyAgreementType::ofCode),
            List.of(KeyAgreementType.DH3K));
    ownAgreements = intersection(ours, theirs);
    peerAgreements = intersection(theirs, ours);
  }

  /** The lists of our Hello. */
  static OfferedAlgorithms offered(ZrtpConfig own) {
    return new OfferedAlgorithms(
        codes(own.hashes()),
        codes(own.ciphers()),
        codes(own.authTags()),
        codes(own.keyAgreements()),
        codes(own.sasTypes()));
  }

  /**
   * What two endpoints of one configuration come to in their first exchange; {@code null} when its
   * policy leaves nothing that goes together.
   */
  static @Nullable NegotiatedAlgorithms amongEquals(ZrtpConfig config) {
    if (gap(config, offered(config)) != null) {
      return null;
    }
    AlgorithmChoice choice = new AlgorithmChoice(config, offered(config));
    return choice.choose(choice.keyAgreement());
  }

  /**
   * What policy wants and a Hello does not offer, or {@code null}; then an exchange with its sender
   * has all that the other methods look for.
   */
  static ZrtpEvent.@Nullable PolicyNotMet gap(ZrtpConfig own, OfferedAlgorithms peer) {
    if (!own.onlyListed()) {
      return null; // Z-5.2-12: both have the mandatory ones
    }
    AlgorithmChoice common = new AlgorithmChoice(own, peer);
    if (common.hashes.isEmpty()) {
      return gap(AlgorithmKind.HASH, own.hashes(), peer.hashes());
    }
    if (common.ciphers.isEmpty()) {
      return common.lacksTag
          ? gap(AlgorithmKind.AUTH_TAG, own.authTags(), peer.authTags())
          : gap(AlgorithmKind.CIPHER, own.ciphers(), peer.ciphers());
    }
    if (common.ownAgreements.stream().noneMatch(common::isPossible)) {
      return gap(AlgorithmKind.KEY_AGREEMENT, own.keyAgreements(), peer.keyAgreements());
    }
    return common.sasTypes.isEmpty()
        ? gap(AlgorithmKind.SAS, own.sasTypes(), peer.sasTypes())
        : null;
  }

  private static ZrtpEvent.PolicyNotMet gap(
      AlgorithmKind kind, List<? extends AlgorithmType> wanted, List<AlgorithmCode> offered) {
    return new ZrtpEvent.PolicyNotMet(kind, codes(wanted), offered);
  }

  private static List<AlgorithmCode> codes(List<? extends AlgorithmType> types) {
    return types.stream().map(AlgorithmCode::of).collect(Collectors.toList());
  }

  /**
   * The key agreement that both sides come to, each by itself: of the two first choices the faster
   * one (Z-4.1.2-03, Z-4.1.2-04, Z-KEM-08).
   */
  KeyAgreementType keyAgreement() {
    KeyAgreementType ours = firstWithDhParts(ownAgreements);
    KeyAgreementType theirs = firstWithDhParts(peerAgreements);
    // The registry stands in the order of speed.
    return ours.compareTo(theirs) <= 0 ? ours : theirs;
  }

  /** Whether a Commit chose another one than both sides come to. */
  boolean isUnexpected(KeyAgreementType committed) {
    return committed.hasDhParts() && committed != keyAgreement();
  }

  /** Whether both withstand quantum computers, if they only come to it. */
  boolean hasPostQuantum() {
    return ownAgreements.stream().anyMatch(KeyAgreementType::isPostQuantum);
  }

  /** What the initiator of an exchange in another mode than Multistream commits to. */
  NegotiatedAlgorithms choose(KeyAgreementType keyAgreement) {
    CipherType cipher = cipher(keyAgreement);
    return new NegotiatedAlgorithms(
        hash(keyAgreement),
        cipher,
        authTags.stream().filter(tag -> tag.goesWith(cipher)).findFirst().get(),
        keyAgreement,
        sasTypes.get(0));
  }

  /** What the initiator of a Multistream exchange commits to: what the first stream has. */
  NegotiatedAlgorithms chooseForMultistream(NegotiatedAlgorithms first) {
    NegotiatedAlgorithms free = choose(KeyAgreementType.MULT);
    CipherType cipher = ciphers.contains(first.cipher()) ? first.cipher() : free.cipher();
    // Z-4.4.3.1-02
    return new NegotiatedAlgorithms(
        hashes.contains(first.hash()) ? first.hash() : free.hash(),
        cipher,
        authTags.contains(first.authTag()) && first.authTag().goesWith(cipher)
            ? first.authTag()
            : free.authTag(),
        KeyAgreementType.MULT,
        sasTypes.contains(first.sas()) ? first.sas() : free.sas());
  }

  /** Whether both sides have Multistream or Preshared mode. */
  boolean has(KeyAgreementType mode) {
    return ownAgreements.contains(mode);
  }

  /**
   * The algorithms of a peer's Commit, each of which has to be in our Hello and in the peer's: an
   * attacker who forged the initiator's Hello towards us, which total_hash does not cover, gains no
   * algorithm by it.
   */
  Check<NegotiatedAlgorithms> judge(ChosenAlgorithms chosen) {
    Optional<HashType> hash = chosen(hashes, chosen.hash());
    Optional<CipherType> cipher = chosen(ciphers, chosen.cipher());
    Optional<AuthTagType> authTag = chosen(authTags, chosen.authTag());
    Optional<KeyAgreementType> keyAgreement = chosen(ownAgreements, chosen.keyAgreement());
    Optional<SasType> sas = chosen(sasTypes, chosen.sasType());
    if (!keyAgreement.isPresent()) {
      return notOffered(ZrtpFailure.KEY_AGREEMENT_NOT_OFFERED); // Z-5.9-08
    }
    // Z-KEM-12
    if (isUnexpected(keyAgreement.get()) && !isTakenUnexpected(keyAgreement.get())) {
      return Check.refused(
          IgnoredReason.UNEXPECTED_KEY_AGREEMENT, ZrtpFailure.UNEXPECTED_KEY_AGREEMENT);
    }
    // Z-5.1.5-15
    if (!hash.isPresent() || !goesWith(keyAgreement.get(), hash.get())) {
      return notOffered(ZrtpFailure.HASH_NOT_OFFERED); // Z-5.9-06
    }
    if (!cipher.isPresent()) {
      return notOffered(ZrtpFailure.CIPHER_NOT_OFFERED); // Z-5.9-07
    }
    if (!authTag.isPresent() || !authTag.get().goesWith(cipher.get())) {
      return notOffered(ZrtpFailure.AUTH_TAG_NOT_OFFERED); // Z-5.9-09
    }
    // Z-4.4.3.1-03: in Multistream mode the SAS type is not looked at
    if (!sas.isPresent() && keyAgreement.get() != KeyAgreementType.MULT) {
      return notOffered(ZrtpFailure.SAS_TYPE_NOT_OFFERED); // Z-5.9-10
    }
    return Check.passed(
        new NegotiatedAlgorithms(
            hash.get(), cipher.get(), authTag.get(), keyAgreement.get(), sas.orElse(SasType.B32)));
  }

  /** How the choice stands in Commit. */
  static ChosenAlgorithms codes(NegotiatedAlgorithms algorithms) {
    return new ChosenAlgorithms(
        AlgorithmCode.of(algorithms.hash()),
        AlgorithmCode.of(algorithms.cipher()),
        AlgorithmCode.of(algorithms.authTag()),
        AlgorithmCode.of(algorithms.keyAgreement()),
        AlgorithmCode.of(algorithms.sas()));
  }

  private boolean isTakenUnexpected(KeyAgreementType committed) {
    return switch (unexpected) {
      case REFUSE -> false;
      case UNLESS_WEAKER -> committed.isPostQuantum() || !keyAgreement().isPostQuantum();
      case ACCEPT -> true;
    };
  }

  private static Check<NegotiatedAlgorithms> notOffered(ZrtpFailure failure) {
    return Check.refused(IgnoredReason.NOT_OFFERED, failure);
  }

  private KeyAgreementType firstWithDhParts(List<KeyAgreementType> list) {
    // Prsh and Mult have no place in the ranking. EC38 needs a 384-bit hash that both have: without
    // one both sides pass it over, for both see the same intersection.
    return list.stream()
        .filter(this::isPossible)
        .findFirst()
        .get(); // DH3k is always there (Z-5.1.5-01), unless policy has another
  }

  private boolean isPossible(KeyAgreementType type) {
    return type.hasDhParts() && hashes.stream().anyMatch(hash -> goesWith(type, hash));
  }

  private boolean hasTag(CipherType cipher) {
    return authTags.stream().anyMatch(tag -> tag.goesWith(cipher));
  }

  private static boolean goesWith(KeyAgreementType keyAgreement, HashType hash) {
    return keyAgreement != KeyAgreementType.EC38 || hash.is384(); // Z-5.1.5-15
  }

  /** Z-KEM-09, Z-KEM-10. */
  private HashType hash(KeyAgreementType keyAgreement) {
    List<HashType> fitting =
        peerHashes.stream()
            .filter(hash -> goesWith(keyAgreement, hash))
            .collect(Collectors.toList());
    return asksForStrength(keyAgreement)
        ? longest(fitting, HashType::outputOctets)
        : fitting.get(0); // what is possible has one
  }

  private CipherType cipher(KeyAgreementType keyAgreement) {
    if (keyAgreement == KeyAgreementType.DH2K && followAdvice) {
      // Z-5.1.5-19
      return ciphers.stream()
          .filter(cipher -> cipher.keyOctets() == 16)
          .findFirst()
          .orElse(ciphers.get(0));
    }
    boolean strong =
        asksForStrength(keyAgreement)
            && (followAdvice || keyAgreement != KeyAgreementType.EC38); // Z-5.1.5-16, Z-5.1.5-17
    return strong ? longest(ciphers, CipherType::keyOctets) : ciphers.get(0); // Z-5.1.5-18
  }

  private static boolean asksForStrength(KeyAgreementType keyAgreement) {
    return keyAgreement == KeyAgreementType.X448
        || keyAgreement == KeyAgreementType.K448
        || keyAgreement == KeyAgreementType.EC38
        || keyAgreement.isPostQuantum();
  }

  /** The first of those that nothing is longer than. */
  private static <T> T longest(List<T> types, ToIntFunction<T> octets) {
    T longest = types.get(0);
    for (T type : types) {
      if (octets.applyAsInt(type) > octets.applyAsInt(longest)) {
        longest = type;
      }
    }
    return longest;
  }

  /**
   * Z-5.2-12, unless policy has it that the mandatory algorithms are not taken. The peer may still
   * commit to one of them, as our Hello cannot say so; such a Commit is refused.
   */
  private <T> List<T> ours(List<T> listed, List<T> mandatory) {
    return onlyListed ? listed : withMandatory(listed, mandatory);
  }

  /** Z-5.2-12: what is mandatory and not listed comes last. */
  private static <T> List<T> withMandatory(List<T> listed, List<T> mandatory) {
    List<T> all = new ArrayList<>(listed);
    for (T type : mandatory) {
      if (!all.contains(type)) {
        all.add(type);
      }
    }
    return all;
  }

  private static <T> List<T> known(
      List<AlgorithmCode> codes, Function<String, Optional<T>> registry) {
    List<T> known = new ArrayList<>();
    codes.forEach(code -> registry.apply(code.text()).ifPresent(known::add));
    return known;
  }

  /** Z-4.1.2-02: the first list without what the second has not. */
  private static <T> List<T> intersection(List<T> first, List<T> second) {
    List<T> common = new ArrayList<>(first);
    common.retainAll(second);
    return List.copyOf(common);
  }

  private static <T extends AlgorithmType> Optional<T> chosen(List<T> common, AlgorithmCode code) {
    return common.stream().filter(code::is).findFirst();
  }
}
