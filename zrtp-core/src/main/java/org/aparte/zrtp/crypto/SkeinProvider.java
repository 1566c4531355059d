package org.aparte.zrtp.crypto;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import javax.crypto.MacSpi;
import org.aparte.srtp.secret.Wipe;
import org.bouncycastle.crypto.macs.SkeinMac;
import org.bouncycastle.crypto.params.SkeinParameters;
import org.jspecify.annotations.Nullable;

/**
 * A JCA provider with the two MACs of the SRTP tags {@code SK32} and {@code SK64} (RFC 6189 section
 * 5.1.4): {@code Skein-MAC-512-32} and {@code Skein-MAC-512-64}, Skein-512-MAC with 32 and 64 bits
 * of output. The output length is part of Skein's computation, so these are no cut longer MACs, and
 * no provider at hand has them.
 *
 * <p>Give the object to SRTP; nothing registers it. On a JDK that lets only signed providers
 * compute MACs (Oracle's own builds) it is refused: offer no Skein tags there.
 */
public final class SkeinProvider extends Provider {

  private static final long serialVersionUID = 1L;

  /** A provider of these two MACs. */
  @SuppressWarnings("deprecation") // the constructor with a text for the version is not on Android
  public SkeinProvider() {
    super("AparteSkein", 1.0, "Skein-512-MAC with 32 and 64 bits of output, for SRTP");
    putService(new MacService(this, "Skein-MAC-512-32", 32));
    putService(new MacService(this, "Skein-MAC-512-64", 64));
  }

  private static final class MacService extends Service {

    private final int outputBits;

    MacService(Provider provider, String algorithm, int outputBits) {
      super(provider, "Mac", algorithm, Spi.class.getName(), List.of(), Map.of());
      this.outputBits = outputBits;
    }

    @Override
    public Object newInstance(@Nullable Object constructorParameter) {
      return new Spi(outputBits);
    }
  }

  /** Skein-512-MAC over the lightweight implementation. */
  private static final class Spi extends MacSpi {

    private final SkeinMac mac;
    private final int outputOctets;

    Spi(int outputBits) {
      this.mac = new SkeinMac(SkeinMac.SKEIN_512, outputBits);
      this.outputOctets = outputBits / 8;
    }

    @Override
    protected int engineGetMacLength() {
      return outputOctets;
    }

    @Override
    protected void engineInit(@Nullable Key key, @Nullable AlgorithmParameterSpec parameters)
        throws InvalidKeyException {
      byte[] octets = key == null ? null : key.getEncoded();
      if (octets == null || octets.length == 0) {
        throw new InvalidKeyException("Skein-MAC needs a key whose octets can be read");
      }
      try {
        mac.init(new SkeinParameters.Builder().setKey(octets).build());
      } finally {
        Wipe.octets(octets);
      }
    }

    @Override
    protected void engineUpdate(byte input) {
      mac.update(input);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {
      mac.update(input, offset, length);
    }

    @Override
    protected byte[] engineDoFinal() {
      byte[] tag = new byte[outputOctets];
      mac.doFinal(tag, 0);
      return tag;
    }

    @Override
    protected void engineReset() {
      mac.reset();
    }
  }
}
