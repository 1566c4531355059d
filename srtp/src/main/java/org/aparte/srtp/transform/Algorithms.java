package org.aparte.srtp.transform;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.secret.SecretBytes;
import org.jspecify.annotations.Nullable;

/**
 * Where algorithms come from: the accelerator for what it offers, else preferred providers first,
 * then those the JVM has installed, then fallback providers. Providers are objects; nothing is
 * registered anywhere.
 */
public final class Algorithms {

  /** The JVM's own providers alone. */
  public static final Algorithms INSTALLED =
      new Algorithms(List.of(), List.of(), SrtpAccelerator.NONE);

  private final List<Provider> preferred;
  private final List<Provider> fallback;
  private final SrtpAccelerator accelerator;

  /** Providers to ask before, and to ask after, the installed ones; what is asked before all. */
  public Algorithms(
      List<Provider> preferred, List<Provider> fallback, SrtpAccelerator accelerator) {
    this.preferred = List.copyOf(preferred);
    this.fallback = List.copyOf(fallback);
    this.accelerator = accelerator;
  }

  /** Counter mode of a block cipher under a key. */
  SrtpAccelerator.CounterMode counterMode(String algorithm, SecretBytes key) {
    SrtpAccelerator.CounterMode offered =
        algorithm.equals("AES") ? accelerator.counterMode(key.expose()) : null;
    return offered != null
        ? offered
        : new EcbCounter(blockCipher(algorithm, key.expose(), key.length()));
  }

  /** HMAC-SHA1 under a key as the accelerator has it, or null. */
  SrtpAccelerator.@Nullable HmacSha1 acceleratedHmacSha1(SecretBytes key) {
    return accelerator.hmacSha1(key.expose());
  }

  /** AES-GCM under a key. */
  SrtpAccelerator.Gcm gcm(SecretBytes key) {
    SrtpAccelerator.Gcm offered = accelerator.gcm(key.expose());
    return offered != null ? offered : new JcaGcm(cipher("AES/GCM/NoPadding"), key);
  }

  /** A cipher in ECB mode without padding, for encryption under a key. */
  Cipher blockCipher(String algorithm, byte[] key, int keyOctets) {
    try {
      Cipher cipher = cipher(algorithm + "/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, 0, keyOctets, algorithm));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " with " + keyOctets + "-octet keys", e);
    }
  }

  /** A cipher by its JCA transformation. */
  Cipher cipher(String transformation) {
    return find(transformation, Cipher::getInstance, Cipher::getInstance);
  }

  /** A digest by its JCA name. */
  MessageDigest digest(String name) {
    return find(name, MessageDigest::getInstance, MessageDigest::getInstance);
  }

  /** A MAC by its JCA name. */
  Mac mac(String name) {
    return find(name, Mac::getInstance, Mac::getInstance);
  }

  private <T> T find(String name, FromProvider<T> fromProvider, Installed<T> installed) {
    T found = firstOf(preferred, name, fromProvider);
    if (found != null) {
      return found;
    }
    try {
      return installed.get(name);
    } catch (GeneralSecurityException e) {
      found = firstOf(fallback, name, fromProvider);
      if (found != null) {
        return found;
      }
      throw new IllegalStateException(
          "no provider has " + name + "; name one that has it with SrtpOptions.fallbackProvider",
          e);
    }
  }

  private static <T> @Nullable T firstOf(
      List<Provider> providers, String name, FromProvider<T> fromProvider) {
    for (Provider provider : providers) {
      try {
        return fromProvider.get(name, provider);
      } catch (GeneralSecurityException lacking) {
        // the next one is asked
      }
    }
    return null;
  }

  /** {@code getInstance(name, provider)}. */
  private interface FromProvider<T> {
    T get(String name, Provider provider) throws GeneralSecurityException;
  }

  /** {@code getInstance(name)}. */
  private interface Installed<T> {
    T get(String name) throws GeneralSecurityException;
  }
}
