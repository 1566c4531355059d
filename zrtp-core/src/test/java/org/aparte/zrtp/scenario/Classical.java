package org.aparte.zrtp.scenario;

import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.ZrtpConfig;

/**
 * Lists without KEM mode and GCM, for tests whose subject is DH mode, whose peers are made by hand
 * from RFC 6189, or that count datagrams: here each message is one.
 */
public final class Classical {

  private Classical() {}

  public static ZrtpConfig config() {
    return builder().build();
  }

  public static ZrtpConfig.Builder builder() {
    return ZrtpConfig.builder()
        .hashes(HashType.S256, HashType.S384)
        .ciphers(CipherType.AES3, CipherType.AES1)
        .authTags(AuthTagType.HS80, AuthTagType.HS32)
        .keyAgreements(
            KeyAgreementType.X255,
            KeyAgreementType.EC25,
            KeyAgreementType.DH3K,
            KeyAgreementType.MULT,
            KeyAgreementType.PRSH);
  }
}
