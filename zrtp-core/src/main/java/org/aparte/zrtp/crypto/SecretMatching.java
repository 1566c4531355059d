package org.aparte.zrtp.crypto;

import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * s1, s2 and s3: which secrets both endpoints turned out to hold (RFC 6189 sections 4.3, 4.3.1),
 * and what to make of those that did not fit (section 4.3.2).
 *
 * <p>Owns copies of the matching secrets, and wipes them in {@link #close}.
 */
public final class SecretMatching implements AutoCloseable {

  private final @Nullable SecretBytes s1;
  private final @Nullable SecretBytes s2;
  private final @Nullable SecretBytes s3;
  private final boolean cacheMismatch;
  private final boolean auxMismatch;

  private SecretMatching(
      @Nullable SecretBytes s1,
      @Nullable SecretBytes s2,
      @Nullable SecretBytes s3,
      boolean cacheMismatch,
      boolean auxMismatch) {
    this.s1 = s1;
    this.s2 = s2;
    this.s3 = s3;
    this.cacheMismatch = cacheMismatch;
    this.auxMismatch = auxMismatch;
  }

  /**
   * Compares what this endpoint holds with the IDs that the peer sent.
   *
   * @param ownRole the part of this endpoint; decides whose rs1 comes first
   * @param own stays the caller's
   * @param peerH3 the H3 of the peer's Hello
   * @param received the IDs of the peer's DHPart message
   */
  public static SecretMatching of(
      ZrtpHash negotiated, Role ownRole, OwnSecrets own, Octets peerH3, SecretIds received) {
    Role peer = ownRole.other();
    // Z-4.3.1-06: the IDs that the peer would have sent for our secrets
    Octets rs1Id = SecretIds.id(negotiated, own.rs1(), peer);
    Octets rs2Id = SecretIds.id(negotiated, own.rs2(), peer);
    SecretBytes s1 =
        ownRole == Role.INITIATOR
            ? s1OfInitiator(own, rs1Id, rs2Id, received)
            : s1OfResponder(own, rs1Id, rs2Id, received);
    // Z-4.3-07, Z-4.3-08
    Octets auxId = SecretIds.auxId(negotiated, own.auxsecret(), peerH3);
    SecretBytes s2 = matches(auxId, received.auxsecretId()) ? own.auxsecret() : null;
    // Z-4.3-09, Z-4.3-10
    Octets pbxId = SecretIds.id(negotiated, own.pbxsecret(), peer);
    SecretBytes s3 = matches(pbxId, received.pbxsecretId()) ? own.pbxsecret() : null;
    // Z-4.3.2-01, Z-4.3.2-11
    return new SecretMatching(
        copy(s1),
        copy(s2),
        copy(s3),
        own.rs1() != null && s1 == null,
        own.auxsecret() != null && s2 == null);
  }

  /** Our rs1 if the responder has it in either place, else our rs2 likewise. */
  private static @Nullable SecretBytes s1OfInitiator(
      OwnSecrets own, @Nullable Octets rs1Id, @Nullable Octets rs2Id, SecretIds received) {
    // Z-4.3-04
    if (matches(rs1Id, received.rs1Id()) || matches(rs1Id, received.rs2Id())) {
      return own.rs1();
    }
    // Z-4.3-05
    if (matches(rs2Id, received.rs1Id()) || matches(rs2Id, received.rs2Id())) {
      return own.rs2();
    }
    return null; // Z-4.3-06
  }

  /** The one of ours that is the initiator's rs1, else the one that is the initiator's rs2. */
  private static @Nullable SecretBytes s1OfResponder(
      OwnSecrets own, @Nullable Octets rs1Id, @Nullable Octets rs2Id, SecretIds received) {
    // Z-4.3-04
    if (matches(rs1Id, received.rs1Id())) {
      return own.rs1();
    }
    if (matches(rs2Id, received.rs1Id())) {
      return own.rs2();
    }
    // Z-4.3-05
    if (matches(rs1Id, received.rs2Id())) {
      return own.rs1();
    }
    if (matches(rs2Id, received.rs2Id())) {
      return own.rs2();
    }
    return null; // Z-4.3-06
  }

  private static boolean matches(@Nullable Octets computed, Octets received) {
    return computed != null && MessageMac.matches(computed, received);
  }

  private static @Nullable SecretBytes copy(@Nullable SecretBytes secret) {
    return secret == null ? null : secret.copy();
  }

  /** Whether a retained secret is shared: key continuity. */
  public boolean retainedSecretMatches() {
    return s1 != null;
  }

  /** Whether auxsecret is shared. */
  public boolean auxsecretMatches() {
    return s2 != null;
  }

  /** Whether pbxsecret is shared: the peer is the trusted MiTM, or the phone enrolled with it. */
  public boolean pbxsecretMatches() {
    return s3 != null;
  }

  /** Whether we hold rs1 and the peer holds neither of ours: the user must be warned. */
  public boolean isCacheMismatch() {
    return cacheMismatch;
  }

  /** Whether we hold auxsecret and the peer does not. */
  public boolean isAuxsecretMismatch() {
    return auxMismatch;
  }

  /** The shared retained secret, or null. */
  public @Nullable SecretBytes s1() {
    return s1;
  }

  /** The shared auxsecret, or null. */
  public @Nullable SecretBytes s2() {
    return s2;
  }

  /** The shared pbxsecret, or null. */
  public @Nullable SecretBytes s3() {
    return s3;
  }

  /** Wipes s1, s2 and s3; the facts about them remain. */
  @Override
  public void close() {
    Wipe.secret(s1);
    Wipe.secret(s2);
    Wipe.secret(s3);
  }
}
