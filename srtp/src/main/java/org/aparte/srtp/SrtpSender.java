package org.aparte.srtp;

import java.nio.ByteBuffer;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.RtpHeader;
import org.aparte.srtp.packet.SsrcTable;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.transform.Cryptex;
import org.aparte.srtp.transform.EncryptedRtp;
import org.aparte.srtp.transform.HeaderExtensionCipher;
import org.aparte.srtp.transform.PacketTransform;
import org.aparte.srtp.transform.PacketTransform.TagForm;
import org.aparte.srtp.transform.SessionKeys;
import org.jspecify.annotations.Nullable;

/**
 * Turns RTP into SRTP and RTCP into SRTCP, for all SSRCs that one endpoint sends under one master
 * key (RFC 3711 sections 3.3 and 3.4).
 *
 * <p><b>Never the same keystream twice.</b> For each SSRC this object remembers which indices were
 * used and refuses a second packet with one of them ({@link SrtpResult#REPLAYED}), or one too old
 * to tell ({@link SrtpResult#TOO_OLD}). SSRCs are never evicted; one more than the options allow is
 * refused. A master key object starts one sender only. To send a packet again (NACK), keep what was
 * made of it.
 *
 * <p>Packets are worked on in place, or from one place to another. A refused packet keeps its
 * octets. Methods for packets throw for misuse only (a range outside its array, a closed sender);
 * every content of a packet gives a {@link SrtpResult}.
 *
 * <p>One thread at a time; nothing is locked. The packet path allocates nothing of its own.
 */
public final class SrtpSender extends PacketPath {

  private final boolean encryptRtcp;
  private final boolean cryptex;

  /** Of the packet in hand. */
  private long index;

  private SrtpSender(SrtpMasterKey key, SrtpOptions options) {
    super(key, options);
    encryptRtcp = options.encryptRtcp() && key.profile().cipher() != SrtpCipher.NULL;
    cryptex = options.cryptex() != SrtpOptions.Cryptex.OFF;
  }

  /**
   * A sender with the defaults of RFC 3711.
   *
   * @param key may be closed after
   * @throws IllegalStateException when the key has a sender already
   */
  public static SrtpSender of(SrtpMasterKey key) {
    return of(key, SrtpOptions.defaults());
  }

  /**
   * A sender.
   *
   * @param key may be closed after
   * @throws IllegalStateException when the key has a sender already, or no provider has an
   *     algorithm of its profile
   * @throws IllegalArgumentException when the options do not go with the key's profile
   */
  public static SrtpSender of(SrtpMasterKey key, SrtpOptions options) {
    SrtpSender sender = new SrtpSender(key, options);
    key.claimForSending(); // last: a key is not to be lost to a lacking provider
    return sender;
  }

  /** The most octets that protection adds to any packet. */
  public int maxExpansion() {
    return growth();
  }

  /**
   * Protects an RTP packet in place; there must be room behind it.
   *
   * @return the new length, or a negative code: {@link SrtpResult#of}
   * @throws IndexOutOfBoundsException when the packet is not inside the array
   */
  public int protectRtp(byte[] buffer, int offset, int length) {
    return inPlace(false, buffer, offset, length);
  }

  /** Protects the RTP packet between position and limit in place; moves the limit if OK. */
  public SrtpResult protectRtp(ByteBuffer packet) {
    return inPlace(false, packet);
  }

  /**
   * Protects an RTP packet into another array.
   *
   * @return the new length, or a negative code: {@link SrtpResult#of}
   * @throws IndexOutOfBoundsException when the packet or the target is not inside its array
   */
  public int protectRtp(byte[] packet, int offset, int length, byte[] target, int targetOffset) {
    return outOfPlace(false, packet, offset, length, target, targetOffset);
  }

  /** Protects an RTP packet into another buffer; moves both positions if OK. */
  public SrtpResult protectRtp(ByteBuffer packet, ByteBuffer target) {
    return outOfPlace(false, packet, target);
  }

