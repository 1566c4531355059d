package org.aparte.srtp;

import org.aparte.srtp.packet.PacketIndex;
import org.aparte.srtp.packet.SsrcTable;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.srtp.transform.Algorithms;
import org.aparte.srtp.transform.SessionKeys;
import org.jspecify.annotations.Nullable;

/**
 * One master key at work: its session keys, derived once for all SSRCs, and the count of what it
 * has protected (RFC 3711 sections 4.3.1 and 9.2).
 */
final class KeyContext implements AutoCloseable {

  /**
   * With a key derivation rate several sets of session keys live at once, for SSRCs at different
   * indices and for packets out of order; a forged packet can make this many be derived anew.
   */
  private static final int CACHED_DERIVATIONS = 4;

  private final SrtpProfile profile;
  private final Octets mki;
  private final byte[] mkiOctets;
  private final SrtpOptions options;
  private final Algorithms algorithms;
  private final int rateBits;
  private final @Nullable SecretBytes masterKey;
  private final @Nullable SecretBytes masterSalt;
  private final @Nullable SessionKeys[] derived = new @Nullable SessionKeys[CACHED_DERIVATIONS];
  private final long[] derivedFor = new long[CACHED_DERIVATIONS];
  private final SessionKeys first;
  private int nextSlot;

  private final long rtpLimit;
  private final long rtcpLimit;
  private long rtpPackets;
  private long rtcpPackets;
  private boolean warned;
  private boolean exhausted;

  KeyContext(SrtpMasterKey key, SrtpOptions options) {
    profile = key.profile();
    mki = key.mki();
    mkiOctets = mki.toArray();
    this.options = options;
    algorithms =
        new Algorithms(
            options.preferredProviders(), options.fallbackProviders(), options.accelerator());
    // S7714-10-08, -09: 2^48 and 2^31 at most, see SrtpMasterKey
    rtpLimit = key.lifetimePackets();
    rtcpLimit = Math.min(rtpLimit, SrtpMasterKey.MAX_RTCP_PACKETS);
    // S3711-4.3.1-06: the rate is read once, here.
    // S3711-4.3.1-16: with rate 0 the keys are derived once, and nothing else of the master is kept
    boolean once = options.keyDerivationRate() == 0;
    rateBits = once ? 0 : Long.numberOfTrailingZeros(options.keyDerivationRate());
    masterKey = once ? null : key.key().copy();
    masterSalt = once ? null : key.salt().copy();
    // S3711-4.3.1-02, -03, -05: at least one derivation, before the first packet
    first = derive(key.key(), key.salt(), 0);
  }

  private SessionKeys derive(SecretBytes key, SecretBytes salt, long r) {
    return SessionKeys.derive(algorithms, profile, key, salt, r, options.encryptRtp());
  }

  /** The session keys of a packet: of an RTP index, or of an SRTCP index (S3711-4.3.2-02). */
  SessionKeys sessionKeys(long index) {
    if (masterKey == null || masterSalt == null) {
      return first;
    }
    long r = index >>> rateBits;
    if (r == 0) {
      return first;
    }
    for (int i = 0; i < CACHED_DERIVATIONS; i++) {
      SessionKeys keys = derived[i];
      if (keys != null && derivedFor[i] == r) {
        return keys;
      }
    }
    SessionKeys keys = derive(masterKey, masterSalt, r);
    SessionKeys replaced = derived[nextSlot];
    if (replaced != null) {
      replaced.close();
    }
    derived[nextSlot] = keys;
    derivedFor[nextSlot] = r;
    nextSlot = (nextSlot + 1) % CACHED_DERIVATIONS;
    return keys;
  }

  /** Whether two SRTP packets can be begun before either is counted, with the same keys. */
  boolean takesTwo() {
    return masterKey == null && rtpPackets + 2 <= rtpLimit;
  }

  Octets mki() {
    return mki;
  }

  /** The MKI as it is appended; not to be changed. */
  byte[] mkiOctets() {
    return mkiOctets;
  }

  /** Whether the octets at an offset are this key's MKI. */
  boolean isNamedAt(byte[] b, int at) {
    for (int i = 0; i < mkiOctets.length; i++) {
      if (b[at + i] != mkiOctets[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether the key may not be used any more: a latch, S3711-8.1.1-04. */
  boolean isExhausted() {
    return exhausted;
  }

  // S3711-9.2-05, -07; S4568-6.1-02: a new key is asked for, and without it nothing goes on
  /** Ends the key's use for good. */
  void exhaust() {
    if (!exhausted) {
      warn(); // a key that came when its index space was used up already has not been warned of
      exhausted = true;
      KeyLimitListener listener = options.keyLimitListener();
      if (listener != null) {
        listener.keyExhausted(mki);
      }
    }
  }

  /** Counts an SRTP packet under the key (S3711-9.2-04, S3711-8.1-02). */
  void countRtp(long index) {
    rtpPackets++;
    // S3711-9.2-08: the stream that is exhausted first decides
    warnNear(rtpPackets, rtpLimit);
    warnNear(index, PacketIndex.LIMIT);
    if (rtpPackets >= rtpLimit) {
      exhaust();
    }
  }

  /** Counts an SRTCP packet under the key (S3711-3.4-18). */
  void countRtcp(long index) {
    rtcpPackets++;
    warnNear(rtcpPackets, rtcpLimit);
    warnNear(index, SsrcTable.RTCP_LIMIT);
    if (rtcpPackets >= rtcpLimit) {
      exhaust();
    }
  }

  private void warnNear(long count, long limit) {
    if (count >= limit - (limit >> 4)) {
      warn(); // S3711-3.3.1-10, S3711-11.3-01, S7714-9.4-01, S4568-6.4.2-01: before the limit
    }
  }

  private void warn() {
    if (!warned) {
      warned = true;
      KeyLimitListener listener = options.keyLimitListener();
      if (listener != null) {
        listener.rekeySoon(mki);
      }
    }
  }

  @Override
  public void close() {
    exhausted = true;
    first.close();
    for (SessionKeys keys : derived) {
      if (keys != null) {
        keys.close();
      }
    }
    Wipe.secret(masterKey);
    Wipe.secret(masterSalt);
  }
}
