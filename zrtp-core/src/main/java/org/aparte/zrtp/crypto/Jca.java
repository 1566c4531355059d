package org.aparte.zrtp.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;

/** Gets JCA objects by name from the provider that the app chose for them. */
final class Jca {

  private final CryptoProviders providers;

  Jca(CryptoProviders providers) {
    this.providers = providers;
  }

  MessageDigest digest(Primitive primitive, String name) {
    return get(primitive, name, MessageDigest::getInstance, MessageDigest::getInstance);
  }

  Mac mac(Primitive primitive, String name) {
    return get(primitive, name, Mac::getInstance, Mac::getInstance);
  }

  Cipher cipher(Primitive primitive, String name) {
    return get(primitive, name, Cipher::getInstance, Cipher::getInstance);
  }

  KeyFactory keyFactory(Primitive primitive, String name) {
    return get(primitive, name, KeyFactory::getInstance, KeyFactory::getInstance);
  }

  KeyPairGenerator keyPairGenerator(Primitive primitive, String name) {
    return get(primitive, name, KeyPairGenerator::getInstance, KeyPairGenerator::getInstance);
  }

  KeyAgreement keyAgreement(Primitive primitive, String name) {
    return get(primitive, name, KeyAgreement::getInstance, KeyAgreement::getInstance);
  }

  private <T> T get(
      Primitive primitive, String name, FromPlatform<T> fromPlatform, FromProvider<T> from) {
    Optional<Provider> provider = providers.provider(primitive);
    try {
      return provider.isPresent() ? from.get(name, provider.get()) : fromPlatform.get(name);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(
          (provider.isPresent() ? provider.get().getName() : "the platform")
              + " has no "
              + name
              + "; give CryptoProviders another provider for "
              + primitive
              + " or do not offer what needs it",
          missing);
    }
  }

  private interface FromPlatform<T> {
    T get(String name) throws GeneralSecurityException;
  }

  private interface FromProvider<T> {
    T get(String name, Provider provider) throws GeneralSecurityException;
  }
}
