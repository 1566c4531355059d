package org.aparte.srtp;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.aparte.srtp.SdesRefusal.Reason;
import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/**
 * What RFC 4568 section 6.1 demands of the keys of one attribute as a whole; the same for
 * attributes that are read and that are made.
 */
final class SdesKeyRules {

  static final int MAX_LIFETIME_EXPONENT = 48;

  private SdesKeyRules() {}

  /**
   * The lifetime that is meant when none is written: 2^48 packets (RFC 4568 section 6.2, RFC 7714
   * section 12), but 2^31 for the suites of RFC 6188 section 4. The maximum is 2^48 for all, since
   * RFC 6188 names no other.
   */
  static long defaultLifetimePackets(SrtpProfile profile) {
    boolean rfc6188 =
        profile.cipher() == SrtpCipher.AES_CM_192 || profile.cipher() == SrtpCipher.AES_CM_256;
    // S6188-4-01 to S6188-4-04, S4568-6.2-01, S7714-12-02
    return rfc6188 ? 1L << 31 : SrtpMasterKey.MAX_RTP_PACKETS;
  }

  /** The rule of section 6 or RFC 7714 that keys and parameters break together, if any. */
  static @Nullable SdesRefusal breach(
      List<SrtpMasterKey> keys, List<SrtpMasterKey> fecKeys, SdesParameters parameters) {
    SdesRefusal breach = breachOfMkis(keys);
    if (breach == null) {
      breach = breachOfMkis(fecKeys);
    }
    if (breach != null) {
      return breach;
    }
    List<SrtpMasterKey> all = concatenation(keys, fecKeys);
    int mkiOctets = 0;
    for (int i = 0; i < all.size(); i++) {
      SrtpMasterKey key = all.get(i);
      // S4568-6.1-21: one MKI length for all keys of an attribute
      if (mkiOctets != 0 && key.mki().length() != 0 && key.mki().length() != mkiOctets) {
        return new SdesRefusal(Reason.MKI_LENGTHS_DIFFER, "key " + (i + 1));
      }
      mkiOctets = Math.max(mkiOctets, key.mki().length());
      // S4568-6.1-03, S4568-6.1-06, S4568-6.3.5-01: no master key twice
      if (sharesKey(all.subList(0, i), List.of(key))) {
        return new SdesRefusal(Reason.DUPLICATE_KEY, "key " + (i + 1));
      }
    }
    // S7714-8.2-01: AEAD encrypts every SRTP packet; SRTCP may go without (S7714-9-01)
    if (!parameters.encryptRtp() && keys.get(0).profile().cipher().isAead()) {
      return new SdesRefusal(Reason.UNENCRYPTED_AEAD, "UNENCRYPTED_SRTP with an AEAD suite");
    }
    return null;
  }

  private static @Nullable SdesRefusal breachOfMkis(List<SrtpMasterKey> keys) {
    List<Octets> mkis = new ArrayList<>();
    for (SrtpMasterKey key : keys) {
      Octets mki = key.mki();
      // S4568-6.1-20: with several keys each has an MKI
      if (mki.length() == 0 && keys.size() > 1) {
        return new SdesRefusal(Reason.MKI_MISSING, "key " + (mkis.size() + 1));
      }
      // S4568-4.3-03, S4568-4.3-04: the packet alone tells its key, so no MKI twice
      if (mkis.contains(mki)) {
        return new SdesRefusal(Reason.DUPLICATE_MKI, "key " + (mkis.size() + 1));
      }
      if (mki.length() != 0 && mkiNumber(mki).signum() == 0) {
        return new SdesRefusal(Reason.BAD_MKI, "an MKI of zero");
      }
      mkis.add(mki);
    }
    return null;
  }

  /** Whether a master key stands in both lists; salts may be what they like. */
  static boolean sharesKey(List<SrtpMasterKey> some, List<SrtpMasterKey> others) {
    for (SrtpMasterKey one : some) {
      for (SrtpMasterKey other : others) {
        if (one.key().matches(other.key())) {
          return true;
        }
      }
    }
    return false;
  }

  /** All keys of an attribute, those for FEC last. */
  static List<SrtpMasterKey> concatenation(List<SrtpMasterKey> keys, List<SrtpMasterKey> fecKeys) {
    List<SrtpMasterKey> all = new ArrayList<>(keys);
    all.addAll(fecKeys);
    return all;
  }

  /** The MKI as the number that is written in the attribute. */
  static BigInteger mkiNumber(Octets mki) {
    return new BigInteger(1, mki.toArray());
  }
}
