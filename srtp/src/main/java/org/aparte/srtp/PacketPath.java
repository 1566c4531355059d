package org.aparte.srtp;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.aparte.srtp.packet.SsrcTable;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.Wipe;
import org.aparte.srtp.transform.HeaderExtensionCipher;
import org.aparte.srtp.transform.PacketTransform;
import org.aparte.srtp.transform.PacketTransform.TagForm;
import org.jspecify.annotations.Nullable;

/**
 * What a sender and a receiver have in common: keys, SSRCs, counts, and the three ways in which a
 * packet may be handed over.
 */
abstract class PacketPath implements AutoCloseable {

  // S3711-4.1.1-06, S7714-10-05, -06, S7714-13.1-05: far below 2^16 blocks of 16 octets
  /** The longest packet: what a UDP datagram can carry. */
  static final int MAX_PACKET_OCTETS = 65_535;

  /** The header of RTCP that is never encrypted: up to the first SSRC. */
  static final int RTCP_HEADER_OCTETS = 8;

  private static final TagForm NO_TAG = new TagForm(0, 0);

  final SrtpOptions options;
  // S3711-3.2.1-18, S3711-4.3.2-01, S5764-4.1-05: the keys of SRTP and SRTCP, and of all SSRCs
  final KeyRing keys;
  // S3711-3.1-08, S3711-3.2.3-01: contexts are found by SSRC; address and port are this object
  final SsrcTable ssrcs;
  final SrtpStatistics statistics = new SrtpStatistics();
  final @Nullable HeaderExtensionCipher extensionCipher;
  final int aeadOctets;
  final int mkiOctets;
  final int rtcpTrailerOctets;
  private final TagForm plainForm;
  private final TagForm rocForm;
  private byte[] scratch = new byte[0];
  private boolean closed;

  PacketPath(SrtpMasterKey key, SrtpOptions options) {
    this.options = options;
    this.keys = new KeyRing(key, options);
    this.ssrcs = new SsrcTable(options.maxSsrcs(), options.replayWindowPackets());
    this.extensionCipher =
        options.encryptedExtensions().isEmpty()
            ? null
            : new HeaderExtensionCipher(options.encryptedExtensions());
    PacketTransform sizes = keys.current().sessionKeys(0).packets();
    aeadOctets = sizes.aeadOctets();
    mkiOctets = keys.mkiOctets();
    rtcpTrailerOctets = 4 + mkiOctets + sizes.rtcpTagOctets();
    SrtpTag tag = key.profile().tag();
    int macOctets = tag == SrtpTag.AEAD ? 0 : tag.rtpOctets();
    TagForm whole = new TagForm(0, macOctets);
    RocCarriage carriage = options.rocCarriage();
    // S4771-3-01: in mode 2 the tag of RFC 3711 where there is no ROC.
    // S4771-5-02: in mode 3 four octets where there is one
    plainForm = carriage == RocCarriage.MODE_1 ? NO_TAG : whole;
    rocForm = carriage == RocCarriage.NONE ? whole : new TagForm(4, Math.max(0, macOctets - 4));
  }

  /** Whether packets with this SEQ carry the ROC (RFC 4771 section 2). */
  final boolean carriesRoc(int sequence) {
    return options.rocCarriage() != RocCarriage.NONE && sequence % options.rocCarriageRate() == 0;
  }

  /** The authentication tag field of SRTP packets with this SEQ. */
  final TagForm tagForm(int sequence) {
    return carriesRoc(sequence) ? rocForm : plainForm;
  }

  /** The most octets that an SRTP packet is longer than its RTP packet, cryptex apart. */
  final int maxRtpTrailerOctets() {
    return aeadOctets + mkiOctets + Math.max(plainForm.octets(), rocForm.octets());
  }

  /** One RTP packet, not too long, in place, with {@code room} octets from {@code offset} on. */
  abstract int rtpInPlace(byte[] b, int offset, int length, int room);

  /** One RTCP packet, not too long, in place, with {@code room} octets from {@code offset} on. */
  abstract int rtcpInPlace(byte[] b, int offset, int length, int room);

  /** The most octets by which a packet can grow. */
  abstract int growth();

  final int inPlace(boolean rtcp, byte[] b, int offset, int length) {
    requireOpen();
    Objects.checkFromIndexSize(offset, length, b.length);
    if (length > MAX_PACKET_OCTETS) {
      return refuse(rtcp, SrtpResult.MALFORMED_TOO_LONG);
    }
    return work(rtcp, b, offset, length, b.length - offset);
  }

  final SrtpResult inPlace(boolean rtcp, ByteBuffer packet) {
    requireOpen();
    requireWritable(packet);
    Buffer window =
        packet; // ByteBuffer has no position(int) and limit(int) of its own on Android 26
    int position = packet.position();
    int length = packet.remaining();
    if (length > MAX_PACKET_OCTETS) {
      return SrtpResult.of(refuse(rtcp, SrtpResult.MALFORMED_TOO_LONG));
    }
    int room = packet.capacity() - position;
    int result;
    if (packet.hasArray()) {
      result = work(rtcp, packet.array(), packet.arrayOffset() + position, length, room);
    } else {
      byte[] copy = scratch(length);
      packet.get(copy, 0, length);
      result = work(rtcp, copy, 0, length, Math.min(room, copy.length));
      if (result >= 0) {
        window.limit(position + result);
        window.position(position);
        packet.put(copy, 0, result);
      }
      window.position(position);
    }
    if (result >= 0) {
      window.limit(position + result);
    }
    return SrtpResult.of(result);
  }

