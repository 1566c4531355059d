package org.aparte.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;

/** A sender and a receiver that keep their state from packet to packet of a vector. */
final class PacketSession {

  private static final int RTP_HEADER_OCTETS = 12;
  private static final int RTCP_HEADER_OCTETS = 8;
  private static final int ROOM = 256;

  private final PacketSetup setup;
  private final boolean rtcp;
  private final int headerOctets;
  private final boolean cryptex;
  private final SrtpSender sender;
  private final SrtpReceiver receiver;
  private final long roc;
  private final long seq;
  private final long ssrc;
  private final Set<Integer> prepared = new HashSet<>();
  private long index;
  private int runs;

  PacketSession(PacketSetup setup, CaseFields inputs, boolean rtcp) {
    this.setup = setup;
    this.rtcp = rtcp;
    this.headerOctets = rtcp ? RTCP_HEADER_OCTETS : RTP_HEADER_OCTETS;
    this.cryptex = inputs.bool(false, "cryptex");
    this.sender = setup.sender();
    this.receiver = setup.receiver();
    long index48 = rtcp ? -1 : inputs.number(-1, "index", "packet_index");
    this.index = rtcp ? inputs.number(-1, "index", "srtcp_index") : -1;
    this.roc = inputs.number(index48 < 0 ? 0 : index48 >>> 16, "roc", "rollover_counter");
    this.seq = inputs.number(index48 < 0 ? -1 : index48 & 0xffff, "seq", "sequence_number");
    this.ssrc = inputs.number(-1, "ssrc");
    if (index48 >= 0 && index48 != (roc << 16 | seq)) {
      throw new Unsupported("index, ROC and SEQ contradict each other");
    }
    if (roc > 0xffffffffL) {
      throw new Unsupported("ROC " + roc);
    }
  }

  Verdict run(PacketStep step) {
    runs++;
    byte[] first = step.plain == null ? step.wire : step.plain;
    if (first != null) {
      requireHeader(first);
      prepare(first, step);
    }
    return step.expected.isRefusal() ? refuse(step) : both(step);
  }

  /** What the vector says of the header has to stand in the header. */
  private void requireHeader(byte[] packet) {
    if (packet.length < headerOctets) {
      return;
    }
    boolean fits = seq < 0 || rtcp || seq == number(packet, 2, 2);
    if (!fits || ssrc >= 0 && ssrc != number(packet, rtcp ? 4 : 8, 4)) {
      throw new Unsupported("SEQ or SSRC differ from those of the packet");
    }
  }

  private void prepare(byte[] packet, PacketStep step) {
    if (packet.length < headerOctets) {
      return;
    }
    int packetSsrc = (int) number(packet, rtcp ? 4 : 8, 4);
    if (rtcp) {
      prepareRtcp(packetSsrc, step);
    } else if (step.roc >= 0) {
      sender.setRoc(packetSsrc, step.roc);
      receiver.setRoc(packetSsrc, step.roc);
    } else if (prepared.add(packetSsrc)) {
      sender.setRoc(packetSsrc, roc);
      receiver.setRoc(packetSsrc, roc);
    }
  }

  /** A packet from the wire tells its index; otherwise the vector does, for its first packet. */
  private void prepareRtcp(int packetSsrc, PacketStep step) {
    long word = step.wire == null ? -1 : setup.rtcpWord(step.wire);
    if (word < 0) {
      if (index >= 0 && index <= Integer.MAX_VALUE) {
        sender.setNextRtcpIndex(packetSsrc, index);
      }
      return;
    }
    if (!step.expected.isRefusal()) {
      long said = step.rtcpIndex >= 0 ? step.rtcpIndex : index;
      if (said >= 0 && said != (word & 0x7fffffff)) {
        throw new Unsupported("the index differs from that of the packet");
      }
      sender.setNextRtcpIndex(packetSsrc, word & 0x7fffffff);
    }
    index = -1;
  }

  private Verdict refuse(PacketStep step) {
    byte[] packet = step.wire == null ? step.plain : step.wire;
    if (packet == null) {
      throw new Unsupported("no packet to refuse");
    }
    byte[] buffer = Arrays.copyOf(packet, packet.length + ROOM);
    int result =
        step.wire == null ? protect(buffer, packet.length) : unprotect(buffer, packet.length);
    if (result < 0 && !Arrays.equals(Arrays.copyOf(buffer, packet.length), packet)) {
      return Verdict.fail("refused, but its octets were changed");
    }
    return step.expected.judge(SrtpResult.of(result));
  }