  /**
   * Protects a compound RTCP packet in place; there must be room behind it.
   *
   * @return the new length, or a negative code: {@link SrtpResult#of}
   * @throws IndexOutOfBoundsException when the packet is not inside the array
   */
  public int protectRtcp(byte[] buffer, int offset, int length) {
    return inPlace(true, buffer, offset, length);
  }

  /** Protects the RTCP packet between position and limit in place; moves the limit if OK. */
  public SrtpResult protectRtcp(ByteBuffer packet) {
    return inPlace(true, packet);
  }

  /**
   * Protects a compound RTCP packet into another array.
   *
   * @return the new length, or a negative code: {@link SrtpResult#of}
   * @throws IndexOutOfBoundsException when the packet or the target is not inside its array
   */
  public int protectRtcp(byte[] packet, int offset, int length, byte[] target, int targetOffset) {
    return outOfPlace(true, packet, offset, length, target, targetOffset);
  }

  /** Protects an RTCP packet into another buffer; moves both positions if OK. */
  public SrtpResult protectRtcp(ByteBuffer packet, ByteBuffer target) {
    return outOfPlace(true, packet, target);
  }

  // S3711-3.3-01: the sender's steps in the order of RFC 3711 section 3.3
  @Override
  int rtpInPlace(byte[] b, int offset, int length, int room) {
    int end = encryptRtp(b, offset, length, room);
    if (end < 0) {
      return end;
    }
    KeyContext key = keys.current();
    PacketTransform packets = key.sessionKeys(index).packets();
    TagForm form = tagForm(RtpHeader.sequence(b, offset));
    int sealed = packets.finishRtp(b, offset, end, index, key.mkiOctets(), form) - offset;
    key.countRtp(index); // last, since who hears of the limit may re-key at once
    return sealed;
  }

  /** Whether a packet, and another one of this sender too, may wait for its MAC. */
  boolean mayWait() {
    return isOpen() && aeadOctets == 0 && keys.current().takesTwo();
  }

  /**
   * Whether a packet would end the key's use, of which a listener hears at once, who may wipe what
   * a packet that waits still needs.
   */
  boolean endsTheKey(byte[] b, int offset, int length) {
    return RtpHeader.check(b, offset, length) > 0
        && ssrcs.estimate(ssrcs.find(RtpHeader.ssrc(b, offset)), RtpHeader.sequence(b, offset))
            == SsrcTable.EXHAUSTED;
  }

  /** The key that {@link #begin} takes. */
  KeyContext key() {
    return keys.current();
  }

  /**
   * The steps before authentication.
   *
   * @return 0, or a negative code, which is counted, and {@code packet} is as it was
   */
  int begin(EncryptedRtp packet, byte[] b, int offset, int length) {
    int end =
        length > MAX_PACKET_OCTETS
            ? SrtpResult.MALFORMED_TOO_LONG.code()
            : encryptRtp(b, offset, length, b.length - offset);
    if (end < 0) {
      return statistics.countRtp(end);
    }
    TagForm form = tagForm(RtpHeader.sequence(b, offset));
    packet.set(b, offset, end, index, keys.current().mkiOctets(), form);
    return 0;
  }

  /** Counts a finished packet under the key that it was begun with; its length. */
  int count(KeyContext key, EncryptedRtp packet) {
    int length = statistics.countRtp(packet.length());
    key.countRtp(packet.index());
    return length;
  }

