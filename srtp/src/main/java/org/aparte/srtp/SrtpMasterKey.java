package org.aparte.srtp;

import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;

/**
 * One direction's master key and master salt, with the profile they are for, the MKI that names
 * them in packets and the number of packets they may protect (RFC 3711 section 3.2.1).
 *
 * <p>Hold it as short as possible: a sender or receiver made from it keeps what it needs, so it can
 * be closed at once after. To {@link #close} it wipes key and salt.
 *
 * <p>An object of this class starts at most one sender ({@link SrtpSender#of}), because two senders
 * under one key would use the same keystream twice.
 */
public final class SrtpMasterKey implements AutoCloseable {

  /** The most packets of RTP that one master key may protect: 2^48 (RFC 3711 section 9.2). */
  public static final long MAX_RTP_PACKETS = 1L << 48;

  /** The most packets of RTCP that one master key may protect: 2^31 (RFC 3711 section 9.2). */
  public static final long MAX_RTCP_PACKETS = 1L << 31;

  /** The longest MKI, in octets (RFC 4568 section 6.1). */
  public static final int MAX_MKI_OCTETS = 128;

  private final SrtpProfile profile;
  private final SecretBytes key;
  private final SecretBytes salt;
  private final Octets mki;
  private final long lifetimePackets;

  /** Shared by the copies under other MKIs and lifetimes: the keystream is the same. */
  private final Claim claim;

  private SrtpMasterKey(
      SrtpProfile profile,
      SecretBytes key,
      SecretBytes salt,
      Octets mki,
      long lifetimePackets,
      Claim claim) {
    this.profile = profile;
    this.key = key;
    this.salt = salt;
    this.mki = mki;
    this.lifetimePackets = lifetimePackets;
    this.claim = claim;
  }

  /**
   * A master key and salt; both arrays are copied and stay the caller's to wipe.
   *
   * @param key as many octets as {@link SrtpProfile#keyOctets} says
   * @param salt as many octets as {@link SrtpProfile#saltOctets} says
   * @throws IllegalArgumentException when a length does not fit the profile
   */
  public static SrtpMasterKey of(SrtpProfile profile, byte[] key, byte[] salt) {
    requireOctets(profile, "master key", key.length, profile.keyOctets());
    requireOctets(profile, "master salt", salt.length, profile.saltOctets());
    return new SrtpMasterKey(
        profile,
        SecretBytes.copyOf(key),
        SecretBytes.copyOf(salt),
        Octets.EMPTY,
        MAX_RTP_PACKETS,
        new Claim());
  }

  /**
   * A master key followed by its salt in one array, as SDES carries them (RFC 4568 section 6.1).
   *
   * @throws IllegalArgumentException when the length does not fit the profile
   */
  public static SrtpMasterKey ofConcatenated(SrtpProfile profile, byte[] keyAndSalt) {
    int keyOctets = profile.keyOctets();
    requireOctets(
        profile, "master key and salt", keyAndSalt.length, keyOctets + profile.saltOctets());
    return new SrtpMasterKey(
        profile,
        SecretBytes.copyOf(keyAndSalt, 0, keyOctets),
        SecretBytes.copyOf(keyAndSalt, keyOctets, profile.saltOctets()),
        Octets.EMPTY,
        MAX_RTP_PACKETS,
        new Claim());
  }

  private static void requireOctets(SrtpProfile profile, String what, int octets, int needed) {
    if (octets != needed) {
      throw new IllegalArgumentException(
          what + " of " + octets + " octets: " + profile + " needs " + needed);
    }
  }

  /**
   * The same key under an MKI. This object stays as it is; both are to be closed.
   *
   * @param mki 1 to {@value #MAX_MKI_OCTETS} octets
   * @throws IllegalArgumentException when the MKI is empty or longer
   */
  public SrtpMasterKey withMki(Octets mki) {
    if (mki.length() == 0 || mki.length() > MAX_MKI_OCTETS) {
      throw new IllegalArgumentException(
          "MKI of " + mki.length() + " octets: 1 to " + MAX_MKI_OCTETS + " are possible");
    }
    return new SrtpMasterKey(profile, key.copy(), salt.copy(), mki, lifetimePackets, claim);
  }

  /**
   * The same key with a shorter life. This object stays as it is; both are to be closed.
   *
   * @param packets 1 to 2^48 packets of RTP; RTCP keeps its own limit of 2^31 or this, whichever is
   *     less
   * @throws IllegalArgumentException when the number is out of range
   */
  public SrtpMasterKey withLifetime(long packets) {
    if (packets < 1 || packets > MAX_RTP_PACKETS) {
      throw new IllegalArgumentException("lifetime of " + packets + " packets: 1 to 2^48");
    }
    return new SrtpMasterKey(profile, key.copy(), salt.copy(), mki, packets, claim);
  }

  /** The profile that the key is for. */
  public SrtpProfile profile() {
    return profile;
  }

  /** The master key, to be read at once. */
  public SecretBytes key() {
    return key;
  }

  /** The master salt, to be read at once. */
  public SecretBytes salt() {
    return salt;
  }

  /** The MKI, or an empty string where packets carry none. */
  public Octets mki() {
    return mki;
  }

  /** The number of RTP packets that the key may protect, at most 2^48. */
  public long lifetimePackets() {
    return lifetimePackets;
  }

  /** Marks the key as the key of a sender. */
  void claimForSending() {
    if (claim.taken) {
      throw new IllegalStateException(
          "this master key already has a sender, and a second one would use its keystream again;"
              + " keep the sender, or agree on a new key");
    }
    claim.taken = true;
  }

  // S7714-13.1-01, -03
  /** Wipes key and salt. */
  @Override
  public void close() {
    key.close();
    salt.close();
  }

  // S7714-13.1-02
  /** The profile and the MKI, never the key. */
  @Override
  public String toString() {
    return "SrtpMasterKey[" + profile + (mki.length() == 0 ? "" : ", MKI " + mki) + "]";
  }

  /** Whether a key has a sender. */
  private static final class Claim {
    private boolean taken;
  }
}