  private Verdict both(PacketStep step) {
    boolean accept = step.expected.isAcceptance();
    byte[] wire = step.wire;
    if (wire == null || step.plain == null && !accept && !step.remarks.has("payload")) {
      throw new Unsupported("neither direction is given whole");
    }
    List<Verdict> verdicts = new ArrayList<>();
    byte[] buffer = wire.clone();
    int result = unprotect(buffer, wire.length);
    if (result < 0) {
      return Verdict.fail("unprotect: " + SrtpResult.of(result));
    }
    byte[] opened = Arrays.copyOf(buffer, result);
    byte[] plain = step.plain == null ? opened : step.plain;
    verdicts.add(Verdict.compare("plain packet", received(step, plain), opened));

    buffer = Arrays.copyOf(plain, plain.length + ROOM);
    result = protect(buffer, plain.length);
    verdicts.add(
        result < 0
            ? Verdict.fail("protect: " + SrtpResult.of(result))
            : Verdict.compare("protected packet", wire, Arrays.copyOf(buffer, result)));
    compareRemarks(step.remarks, opened, wire, verdicts);
    return Verdict.all(verdicts);
  }

  /** Values that files give along with the packets. */
  private void compareRemarks(
      CaseFields remarks, byte[] opened, byte[] wire, List<Verdict> verdicts) {
    byte[] payload = remarks.octetsOrNull("payload");
    if (payload != null) {
      int from = Math.max(0, opened.length - payload.length);
      byte[] end = Arrays.copyOfRange(opened, from, opened.length);
      verdicts.add(Verdict.compare("payload", payload, end));
    }
    byte[] tag = remarks.octetsOrNull("tag", "auth_tag");
    if (tag != null) {
      boolean there = Hex.of(wire).contains(Hex.of(tag));
      verdicts.add(there ? Verdict.pass() : Verdict.fail("the tag is not in the packet"));
    }
    if (remarks.has("index", "roc")) {
      compareIndex(remarks, wire, verdicts);
    }
    remarks.requireAllUnderstood();
  }

  private void compareIndex(CaseFields remarks, byte[] wire, List<Verdict> verdicts) {
    int packetSsrc = (int) number(wire, rtcp ? 4 : 8, 4);
    long packetIndex = setup.rtcpWord(wire) & 0x7fffffff;
    if (!rtcp) {
      if (runs > 1) {
        throw new Unsupported("the index of a packet that is not the first: it may be a late one");
      }
      packetIndex = receiver.roc(packetSsrc) << 16 | number(wire, 2, 2);
    }
    compareNumber(verdicts, "index", packetIndex, remarks.number(packetIndex, "index"));
    compareNumber(verdicts, "ROC", packetIndex >>> 16, remarks.number(packetIndex >>> 16, "roc"));
  }

  private static void compareNumber(List<Verdict> verdicts, String name, long is, long expected) {
    if (is != expected) {
      verdicts.add(Verdict.fail(name + " is " + is + ", expected " + expected));
    }
  }

  /**
   * What the receiver gets. With cryptex the sender gives a packet with CSRCs and no extension an
   * empty one, which stays (RFC 9335 section 5.1).
   */
  private byte[] received(PacketStep step, byte[] plain) {
    if (step.received != null) {
      return step.received;
    }
    int csrcs = plain[0] & 0xf;
    if (!cryptex || csrcs == 0 || (plain[0] & 0x10) != 0) {
      return plain;
    }
    int at = RTP_HEADER_OCTETS + 4 * csrcs;
    byte[] received = new byte[plain.length + 4];
    System.arraycopy(plain, 0, received, 0, at);
    received[0] |= 0x10;
    received[at] = (byte) 0xbe;
    received[at + 1] = (byte) 0xde;
    System.arraycopy(plain, at, received, at + 4, plain.length - at);
    return received;
  }

  private int protect(byte[] buffer, int length) {
    return rtcp ? sender.protectRtcp(buffer, 0, length) : sender.protectRtp(buffer, 0, length);
  }

  private int unprotect(byte[] buffer, int length) {
    return rtcp
        ? receiver.unprotectRtcp(buffer, 0, length)
        : receiver.unprotectRtp(buffer, 0, length);
  }

  private static long number(byte[] packet, int at, int octets) {
    return Long.parseLong(Hex.of(packet).substring(2 * at, 2 * (at + octets)), 16);
  }
}
