package org.aparte.zrtp.message;

import java.util.List;
import org.aparte.zrtp.model.AlgorithmCode;

/**
 * The five lists of a Hello, each in its sender's order of preference, codes that we do not know
 * included (RFC 6189 section 5.2; Z-5.1-02).
 *
 * <p>As listed: that the mandatory algorithms are meant even when they are not there is the
 * business of the negotiation.
 *
 * @param hashes at most 7
 * @param ciphers at most 7
 * @param authTags at most 7
 * @param keyAgreements at most 7
 * @param sasTypes at most 7
 */
public record OfferedAlgorithms(
    List<AlgorithmCode> hashes,
    List<AlgorithmCode> ciphers,
    List<AlgorithmCode> authTags,
    List<AlgorithmCode> keyAgreements,
    List<AlgorithmCode> sasTypes) {

  /** The most that one list may hold (Z-5.2-09). */
  public static final int MAX_PER_LIST = 7;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException when one is longer than 7
   */
  public OfferedAlgorithms {
    hashes = limited("hash", hashes);
    ciphers = limited("cipher", ciphers);
    authTags = limited("auth tag", authTags);
    keyAgreements = limited("key agreement", keyAgreements);
    sasTypes = limited("SAS", sasTypes);
  }

  /**
   * The counts, then the codes: five nibbles hc, cc, ac, kc, sc and as many words.
   *
   * @param flags bits 31 to 20 of the word that holds the counts
   */
  void writeTo(WordWriter out, int flags) {
    int counts = 0;
    for (List<AlgorithmCode> list : lists()) {
      counts = (counts << 4) | list.size();
    }
    // Z-5.2-07: the bits between flags and counts stay zero
    out.word(flags | counts);
    for (List<AlgorithmCode> list : lists()) {
      list.forEach(out::code);
    }
  }

  /** How many codes the lists hold together. */
  int total() {
    return lists().stream().mapToInt(List::size).sum();
  }

  private List<List<AlgorithmCode>> lists() {
    return List.of(hashes, ciphers, authTags, keyAgreements, sasTypes);
  }

  private static List<AlgorithmCode> limited(String kind, List<AlgorithmCode> codes) {
    if (codes.size() > MAX_PER_LIST) {
      throw new IllegalArgumentException(
          "a Hello lists at most 7 " + kind + " algorithms, not " + codes.size());
    }
    return List.of(codes.toArray(new AlgorithmCode[0]));
  }
}
