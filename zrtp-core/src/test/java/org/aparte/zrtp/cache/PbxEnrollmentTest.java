package org.aparte.zrtp.cache;

import static org.aparte.zrtp.cache.Secrets.OWN;
import static org.aparte.zrtp.cache.Secrets.PEER;
import static org.aparte.zrtp.cache.Secrets.filling;
import static org.aparte.zrtp.cache.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;

import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.Enrollment;
import org.aparte.zrtp.model.ZidRecord;
import org.junit.jupiter.api.Test;

class PbxEnrollmentTest {

  @Test
  @Requirement({"Z-7.3-11", "Z-7.3.1-03"})
  void keepsTheKeyUnderTheZidOfThePbxOnThePhone() {
    ZidRecord next = PbxEnrollment.authorizedByUser(null, OWN, PEER, secret(9));

    assertThat(next.peerZid()).isEqualTo(PEER);
    assertThat(next.enrollment()).isEqualTo(Enrollment.PEER_IS_TRUSTED_MITM);
    assertThat(filling(next.pbxSecret())).isEqualTo(9);
    assertThat(next.rs1()).isNull();
  }

  @Test
  @Requirement({"Z-7.3-11", "Z-7.3.1-07"})
  void keepsTheKeyUnderTheZidOfThePhoneOnThePbxWhereItMeansNoTrust() {
    ZidRecord next = PbxEnrollment.offeredToPhone(null, OWN, PEER, secret(9));

    assertThat(next.peerZid()).isEqualTo(PEER);
    assertThat(next.enrollment()).isEqualTo(Enrollment.PEER_IS_ENROLLED_PHONE);
  }

  @Test
  void leavesTheRetainedSecretsAlone() {
    ZidRecord record =
        ZidRecord.builder(OWN, PEER)
            .version(4)
            .retained(secret(1), secret(2))
            .sasVerified(true)
            .expiresAt(55)
            .build();

    ZidRecord enrolled = PbxEnrollment.authorizedByUser(record, OWN, PEER, secret(9));
    ZidRecord again = PbxEnrollment.authorizedByUser(enrolled, OWN, PEER, secret(10));
    ZidRecord ended = PbxEnrollment.ended(again);

    assertThat(filling(again.pbxSecret())).isEqualTo(10);
    assertThat(Secrets.content(ended)).isEqualTo(Secrets.content(record));
    assertThat(PbxEnrollment.ended(ended)).isNull();
    assertThat(PbxEnrollment.ended(null)).isNull();
  }
}
