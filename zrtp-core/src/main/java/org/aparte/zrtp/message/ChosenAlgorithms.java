package org.aparte.zrtp.message;

import org.aparte.zrtp.model.AlgorithmCode;

/**
 * The five algorithms of a Commit (RFC 6189 section 5.4). Whether they were offered is for the
 * responder to judge.
 */
public record ChosenAlgorithms(
    AlgorithmCode hash,
    AlgorithmCode cipher,
    AlgorithmCode authTag,
    AlgorithmCode keyAgreement,
    AlgorithmCode sasType) {

  static ChosenAlgorithms read(WordReader in) {
    return new ChosenAlgorithms(in.code(), in.code(), in.code(), in.code(), in.code());
  }

  void writeTo(WordWriter out) {
    out.code(hash).code(cipher).code(authTag).code(keyAgreement).code(sasType);
  }
}
