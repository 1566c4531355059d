package org.aparte.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SRTP and SRTCP live against libsrtp2, each as the sender and as the receiver of the other. */
class LibsrtpTest {

  private static final int RTP_PACKETS = 70_000;
  private static final int RTCP_PACKETS = 3_000;
  private static final int FIRST_SEQUENCE = 30_000;
  private static final int SSRC = 0x8123_4567;
  private static final long SEED = 20_261_122;

  @TempDir private static Path folder;
  private static Path program;

  @BeforeAll
  static void compilesTheFilter() throws IOException {
    program = Libsrtp.compile(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AES_CM_128_HMAC_SHA1_80",
        "AES_CM_128_HMAC_SHA1_32",
        "AES_CM_256_HMAC_SHA1_80",
        "AES_CM_256_HMAC_SHA1_32",
        "NULL_HMAC_SHA1_80",
        "AEAD_AES_128_GCM",
        "AEAD_AES_256_GCM"
      })
  void exchangesEveryGenuinePacketOnceAcrossWrapLossReorderingAndDuplicates(String name)
      throws IOException {
    exchangesEverything(name);
  }

  /**
   * libsrtp2 up to 2.7 derives other session keys from 192-bit master keys than RFC 6188 section
   * 7.4 prints, which ours are checked against. With such a release there is nothing to exchange.
   */
  @ParameterizedTest
  @ValueSource(strings = {"AES_CM_192_HMAC_SHA1_80", "AES_CM_192_HMAC_SHA1_32"})
  void exchangesEverythingUnder192BitKeysWithAReleaseThatDerivesThemRight(String name)
      throws IOException {
    SrtpProfile profile = SrtpProfile.byName(name).orElseThrow();
    byte[] key = keyAndSalt(profile);
    try (Libsrtp peer = new Libsrtp(program, name, key);
        SrtpSender sender = SrtpSender.of(SrtpMasterKey.ofConcatenated(profile, key))) {
      List<byte[]> probe = rtpPackets(1);
      if (peer.all('u', ours(probe, packet -> protect(sender, packet, false))).get(0).isEmpty()) {
        assertThat(Libsrtp.version(program)).matches("libsrtp2 2\\.[0-7]\\..*");
        System.err.println(
            "== " + Libsrtp.version(program) + " derives 192-bit keys wrong: " + name);
        return;
      }
    }
    exchangesEverything(name);
  }

