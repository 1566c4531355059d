package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AlgorithmCode;
import org.jspecify.annotations.Nullable;

/**
 * The part of SASrelay that is encrypted (RFC 6189 section 5.13, Figure 16, between the double
 * lines). The flags are those of the party behind the MiTM (Z-5.13-11).
 *
 * @param sasVerified flag V (section 7.1)
 * @param allowClear flag A (section 4.7.2)
 * @param disclosure flag D (section 11)
 * @param sasType how the other party renders its SAS
 * @param sasHash the sashash of the other party, 32 octets; zeros for a client that does not trust
 *     the MiTM
 * @param signature the MiTM's signature, {@code null} when there is none
 */
public record SasRelayPlaintext(
    boolean sasVerified,
    boolean allowClear,
    boolean disclosure,
    AlgorithmCode sasType,
    Octets sasHash,
    @Nullable SignatureBlock signature)
    implements ParsedPlaintext {

  private static final int WORDS_WITHOUT_SIGNATURE = 10;

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException when the sashash has not 32 octets
   */
  public SasRelayPlaintext {
    FieldLengths.requireWords("sashash", sasHash, 8);
  }

  /**
   * Reads what was decrypted, after the MAC was found good.
   *
   * @return a {@code SasRelayPlaintext}, or a {@code Malformed} that counts from the start of the
   *     plaintext
   */
  public static ParsedPlaintext parse(Octets plaintext) {
    if (plaintext.length() < 4 * WORDS_WITHOUT_SIGNATURE) {
      return new Malformed(Malformed.Reason.TOO_SHORT, plaintext.length());
    }
    WordReader in = new WordReader(plaintext);
    int lengthAndFlags = in.word();
    int signatureWords = SealedFlags.signatureWords(lengthAndFlags);
    // Z-5.13-05, Z-5.13-10: the signature is what follows, all of it and nothing beyond
    if (plaintext.length() != 4 * (WORDS_WITHOUT_SIGNATURE + signatureWords)) {
      return new Malformed(Malformed.Reason.SIGNATURE_LENGTH_MISMATCH, 0);
    }
    return new SasRelayPlaintext(
        (lengthAndFlags & SealedFlags.V) != 0,
        (lengthAndFlags & SealedFlags.A) != 0,
        (lengthAndFlags & SealedFlags.D) != 0,
        in.code(),
        in.words(8),
        SignatureBlock.read(in, signatureWords));
  }

  /** What is to be encrypted. */
  public Octets write() {
    int signatureWords = SignatureBlock.lengthWords(signature);
    int flags =
        (sasVerified ? SealedFlags.V : 0)
            | (allowClear ? SealedFlags.A : 0)
            | (disclosure ? SealedFlags.D : 0);
    WordWriter out =
        new WordWriter(WORDS_WITHOUT_SIGNATURE + signatureWords)
            .word(SealedFlags.word(signatureWords, flags))
            .code(sasType)
            .octets(sasHash);
    SignatureBlock.write(out, signature);
    return out.finish();
  }
}
