package org.aparte.zrtp.model;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.jspecify.annotations.Nullable;

/**
 * What is kept about one peer: a snapshot of one cache entry (RFC 6189 sections 4.3 and 4.9).
 *
 * <p>Found by the pair of our ZID and the peer's. A snapshot never changes; a change is a new
 * snapshot, made by {@link #toBuilder}, that a {@link ZidStore} accepts only if nobody was faster.
 *
 * <p>It owns copies of its secrets. Whoever got it closes it; the secrets that it lends through
 * {@link #rs1} and its sisters are gone then.
 */
public final class ZidRecord implements AutoCloseable {

  /** The size of rs1, rs2 and pbxsecret: 32 octets (sections 4.6.1 and 7.3.1). */
  public static final int SECRET_OCTETS = 32;

  /** The expiry of secrets that are kept for good. */
  public static final long NEVER = Long.MAX_VALUE;

  /** The longest peer name, in UTF-16 units. */
  public static final int MAX_NAME_CHARS = 255;

  /** The most peer features. */
  public static final int MAX_FEATURES = 64;

  /** The longest peer feature, in characters. */
  public static final int MAX_FEATURE_CHARS = 32;

  /**
   * The {@linkplain #peerFeatures feature} of a peer with whom a call was agreed on in a way that
   * withstands quantum computers.
   */
  public static final String POST_QUANTUM = "post-quantum";

  private final Zid ownZid;
  private final Zid peerZid;
  private final long version;
  private final @Nullable SecretBytes rs1;
  private final @Nullable SecretBytes rs2;
  private final long expiresAtEpochSeconds;
  private final boolean sasVerified;
  private final Enrollment enrollment;
  private final @Nullable SecretBytes pbxSecret;
  private final String peerName;
  private final Set<String> peerFeatures;

  private ZidRecord(Builder from) {
    this.ownZid = from.ownZid;
    this.peerZid = from.peerZid;
    this.version = from.version;
    this.rs1 = copy(from.rs1);
    this.rs2 = copy(from.rs2);
    this.expiresAtEpochSeconds = from.expiresAtEpochSeconds;
    this.sasVerified = from.sasVerified;
    this.enrollment = from.enrollment;
    this.pbxSecret = copy(from.pbxSecret);
    this.peerName = from.peerName;
    this.peerFeatures = from.peerFeatures;
  }

  /**
   * Starts an entry about a peer of whom nothing is kept yet.
   *
   * @throws IllegalArgumentException when both ZIDs are the same (error 0x90 of section 5.9)
   */
  public static Builder builder(Zid ownZid, Zid peerZid) {
    return new Builder(ownZid, peerZid);
  }

  /** Starts from everything that is here, the version included. */
  public Builder toBuilder() {
    return new Builder(ownZid, peerZid)
        .version(version)
        .retained(rs1, rs2)
        .expiresAt(expiresAtEpochSeconds)
        .sasVerified(sasVerified)
        .enrollment(enrollment, pbxSecret)
        .peerName(peerName)
        .peerFeatures(peerFeatures);
  }

  /** Our side of the pair. */
  public Zid ownZid() {
    return ownZid;
  }

  /** The peer's side of the pair. */
  public Zid peerZid() {
    return peerZid;
  }

  /**
   * The stamp that the store gave this content, 1 or more; 0 when it never was in a store. What
   * {@link ZidStore#compareAndSet} expects to find.
   */
  public long version() {
    return version;
  }

  /** The newest retained secret, 32 octets, lent until {@link #close}. */
  public @Nullable SecretBytes rs1() {
    return rs1;
  }

  /** The retained secret before {@link #rs1}, 32 octets, lent until {@link #close}. */
  public @Nullable SecretBytes rs2() {
    return rs2;
  }

  /**
   * From when on the retained secrets may be deleted without alarming the peer, in seconds since
   * 1970, or {@link #NEVER}.
   */
  public long expiresAtEpochSeconds() {
    return expiresAtEpochSeconds;
  }

  /** Whether the interval of the retained secrets is over at an instant in seconds since 1970. */
  public boolean isExpiredAt(long epochSeconds) {
    return expiresAtEpochSeconds != NEVER && epochSeconds >= expiresAtEpochSeconds;
  }

  /**
   * The V flag: the users compared the SAS in a session whose secrets lead to rs1 (section 7.1).
   */
  public boolean sasVerified() {
    return sasVerified;
  }

  /** What {@link #pbxSecret} stands for. */
  public Enrollment enrollment() {
    return enrollment;
  }

  /** The trusted MiTM key, 32 octets, lent until {@link #close} (section 7.3.1). */
  public @Nullable SecretBytes pbxSecret() {
    return pbxSecret;
  }

  /** The name that our user gave or confirmed for this peer (section 12); empty when none. */
  public String peerName() {
    return peerName;
  }

  /**
   * What this peer was seen to support, sorted: the memory by which a later call can tell that
   * someone took it away. The meaning of each word is the engine's.
   */
  public Set<String> peerFeatures() {
    return peerFeatures;
  }

  /** Wipes the secrets of this snapshot. Further calls do nothing. */
  @Override
  public void close() {
    Wipe.secret(rs1);
    Wipe.secret(rs2);
    Wipe.secret(pbxSecret);
  }