  private static void exchangesEverything(String name) throws IOException {
    SrtpProfile profile = SrtpProfile.byName(name).orElseThrow();
    byte[] key = keyAndSalt(profile);
    try (Libsrtp peer = new Libsrtp(program, name, key);
        SrtpSender sender = SrtpSender.of(SrtpMasterKey.ofConcatenated(profile, key));
        SrtpReceiver receiver = SrtpReceiver.of(SrtpMasterKey.ofConcatenated(profile, key))) {
      List<byte[]> rtp = rtpPackets(RTP_PACKETS);
      List<byte[]> rtcp = rtcpPackets(RTCP_PACKETS);

      // ours to theirs
      deliver(rtp, ours(rtp, packet -> protect(sender, packet, false)), d -> peer.all('u', d));
      deliver(rtcp, ours(rtcp, packet -> protect(sender, packet, true)), d -> peer.all('U', d));
      // theirs to ours
      deliver(rtp, theirs(peer.all('p', rtp)), d -> opened(receiver, d, false));
      deliver(rtcp, theirs(peer.all('P', rtcp)), d -> opened(receiver, d, true));

      assertThat(sender.roc(SSRC)).isEqualTo(1);
      assertThat(receiver.roc(SSRC)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AES_CM_128_HMAC_SHA1_80", "AEAD_AES_256_GCM"})
  void agreesOnWhereTheMkiStands(String name) throws IOException {
    SrtpProfile profile = SrtpProfile.byName(name).orElseThrow();
    byte[] key = keyAndSalt(profile);
    Octets mki = Octets.ofHex("0badcafe01");
    try (Libsrtp peer = new Libsrtp(program, name, key, "mki=" + mki);
        SrtpSender sender = SrtpSender.of(SrtpMasterKey.ofConcatenated(profile, key).withMki(mki));
        SrtpReceiver receiver =
            SrtpReceiver.of(SrtpMasterKey.ofConcatenated(profile, key).withMki(mki))) {
      List<byte[]> rtp = rtpPackets(50);
      List<byte[]> rtcp = rtcpPackets(50);
      deliver(rtp, ours(rtp, packet -> protect(sender, packet, false)), d -> peer.all('u', d));
      deliver(rtcp, ours(rtcp, packet -> protect(sender, packet, true)), d -> peer.all('U', d));
      deliver(rtp, theirs(peer.all('p', rtp)), d -> opened(receiver, d, false));
      deliver(rtcp, theirs(peer.all('P', rtcp)), d -> opened(receiver, d, true));
    }
  }

  /** Without padding between elements: there libsrtp2 leaves RFC 6904 (its keystream skips it). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AES_CM_128_HMAC_SHA1_80",
        "AES_CM_256_HMAC_SHA1_80",
        "AEAD_AES_128_GCM",
        "AEAD_AES_256_GCM"
      })
  void encryptsTheSameHeaderExtensionElements(String name) throws IOException {
    SrtpProfile profile = SrtpProfile.byName(name).orElseThrow();
    byte[] key = keyAndSalt(profile);
    SrtpOptions options = SrtpOptions.builder().encryptedExtensions(Set.of(1, 3)).build();
    try (Libsrtp peer = new Libsrtp(program, name, key, "xtn=1,3");
        SrtpSender sender = SrtpSender.of(SrtpMasterKey.ofConcatenated(profile, key), options);
        SrtpReceiver receiver =
            SrtpReceiver.of(SrtpMasterKey.ofConcatenated(profile, key), options)) {
      List<byte[]> rtp = new ArrayList<>();
      for (byte[] packet : rtpPackets(50)) {
        rtp.add(withExtension(packet));
      }
      List<byte[]> ours = ours(rtp, packet -> protect(sender, packet, false));
      List<byte[]> theirs = theirs(peer.all('p', rtp));
      assertThat(ours).usingElementComparator(Arrays::compare).isEqualTo(theirs);
      deliver(rtp, ours, d -> peer.all('u', d));
      deliver(rtp, theirs, d -> opened(receiver, d, false));
    }
  }

  @Test
  void refusesWhatAnotherKeyProtected() throws IOException {
    SrtpProfile profile = SrtpProfile.AES_CM_128_HMAC_SHA1_80;
    byte[] key = keyAndSalt(profile);
    byte[] other = key.clone();
    other[0] ^= 1;
    try (Libsrtp peer = new Libsrtp(program, profile.name(), other);
        SrtpReceiver receiver = SrtpReceiver.of(SrtpMasterKey.ofConcatenated(profile, key))) {
      for (byte[] packet : theirs(peer.all('p', rtpPackets(20)))) {
        assertThat(SrtpResult.of(receiver.unprotectRtp(packet, 0, packet.length)))
            .isEqualTo(SrtpResult.AUTHENTICATION_FAILED);
      }
    }
  }

  /** Sends protected packets over the wire and checks what the far end makes of each arrival. */
  private static void deliver(List<byte[]> plain, List<byte[]> sealed, Receiver receiver)
      throws IOException {
    List<Integer> arrivals = Wire.arrivals(sealed.size(), SEED);
    List<byte[]> datagrams = new ArrayList<>();
    arrivals.forEach(i -> datagrams.add(sealed.get(i)));
    List<Optional<byte[]>> results = receiver.open(datagrams);
    Set<Integer> seen = new HashSet<>();
    for (int k = 0; k < results.size(); k++) {
      int i = arrivals.get(k);
      if (seen.add(i)) {
        assertThat(results.get(k)).as("packet %d, arrival %d, seed %d", i, k, SEED).isPresent();
        assertThat(results.get(k).orElseThrow()).isEqualTo(plain.get(i));
      } else {
        assertThat(results.get(k)).as("packet %d again, seed %d", i, SEED).isEmpty();
      }
    }
  }

  private static List<byte[]> ours(List<byte[]> plain, Protector protector) {
    List<byte[]> sealed = new ArrayList<>();
    plain.forEach(packet -> sealed.add(protector.protect(packet)));
    return sealed;
  }

  private static List<byte[]> theirs(List<Optional<byte[]>> results) {
    List<byte[]> sealed = new ArrayList<>();
    results.forEach(result -> sealed.add(result.orElseThrow()));
    return sealed;
  }

  private static byte[] protect(SrtpSender sender, byte[] packet, boolean rtcp) {
    byte[] buffer = Arrays.copyOf(packet, packet.length + sender.maxExpansion());
    int length =
        rtcp
            ? sender.protectRtcp(buffer, 0, packet.length)
            : sender.protectRtp(buffer, 0, packet.length);
    assertThat(SrtpResult.of(length)).isEqualTo(SrtpResult.OK);
    return Arrays.copyOf(buffer, length);
  }

  private static List<Optional<byte[]>> opened(
      SrtpReceiver receiver, List<byte[]> datagrams, boolean rtcp) {
    List<Optional<byte[]>> results = new ArrayList<>();
    for (byte[] datagram : datagrams) {
      byte[] buffer = datagram.clone();
      int length =
          rtcp
              ? receiver.unprotectRtcp(buffer, 0, buffer.length)
              : receiver.unprotectRtp(buffer, 0, buffer.length);
      results.add(length < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(buffer, length)));
    }
    return results;
  }

  private static List<byte[]> rtpPackets(int count) {
    Random random = new Random(SEED);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[random.nextInt(61)];
      random.nextBytes(payload);
      packets.add(
          ByteBuffer.allocate(12 + payload.length)
              .put((byte) 0x80)
              .put((byte) 0)
              .putShort((short) (FIRST_SEQUENCE + i))
              .putInt(160 * i)
              .putInt(SSRC)
              .put(payload)
              .array());
    }
    return packets;
  }

  /** Receiver reports with a varying number of blocks. */
  private static List<byte[]> rtcpPackets(int count) {
    Random random = new Random(SEED);
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int blocks = random.nextInt(4);
      byte[] body = new byte[24 * blocks];
      random.nextBytes(body);
      packets.add(
          ByteBuffer.allocate(8 + body.length)
              .put((byte) (0x80 | blocks))
              .put((byte) 201)
              .putShort((short) (1 + 6 * blocks))
              .putInt(SSRC)
              .put(body)
              .array());
    }
    return packets;
  }

  /** Elements 1, 2 and 3 of one, two and four octets, and one octet of padding at the end. */
  private static byte[] withExtension(byte[] packet) {
    byte[] extension = {
      (byte) 0xbe, (byte) 0xde, 0, 3, 0x10, 1, 0x21, 2, 3, 0x33, 4, 5, 6, 7, 0, 0
    };
    byte[] result = new byte[packet.length + extension.length];
    System.arraycopy(packet, 0, result, 0, 12);
    System.arraycopy(extension, 0, result, 12, extension.length);
    System.arraycopy(packet, 12, result, 12 + extension.length, packet.length - 12);
    result[0] |= 0x10;
    return result;
  }

  private static byte[] keyAndSalt(SrtpProfile profile) {
    byte[] octets = new byte[profile.keyOctets() + profile.saltOctets()];
    new Random(SEED).nextBytes(octets);
    return octets;
  }

  /** Makes a protected packet of a plain one. */
  private interface Protector {
    byte[] protect(byte[] packet);
  }

  /** The far end. */
  private interface Receiver {
    List<Optional<byte[]>> open(List<byte[]> datagrams) throws IOException;
  }
}
