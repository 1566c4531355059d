package org.aparte.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.transform.Algorithms;
import org.aparte.srtp.transform.KeyDerivation;
import org.jspecify.annotations.Nullable;

/** Session keys from master keys (RFC 3711 section 4.3). */
final class KeyDerivationVerifier implements Verifier {

  private static final long MAX_KDR = 1L << 24;

  /** The names of each key in files; the first is ours. */
  private static final Map<Integer, String[]> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put(KeyDerivation.LABEL_RTP_ENCRYPTION, names("k_e", "cipher_key", "session_key"));
    NAMES.put(KeyDerivation.LABEL_RTP_AUTHENTICATION, names("k_a", "auth_key"));
    NAMES.put(KeyDerivation.LABEL_RTP_SALT, names("k_s", "cipher_salt", "session_salt"));
    NAMES.put(KeyDerivation.LABEL_RTCP_ENCRYPTION, names("kc_e", "rtcp_cipher_key"));
    NAMES.put(KeyDerivation.LABEL_RTCP_AUTHENTICATION, names("kc_a", "rtcp_auth_key"));
    NAMES.put(KeyDerivation.LABEL_RTCP_SALT, names("kc_s", "rtcp_cipher_salt"));
    NAMES.put(KeyDerivation.LABEL_HEADER_ENCRYPTION, names("k_he", "hdr_cipher_key"));
    NAMES.put(KeyDerivation.LABEL_HEADER_SALT, names("k_hs", "hdr_cipher_salt"));
  }

  private static String[] names(String... names) {
    return names;
  }

  @Override
  public Set<String> kinds() {
    return Set.of("kdf");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    requireAesPrf(inputs.text("prf", "kdf", "cipher"));
    byte[] key = inputs.octets("master_key", "key");
    byte[] salt = inputs.octets("master_salt", "salt");
    if (key.length != 16 && key.length != 24 && key.length != 32 || salt.length > 14) {
      throw new Unsupported("key of " + key.length + " and salt of " + salt.length + " octets");
    }
    long index = inputs.number(0, "index");
    long kdr = kdr(inputs);
    long r = kdr == 0 ? 0 : index / kdr;
    long label = inputs.number(-1, "label");
    List<Verdict> verdicts = new ArrayList<>();
    if (label >= 0) {
      byte[] expected = vector.expected().fields("value").octets("value", "key", "output");
      long octets = inputs.number(expected.length, "length", "octets", "output_octets");
      if (octets != expected.length) {
        throw new Unsupported("expected value is not of the length asked for");
      }
      verdicts.add(compare("label " + label, key, salt, (int) label, r, expected));
    } else {
      CaseFields expected = vector.expected().fields("value");
      NAMES.forEach((number, names) -> {
        byte[] value = expected.octetsOrNull(names);
        if (value != null) {
          verdicts.add(compare(names[0], key, salt, number, r, value));
        }
      });
      expected.requireAllUnderstood();
    }
    return Verdict.all(verdicts);
  }

  /** Compares what the vector says of a key in passing. */
  static Verdict compare(
      String name, byte[] masterKey, byte[] masterSalt, int label, long r, byte[] expected) {
    try (SecretBytes key = SecretBytes.copyOf(masterKey);
        SecretBytes salt = SecretBytes.copyOf(masterSalt);
        SecretBytes derived =
            KeyDerivation.derive(Algorithms.INSTALLED, key, salt, label, r, expected.length)) {
      return Verdict.compare(name, expected, derived.expose());
    }
  }

  /** The key derivation rate of a vector. */
  static long kdr(CaseFields inputs) {
    long kdr = inputs.number(0, "kdr", "key_derivation_rate");
    if (kdr > MAX_KDR || (kdr & (kdr - 1)) != 0) {
      throw new Unsupported("key derivation rate of " + kdr);
    }
    return kdr;
  }

  private static void requireAesPrf(@Nullable String prf) {
    if (prf == null) {
      return;
    }
    String name = prf.toUpperCase(Locale.ROOT).replace("NOT AES", "");
    if (!name.contains("AES") || name.contains("ARIA") || name.contains("TWOFISH")) {
      throw new Unsupported("PRF " + prf);
    }
  }
}
