package org.aparte.zrtp.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.aparte.srtp.secret.SecretBytes;
import org.junit.jupiter.api.Test;

class ZidRecordTest {

  private static final Zid OWN = Zid.ofHex("000000000000000000000001");
  private static final Zid PEER = Zid.ofHex("0000000000000000000000ff");

  @Test
  void ownsCopiesOfItsSecretsAndWipesThem() {
    SecretBytes rs1 = secret(1);
    SecretBytes rs2 = secret(2);
    SecretBytes pbx = secret(3);
    ZidRecord record =
        ZidRecord.builder(OWN, PEER)
            .retained(rs1, rs2)
            .enrollment(Enrollment.PEER_IS_TRUSTED_MITM, pbx)
            .build();
    rs1.close();
    rs2.close();
    pbx.close();

    assertThat(record.rs1().matches(secret(1))).isTrue();
    assertThat(record.rs2().matches(secret(2))).isTrue();
    assertThat(record.pbxSecret().matches(secret(3))).isTrue();

    byte[] exposed = record.rs1().expose();
    record.close();

    assertThat(exposed).containsOnly(0);
    assertThat(record.rs1().isClosed()).isTrue();
    assertThat(record.rs2().isClosed()).isTrue();
    assertThat(record.pbxSecret().isClosed()).isTrue();
  }

  @Test
  void carriesEverythingOverIntoTheNextSnapshot() {
    ZidRecord record =
        ZidRecord.builder(OWN, PEER)
            .version(7)
            .retained(secret(1), secret(2))
            .expiresAt(99)
            .sasVerified(true)
            .enrollment(Enrollment.PEER_IS_ENROLLED_PHONE, secret(3))
            .peerName("Zoë ☎")
            .peerFeatures(Set.of("Mult", "B32 "))
            .build();

    ZidRecord copy = record.toBuilder().build();
    record.close();

    assertThat(copy.ownZid()).isEqualTo(OWN);
    assertThat(copy.peerZid()).isEqualTo(PEER);
    assertThat(copy.version()).isEqualTo(7);
    assertThat(copy.rs1().matches(secret(1))).isTrue();
    assertThat(copy.rs2().matches(secret(2))).isTrue();
    assertThat(copy.pbxSecret().matches(secret(3))).isTrue();
    assertThat(copy.expiresAtEpochSeconds()).isEqualTo(99);
    assertThat(copy.sasVerified()).isTrue();
    assertThat(copy.enrollment()).isEqualTo(Enrollment.PEER_IS_ENROLLED_PHONE);
    assertThat(copy.peerName()).isEqualTo("Zoë ☎");
    assertThat(copy.peerFeatures()).containsExactly("B32 ", "Mult");
  }

  @Test
  void expiresAtTheSecondAndNeverWithoutEnd() {
    ZidRecord limited =
        ZidRecord.builder(OWN, PEER).retained(secret(1), null).expiresAt(100).build();
    ZidRecord unlimited = ZidRecord.builder(OWN, PEER).retained(secret(1), null).build();

    assertThat(limited.isExpiredAt(99)).isFalse();
    assertThat(limited.isExpiredAt(100)).isTrue();
    assertThat(unlimited.isExpiredAt(Long.MAX_VALUE)).isFalse();
  }

  @Test
  void refusesWhatNoCacheEntryCanBe() {
    ZidRecord.Builder builder = ZidRecord.builder(OWN, PEER);
    SecretBytes tooShort = SecretBytes.takeOver(new byte[31]);

    assertThatIllegalArgumentException().isThrownBy(() -> ZidRecord.builder(OWN, OWN));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.retained(tooShort, null));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.retained(secret(1), tooShort));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.retained(null, secret(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.enrollment(Enrollment.NONE, secret(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.enrollment(Enrollment.PEER_IS_TRUSTED_MITM, null));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.expiresAt(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.version(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.peerName("\ud800"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.peerName(letters(256)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.peerFeatures(Set.of("")));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.peerFeatures(Set.of("é")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.peerFeatures(Set.of(letters(33))));
    Set<String> tooMany = new HashSet<>();
    for (int i = 0; i < 65; i++) {
      tooMany.add("f" + i);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> builder.peerFeatures(tooMany));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.sasVerified(true).build());
  }

  @Test
  void printsNoSecret() {
    ZidRecord record =
        ZidRecord.builder(OWN, PEER).retained(secret(0xab), secret(0xcd)).peerName("Eve").build();

    assertThat(record.toString()).contains("rs1", "rs2").doesNotContain("abab", "cdcd", "Eve");
  }

  private static SecretBytes secret(int filling) {
    byte[] octets = new byte[32];
    Arrays.fill(octets, (byte) filling);
    return SecretBytes.takeOver(octets);
  }

  private static String letters(int count) {
    char[] letters = new char[count];
    Arrays.fill(letters, 'x');
    return new String(letters);
  }
}
