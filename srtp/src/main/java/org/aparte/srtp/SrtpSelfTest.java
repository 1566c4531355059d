package org.aparte.srtp;

import java.nio.ByteBuffer;
import java.security.Provider;
import java.util.Arrays;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/**
 * Tests what the JVM's providers, or those of the options, make of a profile: known answers, and
 * then some thousand packets there and back, until the compiler has replaced what it began with.
 *
 * <p>A server calls this before it takes calls. Without it the first packet of a process costs
 * milliseconds, the next hundred some 50 us each and the next thousands 5; after it the first one
 * costs some 20 us, which is the JVM linking the caller's call, and all others what they cost for
 * good (figures: benchmarks, README). It takes half a second to a second for each profile. A
 * telephone with fifty packets a second can do without.
 */
public final class SrtpSelfTest {

  /** Enough for HotSpot, which compiles for the second time after some ten thousand calls. */
  private static final int ROUNDS = 40;

  private static final int PACKETS_PER_ROUND = 250;
  private static final int HEADER_OCTETS = 12;
  private static final int[] PAYLOAD_OCTETS = {160, 1200};
  private static final int RTCP_OCTETS = 60;
  private static final int SSRCS = 10;
  private static final int ROOM = 1300;

  private final SrtpProfile profile;
  private final SrtpOptions options;
  private final byte[] plain = new byte[ROOM];
  private final byte[] packet = new byte[ROOM];
  private final byte[] second = new byte[ROOM];
  private final SrtpBatch batch = new SrtpBatch(2);

