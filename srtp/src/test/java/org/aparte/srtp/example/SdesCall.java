package org.aparte.srtp.example;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.aparte.srtp.PacketKind;
import org.aparte.srtp.SdesAgreement;
import org.aparte.srtp.SdesOffer;
import org.aparte.srtp.SdesPolicy;
import org.aparte.srtp.SdesResult;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;

/** The example of the README, as it is compiled and run. */
final class SdesCall implements AutoCloseable {

  // region readme
  private final SdesOffer offer = SdesOffer.generate(SdesPolicy.recommended(), new SecureRandom());
  private SrtpSender sender;
  private SrtpReceiver receiver;

  List<String> linesForSdp() {
    return offer.format(); // a=crypto:1 AEAD_AES_256_GCM inline:... and so on
  }

  boolean answered(List<String> cryptoLines) {
    SdesResult<SdesAgreement> result = offer.conclude(cryptoLines);
    if (!result.isAccepted()) {
      return false; // result.refusal() says which rule the answer broke
    }
    try (SdesAgreement agreed = result.value()) {
      sender = agreed.sender(SrtpOptions.builder());
      receiver = agreed.receiver(SrtpOptions.builder());
    }
    return true;
  }

  /** RTP to send, with sender.maxExpansion() octets of room behind its limit. */
  boolean protect(ByteBuffer rtp) {
    return sender.protectRtp(rtp) == SrtpResult.OK;
  }

  /** A datagram that came; true when it is RTP or RTCP again, decrypted in place. */
  boolean open(ByteBuffer datagram) {
    return switch (PacketKind.of(datagram)) {
      case RTP -> receiver.unprotectRtp(datagram) == SrtpResult.OK;
      case RTCP -> receiver.unprotectRtcp(datagram) == SrtpResult.OK;
      default -> false; // STUN, DTLS, ZRTP: for others
    };
  }

  // endregion

  @Override
  public void close() {
    offer.close();
    sender.close();
    receiver.close();
  }
}