  /** The steps before authentication; the end of what is encrypted, or a negative code. */
  private int encryptRtp(byte[] b, int offset, int length, int room) {
    int header = RtpHeader.check(b, offset, length);
    if (header < 0) {
      return header;
    }
    boolean hide = cryptex && Cryptex.appliesTo(b, offset);
    HeaderExtensionCipher extensions = hide ? null : extensionCipher; // S9335-5-04: one of the two
    int code = hide ? Cryptex.check(b, offset) : 0;
    if (code < 0) {
      return code;
    }
    if (extensions != null && !extensions.isWellFormed(b, offset)) {
      return SrtpResult.MALFORMED_EXTENSION.code();
    }
    int sequence = RtpHeader.sequence(b, offset);
    TagForm form = tagForm(sequence);
    int grown = length + aeadOctets + mkiOctets + form.octets();
    if (hide) {
      grown += Cryptex.insertedOctets(b, offset);
    }
    code = checkSize(grown, room);
    if (code < 0) {
      return code;
    }
    KeyContext key = keys.current();
    int ssrc = RtpHeader.ssrc(b, offset);
    int known = ssrcs.find(ssrc);
    // S7714-8.4-05, -06: SSRCs under a key are remembered, or else refused
    if (known == SsrcTable.NONE && ssrcs.isFull()) {
      return SrtpResult.TOO_MANY_SSRCS.code();
    }
    index = ssrcs.estimate(known, sequence); // S3711-3.3.1-01
    code = claimRtp(key, known, ssrc, index);
    return code < 0 ? code : encryptRtp(b, offset, header, length, key, hide, extensions);
  }

  /** Takes an index for a packet, once and for all, before any keystream is made. */
  private int claimRtp(KeyContext key, int known, int ssrc, long index) {
    if (index == SsrcTable.EXHAUSTED) {
      key.exhaust(); // S3711-3.3.1-09
    }
    if (key.isExhausted()) {
      return SrtpResult.KEY_EXHAUSTED.code();
    }
    // S3711-4.1.1-01, -07, -08; S3711-9.1-01, S3711-9.2-09, S7714-8.4-02, S4568-6.4-01: no index
    // of an SSRC is used twice, so that a second source with this SSRC is refused too:
    // S3711-8-04, S3711-9.1-04, S4568-6.4.2-02, S5764-3-02
    if (ssrcs.isTooOld(known, index)) {
      return SrtpResult.TOO_OLD.code();
    }
    if (ssrcs.isReplayed(known, index)) {
      return SrtpResult.REPLAYED.code();
    }
    ssrcs.acceptRtp(known == SsrcTable.NONE ? ssrcs.add(ssrc) : known, index);
    return 0;
  }

  private int encryptRtp(
      byte[] b,
      int offset,
      int header,
      int length,
      KeyContext key,
      boolean hide,
      @Nullable HeaderExtensionCipher extensions) {
    SessionKeys sessionKeys = key.sessionKeys(index);
    PacketTransform packets = sessionKeys.packets();
    int end = offset + length;
    int body = offset + header;
    if (hide) {
      // S9335-5.1-06: first the mark, then the encryption
      end = Cryptex.mark(b, offset, end);
      Cryptex.gather(b, offset);
      body = offset + Cryptex.CLEAR_OCTETS; // S9335-6.1-01
    } else if (extensions != null) {
      extensions.apply(sessionKeys, b, offset, index); // S6904-3-06: before the tag is computed
    }
    end =
        packets.encryptRtp(b, offset, body, end, index); // S3711-3.1-11: encrypt, then authenticate
    if (hide) {
      Cryptex.scatter(b, offset);
    }
    return end;
  }

