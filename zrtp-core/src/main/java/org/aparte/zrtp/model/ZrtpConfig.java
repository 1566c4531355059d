package org.aparte.zrtp.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint offers, allows and does of its own accord in a call. Immutable.
 *
 * <p>The lists are in order of preference and stand in Hello as they are given: what policy forbids
 * is left out of them (Z-4.1.2-06). The algorithms that every endpoint has (S256, AES1, HS32, HS80,
 * DH3k, B32) are meant even when they are not listed; the RFC leaves no way to say otherwise in
 * Hello. Who wants none of them sets {@link Builder#onlyListed}, and talks only to peers that have
 * something else.
 */
public final class ZrtpConfig {

  /** The most entries of a list in Hello (Z-5.2-09). */
  public static final int MAX_PER_LIST = 7;

  /** The longest ZRTP packet if nothing else is asked for: 1500 octets less UDP and IPv6. */
  public static final int DEFAULT_MTU_OCTETS = 1500 - 40 - 8;

  private static final int MIN_MTU_OCTETS = 600;
  private static final int MAX_MTU_OCTETS = 65_504;
  private static final int CLIENT_IDENTIFIER_OCTETS = 16;

  private final Builder from;

  private ZrtpConfig(Builder from) {
    this.from = from;
  }

  /**
   * What we would use ourselves: the lists of {@link AlgorithmPreset#MODERN}, hybrids before what
   * is classical and AES-GCM first; a SAS of four characters, Multistream and Preshared understood,
   * no GoClear.
   */
  public static ZrtpConfig recommended() {
    return builder().build();
  }

  /** Starts from {@link #recommended}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts from this configuration. */
  public Builder toBuilder() {
    return new Builder(from);
  }

  /** The client identifier of Hello, 16 octets. */
  public Octets clientIdentifier() {
    return from.clientIdentifier;
  }

  /** The hash list of Hello. */
  public List<HashType> hashes() {
    return from.hashes;
  }

  /** The cipher list of Hello. */
  public List<CipherType> ciphers() {
    return from.ciphers;
  }

  /** The authentication tag list of Hello. */
  public List<AuthTagType> authTags() {
    return from.authTags;
  }

  /** The key agreement list of Hello, {@code Mult} and {@code Prsh} included. */
  public List<KeyAgreementType> keyAgreements() {
    return from.keyAgreements;
  }

  /** The SAS list of Hello. */
  public List<SasType> sasTypes() {
    return from.sasTypes;
  }

  /** Whether the algorithms that RFC 6189 makes mandatory are refused unless they are listed. */
  public boolean onlyListed() {
    return from.onlyListed;
  }

  /** Flag P: we never send Commit. */
  public boolean passive() {
    return from.passive;
  }

  /** Flag M: we are a PBX that can relay a SAS. */
  public boolean mitm() {
    return from.mitm;
  }

  /** Flag A: a GoClear of the peer's is obeyed. */
  public boolean allowClear() {
    return from.allowClear;
  }

  /** Flag D: this product discloses SRTP keys (section 11). */
  public boolean disclosesKeys() {
    return from.disclosesKeys;
  }

  /** The interval that our Confirm proposes for the new retained secret. */
  public CacheInterval cacheInterval() {
    return from.cacheInterval;
  }

  /** Who signs the SAS hash, in order of preference (section 7.2). */
  public List<SasSigner> signers() {
    return from.signers;
  }

  /** Who judges the peer's signature over the SAS hash. */
  public Optional<SasVerifier> verifier() {
    return Optional.ofNullable(from.verifier);
  }

  /** Flag S: the peer is asked for a signature, for the verifier reads X.509 at least. */
  public boolean signatureCapable() {
    return from.signatureCapable;
  }

  /** When we send Commit. */
  public Initiation initiation() {
    return from.initiation;
  }

  /** Whether the cipher goes with the key agreement as section 5.1.5 advises. */
  public boolean followPairingAdvice() {
    return from.followPairingAdvice;
  }

  /** What becomes of a peer's Commit with another key agreement than the Hellos lead to. */
  public UnexpectedKeyAgreement unexpectedKeyAgreement() {
    return from.unexpectedKeyAgreement;
  }

  /** Whether we propose Preshared mode where it is possible (section 4.4.2). */
  public boolean preferPreshared() {
    return from.preferPreshared;
  }

  /** The round-trip time of the path in milliseconds, below which no repetition starts. */
  public int roundTripMillis() {
    return from.roundTripMillis;
  }

  /** The longest ZRTP packet that is sent, in octets, without the headers of UDP and IP. */
  public int mtuOctets() {
    return from.mtuOctets;
  }

  /** Collects a configuration. */
  public static final class Builder {

    private Octets clientIdentifier;
    private List<HashType> hashes;
    private List<CipherType> ciphers;
    private List<AuthTagType> authTags;
    private List<KeyAgreementType> keyAgreements;
    private List<SasType> sasTypes;
    private boolean onlyListed;
    private boolean passive;
    private boolean mitm;
    private boolean allowClear;
    private boolean disclosesKeys;
    private CacheInterval cacheInterval;
    private List<SasSigner> signers = List.of();
    private @Nullable SasVerifier verifier;
    private boolean signatureCapable;
    private Initiation initiation;
    private boolean preferPreshared;
    private boolean followPairingAdvice = true;
    private UnexpectedKeyAgreement unexpectedKeyAgreement = UnexpectedKeyAgreement.UNLESS_WEAKER;
    private int roundTripMillis;
    private int mtuOctets = DEFAULT_MTU_OCTETS;

    private Builder() {
      clientIdentifier = identifier("Aparte");
      preset(AlgorithmPreset.MODERN);
      cacheInterval = CacheInterval.FOREVER; // Z-4.9-13
      initiation = Initiation.AUTOMATIC;
    }

    private Builder(Builder other) {
      clientIdentifier = other.clientIdentifier;
      hashes = other.hashes;
      ciphers = other.ciphers;
      authTags = other.authTags;
      keyAgreements = other.keyAgreements;
      sasTypes = other.sasTypes;
      onlyListed = other.onlyListed;
      passive = other.passive;
      mitm = other.mitm;
      allowClear = other.allowClear;
      disclosesKeys = other.disclosesKeys;
      cacheInterval = other.cacheInterval;
      signers = other.signers;
      verifier = other.verifier;
      signatureCapable = other.signatureCapable;
      initiation = other.initiation;
      preferPreshared = other.preferPreshared;
      followPairingAdvice = other.followPairingAdvice;
      unexpectedKeyAgreement = other.unexpectedKeyAgreement;
      roundTripMillis = other.roundTripMillis;
      mtuOctets = other.mtuOctets;
    }

    /**
     * The client identifier: vendor and release.
     *
     * @param name at most 16 printable ASCII characters, filled up with spaces
     */
    public Builder clientIdentifier(String name) {
      return clientIdentifier(identifier(name));
    }

    /** The client identifier as its 16 octets. */
    public Builder clientIdentifier(Octets field) {
      require(
          field.length() == CLIENT_IDENTIFIER_OCTETS, "a client identifier has exactly 16 octets");
      clientIdentifier = field;
      return this;
    }

    /**
     * All five lists, and {@link #onlyListed}, as a policy has them; what was set before is gone.
     */
    public Builder preset(AlgorithmPreset preset) {
      hashes = preset.hashes();
      ciphers = preset.ciphers();
      authTags = preset.authTags();
      keyAgreements = preset.keyAgreements();
      sasTypes = preset.sasTypes();
      onlyListed = preset.onlyListed();
      return this;
    }

    /**
     * Whether to negotiate nothing that is not listed, the mandatory algorithms of RFC 6189
     * included. A peer cannot know of it: to a Hello that leaves nothing to agree on we do not
     * commit ({@link ZrtpEvent.PolicyNotMet}), and a Commit to what is not listed is refused.
     */
    public Builder onlyListed(boolean onlyListed) {
      this.onlyListed = onlyListed;
      return this;
    }

    /** The hash list, 0 to 7 entries. */
    public Builder hashes(HashType... types) {
      hashes = list(types);
      return this;
    }

    /** The cipher list, 0 to 7 entries. */
    public Builder ciphers(CipherType... types) {
      ciphers = list(types);
      return this;
    }

    /** The authentication tag list, 0 to 7 entries. */
    public Builder authTags(AuthTagType... types) {
      authTags = list(types);
      return this;
    }

    /**
     * The key agreement list. With {@code Mult}, which is best listed last, further streams can be
     * added; with {@code Prsh} a Preshared Commit is accepted. Those of KEM mode ({@link
     * KeyAgreementType#isKem}) are taken like those of DH mode.
     *
     * <p>Of the first choices of both sides that one is taken that stands first in {@link
     * KeyAgreementType}: DH3k wins over all that withstand quantum computers, if it is the first
     * choice of either side.
     *
     * <p>Hello has room for 7. Of a longer list those are kept that stand first, and DH3k and Mult
     * wherever they stand.
     */
    public Builder keyAgreements(KeyAgreementType... types) {
      keyAgreements = cut(distinct(types));
      return this;
    }

    /** The SAS list, 0 to 7 entries. */
    public Builder sasTypes(SasType... types) {
      sasTypes = list(types);
      return this;
    }

    /** Flag P: never send Commit. */
    public Builder passive(boolean passive) {
      this.passive = passive;
      return this;
    }

    /** Flag M: this endpoint is a PBX that can send SASrelay. */
    public Builder mitm(boolean mitm) {
      this.mitm = mitm;
      return this;
    }

    /** Flag A: obey an authenticated GoClear. Off unless an app has a use for it. */
    public Builder allowClear(boolean allowClear) {
      this.allowClear = allowClear;
      return this;
    }

    /**
     * Flag D. It has to be set when the product stores, logs or passes on SRTP keys, or what yields
     * them (Z-11-02).
     */
    public Builder disclosesKeys(boolean disclosesKeys) {
      this.disclosesKeys = disclosesKeys;
      return this;
    }

    /** How long we propose to keep the new retained secret. */
    public Builder cacheInterval(CacheInterval interval) {
      this.cacheInterval = interval;
      return this;
    }

    /**
     * Signs the SAS hash for peers that ask for it, in the first stream, with the one of these that
     * suits the key agreement best (section 7.2). Who the signer is is shown to whoever answers the
     * call, an attacker included. A signer that throws leaves the call unsigned, with {@link
     * ZrtpWarning#SIGNING_FAILED}.
     *
     * @param signers in order of preference; none to sign nothing
     */
    public Builder signers(List<? extends SasSigner> signers) {
      this.signers = List.copyOf(signers);
      return this;
    }

    /**
     * Judges the peer's signature over the SAS hash (section 7.2). If X.509 is among its types, our
     * Hello asks for signatures; one that comes unasked is judged as well.
     *
     * <p>A {@link SasVerdict.Valid} counts as evidence against an attack: the retained secrets are
     * renewed even if they did not match (section 4.6.1.1). So it should vouch for those alone whom
     * the user means to talk to; whoever else is vouched for can stand in the middle, under its own
     * name.
     */
    public Builder verifier(SasVerifier verifier) {
      this.verifier = verifier;
      this.signatureCapable = verifier.types().contains(SignatureType.X509); // Z-7.2-10
      return this;
    }

    /** When to send Commit. */
    public Builder initiation(Initiation initiation) {
      this.initiation = initiation;
      return this;
    }

    /** Whether to propose Preshared mode where a verified secret is at hand; else DH. */
    public Builder preferPreshared(boolean preferPreshared) {
      this.preferPreshared = preferPreshared;
      return this;
    }

    /**
     * Whether our Commit takes AES-128 with DH2k and AES-256 with EC38, whatever stands first in
     * the list of ciphers (Z-5.1.5-16, Z-5.1.5-19: advice of the RFC). Otherwise the list decides.
     */
    public Builder followPairingAdvice(boolean followPairingAdvice) {
      this.followPairingAdvice = followPairingAdvice;
      return this;
    }

    /**
     * What becomes of a peer's Commit with another key agreement than the Hellos lead to; {@link
     * UnexpectedKeyAgreement#UNLESS_WEAKER} unless it is set.
     */
    public Builder unexpectedKeyAgreement(UnexpectedKeyAgreement policy) {
      this.unexpectedKeyAgreement = policy;
      return this;
    }

    /**
     * The round-trip time of a slow path, 0 to 60000 milliseconds: no repetition starts before it
     * (Z-6-16).
     */
    public Builder roundTripMillis(int millis) {
      require(millis >= 0 && millis <= 60_000, "a round-trip time is 0 to 60000 milliseconds");
      this.roundTripMillis = millis;
      return this;
    }

    /**
     * The longest ZRTP packet to be sent, without the headers of UDP and IP: {@value
     * #DEFAULT_MTU_OCTETS} if nothing is said. A longer message goes in fragments, which only an
     * engine with post-quantum key agreements understands; of the messages of RFC 6189 itself none
     * is that long by default, of X3M3 Commit and DHPart1 are.
     *
     * @param octets 600 to 65504, a multiple of 4, for the parts of a message are counted in words
     */
    public Builder mtu(int octets) {
      require(
          octets >= MIN_MTU_OCTETS && octets <= MAX_MTU_OCTETS && octets % 4 == 0,
          "an MTU is a multiple of 4 from 600 to 65504 octets, not "
              + octets
              + "; try "
              + Math.max(MIN_MTU_OCTETS, Math.min(MAX_MTU_OCTETS, octets & ~3)));
      mtuOctets = octets;
      return this;
    }

    /** The configuration. */
    public ZrtpConfig build() {
      require(
          !onlyListed
              || !hashes.isEmpty()
                  && !ciphers.isEmpty()
                  && !authTags.isEmpty()
                  && !sasTypes.isEmpty()
                  && keyAgreements.stream().anyMatch(KeyAgreementType::hasDhParts),
          "onlyListed wants algorithms of each kind: fill the lists, or leave it out");
      return new ZrtpConfig(new Builder(this));
    }

    /** Z-KEM-14. */
    private static List<KeyAgreementType> cut(List<KeyAgreementType> listed) {
      Predicate<KeyAgreementType> staysAnyway =
          type -> type == KeyAgreementType.DH3K || type == KeyAgreementType.MULT;
      long room = MAX_PER_LIST - listed.stream().filter(staysAnyway).count();
      List<KeyAgreementType> cut = new ArrayList<>();
      for (KeyAgreementType type : listed) {
        if (staysAnyway.test(type) || room-- > 0) {
          cut.add(type);
        }
      }
      return List.copyOf(cut);
    }

    private static <T extends Enum<T>> List<T> list(T[] types) {
      require(types.length <= MAX_PER_LIST, "a Hello lists at most 7 algorithms of a kind");
      return distinct(types);
    }

    private static <T extends Enum<T>> List<T> distinct(T[] types) {
      List<T> list = List.of(types);
      Set<T> distinct = list.isEmpty() ? Set.of() : EnumSet.copyOf(list);
      require(distinct.size() == list.size(), "a list names each algorithm once");
      return list;
    }

    private static Octets identifier(String name) {
      byte[] field = new byte[CLIENT_IDENTIFIER_OCTETS];
      require(name.length() <= field.length, "a client identifier has at most 16 characters");
      for (int i = 0; i < field.length; i++) {
        char character = i < name.length() ? name.charAt(i) : ' ';
        require(character >= ' ' && character <= '~', "a client identifier is printable ASCII");
        field[i] = (byte) character;
      }
      return Octets.of(field);
    }

    private static void require(boolean met, String rule) {
      if (!met) {
        throw new IllegalArgumentException(rule);
      }
    }
  }
}
