package org.aparte.zrtp.cache;

import java.util.Arrays;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.jspecify.annotations.Nullable;

/** Small distinguishable secrets for tests: 32 times one octet. */
final class Secrets {

  static final Zid OWN = Zid.ofHex("0a0000000000000000000001");
  static final Zid PEER = Zid.ofHex("0b0000000000000000000002");

  private Secrets() {}

  static SecretBytes secret(int filling) {
    byte[] octets = new byte[ZidRecord.SECRET_OCTETS];
    Arrays.fill(octets, (byte) filling);
    return SecretBytes.takeOver(octets);
  }

  /** The filling of a secret, or 0 for none. */
  static int filling(@Nullable SecretBytes secret) {
    return secret == null ? 0 : secret.expose()[0];
  }

  static Zid peer(int number) {
    byte[] octets = PEER.octets().toArray();
    octets[10] = (byte) (number >> 8);
    octets[11] = (byte) number;
    return Zid.of(octets);
  }

  /** All of an entry but its version, to compare entries by. */
  static @Nullable String content(@Nullable ZidRecord record) {
    return record == null
        ? null
        : record.ownZid()
            + (" " + record.peerZid())
            + (" " + hex(record.rs1()))
            + (" " + hex(record.rs2()))
            + (" " + record.expiresAtEpochSeconds())
            + (" " + record.sasVerified())
            + (" " + record.enrollment())
            + (" " + hex(record.pbxSecret()))
            + (" " + record.peerName())
            + (" " + record.peerFeatures());
  }

  private static String hex(@Nullable SecretBytes secret) {
    return secret == null ? "-" : Octets.of(secret.expose()).toString();
  }
}
