package org.aparte.zrtp.model;

import java.security.Provider;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Which JCA provider computes what.
 *
 * <p>Providers are used as objects and by algorithm name; none is ever registered with {@code
 * java.security.Security}, so the library changes nothing for the rest of the app. What has no
 * provider here is taken from the platform in its own order of preference.
 *
 * <p>Immutable. Making {@link #standard} costs some 30 ms, for it makes a provider: make one and
 * give it to every endpoint.
 */
public final class CryptoProviders {

  /** The algorithms that are chosen together. */
  public enum Primitive {
    /** SHA-2, SHA-3 and their HMACs. */
    HASH,
    /** AES. */
    AES,
    /** Twofish, which the JDK lacks. */
    TWOFISH,
    /** The Skein hash and MAC, which the JDK lacks. */
    SKEIN,
    /** ECDH on P-256, P-384 and P-521. */
    ELLIPTIC_CURVE,
    /** X25519 and X448. */
    MONTGOMERY_CURVE,
    /** Verifying ECDSA, DSA and RSA signatures; signing is a matter of the key's own provider. */
    SIGNATURE,
    /** Reading X.509 certificates. */
    CERTIFICATE
  }

  /** The first Bouncy Castle whose scalar multiplication does not show the secret by its time. */
  private static final double FLAT_BOUNCY_CASTLE = 1.86;

  private final Map<Primitive, Provider> providers;

  private CryptoProviders(Map<Primitive, Provider> providers) {
    this.providers = providers;
  }

  /**
   * The recommended choice: hashes and AES from the platform, where they are compiled into
   * instructions of the CPU; certificates from the platform, too, whose reader is under the eyes of
   * the whole web; all else from a Bouncy Castle object of its own, whose curves are flat in time
   * and two to six times as fast as the JDK's.
   */
  public static CryptoProviders standard() {
    Provider bouncyCastle = new BouncyCastleProvider();
    Map<Primitive, Provider> providers = new EnumMap<>(Primitive.class);
    providers.put(Primitive.TWOFISH, bouncyCastle);
    providers.put(Primitive.SKEIN, bouncyCastle);
    providers.put(Primitive.ELLIPTIC_CURVE, bouncyCastle);
    providers.put(Primitive.MONTGOMERY_CURVE, bouncyCastle);
    providers.put(Primitive.SIGNATURE, bouncyCastle);
    return new CryptoProviders(providers);
  }

  /** Everything from the platform; what the platform lacks cannot be negotiated then. */
  public static CryptoProviders platform() {
    return new CryptoProviders(new EnumMap<>(Primitive.class));
  }

  /** The same choice but for one primitive, which this provider computes from now on. */
  public CryptoProviders with(Primitive primitive, Provider provider) {
    Map<Primitive, Provider> changed = new EnumMap<>(Primitive.class);
    changed.putAll(providers);
    changed.put(primitive, Objects.requireNonNull(provider));
    return new CryptoProviders(changed);
  }

  /** The provider of a primitive, or nothing where the platform chooses. */
  public Optional<Provider> provider(Primitive primitive) {
    return Optional.ofNullable(providers.get(primitive));
  }

  /**
   * What an operator should know about the choice, one sentence each; empty when all is well.
   *
   * <p>Bouncy Castle before 1.86 multiplies a secret scalar with a point of the peer's in a time
   * that depends on the secret.
   */
  public List<String> cautions() {
    List<String> cautions = new ArrayList<>();
    for (Primitive primitive : List.of(Primitive.ELLIPTIC_CURVE, Primitive.MONTGOMERY_CURVE)) {
      Provider provider = providers.get(primitive);
      if (provider != null
          && provider.getName().equals(BouncyCastleProvider.PROVIDER_NAME)
          && version(provider) < FLAT_BOUNCY_CASTLE) {
        cautions.add(
            provider
                + " computes "
                + primitive
                + " in a time that shows secrets; use 1.86 or newer");
      }
    }
    return cautions;
  }

  /** The number after the provider's name: the accessors for it are deprecated or too young. */
  private static double version(Provider provider) {
    String text = provider.toString();
    try {
      return Double.parseDouble(text.substring(text.lastIndexOf(' ') + 1));
    } catch (NumberFormatException unknown) {
      return Double.MAX_VALUE;
    }
  }

  /** One line for logs and audits: each primitive with its provider and version. */
  @Override
  public String toString() {
    StringJoiner line = new StringJoiner(", ", "CryptoProviders[", "]");
    for (Primitive primitive : Primitive.values()) {
      Provider provider = providers.get(primitive);
      line.add(primitive + ": " + (provider == null ? "platform" : provider.toString()));
    }
    return line.toString();
  }
}
