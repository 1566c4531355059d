package org.aparte.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.KemCombiner;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;
import org.jspecify.annotations.Nullable;

/** One KEM or several combined, whose keys and ciphertexts stand one after the other. */
final class KemScheme {

  /** The mechanisms of a code of ZRTP. */
  private static final Map<String, List<String>> BY_CODE =
      Map.ofEntries(
          Map.entry("K255", List.of("X25519")),
          Map.entry("K448", List.of("X448")),
          Map.entry("KYB1", List.of("Kyber512")),
          Map.entry("KYB2", List.of("Kyber768")),
          Map.entry("KYB3", List.of("Kyber1024")),
          Map.entry("MLK1", List.of("ML-KEM-512")),
          Map.entry("MLK2", List.of("ML-KEM-768")),
          Map.entry("MLK3", List.of("ML-KEM-1024")),
          Map.entry("X1K1", List.of("X25519", "Kyber512")),
          Map.entry("X3K3", List.of("X448", "Kyber1024")),
          Map.entry("X1M1", List.of("X25519", "ML-KEM-512")),
          Map.entry("X3M3", List.of("X448", "ML-KEM-1024")),
          Map.entry("p1M2", List.of("X25519", "ML-KEM-768")));

  private final List<String> names;
  private final List<KemMechanism> mechanisms;
  private final ZrtpHash hash;

  private KemScheme(List<String> names, List<KemMechanism> mechanisms, ZrtpHash hash) {
    this.names = names;
    this.mechanisms = mechanisms;
    this.hash = hash;
  }

  /** The scheme of a code of ZRTP, or null where it is none that is known here. */
  static @Nullable KemScheme ofCode(String code, HashType hash, CryptoProviders providers) {
    List<String> names = BY_CODE.get(code);
    return names == null ? null : of(names, hash, providers);
  }

  /**
   * The scheme of these mechanisms.
   *
   * @throws Unsupported when one is not known here
   */
  static KemScheme of(List<String> names, HashType hash, CryptoProviders providers) {
    List<KemMechanism> mechanisms = new ArrayList<>();
    names.forEach(name -> mechanisms.add(KemMechanism.of(name, hash, providers)));
    return new KemScheme(List.copyOf(names), mechanisms, ZrtpHash.of(hash, providers));
  }

  List<String> names() {
    return names;
  }

  List<KemMechanism> mechanisms() {
    return mechanisms;
  }

  int publicKeyOctets() {
    return sum(KemMechanism::publicKeyOctets);
  }

  int ciphertextOctets() {
    return sum(KemMechanism::ciphertextOctets);
  }

  private int sum(ToIntFunction<KemMechanism> octets) {
    return mechanisms.stream().mapToInt(octets).sum();
  }

  /** The private keys one after the other, each by itself. */
  List<Octets> privateKeys(Octets joined) {
    return split(joined, KemMechanism::privateKeyOctets, "private key");
  }

  /** The ciphertexts one after the other, each by itself. */
  List<Octets> ciphertexts(Octets joined) {
    return split(joined, KemMechanism::ciphertextOctets, "ciphertext");
  }

  private List<Octets> split(Octets joined, ToIntFunction<KemMechanism> octets, String what) {
    if (joined.length() != sum(octets)) {
      throw new IllegalArgumentException(
          "a " + what + " of " + joined.length() + " octets, expected " + sum(octets));
    }
    List<Octets> parts = new ArrayList<>();
    int at = 0;
    for (KemMechanism mechanism : mechanisms) {
      int end = at + octets.applyAsInt(mechanism);
      parts.add(joined.slice(at, end));
      at = end;
    }
    return parts;
  }

  /**
   * The public keys to the private ones.
   *
   * @throws IllegalArgumentException when they are none
   */
  Octets publicKey(Octets privateKey) {
    List<Octets> privateKeys = privateKeys(privateKey);
    List<Octets> publicKeys = new ArrayList<>();
    for (int i = 0; i < privateKeys.size(); i++) {
      publicKeys.add(mechanisms.get(i).publicKey(privateKeys.get(i)));
    }
    return join(publicKeys);
  }

  /**
   * The secret in a ciphertext.
   *
   * @throws IllegalArgumentException when the private key is none or the ciphertext is refused
   */
  Octets decapsulate(Octets privateKey, Octets ciphertext) {
    List<Octets> privateKeys = privateKeys(privateKey);
    List<Octets> ciphertexts = ciphertexts(ciphertext);
    List<Octets> secrets = new ArrayList<>();
    for (int i = 0; i < mechanisms.size(); i++) {
      secrets.add(mechanisms.get(i).decapsulate(privateKeys.get(i), ciphertexts.get(i)));
    }
    return combine(secrets, ciphertext);
  }

  /** One secret of those of all mechanisms. */
  Octets combine(List<Octets> secrets, Octets ciphertext) {
    if (secrets.size() == 1) {
      return secrets.get(0);
    }
    SecretBytes[] all =
        secrets.stream()
            .map(secret -> SecretBytes.takeOver(secret.toArray()))
            .toArray(SecretBytes[]::new);
    try (SecretBytes combined = KemCombiner.combine(hash, ciphertext, all)) {
      return Octets.of(combined.expose());
    }
  }

  static Octets join(List<Octets> parts) {
    byte[] joined = new byte[parts.stream().mapToInt(Octets::length).sum()];
    int at = 0;
    for (Octets part : parts) {
      part.copyTo(joined, at);
      at += part.length();
    }
    return Octets.of(joined);
  }
}