  private SrtpSelfTest(SrtpProfile profile, SrtpOptions options) {
    this.profile = profile;
    this.options = options;
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) i;
    }
  }

  /**
   * Tests a profile with the JVM's own providers, and an accelerator where there is one.
   *
   * @throws IllegalStateException when an answer is wrong, or no provider has an algorithm
   */
  public static void run(SrtpProfile profile) {
    run(profile, SrtpOptions.defaults());
  }

  /**
   * Tests a profile.
   *
   * @param options of which the providers and the accelerator count
   * @throws IllegalStateException when an answer is wrong, or no provider has an algorithm
   */
  public static void run(SrtpProfile profile, SrtpOptions options) {
    SrtpOptions.Builder plainly = SrtpOptions.builder().accelerator(options.accelerator());
    for (Provider provider : options.preferredProviders()) {
      plainly.preferredProvider(provider);
    }
    for (Provider provider : options.fallbackProviders()) {
      plainly.fallbackProvider(provider);
    }
    SrtpSelfTest test = new SrtpSelfTest(profile, plainly.build());
    test.requireKnownAnswer();
    for (int round = 0; round < ROUNDS; round++) {
      test.requireThereAndBack();
    }
  }

  /**
   * The tags of a known RTP and a known RTCP packet, which cover the encrypted octets too; null for
   * algorithms that the JDK lacks.
   */
  static @Nullable String knownAnswer(SrtpProfile profile) {
    String tags =
        switch (profile.cipher()) {
          case NULL -> "4c7ea3e0a2ffee1f80e6368f25a13d25913e7f35";
          case AES_CM_128 -> "6c5a194c9293d361f466e74bcd2ce11fa4e1d0fd";
          case AES_CM_192 -> "f352147f2f66dbc65edbfe65642701a35d9f5c6e";
          case AES_CM_256 -> "4af27f26078e24d81e7a307d5be98d5c4c0793ba";
          case AES_F8_128 -> "7c3502ab6fd3ad33f2dd7d87e05ab4e65369e146";
          case AES_GCM_128 -> "bd021e4522a4cf770b459cd8b3748b0e02638394dcedb001269821006cd91801";
          case AES_GCM_256 -> "8c7b81a41631de21931113e3eb3adbdb68601264afb34f6c9c149b10c9661f87";
          case TWOFISH_CM_128, TWOFISH_CM_192, TWOFISH_CM_256 -> null;
        };
    return tags == null || profile.tag().isSkein()
        ? null
        : tags.substring(0, 2 * profile.tag().rtpOctets()) + tags.substring(tags.length() / 2);
  }

  private void requireKnownAnswer() {
    String expected = knownAnswer(profile);
    if (expected == null) {
      return;
    }
    try (SrtpSender sender = SrtpSender.of(key(), options)) {
      write(packet, 0, 0);
      int octets = sender.protectRtp(packet, 0, HEADER_OCTETS + PAYLOAD_OCTETS[0]);
      StringBuilder answer = new StringBuilder();
      append(answer, octets, profile.tag().rtpOctets());
      writeRtcp();
      octets = sender.protectRtcp(packet, 0, RTCP_OCTETS);
      // RFC 7714 has the tag before the index word, RFC 3711 behind it
      append(answer, profile.cipher().isAead() ? octets - 4 : octets, profile.tag().rtcpOctets());
      require(answer.toString().equals(expected), sender);
    }
  }

  private void append(StringBuilder answer, int end, int octets) {
    answer.append(Octets.of(packet, end - octets, octets));
  }

  /** Packets of several SSRCs by each way in, some of them damaged on the way. */
  private void requireThereAndBack() {
    try (SrtpSender sender = SrtpSender.of(key(), options);
        SrtpReceiver receiver = SrtpReceiver.of(key(), options)) {
      for (int i = 0; i < PACKETS_PER_ROUND; i++) {
        int octets = HEADER_OCTETS + PAYLOAD_OCTETS[i % PAYLOAD_OCTETS.length];
        if (i % 4 == 3) {
          requireBatchThereAndBack(sender, receiver, i, octets);
        }
        write(packet, i, i % SSRCS);
        int sealed = sender.protectRtp(packet, 0, octets);
        if (i % 50 == 9) {
          packet[octets - 1] ^= 1;
          SrtpResult forged = SrtpResult.of(receiver.unprotectRtp(packet, 0, sealed));
          require(forged == SrtpResult.AUTHENTICATION_FAILED, sender);
          packet[octets - 1] ^= 1;
        }
        require(open(receiver, i, sealed) == octets && isPlain(octets), sender);
        if (i % 10 == 0) {
          writeRtcp();
          int sealedRtcp = sender.protectRtcp(packet, 0, RTCP_OCTETS);
          require(receiver.unprotectRtcp(packet, 0, sealedRtcp) == RTCP_OCTETS, sender);
        }
      }
    }
  }

  private int open(SrtpReceiver receiver, int i, int sealed) {
    if (i % 2 == 0) {
      return receiver.unprotectRtp(packet, 0, sealed);
    }
    ByteBuffer buffer = ByteBuffer.wrap(packet, 0, sealed);
    return receiver.unprotectRtp(buffer) == SrtpResult.OK ? buffer.remaining() : -1;
  }

  private void requireBatchThereAndBack(
      SrtpSender sender, SrtpReceiver receiver, int i, int octets) {
    write(packet, i, SSRCS);
    write(second, i, SSRCS + 1);
    batch.clear();
    batch.add(sender, packet, 0, octets);
    batch.add(sender, second, 0, octets);
    batch.protectRtp();
    int opened = receiver.unprotectRtp(packet, 0, batch.result(0));
    require(opened == octets && isPlain(octets), sender);
    require(receiver.unprotectRtp(second, 0, batch.result(1)) == octets, sender);
  }

  private boolean isPlain(int octets) {
    int difference = 0;
    for (int i = HEADER_OCTETS; i < octets; i++) {
      difference |= packet[i] ^ plain[i];
    }
    return difference == 0;
  }

  private void require(boolean holds, SrtpSender sender) {
    if (!holds) {
      throw new IllegalStateException(
          "self-test: a wrong answer. Do not send with " + sender.describe());
    }
  }

  private SrtpMasterKey key() {
    return SrtpMasterKey.of(
        profile,
        Arrays.copyOf(plain, profile.keyOctets()),
        Arrays.copyOfRange(plain, 100, 100 + profile.saltOctets()));
  }

  /** An RTP packet: header, then octets that count on. */
  private void write(byte[] b, int sequence, int ssrc) {
    System.arraycopy(plain, 0, b, 0, ROOM);
    BigEndian.put32(b, 0, 0x80600000 | sequence);
    BigEndian.put32(b, 4, 160 * sequence);
    BigEndian.put32(b, 8, 0xca11ab1e + ssrc);
  }

  private void writeRtcp() {
    System.arraycopy(plain, 0, packet, 0, ROOM);
    BigEndian.put32(packet, 0, 0x80c90000 | (RTCP_OCTETS / 4 - 1));
    BigEndian.put32(packet, 4, 0xca11ab1e);
  }
}
