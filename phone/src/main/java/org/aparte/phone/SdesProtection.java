package org.aparte.phone;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aparte.phone.sip.Sdp;
import org.aparte.srtp.PacketKind;
import org.aparte.srtp.SdesAgreement;
import org.aparte.srtp.SdesAnswer;
import org.aparte.srtp.SdesCrypto;
import org.aparte.srtp.SdesOffer;
import org.aparte.srtp.SdesPolicy;
import org.aparte.srtp.SdesResult;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.zrtp.ZrtpOutput;
import org.jspecify.annotations.Nullable;

/**
 * Keys that stand in the signaling (RFC 4568): every server that reads it has them. Without keys
 * nothing is sent, and nothing that came is taken.
 */
final class SdesProtection implements Protection {

  /** What an m= line has when keys stand below it. */
  static final List<String> PROFILES = List.of("RTP/SAVP", "RTP/SAVPF");

  /** Also the suites that Linphone and baresip have; the stronger ones first. */
  private static final SdesPolicy POLICY = SdesPolicy.recommended();

  private static final int REFUSED = -1;
  private static final ZrtpOutput NOTHING = new ZrtpOutput(List.of(), List.of());

  private final int ssrc;
  private final SecureRandom random;
  private @Nullable SdesOffer offer;
  private @Nullable SrtpSender sender;
  private @Nullable SrtpReceiver receiver;
  private @Nullable SrtpReceiver former;
  private @Nullable SrtpProfile profile;
  private String peerKey = "";
  private long forged;
  private long refused;
  private long plain;

  SdesProtection(int ssrc, SecureRandom random) {
    this.ssrc = ssrc;
    this.random = random;
  }

  // --- what stands in descriptions -----------------------------------------------------------

  @Override
  public List<String> profiles() {
    return PROFILES;
  }

  /** What was agreed stays until the offer is answered. */
  @Override
  public List<String> offer() {
    closeOffer();
    SdesOffer made = SdesOffer.generate(POLICY, random);
    offer = made;
    return made.format();
  }

  @Override
  public Optional<String> conclude(Sdp.Media answer) {
    SdesOffer asked = offer;
    if (asked == null) {
      return Optional.of("nothing was offered");
    }
    try (SdesOffer done = asked) {
      SdesResult<SdesAgreement> concluded = done.conclude(keys(answer));
      if (concluded.isAccepted()) {
        adopt(concluded.value());
      }
      return concluded.refusal().map(Object::toString);
    } finally {
      offer = null;
    }
  }

  private static List<String> keys(Sdp.Media stream) {
    return stream.values("crypto");
  }

  /** The keys are in use from now on. */
  @Override
  public Optional<List<String>> answer(Sdp.Media offered) {
    SdesResult<SdesAgreement> answered = SdesAnswer.to(keys(offered), POLICY, random);
    if (!answered.isAccepted()) {
      return Optional.empty();
    }
    String line = answered.value().sending().format();
    adopt(answered.value());
    return Optional.of(List.of(line));
  }

  @Override
  public boolean expect(Sdp.Media first) {
    return true; // without keys in it, it was not taken
  }

  /** Plain RTP, or no keys that could be taken. */
  @Override
  public Optional<String> objection(Sdp.Media later) {
    if (!PROFILES.contains(later.protocol())) {
      return Optional.of(later.protocol() + " in place of SRTP");
    }
    SdesResult<SdesCrypto> choice = SdesAnswer.select(keys(later), POLICY);
    if (!choice.isAccepted()) {
      return Optional.of("it has no keys that can be taken");
    }
    choice.value().close();
    return Optional.empty();
  }

  private void adopt(SdesAgreement agreed) {
    try (SdesAgreement agreement = agreed) {
      profile = agreement.profile();
      closeSender();
      sender = agreement.sender(SrtpOptions.builder());
      String key = agreement.receiving().format().replaceFirst("\\S+ ", "");
      if (!key.equals(peerKey)) {
        // RFC 4568 section 7.1.4: a key that stays has the packets of before counted under it
        peerKey = key;
        closeFormer();
        former = receiver;
        receiver = agreement.receiver(SrtpOptions.builder());
      }
    }
  }

  /** The crypto suite, once there is one. */
  Optional<SrtpProfile> profile() {
    return Optional.ofNullable(profile);
  }

  // --- packets -------------------------------------------------------------------------------

  @Override
  public int ssrc() {
    return ssrc;
  }

  @Override
  public ZrtpOutput start(long now) {
    return NOTHING;
  }

  @Override
  public OptionalLong nextTimeout() {
    return OptionalLong.empty();
  }

  @Override
  public ZrtpOutput timeout(long now) {
    return NOTHING;
  }

  @Override
  public Taken receive(byte[] datagram, int length, long now) {
    PacketKind kind = PacketKind.of(datagram, 0, length);
    if (kind != PacketKind.RTP && kind != PacketKind.RTCP) {
      return new Taken(Kind.NOTHING, 0, false, NOTHING);
    }
    boolean rtp = kind == PacketKind.RTP;
    int opened = open(receiver, rtp, datagram, length);
    if (opened < 0 && former != null) {
      // What was under way when the keys changed
      int openedBefore = open(former, rtp, datagram, length);
      opened = openedBefore < 0 ? opened : openedBefore;
    }
    if (opened < 0) {
      count(rtp, opened);
      return new Taken(Kind.NOTHING, 0, false, NOTHING);
    }
    return new Taken(rtp ? Kind.RTP : Kind.RTCP, opened, true, NOTHING);
  }

  private static int open(@Nullable SrtpReceiver keys, boolean rtp, byte[] datagram, int length) {
    if (keys == null) {
      return Integer.MIN_VALUE;
    }
    return rtp ? keys.unprotectRtp(datagram, 0, length) : keys.unprotectRtcp(datagram, 0, length);
  }

  private void count(boolean rtp, int code) {
    if (code == Integer.MIN_VALUE) {
      plain++; // no keys yet: nobody can tell
    } else {
      refused++;
      // RTCP in the clear is refused too, but is no sound lost: baresip takes leave with some
      forged += rtp && SrtpResult.of(code) == SrtpResult.AUTHENTICATION_FAILED ? 1 : 0;
    }
  }

  @Override
  public boolean maySend() {
    return sender != null;
  }

  @Override
  public boolean isSearching() {
    return false;
  }

  @Override
  public int prepareRtp(byte[] packet, int length) {
    return sender == null ? REFUSED : sender.protectRtp(packet, 0, length);
  }

  @Override
  public int prepareRtcp(byte[] packet, int length) {
    return sender == null ? REFUSED : sender.protectRtcp(packet, 0, length);
  }

  @Override
  public boolean isSecure() {
    return sender != null && receiver != null;
  }

  @Override
  public long forged() {
    return forged;
  }

  @Override
  public void report(Reporter reporter, int stream, long sent, long decrypted) {
    reporter.srtp(stream, sent, decrypted, refused, plain);
  }

  private void closeOffer() {
    if (offer != null) {
      offer.close();
      offer = null;
    }
  }

  private void closeSender() {
    if (sender != null) {
      sender.close();
      sender = null;
    }
  }

  private void closeFormer() {
    if (former != null) {
      former.close();
      former = null;
    }
  }

  @Override
  public void close() {
    closeOffer();
    closeSender();
    closeFormer();
    if (receiver != null) {
      receiver.close();
      receiver = null;
    }
  }
}
