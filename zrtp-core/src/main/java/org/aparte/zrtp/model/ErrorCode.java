package org.aparte.zrtp.model;

import java.util.Optional;

/**
 * Why a key agreement was given up: the codes of the Error message (RFC 6189 section 5.9, Table 8).
 *
 * <p>An Error message is not authenticated. A code from a peer is a hint for the user and the log,
 * never a proof (Z-4.7.1-05).
 */
public enum ErrorCode {
  /** The CRC was right, the structure wrong. */
  MALFORMED_PACKET(0x10),
  /** The endpoint failed within itself. */
  CRITICAL_SOFTWARE_ERROR(0x20),
  /** The version of a Hello is not supported. */
  UNSUPPORTED_VERSION(0x30),
  /** The components offered in Hello do not go together. */
  HELLO_COMPONENTS_MISMATCH(0x40),
  /** The hash type of Commit is not supported. */
  HASH_TYPE_NOT_SUPPORTED(0x51),
  /** The cipher type of Commit is not supported. */
  CIPHER_TYPE_NOT_SUPPORTED(0x52),
  /** The key agreement type of Commit is not supported. */
  KEY_AGREEMENT_NOT_SUPPORTED(0x53),
  /** The SRTP authentication tag of Commit is not supported. */
  AUTH_TAG_NOT_SUPPORTED(0x54),
  /** The SAS rendering scheme of Commit is not supported. */
  SAS_TYPE_NOT_SUPPORTED(0x55),
  /** Preshared is not possible: there is no common secret, so DH is needed. */
  NO_SHARED_SECRET(0x56),
  /** A public value is 0, 1, p-1 or otherwise not valid. */
  DH_BAD_PUBLIC_VALUE(0x61),
  /** DHPart2 is not what hvi in Commit promised. */
  DH_HVI_MISMATCH(0x62),
  /** A relayed SAS came from a peer that is no trusted MiTM. */
  RELAYED_SAS_FROM_UNTRUSTED_MITM(0x63),
  /** confirm_mac does not fit. */
  BAD_CONFIRM_MAC(0x70),
  /** A nonce of Multistream or Preshared came a second time. */
  NONCE_REUSE(0x80),
  /** Both Hellos have the same ZID. */
  EQUAL_ZIDS(0x90),
  /** Both ends use the same SSRC. */
  SSRC_COLLISION(0x91),
  /** The service is not available. */
  SERVICE_UNAVAILABLE(0xa0),
  /** The other side fell silent. */
  PROTOCOL_TIMEOUT(0xb0),
  /** GoClear came although this endpoint had not allowed it. */
  GOCLEAR_NOT_ALLOWED(0x100);

  private final int code;

  ErrorCode(int code) {
    this.code = code;
  }

  /** The error with this number, or nothing when Table 8 does not have it. */
  public static Optional<ErrorCode> ofCode(int code) {
    for (ErrorCode error : values()) {
      if (error.code == code) {
        return Optional.of(error);
      }
    }
    return Optional.empty();
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }
}
