package org.aparte.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The lists in a Hello of Linphone's engine, by codes, and what that engine chooses of them: so
 * that choices can be checked among key agreements that this library lacks.
 */
record LinphoneLists(
    List<String> hash,
    List<String> cipher,
    List<String> auth,
    List<String> keyAgreement,
    List<String> sas) {

  /** Fastest first, as that engine ranks them. Prsh and Mult are not chosen on a first stream. */
  private static final List<String> BY_SPEED =
      List.of(
          ("DH2k X255 K255 EC25 X448 K448 DH3k EC38 EC52 KYB1 KYB2 KYB3 HQD1 HQD2 HQD3 X1K1 X1H1"
                  + " X3K3 X3H3 XKR1 XKR3 MLK1 MLK2 MLK3 X1M1 X3M3")
              .split(" "));

  /** The first of the ranks that are post-quantum. */
  private static final int POST_QUANTUM = BY_SPEED.indexOf("KYB1");

  /** With these, too, hash and cipher are the strongest that both have. */
  private static final Set<String> STRONG = Set.of("X448", "K448", "EC38");

  private static final List<String> HASHES = List.of("S512", "S384", "S256");
  private static final List<String> CIPHERS = List.of("AES3", "AES2", "AES1");

  static final LinphoneLists STANDARD =
      new LinphoneLists(
          List.of("S256", "S384", "S512"),
          List.of("AES1", "AES3"),
          List.of("GCM ", "HS32", "HS80"),
          List.of("DH3k", "Mult"),
          List.of("B32 ", "B256"));

  /**
   * The lists of a Hello.
   *
   * @throws Unsupported when one is no list of codes
   */
  static LinphoneLists of(JsonElement hello) {
    if (!(hello instanceof JsonObject object)) {
      throw new Unsupported("no lists of a Hello");
    }
    for (String name : object.keySet()) {
      if (!List.of("hash", "cipher", "auth", "ka", "sas").contains(name)) {
        throw new Unsupported("field " + name + " of a Hello is not understood");
      }
    }
    return new LinphoneLists(
        codes(object.get("hash")),
        codes(object.get("cipher")),
        codes(object.get("auth")),
        codes(object.get("ka")),
        codes(object.get("sas")));
  }

  /**
   * A list of codes.
   *
   * @throws Unsupported when it is none
   */
  static List<String> codes(JsonElement list) {
    if (list == null || !list.isJsonArray()) {
      throw new Unsupported("no list of codes");
    }
    List<String> codes = new ArrayList<>();
    for (JsonElement code : list.getAsJsonArray()) {
      if (!(code instanceof JsonPrimitive text) || !text.isString()) {
        throw new Unsupported("no code: " + code);
      }
      codes.add(text.getAsString());
    }
    return codes;
  }

  static boolean isPostQuantum(String keyAgreement) {
    return BY_SPEED.indexOf(keyAgreement) >= POST_QUANTUM;
  }

  /** Hash, cipher, tag, key agreement and SAS type of a Commit to this peer. */
  List<String> commitTo(LinphoneLists peer) {
    return withMandatory().choiceAmong(peer.withMandatory());
  }

  /** What everybody has counts where it is not listed, too (RFC 6189 section 5.2). */
  private LinphoneLists withMandatory() {
    return new LinphoneLists(
        with(hash, "S256"),
        with(cipher, "AES1"),
        with(auth, "HS32", "HS80"),
        with(keyAgreement, "DH3k"),
        with(sas, "B32 "));
  }

  private static List<String> with(List<String> listed, String... mandatory) {
    return Stream.concat(listed.stream(), Stream.of(mandatory)).distinct().toList();
  }

  private List<String> choiceAmong(LinphoneLists peer) {
    String agreement = chosenWith(peer);
    boolean strong = STRONG.contains(agreement) || isPostQuantum(agreement);
    return List.of(
        strong ? firstCommon(HASHES, common(hash, peer.hash)) : firstCommon(hash, peer.hash),
        strong
            ? firstCommon(CIPHERS, common(cipher, peer.cipher))
            : firstCommon(cipher, peer.cipher),
        firstCommon(auth, peer.auth),
        agreement,
        firstCommon(sas, peer.sas));
  }

  /** Of the first one of ours that the peer has and the peer's first that we have, the faster. */
  private String chosenWith(LinphoneLists peer) {
    String ours = firstCommon(ranked(keyAgreement), peer.keyAgreement);
    String theirs = firstCommon(ranked(peer.keyAgreement), keyAgreement);
    int our = rank(ours);
    int their = rank(theirs);
    return our <= their ? ours : theirs;
  }

  private static int rank(String keyAgreement) {
    int rank = BY_SPEED.indexOf(keyAgreement);
    if (rank < 0) {
      throw new Unsupported("key agreement " + keyAgreement + " has no known rank");
    }
    return rank;
  }

  private static List<String> ranked(List<String> listed) {
    return listed.stream().filter(code -> !code.equals("Mult") && !code.equals("Prsh")).toList();
  }

  private static List<String> common(List<String> one, List<String> other) {
    return one.stream().filter(other::contains).toList();
  }

  private static String firstCommon(List<String> preferred, List<String> others) {
    return common(preferred, others).stream()
        .findFirst()
        .orElseThrow(() -> new Unsupported("nothing in common among " + preferred));
  }
}
