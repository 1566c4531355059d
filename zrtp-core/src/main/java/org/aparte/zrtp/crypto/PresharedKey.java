package org.aparte.zrtp.crypto;

import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/** preshared_key of Preshared mode and the keyID that names it in Commit (RFC 6189 4.4.2). */
public final class PresharedKey implements AutoCloseable {

  private final SecretBytes key;
  private final Octets keyId;
  private final boolean holdsPbxsecret;

  private PresharedKey(SecretBytes key, Octets keyId, boolean holdsPbxsecret) {
    this.key = key;
    this.keyId = keyId;
    this.holdsPbxsecret = holdsPbxsecret;
  }

  /**
   * The key that an initiator commits to: of rs1, and of auxsecret and pbxsecret where it has them.
   *
   * @param own stays the caller's
   * @return nothing without rs1, for then Preshared mode is not to be used (Z-4.4.2.2-02)
   */
  public static Optional<PresharedKey> of(ZrtpHash negotiated, OwnSecrets own) {
    return of(negotiated, own.rs1(), own.auxsecret(), own.pbxsecret());
  }

  /**
   * The key that a responder finds for the keyID of a Commit: of rs1, and of whichever of auxsecret
   * and pbxsecret the initiator used.
   *
   * @param own stays the caller's
   * @return nothing when no combination has that keyID
   */
  public static Optional<PresharedKey> find(ZrtpHash negotiated, OwnSecrets own, Octets keyId) {
    // Z-4.4.2.3-01: all, then without auxsecret, pbxsecret or both. Z-4.4.2.3-02: never with rs2
    @Nullable SecretBytes[][] subsets = {
      {own.auxsecret(), own.pbxsecret()},
      {null, own.pbxsecret()},
      {own.auxsecret(), null},
      {null, null}
    };
    for (@Nullable SecretBytes[] subset : subsets) {
      Optional<PresharedKey> candidate = of(negotiated, own.rs1(), subset[0], subset[1]);
      if (candidate.isPresent()) {
        if (MessageMac.matches(candidate.get().keyId, keyId)) {
          return candidate;
        }
        candidate.get().close();
      }
    }
    return Optional.empty();
  }

  private static Optional<PresharedKey> of(
      ZrtpHash negotiated,
      @Nullable SecretBytes rs1,
      @Nullable SecretBytes auxsecret,
      @Nullable SecretBytes pbxsecret) {
    // Z-4.4.2.2-02
    if (rs1 == null) {
      return Optional.empty();
    }
    // Z-4.4.2.2-03
    SecretBytes key =
        negotiated.hashSecret(
            SharedSecretS0.length(rs1),
            SharedSecretS0.content(rs1),
            SharedSecretS0.length(auxsecret),
            SharedSecretS0.content(auxsecret),
            SharedSecretS0.length(pbxsecret),
            SharedSecretS0.content(pbxsecret));
    // Z-4.4.2.2-05
    Octets keyId = negotiated.mac64(key, ZrtpHash.ascii("Prsh"));
    return Optional.of(new PresharedKey(key, keyId, pbxsecret != null));
  }

  /** keyID, 8 octets. */
  public Octets keyId() {
    return keyId;
  }

  /** Whether pbxsecret took part: then who has this key shares it. */
  public boolean holdsPbxsecret() {
    return holdsPbxsecret;
  }

  /** preshared_key itself, for s0 and for vectors. */
  public SecretBytes key() {
    return key;
  }

  /** Wipes the key. */
  @Override
  public void close() {
    key.close();
  }
}
