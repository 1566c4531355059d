package org.aparte.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.DtlsSrtpKeys.Role;
import org.aparte.trace.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DtlsSrtpKeysTest {

  static List<SrtpProfile> dtlsProfiles() {
    return SrtpProfile.named().stream().filter(profile -> profile.dtlsId().isPresent()).toList();
  }

  @Test
  void knowsTheProfilesOfRfc5764AndRfc7714() {
    assertThat(dtlsProfiles())
        .extracting(profile -> profile.dtlsId().getAsInt())
        .containsExactlyInAnyOrder(1, 2, 5, 6, 7, 8);
    assertThat(DtlsSrtpKeys.EXPORTER_LABEL).isEqualTo("EXTRACTOR-dtls_srtp");
  }

  @Requirement({"S5764-4.2-01", "S5764-4.1.2-01", "S5764-4.1.2-02", "S7714-14.2-01"})
  @ParameterizedTest
  @MethodSource("dtlsProfiles")
  void splitsClientKeyServerKeyClientSaltServerSaltInThisOrder(SrtpProfile profile) {
    int key = profile.keyOctets();
    int salt = profile.saltOctets();
    byte[] exported = counted(DtlsSrtpKeys.exporterOctets(profile));
    try (DtlsSrtpKeys keys = DtlsSrtpKeys.split(profile, exported)) {
      SrtpMasterKey client = keys.sendingKey(Role.CLIENT);
      SrtpMasterKey server = keys.sendingKey(Role.SERVER);

      assertThat(client.key().expose()).isEqualTo(Arrays.copyOfRange(exported, 0, key));
      assertThat(server.key().expose()).isEqualTo(Arrays.copyOfRange(exported, key, 2 * key));
      assertThat(client.salt().expose())
          .isEqualTo(Arrays.copyOfRange(exported, 2 * key, 2 * key + salt));
      assertThat(server.salt().expose())
          .isEqualTo(Arrays.copyOfRange(exported, 2 * key + salt, 2 * key + 2 * salt));
      assertThat(client.profile()).isEqualTo(profile);
      assertThat(client.mki().length()).isZero();
    }
  }

  @Test
  void asksTheExporterForTwoKeysAndTwoSaltsAndForNullAsMuchAsForTheDefault() {
    assertThat(DtlsSrtpKeys.exporterOctets(SrtpProfile.AES_CM_128_HMAC_SHA1_80)).isEqualTo(60);
    assertThat(DtlsSrtpKeys.exporterOctets(SrtpProfile.NULL_HMAC_SHA1_32)).isEqualTo(60);
    assertThat(DtlsSrtpKeys.exporterOctets(SrtpProfile.AEAD_AES_128_GCM)).isEqualTo(56);
    assertThat(DtlsSrtpKeys.exporterOctets(SrtpProfile.AEAD_AES_256_GCM)).isEqualTo(88);
  }

  @Requirement({"S5764-4.2-02", "S5764-4.2-03"})
  @Test
  void letsEachSideSendOnlyWithItsOwnKeyAndReceiveOnlyWithTheOthers() {
    SrtpProfile profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
    try (DtlsSrtpKeys keys = DtlsSrtpKeys.split(profile, counted(60))) {
      assertThat(keys.sendingKey(Role.CLIENT)).isSameAs(keys.receivingKey(Role.SERVER));
      assertThat(keys.sendingKey(Role.SERVER)).isSameAs(keys.receivingKey(Role.CLIENT));
      assertThat(keys.sendingKey(Role.CLIENT)).isNotSameAs(keys.receivingKey(Role.CLIENT));
    }
  }

  @Requirement({"S5764-4.2-02", "S5764-4.2-03", "S5764-4.2-01"})
  @ParameterizedTest
  @MethodSource("dtlsProfiles")
  void letsClientAndServerUnderstandEachOtherAndNeitherItself(SrtpProfile profile) {
    byte[] exported = counted(DtlsSrtpKeys.exporterOctets(profile));
    try (DtlsSrtpKeys clients = DtlsSrtpKeys.split(profile, exported);
        DtlsSrtpKeys servers = DtlsSrtpKeys.split(profile, exported);
        SrtpSender client = SrtpSender.of(clients.sendingKey(Role.CLIENT));
        SrtpReceiver toClient = SrtpReceiver.of(clients.receivingKey(Role.CLIENT));
        SrtpSender server = SrtpSender.of(servers.sendingKey(Role.SERVER));
        SrtpReceiver toServer = SrtpReceiver.of(servers.receivingKey(Role.SERVER))) {
      assertThat(result(client, toServer)).isEqualTo(SrtpResult.OK);
      assertThat(result(server, toClient)).isEqualTo(SrtpResult.OK);
      assertThat(result(client, toClient)).isEqualTo(SrtpResult.AUTHENTICATION_FAILED);
      assertThat(result(server, toServer)).isEqualTo(SrtpResult.AUTHENTICATION_FAILED);
    }
  }

  private static SrtpResult result(SrtpSender sender, SrtpReceiver receiver) {
    byte[] packet = new byte[100];
    packet[0] = (byte) 0x80;
    packet[3] = (byte) (sender.ssrcs().length + 1);
    int length = sender.protectRtp(packet, 0, 40);
    return SrtpResult.of(receiver.unprotectRtp(packet, 0, length));
  }

  @Requirement("S5764-4.4-02")
  @ParameterizedTest
  @MethodSource("dtlsProfiles")
  void limitsBothKeysToTheMaximumLifetimeOfTheProfile(SrtpProfile profile) {
    byte[] exported = counted(DtlsSrtpKeys.exporterOctets(profile));
    long limit = profile.dtlsId().getAsInt() >= 7 ? 1L << 48 : 1L << 31;
    try (DtlsSrtpKeys keys = DtlsSrtpKeys.split(profile, exported)) {
      assertThat(keys.sendingKey(Role.CLIENT).lifetimePackets()).isEqualTo(limit);
      assertThat(keys.receivingKey(Role.CLIENT).lifetimePackets()).isEqualTo(limit);
    }
  }

  @Test
  void saysWhatItNeedsWhenTheOctetsOrTheProfileDoNotFit() {
    assertThatThrownBy(() -> DtlsSrtpKeys.split(SrtpProfile.AES_CM_128_HMAC_SHA1_80, new byte[59]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("59")
        .hasMessageContaining("60");
    assertThatThrownBy(() -> DtlsSrtpKeys.exporterOctets(SrtpProfile.AES_CM_256_HMAC_SHA1_80))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void wipesBothKeysAndLeavesTheCallersArrayAlone() {
    byte[] exported = counted(60);
    DtlsSrtpKeys keys = DtlsSrtpKeys.split(SrtpProfile.AES_CM_128_HMAC_SHA1_80, exported);
    keys.close();

    assertThat(keys.sendingKey(Role.CLIENT).key().isClosed()).isTrue();
    assertThat(keys.receivingKey(Role.CLIENT).salt().isClosed()).isTrue();
    assertThat(exported).isEqualTo(counted(60));
    assertThat(keys.toString()).isEqualTo("DtlsSrtpKeys[AES_CM_128_HMAC_SHA1_80]");
  }

  private static byte[] counted(int octets) {
    byte[] array = new byte[octets];
    for (int i = 0; i < octets; i++) {
      array[i] = (byte) (i + 1);
    }
    return array;
  }
}
