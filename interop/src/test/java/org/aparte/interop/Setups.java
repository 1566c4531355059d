package org.aparte.interop;

import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpConfig;

/** The setups of our tests. */
final class Setups {

  private static final Zid ZID = new Zid(Octets.ofHex("a0a1a2a3a4a5a6a7a8a9aaab"));

  private Setups() {}

  /** Default lists on our side. */
  static Setup defaults(Role role) {
    return new Setup(System.nanoTime(), ZID, initiated(ZrtpConfig.builder(), role), "", List.of());
  }

  /** One algorithm of each kind, and Multistream. */
  static Setup of(
      Role role, String hash, String cipher, String auth, String keyAgreement, String sas) {
    ZrtpConfig.Builder config =
        ZrtpConfig.builder()
            .hashes(HashType.ofCode(hash).orElseThrow())
            .ciphers(CipherType.ofCode(cipher).orElseThrow())
            .authTags(AuthTagType.ofCode((auth + " ").substring(0, 4)).orElseThrow())
            .keyAgreements(
                KeyAgreementType.ofCode(keyAgreement).orElseThrow(), KeyAgreementType.MULT)
            .sasTypes(SasType.ofCode((sas + " ").substring(0, 4)).orElseThrow())
            .followPairingAdvice(false);
    return new Setup(System.nanoTime(), ZID, initiated(config, role), "", List.of());
  }

  /** The setup with another auxsecret. */
  static Setup withAux(Setup setup, String aux) {
    return new Setup(setup.seed(), setup.zid(), setup.config(), aux, setup.known());
  }

  /** The setup with what a cache holds. */
  static Setup withKnown(Setup setup, List<Setup.Known> known) {
    return new Setup(setup.seed(), setup.zid(), setup.config(), setup.aux(), known);
  }

  /** What is usual with libbzrtp. */
  static Setup usual(Role role) {
    return of(role, "S256", "AES1", "HS80", "X255", "B32");
  }

  /** The same for the peer. */
  static String[] usualPeer() {
    return peerOptions("S256", "AES1", "HS80", "X255", "B32");
  }

  static String[] peerOptions(String hash, String cipher, String auth, String ka, String sas) {
    return new String[] {
      "hash=" + hash, "cipher=" + cipher, "auth=" + auth, "ka=" + ka + ",Mult", "sas=" + sas
    };
  }

  /** A responder never sends Commit by itself. */
  private static ZrtpConfig initiated(ZrtpConfig.Builder config, Role role) {
    return config
        .initiation(role == Role.RESPONDER ? Initiation.ON_REQUEST : Initiation.AUTOMATIC)
        .build();
  }

  /** A network on which the role is ours for certain. */
  static Network network(Role role) {
    return role == Role.INITIATOR ? Network.thatLetsUsInitiate() : Network.good();
  }
}
