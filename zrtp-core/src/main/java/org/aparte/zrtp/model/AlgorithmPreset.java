package org.aparte.zrtp.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which algorithms a policy allows, in the order of preference in which they stand in Hello: for
 * {@link ZrtpConfig.Builder#preset}. {@code docs/presets.md} says where each comes from and where
 * it is our judgement.
 *
 * <p>What a preset holds is never changed: an app that names one gets the same algorithms from
 * every release. When a rule or our reading of it changes there will be another constant, of a
 * higher {@link #version}, beside this one.
 *
 * <p>RFC 6189 has every endpoint offer its mandatory algorithms (S256, AES1, HS32, HS80, DH3k,
 * B32), listed or not. A {@linkplain #onlyListed strict} preset negotiates none of those that it
 * does not list; a peer that has nothing else is not spoken to ({@link
 * ZrtpFailure#POLICY_NOT_MET}).
 */
@SuppressWarnings("ImmutableEnumChecker") // all lists are made by List.of
public enum AlgorithmPreset {
  /** Everything that RFC 6189 names: the widest. */
  RFC6189(
      1,
      false,
      List.of(HashType.S256, HashType.S384, HashType.N256, HashType.N384),
      List.of(
          CipherType.AES3,
          CipherType.AES2,
          CipherType.AES1,
          CipherType.TWOFISH3,
          CipherType.TWOFISH2,
          CipherType.TWOFISH1),
      List.of(AuthTagType.HS80, AuthTagType.HS32, AuthTagType.SK64, AuthTagType.SK32),
      List.of(
          KeyAgreementType.EC25,
          KeyAgreementType.DH3K,
          KeyAgreementType.EC38,
          KeyAgreementType.EC52,
          KeyAgreementType.DH2K,
          KeyAgreementType.PRSH,
          KeyAgreementType.MULT)),

  /** Hybrids first, then what today's and older peers have; AES-GCM first, no 32-bit tags. */
  MODERN(
      1,
      false,
      List.of(HashType.S512, HashType.S384, HashType.S256),
      List.of(CipherType.AES3, CipherType.AES1),
      List.of(AuthTagType.GCM, AuthTagType.HS80),
      List.of(
          KeyAgreementType.X3M3,
          KeyAgreementType.X1M1,
          KeyAgreementType.X255,
          KeyAgreementType.EC25,
          KeyAgreementType.DH3K,
          KeyAgreementType.PRSH,
          KeyAgreementType.MULT)),

  /** ANSSI's views on the post-quantum transition: hybrids alone. */
  ANSSI_PQC(
      1,
      true,
      List.of(HashType.S512, HashType.S384),
      List.of(CipherType.AES3),
      List.of(AuthTagType.GCM),
      List.of(
          KeyAgreementType.X3M3,
          KeyAgreementType.P3M3,
          KeyAgreementType.P1M2,
          KeyAgreementType.MULT)),

  /** BSI TR-02102-1: hybrids, and for a limited time what is classical. */
  BSI_2026(
      1,
      true,
      List.of(HashType.S512, HashType.S384, HashType.S256),
      List.of(CipherType.AES3, CipherType.AES1),
      List.of(AuthTagType.GCM),
      List.of(
          KeyAgreementType.X3M3,
          KeyAgreementType.P3M3,
          KeyAgreementType.P1M2,
          KeyAgreementType.EC38,
          KeyAgreementType.EC25,
          KeyAgreementType.DH3K,
          KeyAgreementType.MULT)),

  /** NSA's CNSA 2.0: ML-KEM-1024, AES-256, SHA-384 and SHA-512. */
  CNSA_2(
      1,
      true,
      List.of(HashType.S384, HashType.S512),
      List.of(CipherType.AES3),
      List.of(AuthTagType.GCM),
      List.of(KeyAgreementType.MLK3, KeyAgreementType.P3M3, KeyAgreementType.MULT)),

  /** ANSSI's guide to the choice of algorithms of 2021: classical. */
  ANSSI_2021(
      1,
      true,
      List.of(HashType.S512, HashType.S384, HashType.S256),
      List.of(CipherType.AES3, CipherType.AES1),
      List.of(AuthTagType.GCM),
      List.of(
          KeyAgreementType.X448,
          KeyAgreementType.EC38,
          KeyAgreementType.X255,
          KeyAgreementType.EC25,
          KeyAgreementType.EC52,
          KeyAgreementType.DH3K,
          KeyAgreementType.MULT));

  private final int version;
  private final boolean onlyListed;
  private final List<HashType> hashes;
  private final List<CipherType> ciphers;
  private final List<AuthTagType> authTags;
  private final List<KeyAgreementType> keyAgreements;

  /** The preset of a name, whatever its case, with - or _; or nothing. */
  public static Optional<AlgorithmPreset> ofName(String name) {
    String constant = name.replace('-', '_').toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(preset -> preset.name().equals(constant)).findFirst();
  }

  AlgorithmPreset(
      int version,
      boolean onlyListed,
      List<HashType> hashes,
      List<CipherType> ciphers,
      List<AuthTagType> authTags,
      List<KeyAgreementType> keyAgreements) {
    this.version = version;
    this.onlyListed = onlyListed;
    this.hashes = hashes;
    this.ciphers = ciphers;
    this.authTags = authTags;
    this.keyAgreements = keyAgreements;
  }

  /** Of the policy of this name; what a constant holds stays as it is. */
  public int version() {
    return version;
  }

  /** Whether algorithms that RFC 6189 makes mandatory are refused unless they are listed here. */
  public boolean onlyListed() {
    return onlyListed;
  }

  /** The hashes, best first. */
  public List<HashType> hashes() {
    return hashes;
  }

  /** The ciphers, best first. */
  public List<CipherType> ciphers() {
    return ciphers;
  }

  /** The SRTP authentication tags, best first. */
  public List<AuthTagType> authTags() {
    return authTags;
  }

  /** The key agreements, best first, with Multistream and Preshared mode. */
  public List<KeyAgreementType> keyAgreements() {
    return keyAgreements;
  }

  /** The renderings of the SAS: the same in all, for no policy speaks of them. */
  public List<SasType> sasTypes() {
    return List.of(SasType.B32, SasType.B256);
  }
}
