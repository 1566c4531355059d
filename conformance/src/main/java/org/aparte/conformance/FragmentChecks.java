package org.aparte.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.aparte.conformance.RecordedChannel.Packet;
import org.aparte.conformance.RecordedChannel.Sent;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Fragment;
import org.aparte.zrtp.message.PacketWriter;
import org.aparte.zrtp.message.ParsedPacket;
import org.aparte.zrtp.message.Reassembly;
import org.aparte.zrtp.message.RefusedPacket;
import org.aparte.zrtp.message.ZrtpPacket;

/**
 * Messages in fragments: each packet by itself, what the file says of each, and how a sender counts
 * messages and cuts them.
 */
final class FragmentChecks {

  private final RecordedChannel channel;
  private final Findings findings;
  private final List<RecordedFragment> fragments;

  FragmentChecks(RecordedChannel channel, Findings findings) {
    this.channel = channel;
    this.findings = findings;
    this.fragments =
        channel.packets().stream()
            .map(packet -> Optional.ofNullable(RecordedFragment.of(packet)))
            .flatMap(Optional::stream)
            .toList();
  }

  void run() {
    fragments.forEach(this::checkPacket);
    checkList();
    checkIds();
    checkCuts();
    checkMessages();
  }

  private void checkPacket(RecordedFragment fragment) {
    String name = "packets[" + fragment.packet().index() + "].zrtp";
    byte[] octets = fragment.packet().datagram().toArray();
    ParsedPacket parsed = ZrtpPacket.parse(octets, 0, octets.length);
    if (parsed instanceof RefusedPacket) {
      findings.fail(name + " crc", "is refused: " + parsed);
    } else {
      findings.require(true, name, "");
    }
    findings.compare(
        name + " length",
        String.valueOf(4 * fragment.lengthWords()),
        String.valueOf(fragment.part().length()));
  }

  /** What the file says of each fragment, in the order of the packets. */
  private void checkList() {
    List<JsonElement> said = channel.list("fragments");
    if (!channel.has("fragments")) {
      if (!fragments.isEmpty()) {
        findings.missing("fragments");
      }
      return;
    }
    if (channel.packets().isEmpty()) {
      findings.notChecked("fragments (no packets)");
      return;
    }
    findings.compare(
        "fragments", "" + said.size() + " of them", "" + fragments.size() + " of them");
    for (int i = 0; i < Math.min(said.size(), fragments.size()); i++) {
      String name = "fragments[" + i + "].";
      if (!(said.get(i) instanceof JsonObject object)) {
        findings.fail(name, "is no object");
        continue;
      }
      RecordedFragment fragment = fragments.get(i);
      Packet packet = fragment.packet();
      compare(name, object, "from", packet.from());
      compare(name, object, "seq", String.valueOf(fragment.seq()));
      compare(name, object, "message_id", String.valueOf(fragment.messageId()));
      compare(name, object, "total_words", String.valueOf(fragment.totalWords()));
      compare(name, object, "offset_words", String.valueOf(fragment.offsetWords()));
      compare(name, object, "length_words", String.valueOf(fragment.lengthWords()));
      compare(name, object, "packet_bytes", String.valueOf(packet.datagram().length()));
    }
  }

  private void compare(String name, JsonObject object, String field, String actual) {
    String said = RecordedChannel.text(object, field);
    if (said == null) {
      findings.missing(name + field);
    } else {
      findings.compare(name + field, said, actual);
    }
  }

  /** A message has one id, however often it is sent, and the next one a higher. */
  private void checkIds() {
    Map<String, Integer> latest = new HashMap<>();
    Map<String, Octets> contents = new HashMap<>();
    for (RecordedFragment fragment : fragments) {
      String from = fragment.packet().from();
      String name = "packets[" + fragment.packet().index() + "] message id";
      int before = Objects.requireNonNullElse(latest.get(from), 0);
      findings.require(
          fragment.messageId() >= before, name, "is " + fragment.messageId() + " after " + before);
      latest.put(from, Math.max(before, fragment.messageId()));
      String place = from + " " + fragment.messageId() + " " + fragment.offsetWords();
      Octets known = contents.putIfAbsent(place, fragment.part());
      findings.require(
          known == null || known.equals(fragment.part()), name, "is that of another message");
    }
  }

  /** Every part of a message but the last fills a packet of one and the same size. */
  private void checkCuts() {
    Map<String, Integer> sizes = new HashMap<>();
    for (RecordedFragment fragment : fragments) {
      int words = fragment.lengthWords();
      if (fragment.offsetWords() + words < fragment.totalWords()) {
        String name = "packets[" + fragment.packet().index() + "] length_words";
        Integer known = sizes.putIfAbsent(fragment.packet().from(), words);
        findings.require(
            known == null || known == words, name, "is " + words + ", before " + known);
        findings.require(
            fragment.offsetWords() % words == 0,
            name,
            "do not divide the offset " + fragment.offsetWords());
      }
    }
  }

  /** The library makes the same message of the fragments, and the same fragments of the message. */
  private void checkMessages() {
    Map<String, Reassembly> reassemblies = new HashMap<>();
    Map<String, RecordedFragment> firsts = new HashMap<>();
    Set<Octets> made = new HashSet<>();
    for (RecordedFragment fragment : fragments) {
      String from = fragment.packet().from();
      byte[] octets = fragment.packet().datagram().toArray();
      if (ZrtpPacket.parse(octets, 0, octets.length) instanceof Fragment parsed) {
        made.addAll(reassemblies.computeIfAbsent(from, side -> new Reassembly()).take(parsed, 0));
      }
      if (fragment.offsetWords() == 0) {
        firsts.putIfAbsent(from + " " + fragment.messageId(), fragment);
      }
    }
    for (Sent sent : channel.messages()) {
      RecordedFragment last = RecordedFragment.of(channel.packets().get(sent.number()));
      RecordedFragment first =
          last == null ? null : firsts.get(sent.from() + " " + last.messageId());
      if (first != null) {
        String name = "message in fragments up to packets[" + sent.number() + "]";
        findings.require(made.contains(sent.message()), name, "is not made by this library");
        checkWritten(name, first, sent.message());
      }
    }
  }

  /** All but sequence number and CRC of each fragment. */
  private void checkWritten(String name, RecordedFragment first, Octets message) {
    Octets datagram = first.packet().datagram();
    if (datagram.length() % 4 != 0 || first.messageId() == 0xffff) {
      return; // the check of the packet tells
    }
    // ids begin one below the first sequence number
    List<Octets> written =
        new PacketWriter(0, datagram.length(), first.messageId() + 1).write(message);
    List<Octets> recorded =
        fragments.stream()
            .filter(fragment -> fragment.packet().from().equals(first.packet().from()))
            .filter(fragment -> fragment.messageId() == first.messageId())
            .map(fragment -> body(fragment.packet().datagram()))
            .distinct()
            .toList();
    Set<Octets> bodies = new HashSet<>();
    written.forEach(packet -> bodies.add(body(packet)));
    findings.require(
        bodies.equals(Set.copyOf(recorded)),
        name,
        "is cut by this library into " + bodies + ", expected " + recorded);
  }

  private static Octets body(Octets datagram) {
    return datagram.slice(12, datagram.length() - 4);
  }
}
