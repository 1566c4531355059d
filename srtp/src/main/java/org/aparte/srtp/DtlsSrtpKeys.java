package org.aparte.srtp;

import java.util.Arrays;
import org.aparte.srtp.secret.Wipe;

/**
 * The master keys of DTLS-SRTP (RFC 5764 section 4.2): splits what the TLS exporter gives, under
 * {@link #EXPORTER_LABEL} and without a context, into the client's and the server's key.
 *
 * <pre>{@code
 * byte[] exported = dtls.export(DtlsSrtpKeys.EXPORTER_LABEL, DtlsSrtpKeys.exporterOctets(profile));
 * try (DtlsSrtpKeys keys = DtlsSrtpKeys.split(profile, exported)) {
 *   sender = SrtpSender.of(keys.sendingKey(Role.CLIENT));
 *   receiver = SrtpReceiver.of(keys.receivingKey(Role.CLIENT));
 * } finally {
 *   Wipe.octets(exported);
 * }
 * }</pre>
 *
 * <p>The handshake, its {@code use_srtp} extension and srtp_mki are the DTLS stack's; an MKI agreed
 * there is put on with {@link SrtpMasterKey#withMki}. Where RTP and RTCP have ports of their own
 * there are two handshakes and two objects of this class, and each serves one protocol only.
 */
public final class DtlsSrtpKeys implements AutoCloseable {

  /** The exporter label; the exporter's context value is absent. */
  public static final String EXPORTER_LABEL = "EXTRACTOR-dtls_srtp";

  /** Who this endpoint was in the DTLS handshake, whatever its role in signalling. */
  public enum Role {
    /** Sent the ClientHello: {@code a=setup:active}. */
    CLIENT,
    /** Answered it: {@code a=setup:passive}. */
    SERVER
  }

  private final SrtpMasterKey clientKey;
  private final SrtpMasterKey serverKey;

  private DtlsSrtpKeys(SrtpMasterKey clientKey, SrtpMasterKey serverKey) {
    this.clientKey = clientKey;
    this.serverKey = serverKey;
  }

  /**
   * How many octets to ask of the exporter: two keys and two salts.
   *
   * <p>For the two NULL profiles that is 2 * (16 + 14), although the table of RFC 5764 section
   * 4.1.2 gives them a cipher key and salt of 0 bits: their authentication key is derived from a
   * master key and salt like any other, so both must exist, and 128 and 112 bits are what RFC 3711
   * section 8.2 has as default and what other implementations export.
   *
   * @throws IllegalArgumentException when DTLS-SRTP has no protection profile of this kind
   */
  public static int exporterOctets(SrtpProfile profile) {
    if (!profile.dtlsId().isPresent()) {
      throw new IllegalArgumentException(
          profile + " has no DTLS-SRTP protection profile; see SrtpProfile.byDtlsId");
    }
    return 2 * (profile.keyOctets() + profile.saltOctets());
  }

  /**
   * Splits the exporter's octets: client key, server key, client salt, server salt. The array is
   * copied and stays the caller's to wipe.
   *
   * @param exported as many octets as {@link #exporterOctets} says
   * @throws IllegalArgumentException when their number is another, or as {@link #exporterOctets}
   */
  public static DtlsSrtpKeys split(SrtpProfile profile, byte[] exported) {
    int needed = exporterOctets(profile);
    if (exported.length != needed) {
      throw new IllegalArgumentException(
          "exporter octets: " + exported.length + ", " + profile + " needs " + needed);
    }
    int keyOctets = profile.keyOctets();
    int saltOctets = profile.saltOctets();
    // S5764-4.2-01: both keys come before both salts
    int salts = 2 * keyOctets;
    return new DtlsSrtpKeys(
        masterKey(profile, exported, 0, salts),
        masterKey(profile, exported, keyOctets, salts + saltOctets));
  }

  private static SrtpMasterKey masterKey(
      SrtpProfile profile, byte[] exported, int keyAt, int saltAt) {
    byte[] key = Arrays.copyOfRange(exported, keyAt, keyAt + profile.keyOctets());
    byte[] salt = Arrays.copyOfRange(exported, saltAt, saltAt + profile.saltOctets());
    try (SrtpMasterKey unlimited = SrtpMasterKey.of(profile, key, salt)) {
      // S5764-4.4-02: the profile's maximum lifetime goes with the key, in either direction
      return unlimited.withLifetime(maximumLifetimePackets(profile));
    } finally {
      Wipe.octets(key);
      Wipe.octets(salt);
    }
  }

  /** 2^31 for the profiles of RFC 5764 section 4.1.2, 2^48 for those of RFC 7714 section 14.2. */
  private static long maximumLifetimePackets(SrtpProfile profile) {
    return profile.cipher().isAead() ? SrtpMasterKey.MAX_RTP_PACKETS : 1L << 31;
  }

  /** The key for the packets that the endpoint of this role sends. */
  public SrtpMasterKey sendingKey(Role own) {
    return own == Role.CLIENT ? clientKey : serverKey;
  }

  /** The key for the packets that the endpoint of this role receives, and for nothing else. */
  public SrtpMasterKey receivingKey(Role own) {
    // S5764-4.2-02, S5764-4.2-03: the peer's write key only decrypts and verifies
    return own == Role.CLIENT ? serverKey : clientKey;
  }

  /** Wipes both keys. */
  @Override
  public void close() {
    clientKey.close();
    serverKey.close();
  }

  /** The profile, never the keys. */
  @Override
  public String toString() {
    return "DtlsSrtpKeys[" + clientKey.profile() + "]";
  }
}
