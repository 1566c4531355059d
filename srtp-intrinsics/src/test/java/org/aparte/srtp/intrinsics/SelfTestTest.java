package org.aparte.srtp.intrinsics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.aparte.srtp.SrtpAccelerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The self-test takes what is right, from whomever it comes, and refuses every fault. */
class SelfTestTest {

  @Test
  void takesTheKernels() {
    assertThat(new SelfTest(new SelfTest.Kernels()).passes()).isTrue();
  }

  @Test
  void takesTheSameFromTheJcaSoThatItsSumsAreNotOursAlone() {
    assertThat(new SelfTest(new JcaKernels()).passes()).isTrue();
  }

  static Stream<Faulty> faults() {
    return Stream.of(
        new Faulty("a key of 24 octets is cut") {
          @Override
          SrtpAccelerator.CounterMode counterMode(byte[] key) {
            return super.counterMode(Arrays.copyOf(key, key.length == 24 ? 16 : key.length));
          }
        },
        new Faulty("a key of 32 octets is cut") {
          @Override
          SrtpAccelerator.CounterMode counterMode(byte[] key) {
            return super.counterMode(Arrays.copyOf(key, Math.min(key.length, 24)));
          }
        },
        new Faulty("the counter begins one block late") {
          @Override
          void count(SrtpAccelerator.CounterMode right, long h, long l, byte[] b, int f, int t) {
            right.xor(h, l + 1, b, f, t);
          }
        },
        new Faulty("the halves of the counter are swapped") {
          @Override
          void count(SrtpAccelerator.CounterMode right, long h, long l, byte[] b, int f, int t) {
            right.xor(l, h, b, f, t);
          }
        },
        new Faulty("the counter's last octet does not carry") {
          @Override
          void count(SrtpAccelerator.CounterMode right, long h, long l, byte[] b, int f, int t) {
            for (int i = 0; f + 16 * i < t; i++) {
              long low = (l & ~0xffL) | ((l + i) & 0xff);
              right.xor(h, low, b, f + 16 * i, Math.min(t, f + 16 * i + 16));
            }
          }
        },
        new Faulty("the last block is left out where it is not whole") {
          @Override
          void count(SrtpAccelerator.CounterMode right, long h, long l, byte[] b, int f, int t) {
            right.xor(h, l, b, f, t - (t - f) % 16);
          }
        },
        new Faulty("keystream on one octet too many") {
          @Override
          void count(SrtpAccelerator.CounterMode right, long h, long l, byte[] b, int f, int t) {
            right.xor(h, l, b, f, Math.min(t + 1, b.length));
          }
        },
        new Faulty("wrong where eight blocks at once begin") {
          @Override
          void count(SrtpAccelerator.CounterMode right, long h, long l, byte[] b, int f, int t) {
            right.xor(h, l, b, f, t);
            if (t - f == 128) {
              b[t - 1] ^= 1;
            }
          }
        },
        new Faulty("the MAC leaves the last octet out") {
          @Override
          void authenticate(SrtpAccelerator.HmacSha1 right, byte[] b, int f, int n, byte[] mac) {
            right.compute(b, f, Math.max(0, n - 1), mac);
          }
        },
        new Faulty("the padding takes one block where it needs two") {
          @Override
          void authenticate(SrtpAccelerator.HmacSha1 right, byte[] b, int f, int n, byte[] mac) {
            right.compute(b, f, n, mac);
            mac[3] ^= (byte) (n % 64 == 56 ? 1 : 0);
          }
        },
        new Faulty("a MAC of 21 octets") {
          @Override
          void authenticate(SrtpAccelerator.HmacSha1 right, byte[] b, int f, int n, byte[] mac) {
            right.compute(b, f, n, mac);
            if (mac.length > 20) {
              mac[20] ^= 1;
            }
          }
        },
        new Faulty("of two MACs at once the second is the first") {
          @Override
          void second(byte[] mac, byte[] mac2) {
            System.arraycopy(mac, 0, mac2, 0, 20);
          }
        },
        new Faulty("of two MACs at once one spoils the other") {
          @Override
          void second(byte[] mac, byte[] mac2) {
            mac[19] ^= 1;
          }
        },
        new Faulty("GCM forgets further associated data") {
          @Override
          byte[] more(byte[] more) {
            return new byte[0];
          }
        },
        new Faulty("the tag goes two octets too far") {
          @Override
          void seal(
              SrtpAccelerator.Gcm right, long h, int l, byte[] b, int f, int y, int e, byte[] m) {
            right.seal(h, l, b, f, y, e, m);
            if (e + 17 < b.length) {
              b[e + 17] ^= 1;
            }
          }
        },
        new Faulty("the IV of GCM is four octets short") {
          @Override
          int ivLow(int ivLow) {
            return 0;
          }
        },
        new Faulty("every tag fits") {
          @Override
          boolean fits(boolean right, byte[] b, int end) {
            return true;
          }
        },
        new Faulty("no tag fits") {
          @Override
          boolean fits(boolean right, byte[] b, int end) {
            return false;
          }
        },
        new Faulty("the second half of a tag is not looked at") {
          @Override
          boolean fits(boolean right, byte[] b, int end) {
            return right || !Arrays.equals(b, end, end + 8, sealedTag, 0, 8) ? right : true;
          }
        },
        new Faulty("nothing is opened") {
          @Override
          void open(SrtpAccelerator.Gcm right, byte[] b, int body, int end) {}
        },
        new Faulty("a packet of more than 2048 octets is sealed short") {
          @Override
          void seal(
              SrtpAccelerator.Gcm right, long h, int l, byte[] b, int f, int y, int e, byte[] m) {
            byte[] clear = b.clone();
            right.seal(h, l, b, f, y, e, m);
            if (e > 2048) {
              b[2100] = clear[2100];
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("faults")
  void refuses(Faulty faulty) {
    assertThat(new SelfTest(faulty).passes()).isFalse();
  }

  /** The right kernels but for one fault, which a test puts in. */
  abstract static class Faulty extends SelfTest.Kernels {

    private final String fault;
    byte[] sealedTag = new byte[16];

    Faulty(String fault) {
      this.fault = fault;
    }

    void count(SrtpAccelerator.CounterMode right, long h, long l, byte[] b, int from, int to) {
      right.xor(h, l, b, from, to);
    }

    void authenticate(SrtpAccelerator.HmacSha1 right, byte[] b, int from, int n, byte[] mac) {
      right.compute(b, from, n, mac);
    }

    void second(byte[] mac, byte[] mac2) {}

    int ivLow(int ivLow) {
      return ivLow;
    }

    byte[] more(byte[] more) {
      return more;
    }

    void seal(
        SrtpAccelerator.Gcm right,
        long ivHigh,
        int ivLow,
        byte[] b,
        int from,
        int body,
        int end,
        byte[] more) {
      right.seal(ivHigh, ivLow, b, from, body, end, more);
    }

    boolean fits(boolean right, byte[] b, int end) {
      return right;
    }

    void open(SrtpAccelerator.Gcm right, byte[] b, int body, int end) {
      right.open(b, body, end);
    }

    @Override
    SrtpAccelerator.CounterMode counterMode(byte[] key) {
      SrtpAccelerator.CounterMode right = super.counterMode(key);
      return new SrtpAccelerator.CounterMode() {
        @Override
        public void xor(long high, long low, byte[] data, int from, int to) {
          count(right, high, low, data, from, to);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    SrtpAccelerator.HmacSha1 hmacSha1(byte[] key) {
      SrtpAccelerator.HmacSha1 right = super.hmacSha1(key);
      return new SrtpAccelerator.HmacSha1() {
        @Override
        public void compute(byte[] b, int from, int octets, byte[] mac) {
          authenticate(right, b, from, octets, mac);
        }

        @Override
        public void compute(
            byte[] b,
            int from,
            int octets,
            byte[] mac,
            SrtpAccelerator.HmacSha1 other,
            byte[] b2,
            int from2,
            int octets2,
            byte[] mac2) {
          compute(b, from, octets, mac);
          other.compute(b2, from2, octets2, mac2);
          second(mac, mac2);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    SrtpAccelerator.Gcm gcm(byte[] key) {
      SrtpAccelerator.Gcm right = super.gcm(key);
      return new SrtpAccelerator.Gcm() {
        @Override
        public void seal(
            long ivHigh, int ivLow, byte[] b, int from, int body, int end, byte[] more) {
          Faulty.this.seal(right, ivHigh, ivLow(ivLow), b, from, body, end, more(more));
          sealedTag = Arrays.copyOfRange(b, end, end + 16);
        }

        @Override
        public boolean fits(
            long ivHigh, int ivLow, byte[] b, int from, int body, int end, byte[] more) {
          return Faulty.this.fits(
              right.fits(ivHigh, ivLow(ivLow), b, from, body, end, more(more)), b, end);
        }

        @Override
        public void open(byte[] b, int body, int end) {
          Faulty.this.open(right, b, body, end);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public String toString() {
      return fault;
    }
  }

  /** The same three through the JCA. */
  private static final class JcaKernels extends SelfTest.Kernels {

    @Override
    SrtpAccelerator.CounterMode counterMode(byte[] key) {
      return new SrtpAccelerator.CounterMode() {
        @Override
        public void xor(long high, long low, byte[] data, int from, int to) {
          byte[] iv = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
          try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
            byte[] done = cipher.doFinal(data, from, to - from);
            System.arraycopy(done, 0, data, from, done.length);
          } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    SrtpAccelerator.HmacSha1 hmacSha1(byte[] key) {
      return new SrtpAccelerator.HmacSha1() {
        @Override
        public void compute(byte[] b, int from, int octets, byte[] mac) {
          try {
            Mac jca = Mac.getInstance("HmacSHA1");
            jca.init(new SecretKeySpec(key, "HmacSHA1"));
            jca.update(b, from, octets);
            jca.doFinal(mac, 0);
          } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
          }
        }

        @Override
        public void close() {}
      };
    }

    @Override
    SrtpAccelerator.Gcm gcm(byte[] key) {
      return new SrtpAccelerator.Gcm() {
        private byte[] opened = new byte[0];

        @Override
        public void seal(
            long ivHigh, int ivLow, byte[] b, int from, int body, int end, byte[] more) {
          try {
            byte[] done = run(Cipher.ENCRYPT_MODE, iv(ivHigh, ivLow), b, from, body, end, more);
            System.arraycopy(done, 0, b, body, done.length);
          } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
          }
        }

        @Override
        public boolean fits(
            long ivHigh, int ivLow, byte[] b, int from, int body, int end, byte[] more) {
          try {
            opened = run(Cipher.DECRYPT_MODE, iv(ivHigh, ivLow), b, from, body, end + 16, more);
            return true;
          } catch (AEADBadTagException forged) {
            return false;
          } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
          }
        }

        private byte[] iv(long high, int low) {
          return ByteBuffer.allocate(12).putLong(high).putInt(low).array();
        }

        private byte[] run(int mode, byte[] iv, byte[] b, int from, int body, int end, byte[] more)
            throws GeneralSecurityException {
          Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
          cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
          cipher.updateAAD(b, from, body - from);
          cipher.updateAAD(more);
          return cipher.doFinal(b, body, end - body);
        }

        @Override
        public void open(byte[] b, int body, int end) {
          System.arraycopy(opened, 0, b, body, opened.length);
        }

        @Override
        public void close() {}
      };
    }
  }
}
