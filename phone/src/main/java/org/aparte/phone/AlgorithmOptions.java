package org.aparte.phone;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.aparte.zrtp.model.AlgorithmPreset;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What ZRTP offers and agrees on, by the codes of RFC 6189. */
final class AlgorithmOptions {

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "what a policy allows: MODERN, RFC6189, ANSSI_PQC, BSI_2026, CNSA_2, ANSSI_2021")
  private @Nullable String preset;

  @Option(names = "--mtu", paramLabel = "N", description = "octets of the longest ZRTP packet")
  private @Nullable Integer mtu;

  @Option(names = "--hash", split = ",", paramLabel = "CODE", description = "S256, S384, S512, ...")
  private @Nullable List<String> hashes;

  @Option(names = "--cipher", split = ",", paramLabel = "CODE", description = "AES1, 2FS3, ...")
  private @Nullable List<String> ciphers;

  @Option(names = "--auth", split = ",", paramLabel = "CODE", description = "HS32, SK64, GCM, ...")
  private @Nullable List<String> authTags;

  @Option(
      names = "--key-agreement",
      split = ",",
      paramLabel = "CODE",
      description = "X255, DH3k, X3M3, Mult, Prsh, ...")
  private @Nullable List<String> keyAgreements;

  @Option(names = "--sas", split = ",", paramLabel = "CODE", description = "B32, B256, ...")
  private @Nullable List<String> sasTypes;

  @Option(names = "--preshared", description = "prefer Preshared mode where it is possible")
  private boolean preshared;

  /** A configuration with these algorithms. */
  ZrtpConfig complete(ZrtpConfig.Builder config, CallOptions calls) {
    config.preferPreshared(preshared);
    if (preset != null) {
      config.preset(
          AlgorithmPreset.ofName(preset)
              .orElseThrow(() -> calls.usage("--preset: there is no " + preset)));
    }
    if (hashes != null) {
      config.hashes(types("--hash", hashes, HashType::ofCode, calls).toArray(new HashType[0]));
    }
    if (ciphers != null) {
      config.ciphers(
          types("--cipher", ciphers, CipherType::ofCode, calls).toArray(new CipherType[0]));
      config.followPairingAdvice(false);
    }
    if (authTags != null) {
      config.authTags(
          types("--auth", authTags, AuthTagType::ofCode, calls).toArray(new AuthTagType[0]));
    }
    if (keyAgreements != null) {
      config.keyAgreements(
          types("--key-agreement", keyAgreements, KeyAgreementType::ofCode, calls)
              .toArray(new KeyAgreementType[0]));
    }
    if (sasTypes != null) {
      config.sasTypes(types("--sas", sasTypes, SasType::ofCode, calls).toArray(new SasType[0]));
    }
    try {
      if (mtu != null) {
        config.mtu(mtu);
      }
      return config.build();
    } catch (IllegalArgumentException e) {
      throw calls.usage(String.valueOf(e.getMessage()));
    }
  }

  private static <T> List<T> types(
      String option,
      List<String> codes,
      Function<String, Optional<T>> registry,
      CallOptions calls) {
    List<T> types = new ArrayList<>();
    for (String code : codes) {
      String padded = (code + "    ").substring(0, Math.max(4, code.length()));
      types.add(
          registry.apply(padded).orElseThrow(() -> calls.usage(option + ": there is no " + code)));
    }
    return types;
  }
}