  final int outOfPlace(
      boolean rtcp, byte[] packet, int offset, int length, byte[] target, int targetOffset) {
    requireOpen();
    Objects.checkFromIndexSize(offset, length, packet.length);
    Objects.checkFromToIndex(targetOffset, target.length, target.length);
    if (length > MAX_PACKET_OCTETS) {
      return refuse(rtcp, SrtpResult.MALFORMED_TOO_LONG);
    }
    byte[] copy = scratch(length);
    System.arraycopy(packet, offset, copy, 0, length);
    int result = copied(rtcp, copy, length, target.length - targetOffset);
    if (result >= 0) {
      System.arraycopy(copy, 0, target, targetOffset, result);
    }
    return result;
  }

  final SrtpResult outOfPlace(boolean rtcp, ByteBuffer packet, ByteBuffer target) {
    requireOpen();
    requireWritable(target);
    int position = packet.position();
    int length = packet.remaining();
    if (length > MAX_PACKET_OCTETS) {
      return SrtpResult.of(refuse(rtcp, SrtpResult.MALFORMED_TOO_LONG));
    }
    byte[] copy = scratch(length);
    packet.get(copy, 0, length);
    int result = copied(rtcp, copy, length, target.remaining());
    if (result >= 0) {
      target.put(copy, 0, result);
    } else {
      ((Buffer) packet).position(position);
    }
    return SrtpResult.of(result);
  }

  /** One packet at the start of {@code copy}, whose result must fit into {@code room} octets. */
  private int copied(boolean rtcp, byte[] copy, int length, int room) {
    // Known before anything is committed: an index is not to be lost to a buffer that is too small.
    return room < length
        ? refuse(rtcp, SrtpResult.BUFFER_TOO_SMALL)
        : work(rtcp, copy, 0, length, Math.min(room, copy.length));
  }

  private int work(boolean rtcp, byte[] b, int offset, int length, int room) {
    return rtcp
        ? statistics.countRtcp(rtcpInPlace(b, offset, length, room))
        : statistics.countRtp(rtpInPlace(b, offset, length, room));
  }

  final boolean isOpen() {
    return !closed;
  }

  final void requireOpen() {
    if (closed) {
      throw new IllegalStateException("closed: the keys are wiped; make a new one from a new key");
    }
  }

  private static void requireWritable(ByteBuffer buffer) {
    if (buffer.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer: the result could not be written");
    }
  }

  private int refuse(boolean rtcp, SrtpResult result) {
    return rtcp ? statistics.countRtcp(result.code()) : statistics.countRtp(result.code());
  }

  private byte[] scratch(int length) {
    int needed = length + growth();
    if (scratch.length < needed) {
      scratch = new byte[needed];
    }
    return scratch;
  }

  /** The row of an SSRC, made if there is room; {@link SsrcTable#NONE} when there is none. */
  final int rowToGive(int ssrc) {
    int row = ssrcs.find(ssrc);
    return row != SsrcTable.NONE || ssrcs.isFull() ? row : ssrcs.add(ssrc);
  }

  /**
   * After a re-key. With MKIs older keys may be used again, and their indices would come back:
   * there an index space ends for good.
   */
  final void indexSpacesMayBeginAnew() {
    if (mkiOctets == 0) {
      ssrcs.keyChanged();
    }
  }

  static void requireRoc(long roc) {
    if (roc < 0 || roc > 0xffffffffL) {
      throw new IllegalArgumentException("ROC " + roc + ": 0 to 4294967295");
    }
  }

  /** The profile. */
  public final SrtpProfile profile() {
    return keys.profile();
  }

  /**
   * A line for people: the profile, who does its cryptography, and what became of an accelerator on
   * the path. Says nothing of keys.
   */
  public final String describe() {
    return profile()
        + ": "
        + keys.current().sessionKeys(0).packets()
        + "; "
        + options.accelerator().describe();
  }

  /** Counts of packets by result; a live view. */
  public final SrtpStatistics statistics() {
    return statistics;
  }

  /** The SSRCs of which something is remembered, in no order. */
  public final int[] ssrcs() {
    return ssrcs.ssrcs();
  }

  /** The ROC of an SSRC, 0 to 2^32 - 1; 0 for one of which nothing is known. */
  public final long roc(int ssrc) {
    return ssrcs.roc(ssrcs.find(ssrc));
  }

  /**
   * Adds a further key, which its MKI names in packets.
   *
   * @throws IllegalStateException when the first key has no MKI: see {@code rekey}
   * @throws IllegalArgumentException when the profile or the length of the MKI differs, or the MKI
   *     is known already
   */
  public void addKey(SrtpMasterKey key) {
    keys.add(key);
  }

  /**
   * Ends a key and wipes it; false when there is no key with this MKI.
   *
   * @throws IllegalStateException when it is the one in use
   */
  public boolean removeKey(Octets mki) {
    return keys.remove(mki);
  }

  /** Wipes all keys. Further packets are an {@link IllegalStateException}. */
  @Override
  public void close() {
    closed = true;
    keys.close();
    Wipe.octets(scratch);
  }
}
