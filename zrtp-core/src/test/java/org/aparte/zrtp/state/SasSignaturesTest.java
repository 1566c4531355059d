package org.aparte.zrtp.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.message.SignatureBlock;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.SignatureType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.junit.jupiter.api.Test;

class SasSignaturesTest {

  private static final Octets SAS_HASH = Octets.of(new byte[32]);

  @Test
  @Requirement("Z-7.2-11")
  void aSignatureThatNobodyAskedForIsNeitherJudgedNorAFault() {
    SignatureBlock unasked =
        SignatureBlock.padded(AlgorithmCode.of(SignatureType.PGP), Octets.ofHex("c2c2c2"));

    assertThat(SasSignatures.judge(ZrtpConfig.recommended(), unasked, SAS_HASH, null)).isNull();
  }
}