  /** Who, and which secrets there are; no secret. */
  @Override
  public String toString() {
    return "ZidRecord[own "
        + ownZid
        + ", peer "
        + peerZid
        + ", version "
        + version
        + (rs1 == null ? "" : ", rs1")
        + (rs2 == null ? "" : ", rs2")
        + (sasVerified ? ", SAS verified" : "")
        + (enrollment == Enrollment.NONE ? "" : ", " + enrollment)
        + "]";
  }

  private static @Nullable SecretBytes copy(@Nullable SecretBytes secret) {
    return secret == null ? null : secret.copy();
  }

  /** Collects the content of a snapshot. It only borrows secrets; {@link #build} copies them. */
  public static final class Builder {

    private final Zid ownZid;
    private final Zid peerZid;
    private long version;
    private @Nullable SecretBytes rs1;
    private @Nullable SecretBytes rs2;
    private long expiresAtEpochSeconds = NEVER;
    private boolean sasVerified;
    private Enrollment enrollment = Enrollment.NONE;
    private @Nullable SecretBytes pbxSecret;
    private String peerName = "";
    private Set<String> peerFeatures = Set.of();

    private Builder(Zid ownZid, Zid peerZid) {
      if (ownZid.equals(peerZid)) {
        throw new IllegalArgumentException("the peer has our own ZID " + ownZid);
      }
      this.ownZid = ownZid;
      this.peerZid = peerZid;
    }

    /** The stamp of the store; 0 for what never was in one. For stores. */
    public Builder version(long version) {
      require(version >= 0, "a version is 0 or more");
      this.version = version;
      return this;
    }

    /**
     * The two retained secrets, borrowed until {@link #build}.
     *
     * @throws IllegalArgumentException when one has not 32 octets, or there is an rs2 without rs1
     */
    public Builder retained(@Nullable SecretBytes rs1, @Nullable SecretBytes rs2) {
      requireSecret("rs1", rs1);
      requireSecret("rs2", rs2);
      require(rs1 != null || rs2 == null, "there is no rs2 without an rs1");
      this.rs1 = rs1;
      this.rs2 = rs2;
      return this;
    }

    /** From when on the retained secrets may go, in seconds since 1970, or {@link #NEVER}. */
    public Builder expiresAt(long epochSeconds) {
      require(epochSeconds >= 0, "the expiry counts from 1970");
      this.expiresAtEpochSeconds = epochSeconds;
      return this;
    }

    /** The V flag; only together with an rs1, for it speaks about that. */
    public Builder sasVerified(boolean sasVerified) {
      this.sasVerified = sasVerified;
      return this;
    }

    /**
     * The pbxsecret, borrowed until {@link #build}, and its meaning.
     *
     * @throws IllegalArgumentException when one is there without the other, or it has not 32 octets
     */
    public Builder enrollment(Enrollment enrollment, @Nullable SecretBytes pbxSecret) {
      requireSecret("pbxsecret", pbxSecret);
      require(
          (enrollment == Enrollment.NONE) == (pbxSecret == null),
          "a pbxsecret and its meaning come and go together");
      this.enrollment = enrollment;
      this.pbxSecret = pbxSecret;
      return this;
    }

    /** The peer's name, at most {@link #MAX_NAME_CHARS} UTF-16 units; empty for none. */
    public Builder peerName(String peerName) {
      require(
          peerName.length() <= MAX_NAME_CHARS
              && StandardCharsets.UTF_8.newEncoder().canEncode(peerName),
          "a peer name has at most " + MAX_NAME_CHARS + " characters and no lone surrogate");
      this.peerName = peerName;
      return this;
    }

    /**
     * What the peer was seen to support: at most {@link #MAX_FEATURES} words of 1 to {@link
     * #MAX_FEATURE_CHARS} printable ASCII characters.
     */
    public Builder peerFeatures(Set<String> peerFeatures) {
      SortedSet<String> sorted = new TreeSet<>(peerFeatures);
      require(sorted.size() <= MAX_FEATURES, "at most " + MAX_FEATURES + " peer features");
      for (String feature : sorted) {
        require(
            !feature.isEmpty()
                && feature.length() <= MAX_FEATURE_CHARS
                && feature.chars().allMatch(c -> c >= ' ' && c <= '~'),
            "a peer feature is 1 to " + MAX_FEATURE_CHARS + " printable ASCII characters");
      }
      this.peerFeatures = Collections.unmodifiableSet(sorted);
      return this;
    }

    /**
     * The snapshot, with copies of the secrets.
     *
     * @throws IllegalArgumentException when the V flag is set without an rs1
     */
    public ZidRecord build() {
      require(
          rs1 != null || !sasVerified, "there is no V flag without an rs1 that it speaks about");
      return new ZidRecord(this);
    }

    private static void requireSecret(String name, @Nullable SecretBytes secret) {
      require(
          secret == null || secret.length() == SECRET_OCTETS,
          name + " has " + SECRET_OCTETS + " octets");
    }

    private static void require(boolean met, String rule) {
      if (!met) {
        throw new IllegalArgumentException(rule);
      }
    }
  }
}
