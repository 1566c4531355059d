package org.aparte.benchmarks;

import java.lang.reflect.Field;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.List;
import org.aparte.srtp.SrtpAccelerator;
import org.aparte.srtp.SrtpBatch;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.intrinsics.JdkIntrinsics;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.CipherFactory;
import org.jitsi.srtp.crypto.HmacSha1;
import org.jitsi.utils.ByteArrayBuffer;
import org.jitsi.utils.logging2.LoggerImpl;

/** One implementation at work on packets in place; the length after, or an exception. */
public interface Peer {

  /** The SSRC of all packets, where there is one. */
  int SSRC = 0x1234_5678;

  /** Protects a packet; the new length, or -1. */
  int protect(byte[] buffer, int offset, int length);

  /** Opens a packet; the new length, or -1. */
  int unprotect(byte[] buffer, int offset, int length);

  /** Puts a packet into the batch, of at most {@link SrtpPackets#RING}; only ours has one. */
  default void addToBatch(byte[] buffer, int offset, int length) {
    throw new UnsupportedOperationException("no batches");
  }

  /** Protects what is in the batch and empties it; all new lengths together. */
  default int protectBatch() {
    throw new UnsupportedOperationException("no batches");
  }

  /** Called between two passes over the same packets. */
  void forgetReceived();

  /** The implementations that are compared. */
  enum Kind {
    /** This library on the public API of the JDK. */
    APARTE,
    /** This library with srtp-intrinsics, in a JVM that opens what it wants. */
    OPENED,
    /** jitsi-srtp on SunJCE. */
    JITSI,
    /** The system's libsrtp2, called through the foreign function interface. */
    LIBSRTP,
    /** The libsrtp2 that the user named. */
    LIBSRTP_NAMED
  }

  /** An implementation for a profile. */
  static Peer of(Kind kind, Suite suite) {
    return switch (kind) {
      case APARTE -> new AparteSrtp(suite, SrtpAccelerator.NONE);
      case OPENED -> new AparteSrtp(suite, opened());
      case JITSI -> new JitsiSrtp(suite);
      case LIBSRTP, LIBSRTP_NAMED -> Libsrtp.of(System.getProperty("aparte.libsrtp"), suite);
    };
  }

  private static SrtpAccelerator opened() {
    JdkIntrinsics intrinsics = new JdkIntrinsics();
    if (!intrinsics.serves()) {
      throw new IllegalStateException(intrinsics.describe());
    }
    return intrinsics;
  }

  /** This library, as an app would use it. */
  final class AparteSrtp implements Peer {
    private static final int MAX_SSRCS = 10_000;

    private final SrtpSender sender;
    private final SrtpReceiver receiver;
    private final SrtpBatch batch = new SrtpBatch(SrtpPackets.RING);

    AparteSrtp(Suite suite, SrtpAccelerator accelerator) {
      SrtpOptions options =
          SrtpOptions.builder().accelerator(accelerator).maxSsrcs(MAX_SSRCS).build();
      sender = SrtpSender.of(suite.masterKey(), options);
      receiver = SrtpReceiver.of(suite.masterKey(), options);
    }

    @Override
    public int protect(byte[] buffer, int offset, int length) {
      return sender.protectRtp(buffer, offset, length);
    }

    @Override
    public void addToBatch(byte[] buffer, int offset, int length) {
      batch.add(sender, buffer, offset, length);
    }

    @Override
    public int protectBatch() {
      batch.protectRtp();
      int octets = 0;
      for (int i = 0; i < batch.size(); i++) {
        octets += batch.result(i);
      }
      batch.clear();
      return octets;
    }

    @Override
    public int unprotect(byte[] buffer, int offset, int length) {
      return receiver.unprotectRtp(buffer, offset, length);
    }

    @Override
    public void forgetReceived() {
      receiver.forget(SSRC);
    }
  }

  /** jitsi-srtp with the JDK's own cipher and MAC. */
  final class JitsiSrtp implements Peer, ByteArrayBuffer {
    private final SrtpCryptoContext sender;
    private final SrtpCryptoContext receiver;
    private byte[] buffer = new byte[0];
    private int offset;
    private int length;

    JitsiSrtp(Suite suite) {
      useTheJdkAlone();
      sender = context(suite, true);
      receiver = context(suite, false);
    }

    private static SrtpCryptoContext context(Suite suite, boolean sends) {
      SrtpPolicy policy = suite.jitsiPolicy();
      policy.setReceiveReplayEnabled(false); // the same packets are opened again and again
      SrtpContextFactory factory =
          new SrtpContextFactory(
              sends, suite.key(), suite.salt(), policy, policy, new LoggerImpl("jitsi"));
      try {
        return factory.deriveContext(SSRC, 0);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    /**
     * jitsi-srtp measures its OpenSSL binding against the JDK for the cipher, and prefers the
     * binding for the MAC; the comparison is with pure Java, for which it has no setting that
     * reaches both.
     */
    private static void useTheJdkAlone() {
      setStatic(Aes.class, "factories", new CipherFactory[] {new Aes.SunJCECipherFactory()});
      setStatic(HmacSha1.class, "providers", List.of(Security.getProvider("SunJCE")));
    }

    private static void setStatic(Class<?> type, String name, Object value) {
      try {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        field.set(null, value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public int protect(byte[] packet, int at, int octets) {
      wrap(packet, at, octets);
      return transform(sender, true);
    }

    @Override
    public int unprotect(byte[] packet, int at, int octets) {
      wrap(packet, at, octets);
      return transform(receiver, false);
    }

    private int transform(SrtpCryptoContext context, boolean protect) {
      try {
        SrtpErrorStatus status =
            protect ? context.transformPacket(this) : context.reverseTransformPacket(this, false);
        return status == SrtpErrorStatus.OK ? length : -1;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void forgetReceived() {}

    private void wrap(byte[] packet, int at, int octets) {
      buffer = packet;
      offset = at;
      length = octets;
    }

    @Override
    public byte[] getBuffer() {
      return buffer;
    }

    @Override
    public int getOffset() {
      return offset;
    }

    @Override
    public int getLength() {
      return length;
    }

    @Override
    public void setLength(int octets) {
      length = octets;
    }

    @Override
    public void setOffset(int at) {
      offset = at;
    }

    @Override
    public void readRegionToBuff(int at, int octets, byte[] target) {
      System.arraycopy(buffer, offset + at, target, 0, octets);
    }

    @Override
    public void grow(int octets) {
      // there is room behind every packet
    }

    @Override
    public void append(byte[] octets, int count) {
      System.arraycopy(octets, 0, buffer, offset + length, count);
      length += count;
    }

    @Override
    public void shrink(int octets) {
      length -= octets;
    }

    @Override
    public boolean isInvalid() {
      return false;
    }
  }
}
