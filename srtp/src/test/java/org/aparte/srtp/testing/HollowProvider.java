package org.aparte.srtp.testing;

import java.security.AlgorithmParameters;
import java.security.Key;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;

/**
 * AES, GCM and SHA-1 that compute next to nothing and allocate nothing at all, so that what is
 * still allocated while they are in use is the library's own.
 */
public final class HollowProvider extends Provider {

  private static final long serialVersionUID = 1L;

  /** The provider. */
  public HollowProvider() {
    super("Hollow", "1", "stands for algorithms without being any");
    putService(new Hollow(this, "MessageDigest", "SHA-1"));
    putService(new Hollow(this, "Cipher", "AES/ECB/NoPadding"));
    putService(new Hollow(this, "Cipher", "AES/GCM/NoPadding"));
  }

  private static final class Hollow extends Service {
    Hollow(Provider provider, String type, String algorithm) {
      super(provider, type, algorithm, Hollow.class.getName(), null, null);
    }

    @Override
    public Object newInstance(Object parameter) {
      return getType().equals("Cipher")
          ? new HollowCipher(getAlgorithm().contains("GCM"))
          : new HollowDigest();
    }
  }

  /** Its copy is itself. */
  private static final class HollowDigest extends MessageDigest implements Cloneable {
    HollowDigest() {
      super("SHA-1");
    }

    @Override
    public Object clone() {
      return this;
    }

    @Override
    protected void engineUpdate(byte input) {}

    @Override
    protected void engineUpdate(byte[] input, int offset, int length) {}

    @Override
    protected byte[] engineDigest() {
      return new byte[20];
    }

    @Override
    protected int engineDigest(byte[] target, int offset, int length) {
      Arrays.fill(target, offset, offset + 20, (byte) 0x5a);
      return 20;
    }

    @Override
    protected int engineGetDigestLength() {
      return 20;
    }

    @Override
    protected void engineReset() {}
  }

  /** Copies; as GCM it also appends or takes away a tag, which always fits. */
  private static final class HollowCipher extends CipherSpi {
    private final boolean gcm;
    private boolean decrypts;

    HollowCipher(boolean gcm) {
      this.gcm = gcm;
    }

    @Override
    protected void engineSetMode(String mode) {}

    @Override
    protected void engineSetPadding(String padding) {}

    @Override
    protected int engineGetBlockSize() {
      return 16;
    }

    @Override
    protected int engineGetOutputSize(int inputLength) {
      return inputLength + 16;
    }

    @Override
    protected byte[] engineGetIV() {
      return new byte[12];
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) {
      decrypts = mode == Cipher.DECRYPT_MODE;
    }

    @Override
    protected void engineInit(int mode, Key key, AlgorithmParameterSpec spec, SecureRandom random) {
      decrypts = mode == Cipher.DECRYPT_MODE;
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {
      decrypts = mode == Cipher.DECRYPT_MODE;
    }

    @Override
    protected void engineUpdateAAD(byte[] source, int offset, int length) {}

    @Override
    protected byte[] engineUpdate(byte[] input, int offset, int length) {
      return Arrays.copyOfRange(input, offset, offset + length);
    }

    @Override
    protected int engineUpdate(byte[] input, int offset, int length, byte[] output, int at) {
      System.arraycopy(input, offset, output, at, length);
      return length;
    }

    @Override
    protected byte[] engineDoFinal(byte[] input, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected int engineDoFinal(byte[] input, int offset, int length, byte[] output, int at) {
      int body = decrypts && gcm ? length - 16 : length;
      System.arraycopy(input, offset, output, at, body);
      return gcm && !decrypts ? length + 16 : body;
    }
  }
}
