package org.aparte.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.SasType;
import org.jspecify.annotations.Nullable;

/**
 * The algorithms of a channel.
 *
 * @param keyAgreementCode as Commit has it
 * @param keyAgreement for Kyber, which this library lacks, what has the same lengths and messages
 * @param sas null for a rendering that is not known here; nothing but the rendering depends on it
 */
record ChannelAlgorithms(
    HashType hash,
    CipherType cipher,
    AuthTagType authTag,
    String keyAgreementCode,
    KeyAgreementType keyAgreement,
    @Nullable SasType sas) {

  /** Where the five codes stand in every form of Commit (Figures 5 to 7). */
  private static final int CODES_OFFSET = 56;

  private static final int CODES_END = CODES_OFFSET + 5 * 4;

  private static final Map<String, String> STAND_INS =
      Map.of("KYB1", "MLK1", "KYB2", "MLK2", "KYB3", "MLK3", "X1K1", "X1M1", "X3K3", "X3M3");

  /** Whether the key agreement is none of this library's. */
  boolean isStandIn() {
    return !keyAgreement.code().equals(keyAgreementCode);
  }

  /**
   * The algorithms that the Commit chose, and {@code algs} repeats.
   *
   * @return null where there is neither
   * @throws Unsupported when this library lacks one of them
   */
  static @Nullable ChannelAlgorithms of(RecordedChannel channel, Findings findings) {
    List<String> codes = channel.texts("algs");
    Octets commit = channel.commit();
    if (commit != null && commit.length() >= CODES_END) {
      // By place and not by parser: in key agreements that others added, Commit has other lengths.
      List<String> chosen = new ArrayList<>();
      for (int at = CODES_OFFSET; at < CODES_END; at += 4) {
        chosen.add(new String(commit.slice(at, at + 4).toArray(), StandardCharsets.ISO_8859_1));
      }
      if (codes.isEmpty()) {
        findings.missing("algs");
      } else {
        findings.compare("algs", codes.toString(), chosen.toString());
      }
      codes = chosen;
    }
    return codes.size() == 5 ? require(codes) : null;
  }

  private static ChannelAlgorithms require(List<String> codes) {
    return new ChannelAlgorithms(
        known("hash", codes.get(0), HashType.ofCode(codes.get(0))),
        known("cipher", codes.get(1), CipherType.ofCode(codes.get(1))),
        known("auth tag", codes.get(2), AuthTagType.ofCode(codes.get(2))),
        codes.get(3),
        known(
            "key agreement",
            codes.get(3),
            KeyAgreementType.ofCode(STAND_INS.getOrDefault(codes.get(3), codes.get(3)))),
        SasType.ofCode(codes.get(4)).orElse(null));
  }

  private static <T> T known(String what, String code, Optional<T> type) {
    return type.orElseThrow(
        () -> new Unsupported(what + " " + code.trim() + " is not in this library"));
  }
}
