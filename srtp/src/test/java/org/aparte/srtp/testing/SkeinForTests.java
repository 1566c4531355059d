package org.aparte.srtp.testing;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.MacSpi;
import org.bouncycastle.crypto.macs.SkeinMac;
import org.bouncycastle.crypto.params.SkeinParameters;

/** The two Skein MACs of ZRTP under their JCA names, which Bouncy Castle's own provider lacks. */
final class SkeinForTests extends Provider {

  private static final long serialVersionUID = 1L;

  SkeinForTests() {
    super("SkeinForTests", "1", "Skein-512-MAC of 32 and of 64 bits");
    putService(new Skein(this, 32));
    putService(new Skein(this, 64));
  }

  private static final class Skein extends Service {
    private final int bits;

    Skein(Provider provider, int bits) {
      super(provider, "Mac", "Skein-MAC-512-" + bits, Spi.class.getName(), null, null);
      this.bits = bits;
    }

    @Override
    public Object newInstance(Object parameter) {
      return new Spi(bits);
    }
  }

  private static final class Spi extends MacSpi {
    private final SkeinMac mac;

    Spi(int bits) {
      mac = new SkeinMac(SkeinMac.SKEIN_512, bits);
    }

    @Override
    protected int engineGetMacLength() {
      return mac.getMacSize();
    }

    @Override
    protected void engineInit(Key key, AlgorithmParameterSpec none) throws InvalidKeyException {
      mac.init(new SkeinParameters.Builder().setKey(key.getEncoded()).build());
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
      byte[] octets = new byte[mac.getMacSize()];
      mac.doFinal(octets, 0);
      return octets;
    }

    @Override
    protected void engineReset() {
      mac.reset();
    }
  }
}
