package org.aparte.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.PacketKind;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.ClearMac;
import org.aparte.zrtp.crypto.ConfirmSeal;
import org.aparte.zrtp.crypto.HashChain;
import org.aparte.zrtp.crypto.StreamKeys;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.Confirm;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.message.GoClear;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.SasRelay;
import org.aparte.zrtp.message.SealedPart;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/** The keys of a stream and what they protect: Confirm, GoClear, media (RFC 6189 section 4.5.3). */
final class KeyChecks {

  private static final int FLAGS_OFFSET = 35;
  private static final int KEEP_ALIVE_OCTETS = 4;
  private static final int STUN_HEADER_OCTETS = 20;
  private static final Octets STUN_COOKIE = Octets.ofHex("2112a442");

  private final RecordedChannel channel;
  private final ZrtpHash negotiated;
  private final ConfirmSeal seal;
  private final StreamKeys keys;
  private final Findings findings;
  private final Map<Role, SrtpMasterKey> srtpKeys = new EnumMap<>(Role.class);

  KeyChecks(
      RecordedChannel channel,
      ZrtpHash negotiated,
      ConfirmSeal seal,
      StreamKeys keys,
      Findings findings) {
    this.channel = channel;
    this.negotiated = negotiated;
    this.seal = seal;
    this.keys = keys;
    this.findings = findings;
  }

  void checkKeys() {
    for (Role role : Role.values()) {
      String letter = RecordedChannel.letter(role);
      channel.compare("mackey" + letter, keys.macKey(role));
      channel.compare("zrtpkey" + letter, keys.zrtpKey(role));
      SrtpMasterKey srtpKey = keys.takeSrtpKey(role);
      channel.compare("srtpkey" + letter, srtpKey.key());
      channel.compare("srtpsalt" + letter, srtpKey.salt());
      srtpKeys.put(role, srtpKey);
    }
  }

  /** Opens and seals a Confirm; gives the H0 in it, or null. */
  @Nullable Octets checkConfirm(Role sender) {
    String name = sender == Role.INITIATOR ? "confirm2" : "confirm1";
    Octets octets = channel.confirm(sender);
    if (octets == null) {
      findings.missing(name);
      return null;
    }
    if (!(MessageParser.parse(octets) instanceof Received<?> received)
        || !(received.message() instanceof Confirm confirm)) {
      return null; // said by the check of the message
    }
    SealedPart part = confirm.sealedPart();
    channel.compare(name + "_iv", part.iv());
    ConfirmSeal.Sealed sealed =
        new ConfirmSeal.Sealed(octets.slice(12, 20), part.iv(), part.ciphertext());
    Octets plaintext = seal.open(keys, sender, sealed).orElse(null);
    findings.require(plaintext != null, name + " mac", "does not fit");
    if (plaintext == null) {
      return null;
    }
    channel.compare(name + "_plain", plaintext);
    channel.compare(name + "_flags", plaintext.slice(FLAGS_OFFSET, FLAGS_OFFSET + 1));
    findings.require(
        seal.seal(keys, sender, part.iv(), plaintext).equals(sealed),
        name + " sealed again",
        "is another");
    if (!(ConfirmPlaintext.parse(plaintext) instanceof ConfirmPlaintext content)) {
      // That an engine fills unused bits with garbage makes nothing wrong that was derived.
      findings.remark(name + "_plain cannot be read: " + ConfirmPlaintext.parse(plaintext));
      return plaintext.slice(0, HashChain.LINK_OCTETS);
    }
    byte[] meant = plaintext.toArray();
    meant[32] = 0; // 15 unused bits, and 4 in the octet of the flags
    meant[33] &= 0x01;
    meant[FLAGS_OFFSET] &= 0x0f;
    findings.compare(
        name + "_plain written again", Octets.of(meant).toString(), content.write().toString());
    return content.h0();
  }

  /** clear_mac of each GoClear (section 4.7.2). */
  void checkGoClear() {
    int index = 0;
    for (JsonElement element : channel.list("goclear")) {
      if (element instanceof JsonObject object) {
        checkGoClear("goclear[" + index + "]", object);
      }
      index++;
    }
  }

  private void checkGoClear(String name, JsonObject object) {
    Role sender = channel.sender(object, name);
    String saysInitiator = RecordedChannel.text(object, "sender_is_initiator");
    if (sender == null) {
      return;
    }
    if (saysInitiator != null) {
      findings.compare(
          name + ".sender_is_initiator", saysInitiator, String.valueOf(sender == Role.INITIATOR));
    }
    Octets sent = channel.octets(object, "clear_mac", name + ".clear_mac");
    Octets message = channel.octets(object, "message", name + ".message");
    if (message != null) {
      if (MessageParser.parse(message) instanceof Received<?> received
          && received.message() instanceof GoClear) {
        Octets inMessage = message.slice(12, 20);
        if (sent != null) {
          findings.compare(name + ".clear_mac", sent.toString(), inMessage.toString());
        }
        sent = inMessage;
      } else {
        findings.fail(name + ".message", "is no GoClear");
      }
    }
    Octets rfc = channel.octets(object, "clear_mac_rfc", name + ".clear_mac_rfc");
    Octets computed = ClearMac.of(negotiated, keys, sender);
    if (rfc != null) {
      findings.compare(name + ".clear_mac_rfc", rfc.toString(), computed.toString());
      if (sent != null && !sent.equals(rfc)) {
        findings.remark(name + ".clear_mac departs from RFC 6189 section 4.7.2");
      }
    } else if (sent != null) {
      findings.compare(name + ".clear_mac", sent.toString(), computed.toString());
    }
  }

