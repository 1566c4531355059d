package org.aparte.srtp.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.aparte.srtp.RocCarriage;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpOptions.Cryptex;
import org.aparte.srtp.SrtpOptions.RtcpEncryption;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.secret.Octets;

/** A profile with options that can go with it. */
public record Mix(SrtpProfile profile, String name, boolean mki, SrtpOptions options) {

  /** The MKI of the mixes that have one. */
  public static final Octets MKI = Octets.ofHex("a1b2c3d4");

  /** Every profile with every option alone, and some together. */
  public static List<Mix> all() {
    List<Mix> mixes = new ArrayList<>();
    for (SrtpProfile profile : Keys.profiles()) {
      add(mixes, profile, "defaults", false, b -> b);
      add(mixes, profile, "MKI", true, b -> b);
      add(mixes, profile, "cryptex", false, b -> b.cryptex(Cryptex.ALLOW));
      add(mixes, profile, "cryptex required, MKI", true, b -> b.cryptex(Cryptex.REQUIRE));
      add(mixes, profile, "RFC 6904", false, b -> b.encryptedExtensions(Set.of(1, 3, 14, 200)));
      add(
          mixes,
          profile,
          "RFC 6904, cryptex, KDR",
          false,
          b -> b.encryptedExtensions(Set.of(2)).cryptex(Cryptex.ALLOW).keyDerivationRate(4));
      add(mixes, profile, "ROC trials", false, b -> b.rocTrials(3));
      for (RocCarriage mode : RocCarriage.values()) {
        add(mixes, profile, "RFC 4771 " + mode, false, b -> b.rocCarriage(mode, 3));
        add(mixes, profile, "RFC 4771 " + mode + ", MKI", true, b -> b.rocCarriage(mode, 1));
      }
      add(mixes, profile, "plain SRTCP", false, b -> b.encryptRtcp(false));
      add(
          mixes,
          profile,
          "plain SRTCP forbidden",
          true,
          b -> b.encryptRtcp(false).rtcpEncryption(RtcpEncryption.REQUIRE));
      add(mixes, profile, "plain SRTP", false, b -> b.encryptRtp(false));
    }
    return mixes;
  }

  private static void add(
      List<Mix> mixes,
      SrtpProfile profile,
      String name,
      boolean mki,
      UnaryOperator<SrtpOptions.Builder> change) {
    Mix mix = new Mix(profile, name, mki, change.apply(Keys.options()).build());
    if (mix.isPossible()) {
      mixes.add(mix);
    }
  }

  private boolean isPossible() {
    try {
      pair(1);
      return true;
    } catch (IllegalArgumentException e) {
      return false; // what goes with which profile is not the matter here
    }
  }

  /** Two ends with the key that a number names. */
  public Pair pair(long keyNumber) {
    return Pair.of(key(keyNumber), options);
  }

  /** The key that a number names. */
  public SrtpMasterKey key(long number) {
    SrtpMasterKey key = Keys.key(profile, number);
    return mki ? key.withMki(MKI) : key;
  }

  @Override
  public String toString() {
    return profile + ", " + name;
  }
}