  @Override
  int rtcpInPlace(byte[] b, int offset, int length, int room) {
    if (length < RTCP_HEADER_OCTETS) {
      return SrtpResult.MALFORMED_TOO_SHORT.code();
    }
    if ((b[offset] & 0xc0) != 0x80) {
      return SrtpResult.MALFORMED_VERSION.code();
    }
    int code = checkSize(length + rtcpTrailerOctets, room);
    if (code < 0) {
      return code;
    }
    KeyContext key = keys.current();
    int ssrc = BigEndian.int32(b, offset + 4);
    int known = ssrcs.find(ssrc);
    if (known == SsrcTable.NONE && ssrcs.isFull()) {
      return SrtpResult.TOO_MANY_SSRCS.code();
    }
    long index = ssrcs.nextRtcpIndex(known);
    if (index >= SsrcTable.RTCP_LIMIT) {
      key.exhaust();
    }
    if (key.isExhausted()) {
      return SrtpResult.KEY_EXHAUSTED.code();
    }
    ssrcs.countRtcpSent(known == SsrcTable.NONE ? ssrcs.add(ssrc) : known);
    // S3711-3.4-06, S4568-6.3.2-01, -02: E is 1 when SRTCP is encrypted, else 0
    int word = (int) index | (encryptRtcp ? 0x80000000 : 0);
    PacketTransform packets = key.sessionKeys(index).packets();
    int sealed = packets.sealRtcp(b, offset, offset + length, word, key.mkiOctets()) - offset;
    key.countRtcp(index);
    return sealed;
  }

  private static int checkSize(int grown, int room) {
    if (grown > MAX_PACKET_OCTETS) {
      return SrtpResult.MALFORMED_TOO_LONG.code();
    }
    return grown > room ? SrtpResult.BUFFER_TOO_SMALL.code() : 0;
  }

  @Override
  int growth() {
    int rtp = maxRtpTrailerOctets() + (cryptex ? 4 : 0);
    return Math.max(rtp, rtcpTrailerOctets);
  }

  /**
   * Sets the ROC that the next packet of an SSRC gets: to go on where another sender of the same
   * SSRC and key has stopped. The SSRC need not have been seen.
   *
   * @param roc 0 to 2^32 - 1
   * @return false, and nothing changes, when that ROC lies behind what was sent, or there is no
   *     room for another SSRC
   * @throws IllegalArgumentException when the ROC is out of range
   */
  public boolean setRoc(int ssrc, long roc) {
    requireRoc(roc);
    int row = rowToGive(ssrc);
    return row != SsrcTable.NONE && ssrcs.giveRoc(row, roc);
  }

  /**
   * The SRTCP index that the next packet of an SSRC gets, 0 to 2^31; at 2^31 there is none left.
   */
  public long nextRtcpIndex(int ssrc) {
    return ssrcs.nextRtcpIndex(ssrcs.find(ssrc));
  }

  /**
   * Sets the SRTCP index that the next packet of an SSRC gets: to go on where another sender has
   * stopped.
   *
   * @param next 0 to 2^31 - 1
   * @return false, and nothing changes, when it lies behind what was sent, or there is no room for
   *     another SSRC
   * @throws IllegalArgumentException when the index is out of range
   */
  public boolean setNextRtcpIndex(int ssrc, long next) {
    if (next < 0 || next >= SsrcTable.RTCP_LIMIT) {
      throw new IllegalArgumentException("SRTCP index " + next + ": 0 to 2147483647");
    }
    int row = rowToGive(ssrc);
    return row != SsrcTable.NONE && ssrcs.giveRtcpIndex(row, next);
  }

  /**
   * Goes on with a new master key from the next packet on; the old one is wiped. ROC, SRTCP indices
   * and the memory of used indices stay (RFC 3711 section 3.3.1); an index space that is used up
   * begins anew, but not where MKIs keep further keys alive.
   *
   * @param next of the same profile, with an MKI of the same length; may be closed after
   * @throws IllegalArgumentException when it does not fit
   * @throws IllegalStateException when it has a sender already
   */
  public void rekey(SrtpMasterKey next) {
    keys.requireNext(next);
    next.claimForSending();
    keys.replace(next, 0);
    indexSpacesMayBeginAnew();
  }

  @Override
  public void addKey(SrtpMasterKey key) {
    keys.requireFurther(key);
    key.claimForSending();
    super.addKey(key);
  }

  /**
   * Sends under the key of this MKI from the next packet on.
   *
   * @throws IllegalArgumentException when no key has this MKI
   */
  public void useKey(Octets mki) {
    keys.use(mki);
  }
}
