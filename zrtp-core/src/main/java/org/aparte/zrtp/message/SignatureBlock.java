package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AlgorithmCode;
import org.jspecify.annotations.Nullable;

/**
 * Signature type block and signature block of a Confirm or SASrelay (RFC 6189 sections 5.1.7, 5.7
 * and 7.2).
 *
 * @param type "PGP ", "X509", or a type that we do not know
 * @param block the signature with its key or a link to it, whole words, zeros added at the end; at
 *     most 510 words
 */
public record SignatureBlock(AlgorithmCode type, Octets block) {

  /** The most that nine bits can say, in words, the type block included (Z-5.7-06). */
  public static final int MAX_WORDS = 511;

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException when the block is not whole words, or more than 510
   */
  public SignatureBlock {
    FieldLengths.requireWords("the signature block", block, 0, MAX_WORDS - 1);
  }

  /**
   * A signature block of octets that may end inside a word.
   *
   * @throws IllegalArgumentException when there are more than 2040 octets
   */
  public static SignatureBlock padded(AlgorithmCode type, Octets signature) {
    // Z-5.7-06: zeros up to the word boundary
    byte[] block = new byte[(signature.length() + 3) / 4 * 4];
    signature.copyTo(block, 0);
    return new SignatureBlock(type, Octets.of(block));
  }

  /** The signature length field: words, the type block included; 0 when there is no signature. */
  static int lengthWords(@Nullable SignatureBlock signature) {
    return signature == null ? 0 : 1 + signature.block.length() / 4;
  }

  static @Nullable SignatureBlock read(WordReader in, int lengthWords) {
    return lengthWords == 0 ? null : new SignatureBlock(in.code(), in.words(lengthWords - 1));
  }

  static void write(WordWriter out, @Nullable SignatureBlock signature) {
    if (signature != null) {
      out.code(signature.type).octets(signature.block);
    }
  }
}
