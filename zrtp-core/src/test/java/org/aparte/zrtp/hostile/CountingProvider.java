package org.aparte.zrtp.hostile;

import java.security.Provider;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.CryptoProviders.Primitive;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Computes by Bouncy Castle, and counts what public-key operations an engine asks for. */
final class CountingProvider extends Provider {

  private static final long serialVersionUID = 1L;

  private final Provider delegate = new BouncyCastleProvider();
  private int keyPairs;
  private int agreements;

  CountingProvider() {
    super("Counting", "1", "counts public-key operations");
  }

  CryptoProviders inPlaceOfTheStandard() {
    return CryptoProviders.standard()
        .with(Primitive.ELLIPTIC_CURVE, this)
        .with(Primitive.MONTGOMERY_CURVE, this);
  }

  @Override
  public Service getService(String type, String algorithm) {
    if (type.equals("KeyPairGenerator")) {
      keyPairs++;
    } else if (type.equals("KeyAgreement")) {
      agreements++;
    }
    return delegate.getService(type, algorithm);
  }

  int keyPairs() {
    return keyPairs;
  }

  int agreements() {
    return agreements;
  }
}
