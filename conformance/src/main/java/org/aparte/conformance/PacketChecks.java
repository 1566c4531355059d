package org.aparte.conformance;

import java.util.ArrayList;
import java.util.List;
import org.aparte.conformance.RecordedChannel.Packet;
import org.aparte.conformance.RecordedChannel.Sent;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.MessageType;
import org.aparte.zrtp.message.ParsedPacket;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/** The packets of a channel: their CRCs, their structure, and that they are those of the fields. */
final class PacketChecks {

  private final RecordedChannel channel;
  private final Findings findings;

  PacketChecks(RecordedChannel channel, Findings findings) {
    this.channel = channel;
    this.findings = findings;
  }

  void run() {
    if (channel.packets().isEmpty()) {
      findings.missing("packets");
    }
    channel.packets().forEach(this::checkPacket);
    new FragmentChecks(channel, findings).run();
    checkSequence();
    for (Role role : Role.values()) {
      String letter = RecordedChannel.letter(role);
      checkField("hello_" + letter, MessageType.HELLO, role);
    }
    checkField("commit", MessageType.COMMIT, Role.INITIATOR);
    checkField("dhpart1", MessageType.DH_PART1, Role.RESPONDER);
    checkField("dhpart2", MessageType.DH_PART2, Role.INITIATOR);
    checkField("confirm1", MessageType.CONFIRM1, Role.RESPONDER);
    checkField("confirm2", MessageType.CONFIRM2, Role.INITIATOR);
    checkContention();
  }

  private void checkPacket(Packet packet) {
    String name = "packets[" + packet.index() + "]";
    byte[] octets = packet.datagram().toArray();
    ParsedPacket parsed = ZrtpPacket.parse(octets, 0, octets.length);
    if (RecordedFragment.of(packet) != null) {
      return; // FragmentChecks
    }
    if (!(parsed instanceof ZrtpPacket zrtp)) {
      findings.fail(name + ".zrtp crc", "is refused: " + parsed);
      return;
    }
    checkMessage(name + ".zrtp", zrtp.message());
    Octets written = new ZrtpPacket(zrtp.sequenceNumber(), zrtp.ssrc(), zrtp.message()).write();
    // The 12 bits after the first four are unused, and so is what a recorder has there.
    if ((octets[0] & 0x0f) == 0 && octets[1] == 0) {
      findings.compare(name + ".zrtp", packet.datagram().toString(), written.toString());
    }
  }

  /** Reads a message and writes it again: octet for octet, but for bits that mean nothing. */
  private void checkMessage(String name, Octets message) {
    if (!(MessageParser.parse(message) instanceof Received<?> received)) {
      findings.fail(name, "is no message: " + MessageParser.parse(message));
      return;
    }
    byte[] meant = message.toArray();
    if (received.message() instanceof Hello) {
      meant[76] &= 0x70;
      meant[77] &= 0x0f;
    }
    findings.compare(name, Octets.of(meant).toString(), received.message().write().toString());
  }

  private void checkSequence() {
    List<String> said = channel.texts("message_sequence");
    if (said.isEmpty() || channel.packets().isEmpty()) {
      findings.notChecked("message_sequence");
      return;
    }
    List<String> seen = new ArrayList<>();
    for (Sent sent : channel.messages()) {
      seen.add(sent.from() + ":" + RecordedChannel.typeOf(sent.message()));
    }
    findings.compare("message_sequence", said.toString(), seen.toString());
  }

  /** A message that has a field of its own is one of those that its sender sent. */
  private void checkField(String field, MessageType type, Role sender) {
    Octets message = channel.octets(field);
    if (message == null || message.length() == 0) {
      return;
    }
    checkMessage(field, message);
    String side = channel.side(sender);
    @Nullable Octets sent = null;
    boolean found = false;
    for (Sent each : channel.messages()) {
      if (each.isOf(type) && each.from().equals(side)) {
        sent = each.message();
        found |= sent.equals(message);
      }
    }
    if (sent != null && !found) {
      findings.compare(field, message.toString(), sent.toString());
    } else if (sent == null && channel.messages().stream().anyMatch(each -> each.isOf(type))) {
      findings.fail("initiator", "is wrong: " + side + " sent no " + type);
    } else if (sent == null) {
      findings.notChecked(field + " against the packets (none of that type)");
    }
  }

  /** Whether both sides sent a Commit (section 4.2). */
  private void checkContention() {
    Boolean said = channel.bool("contention");
    if (said != null && !channel.packets().isEmpty()) {
      long committed =
          channel.messages().stream()
              .filter(sent -> sent.isOf(MessageType.COMMIT))
              .map(Sent::from)
              .distinct()
              .count();
      findings.compare("contention", said.toString(), String.valueOf(committed > 1));
    }
  }
}
