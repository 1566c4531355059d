package org.aparte.examples;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.aparte.srtp.SdesAgreement;
import org.aparte.srtp.SdesAnswer;
import org.aparte.srtp.SdesOffer;
import org.aparte.srtp.SdesPolicy;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;

/** SRTP with keys from SDES (RFC 4568): an offer, an answer, and a packet. */
public final class SdesKeys {

  private SdesKeys() {}

  /** Offers, answers, and sends a packet from the one to the other. */
  public static void main(String... arguments) {
    // region readme
    SecureRandom random = new SecureRandom();
    SdesPolicy policy = SdesPolicy.recommended();
    SdesOffer offer = SdesOffer.generate(policy, random);
    ByteBuffer packet = rtp("hello");
    try (SdesAgreement callee = SdesAnswer.to(offer.format(), policy, random).value();
        SdesAgreement caller = offer.conclude(List.of(callee.sending().format())).value();
        SrtpSender sender = caller.sender(SrtpOptions.builder());
        SrtpReceiver receiver = callee.receiver(SrtpOptions.builder())) {
      SrtpResult sent = sender.protectRtp(packet); // SRTP now
      SrtpResult received = receiver.unprotectRtp(packet); // RTP again
      System.out.println("SRTP with SDES keys: " + sent + ", " + received + ": " + text(packet));
    }
    // endregion
    if (!text(packet).equals("hello")) {
      throw new IllegalStateException("not what was said");
    }
  }

  private static ByteBuffer rtp(String payload) {
    ByteBuffer packet = ByteBuffer.allocate(200);
    packet.putShort((short) 0x8000).putShort((short) 1).putInt(160).putInt(0x12345678);
    return packet.put(payload.getBytes(StandardCharsets.US_ASCII)).flip();
  }

  private static String text(ByteBuffer rtp) {
    byte[] payload = new byte[rtp.remaining() - 12];
    rtp.duplicate().position(rtp.position() + 12).get(payload);
    return new String(payload, StandardCharsets.US_ASCII);
  }
}
