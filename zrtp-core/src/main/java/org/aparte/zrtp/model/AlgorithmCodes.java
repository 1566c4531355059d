package org.aparte.zrtp.model;

import java.util.Optional;

/** The lookup that the registries share. */
final class AlgorithmCodes {

  private AlgorithmCodes() {}

  static <T extends AlgorithmType> Optional<T> find(T[] registry, String code) {
    for (T type : registry) {
      if (type.code().equals(code)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