  /** What a trusted MiTM relayed (section 5.13). */
  void checkRelays() {
    List<JsonElement> relays = channel.list("sasrelay");
    for (int i = 0; i < relays.size(); i++) {
      if (relays.get(i) instanceof JsonObject object) {
        checkRelay("sasrelay[" + i + "]", object);
      }
    }
  }

  private void checkRelay(String name, JsonObject object) {
    Role sender = channel.sender(object, name);
    Octets message = channel.octets(object, "message", name + ".message");
    if (sender == null || message == null) {
      return;
    }
    if (!(MessageParser.parse(message) instanceof Received<?> received)
        || !(received.message() instanceof SasRelay relay)) {
      findings.fail(name + ".message", "is no SASrelay");
      return;
    }
    SealedPart part = relay.sealedPart();
    Octets plaintext =
        seal.open(
                keys,
                sender,
                new ConfirmSeal.Sealed(message.slice(12, 20), part.iv(), part.ciphertext()))
            .orElse(null);
    findings.require(plaintext != null, name + " mac", "does not fit");
    Octets said = channel.octets(object, "plain", name + ".plain");
    if (plaintext != null && said != null) {
      findings.compare(name + ".plain", said.toString(), plaintext.toString());
    }
  }

  /** The media that were recorded: each packet by itself, since some may have been lost. */
  void checkSamples() {
    List<JsonElement> samples = channel.list("srtp_sample");
    int other = 0;
    int opened = 0;
    for (int i = 0; i < samples.size(); i++) {
      if (samples.get(i) instanceof JsonObject sample) {
        Octets packet = channel.octets(sample, "srtp", "srtp_sample[" + i + "].srtp");
        if (packet == null) {
          findings.notChecked("srtp_sample[" + i + "] (no packet)");
        } else if (isBesideMedia(packet)) {
          other++;
        } else {
          checkSample("srtp_sample[" + i + "]", sample, packet);
          opened++;
        }
      }
    }
    if (other > 0) {
      findings.remark(other + " of srtp_sample are no media (STUN and the like)");
    }
    if (opened == 0) {
      findings.notChecked("srtp_sample (none in the file)");
    }
  }

  /** Whether it is what ICE, ZRTP or a keep-alive puts beside the media, beyond doubt. */
  private static boolean isBesideMedia(Octets packet) {
    if (packet.length() <= KEEP_ALIVE_OCTETS) {
      return true;
    }
    return packet.length() >= STUN_HEADER_OCTETS && packet.slice(4, 8).equals(STUN_COOKIE)
        || PacketKind.of(packet.toArray(), 0, packet.length()) == PacketKind.ZRTP;
  }

  private void checkSample(String name, JsonObject sample, Octets packet) {
    Role sender = channel.sender(sample, name);
    SrtpMasterKey key = sender == null ? null : srtpKeys.get(sender);
    if (key == null) {
      return;
    }
    byte[] buffer = packet.toArray();
    boolean rtcp = PacketKind.of(buffer, 0, buffer.length) == PacketKind.RTCP;
    int result;
    SrtpOptions.Builder options = SrtpOptions.builder();
    Profiles.providersFor(key.profile()).forEach(options::fallbackProvider);
    SrtpMasterKey copy = SrtpMasterKey.of(key.profile(), key.key().expose(), key.salt().expose());
    try (SrtpReceiver receiver = SrtpReceiver.of(copy, options.build())) {
      result =
          rtcp
              ? receiver.unprotectRtcp(buffer, 0, buffer.length)
              : receiver.unprotectRtp(buffer, 0, buffer.length);
    }
    if (result < 0) {
      findings.fail(name + ".srtp", "is refused: " + SrtpResult.of(result));
      return;
    }
    findings.require(true, name + ".srtp", "");
    for (String plain : List.of("rtp", "rtcp")) {
      Octets expected = channel.octets(sample, plain, name + "." + plain);
      if (expected != null) {
        findings.compare(
            name + "." + plain,
            expected.toString(),
            Octets.of(Arrays.copyOf(buffer, result)).toString());
      }
    }
  }

  void close() {
    srtpKeys.values().forEach(SrtpMasterKey::close);
  }
}
