package org.aparte.zrtp.model;

import java.util.Objects;

/**
 * What a verifier makes of a peer's signature over the SAS hash (RFC 6189 section 7.2).
 *
 * <p>Only {@link Valid} authenticates the exchange. After any other verdict the call has what it
 * had without a signature: the comparison by voice, or key continuity (Z-7.2-11).
 */
public sealed interface SasVerdict {

  /**
   * The signature is over this very SAS hash, under a key that the app vouches for.
   *
   * @param signer whom the app knows by this key, in the app's own words
   * @param key the key
   */
  record Valid(String signer, SasSigningKey key) implements SasVerdict {

    /** Checks that both are there. */
    public Valid {
      Objects.requireNonNull(signer);
      Objects.requireNonNull(key);
    }
  }

  /**
   * The app does not vouch for the key.
   *
   * <p>An app that trusts a key from its first call on (Z-7.2.3-01) finds here what to remember. It
   * should warn its user, and remember nothing before the users compared the SAS (Z-7.2.3-02,
   * Z-7.2.3-03).
   *
   * @param key X.509: the signature is right under this key; OpenPGP: the key was not at hand, so
   *     nothing was verified
   */
  record UnknownKey(SasSigningKey key) implements SasVerdict {

    /** Checks that it is there. */
    public UnknownKey {
      Objects.requireNonNull(key);
    }
  }

  /**
   * Not a signature over this SAS hash: a sign of a man in the middle, or of a defective peer.
   *
   * @param reason what is wrong
   */
  record Invalid(Invalid.Reason reason) implements SasVerdict {

    /** What is wrong with a signature. */
    public enum Reason {
      /** The octets do not have the form of section 7.2.1 or 7.2.2. */
      MALFORMED,
      /** An OpenPGP signature does not say where its key can be fetched (Z-7.2.1-07). */
      NO_KEY_SERVER_URI,
      /** The certificate forbids its key to sign (RFC 5759, key usage). */
      KEY_MAY_NOT_SIGN,
      /** The signature was made over other octets, or under another key. */
      DOES_NOT_FIT,
      /**
       * The signature fits, under the very key that we signed this SAS hash with: it may be ours,
       * sent back. Found by the engine, not by verifiers.
       */
      OUR_OWN_KEY
    }
  }

  /**
   * Nothing is known about the signature: it is of a form that this verifier does not have.
   *
   * @param reason what is not supported
   */
  record Unsupported(Unsupported.Reason reason) implements SasVerdict {

    /** What a verifier does not have, or does not want to rely on. */
    public enum Reason {
      /** The signature type block. */
      TYPE,
      /** A version or class of signature or certificate, or what a critical part of it demands. */
      FORM,
      /** The public-key algorithm or the curve, or the providers at hand lack it. */
      ALGORITHM,
      /** A hash that NIST does not approve, SHA-1 among them (Z-7.2-13, Z-7.2-14). */
      HASH,
      /** The size of the key, which is too small to mean anything, or too large. */
      KEY_SIZE,
      /** The verifier broke its promise: it threw an exception, or had no verdict. */
      VERIFIER_FAILED
    }
  }
}
