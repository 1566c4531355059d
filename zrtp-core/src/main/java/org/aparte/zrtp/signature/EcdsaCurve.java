package org.aparte.zrtp.signature;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.SasKeyType;

/**
 * The curves of signatures (Z-5.1.7-03, Z-7.2.1-05).
 *
 * <p>Each signs with the hash of its strength, a NIST-approved one (Z-7.2-13) and never SHA-1
 * (Z-7.2-14). P-224 takes SHA-256 for its hash: the left 224 bits count.
 */
enum EcdsaCurve {
  P224("secp224r1", 28, SignatureHash.SHA256, "2b81040021", SasKeyType.ECDSA_P224),
  P256("secp256r1", 32, SignatureHash.SHA256, "2a8648ce3d030107", SasKeyType.ECDSA_P256),
  P384("secp384r1", 48, SignatureHash.SHA384, "2b81040022", SasKeyType.ECDSA_P384);

  private final String jcaName;
  private final int fieldOctets;
  private final SignatureHash hash;
  private final String oid;
  private final SasKeyType keyType;

  EcdsaCurve(String jcaName, int fieldOctets, SignatureHash hash, String oid, SasKeyType keyType) {
    this.jcaName = jcaName;
    this.fieldOctets = fieldOctets;
    this.hash = hash;
    this.oid = oid;
    this.keyType = keyType;
  }

  String jcaName() {
    return jcaName;
  }

  /** Octets of a coordinate, and of r and s: the order is as long as the field. */
  int fieldOctets() {
    return fieldOctets;
  }

  /** The hash that goes with it. */
  SignatureHash hash() {
    return hash;
  }

  /** The object identifier as OpenPGP writes it: its DER content without tag and length. */
  Octets oid() {
    return Octets.ofHex(oid);
  }

  SasKeyType keyType() {
    return keyType;
  }
}
