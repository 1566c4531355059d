package org.aparte.srtp;

import java.nio.ByteBuffer;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.PacketIndex;
import org.aparte.srtp.packet.RtpHeader;
import org.aparte.srtp.packet.SsrcTable;
import org.aparte.srtp.transform.Cryptex;
import org.aparte.srtp.transform.HeaderExtensionCipher;
import org.aparte.srtp.transform.PacketTransform;
import org.aparte.srtp.transform.PacketTransform.TagForm;
import org.aparte.srtp.transform.SessionKeys;
import org.jspecify.annotations.Nullable;

/**
 * Turns SRTP into RTP and SRTCP into RTCP, for all SSRCs that come under one master key (RFC 3711
 * sections 3.3 and 3.4).
 *
 * <p><b>Check, then commit.</b> Nothing is remembered of a packet before its tag has fitted: not an
 * SSRC, not a ROC, not an index. A refused packet leaves every field as it was, and its own octets
 * too. SSRCs are not evicted, so nobody can push a stream out; one more than the options allow is
 * refused until {@link #forget} makes room.
 *
 * <p>Methods for packets throw for misuse only (a range outside its array, a closed receiver);
 * every content of a packet gives a {@link SrtpResult}.
 *
 * <p>One thread at a time; nothing is locked. The packet path allocates nothing of its own.
 */
public final class SrtpReceiver extends PacketPath {

  private final SrtpOptions.Cryptex cryptex;
  private final SrtpOptions.RtcpEncryption rtcpEncryption;
  private final boolean aead;

  private SrtpReceiver(SrtpMasterKey key, SrtpOptions options) {
    super(key, options);
    cryptex = options.cryptex();
    rtcpEncryption = options.rtcpEncryption(key.profile());
    aead = key.profile().cipher().isAead();
  }

  /**
   * A receiver with the defaults of RFC 3711.
   *
   * @param key may be closed after
   */
  public static SrtpReceiver of(SrtpMasterKey key) {
    return of(key, SrtpOptions.defaults());
  }

  /**
   * A receiver.
   *
   * @param key may be closed after
   * @throws IllegalStateException when no provider has an algorithm of the profile
   * @throws IllegalArgumentException when the options do not go with the key's profile
   */
  public static SrtpReceiver of(SrtpMasterKey key, SrtpOptions options) {
    return new SrtpReceiver(key, options);
  }

  /**
   * Checks and decrypts an SRTP packet in place.
   *
   * @return the length of the RTP packet, or a negative code: {@link SrtpResult#of}
   * @throws IndexOutOfBoundsException when the packet is not inside the array
   */
  public int unprotectRtp(byte[] buffer, int offset, int length) {
    return inPlace(false, buffer, offset, length);
  }

  /** Checks and decrypts the SRTP packet between position and limit; moves the limit if OK. */
  public SrtpResult unprotectRtp(ByteBuffer packet) {
    return inPlace(false, packet);
  }

  /**
   * Checks and decrypts an SRTP packet into another array, which needs room for {@code length}
   * octets.
   *
   * @return the length of the RTP packet, or a negative code: {@link SrtpResult#of}
   * @throws IndexOutOfBoundsException when the packet or the target is not inside its array
   */
  public int unprotectRtp(byte[] packet, int offset, int length, byte[] target, int targetOffset) {
    return outOfPlace(false, packet, offset, length, target, targetOffset);
  }

  /**
   * Checks and decrypts an SRTP packet into another buffer, which needs room for as many octets;
   * moves both positions if OK.
   */
  public SrtpResult unprotectRtp(ByteBuffer packet, ByteBuffer target) {
    return outOfPlace(false, packet, target);
  }

  /**
   * Checks and decrypts an SRTCP packet in place.
   *
   * @return the length of the RTCP packet, or a negative code: {@link SrtpResult#of}
   * @throws IndexOutOfBoundsException when the packet is not inside the array
   */
  public int unprotectRtcp(byte[] buffer, int offset, int length) {
    return inPlace(true, buffer, offset, length);
  }

  /** Checks and decrypts the SRTCP packet between position and limit; moves the limit if OK. */
  public SrtpResult unprotectRtcp(ByteBuffer packet) {
    return inPlace(true, packet);
  }

  /**
   * Checks and decrypts an SRTCP packet into another array, which needs room for {@code length}
   * octets.
   *
   * @return the length of the RTCP packet, or a negative code: {@link SrtpResult#of}
   * @throws IndexOutOfBoundsException when the packet or the target is not inside its array
   */
  public int unprotectRtcp(byte[] packet, int offset, int length, byte[] target, int targetOffset) {
    return outOfPlace(true, packet, offset, length, target, targetOffset);
  }

  /**
   * Checks and decrypts an SRTCP packet into another buffer, which needs room for as many octets;
   * moves both positions if OK.
   */
  public SrtpResult unprotectRtcp(ByteBuffer packet, ByteBuffer target) {
    return outOfPlace(true, packet, target);
  }

  // S3711-3.3-03: the receiver's steps in the order of RFC 3711 section 3.3
  @Override
  int rtpInPlace(byte[] b, int offset, int length, int room) {
    int header = RtpHeader.check(b, offset, length);
    if (header < 0) {
      return header;
    }
    int sequence = RtpHeader.sequence(b, offset);
    TagForm form = tagForm(sequence);
    int code = checkRtp(b, offset, header, length, form);
    if (code < 0) {
      return code;
    }
    int end = offset + length;
    KeyContext key =
        keyOf(b, keys.current().sessionKeys(0).packets().rtpMkiAt(end, mkiOctets, form));
    if (key == null) {
      return SrtpResult.UNKNOWN_MKI.code(); // S5764-5.2-02, S3711-3.2.3-03
    }
    int ssrc = RtpHeader.ssrc(b, offset);
    int row = ssrcs.find(ssrc);
    if (row == SsrcTable.NONE && ssrcs.isFull()) {
      return SrtpResult.TOO_MANY_SSRCS.code();
    }
    long index = ssrcs.estimate(row, sequence);
    if (form.rocOctets() > 0) {
      // S4771-2-02: the ROC of the packet counts, not ours
      int rocAt = end - form.octets();
      index = PacketIndex.of(BigEndian.int32(b, rocAt) & 0xffffffffL, sequence);
    }
    return tryKeysAndRocs(b, offset, header, end, key, row, index, form);
  }

  private int checkRtp(byte[] b, int offset, int header, int length, TagForm form) {
    if (length - header < aeadOctets + mkiOctets + form.octets()) {
      return SrtpResult.MALFORMED_TOO_SHORT.code();
    }
    if (Cryptex.isMarked(b, offset)) {
      return cryptex == SrtpOptions.Cryptex.OFF ? SrtpResult.CRYPTEX_NOT_NEGOTIATED.code() : 0;
    }
    // S9335-5.2-03: where cryptex is mandatory, anything else is an error
    if (cryptex == SrtpOptions.Cryptex.REQUIRE && Cryptex.appliesTo(b, offset)) {
      return SrtpResult.CRYPTEX_REQUIRED.code();
    }
    HeaderExtensionCipher extensions = extensionCipher;
    boolean sound = extensions == null || extensions.isWellFormed(b, offset);
    return sound ? 0 : SrtpResult.MALFORMED_EXTENSION.code();
  }

  /** The key that the MKI names, or the only one; null when the MKI names none. */
  private @Nullable KeyContext keyOf(byte[] b, int mkiAt) {
    return mkiOctets == 0 ? keys.current() : keys.namedAt(b, mkiAt);
  }

  /**
   * Opens a packet under the likeliest key and ROC, and when that fails under the few others that
   * the state of things allows.
   */
  private int tryKeysAndRocs(
      byte[] b,
      int offset,
      int header,
      int end,
      KeyContext key,
      int row,
      long index,
      TagForm form) {
    int result = open(b, offset, header, end, key, row, index, form);
    KeyContext previous = mkiOctets == 0 ? keys.previous() : null;
    if (result == SrtpResult.AUTHENTICATION_FAILED.code()
        && previous != null
        && ssrcs.mayBeOfPreviousKey(row, index)) {
      // S5764-5.2-04, -05: the old key after the new one, and nothing after that
      result = open(b, offset, header, end, previous, row, index, form);
    }
    boolean hasTag = form.octets() + aeadOctets > 0;
    return result < 0 && form.rocOctets() == 0 && hasTag
        ? tryLaterRocs(b, offset, header, end, key, row, index, form, result)
        : result;
  }

  /**
   * Opens a packet under the ROCs after the likeliest. After a loss of 2^15 packets the likeliest
   * is one too low, and then the packet looks forged, or old, or seen before.
   *
   * @param otherwise the result when none of them fits
   */
  private int tryLaterRocs(
      byte[] b,
      int offset,
      int header,
      int end,
      KeyContext key,
      int row,
      long index,
      TagForm form,
      int otherwise) {
    if (otherwise != SrtpResult.AUTHENTICATION_FAILED.code()
        && otherwise != SrtpResult.TOO_OLD.code()
        && otherwise != SrtpResult.REPLAYED.code()) {
      return otherwise;
    }
    for (int i = 1; i <= options.rocTrials(); i++) {
      long later = index + ((long) i << 16);
      if (later >= PacketIndex.LIMIT) {
        break;
      }
      int result = open(b, offset, header, end, key, row, later, form);
      if (result >= 0) {
        statistics.countRocTrial();
        return result;
      }
    }
    return otherwise;
  }

  private int open(
      byte[] b,
      int offset,
      int header,
      int end,
      KeyContext key,
      int row,
      long index,
      TagForm form) {
    if (index == SsrcTable.EXHAUSTED || key.isExhausted()) {
      return SrtpResult.KEY_EXHAUSTED.code();
    }
    // Before the MAC: a flood of replays must not cost us HMACs; safe, since only authenticated
    // packets move the window. S3711-3.3-04, S3711-3.3.2-04
    if (ssrcs.isTooOld(row, index)) {
      return SrtpResult.TOO_OLD.code();
    }
    if (ssrcs.isReplayed(row, index)) {
      return SrtpResult.REPLAYED.code();
    }
    SessionKeys sessionKeys = key.sessionKeys(index);
    PacketTransform packets = sessionKeys.packets();
    // S9335-5.2-02: what is not marked is RFC 3711's, whatever the extension
    boolean hidden = Cryptex.isMarked(b, offset);
    int body = offset + (hidden ? Cryptex.CLEAR_OCTETS : header);
    int trailerOctets = mkiOctets + form.octets(); // S4771-3-03: the ROC goes with it
    if (hidden && aead) {
      Cryptex.gather(b, offset); // S9335-6.2-02: the associated data are the first 16 octets then
    }
    // S3711-3.1-12, S7714-5.3-01, -03: authenticate first, then decrypt
    int plainEnd = packets.verifyRtp(b, offset, body, end, index, trailerOctets, form);
    if (plainEnd == PacketTransform.FORGED) {
      if (hidden && aead) {
        Cryptex.scatter(b, offset);
      }
      // S3711-4.2-05, S3711-3.3-06, S4771-2-03
      return SrtpResult.AUTHENTICATION_FAILED.code();
    }
    if (hidden && !aead) {
      Cryptex.gather(b, offset);
    }
    packets.releaseRtp(b, offset, body, plainEnd, index);
    if (hidden) {
      Cryptex.scatter(b, offset);
      Cryptex.unmark(b, offset);
    } else if (extensionCipher != null) {
      // S6904-3-07, -09: after the tag
      extensionCipher.apply(sessionKeys, b, offset, index);
    }
    if (form.octets() + aeadOctets == 0) {
      statistics.countUnauthenticated(); // RFC 4771 mode 1: not authentic, so nothing is remembered
    } else {
      commitRtp(key, row, RtpHeader.ssrc(b, offset), index);
    }
    return plainEnd - offset;
  }

  private void commitRtp(KeyContext key, int row, int ssrc, long index) {
    // S4568-6.4.1-02: a context is made for authentic packets only
    if (ssrcs.acceptRtp(row == SsrcTable.NONE ? ssrcs.add(ssrc) : row, index)) {
      keys.endOverlap(); // the old key's packets must not come back in the new index space
    }
    key.countRtp(index);
    keys.countTowardsOverlap();
  }

  @Override
  int rtcpInPlace(byte[] b, int offset, int length, int room) {
    if (length < RTCP_HEADER_OCTETS + rtcpTrailerOctets) {
      return SrtpResult.MALFORMED_TOO_SHORT.code();
    }
    if ((b[offset] & 0xc0) != 0x80) {
      return SrtpResult.MALFORMED_VERSION.code();
    }
    int end = offset + length;
    PacketTransform layout = keys.current().sessionKeys(0).packets();
    KeyContext key = keyOf(b, layout.rtcpMkiAt(end, mkiOctets));
    if (key == null) {
      return SrtpResult.UNKNOWN_MKI.code();
    }
    int ssrc = BigEndian.int32(b, offset + 4);
    int row = ssrcs.find(ssrc);
    if (row == SsrcTable.NONE && ssrcs.isFull()) {
      return SrtpResult.TOO_MANY_SSRCS.code();
    }
    int word = BigEndian.int32(b, layout.rtcpWordAt(end, mkiOctets)); // S3711-3.4-07
    int result = openRtcp(b, offset, end, key, row, word);
    KeyContext previous = mkiOctets == 0 ? keys.previous() : null;
    if (result == SrtpResult.AUTHENTICATION_FAILED.code()
        && previous != null
        && ssrcs.rtcpMayBeOfPreviousKey(row, word & 0x7fffffffL)) {
      result = openRtcp(b, offset, end, previous, row, word);
    }
    return result;
  }

  private int openRtcp(byte[] b, int offset, int end, KeyContext key, int row, int word) {
    long index = word & 0x7fffffffL;
    if (key.isExhausted()) {
      return SrtpResult.KEY_EXHAUSTED.code();
    }
    if (ssrcs.isRtcpTooOld(row, index)) {
      return SrtpResult.TOO_OLD.code();
    }
    if (ssrcs.isRtcpReplayed(row, index)) {
      return SrtpResult.REPLAYED.code();
    }
    PacketTransform packets = key.sessionKeys(index).packets();
    int plainEnd = packets.verifyRtcp(b, offset, end, word, mkiOctets); // S3711-3.4-19, S3711-3-02
    if (plainEnd == PacketTransform.FORGED) {
      return SrtpResult.AUTHENTICATION_FAILED.code();
    }
    // The E flag is believed only now that it is authentic. S4568-6-02: it does not override policy
    if (word >= 0 && rtcpEncryption == SrtpOptions.RtcpEncryption.REQUIRE) {
      return SrtpResult.RTCP_NOT_ENCRYPTED.code();
    }
    if (word < 0 && rtcpEncryption == SrtpOptions.RtcpEncryption.FORBID) {
      return SrtpResult.RTCP_ENCRYPTED.code();
    }
    packets.releaseRtcp(b, offset, plainEnd, word);
    int known = row == SsrcTable.NONE ? ssrcs.add(BigEndian.int32(b, offset + 4)) : row;
    if (ssrcs.acceptRtcp(known, index)) {
      keys.endOverlap();
    }
    key.countRtcp(index);
    keys.countTowardsOverlap();
    return plainEnd - offset;
  }

  @Override
  int growth() {
    return 0;
  }

  /**
   * Sets the ROC of the next packet of an SSRC, as a late joiner is told it (RFC 3711 section
   * 3.3.1). The SSRC need not have been seen.
   *
   * @param roc 0 to 2^32 - 1
   * @return false, and nothing changes, when that ROC lies behind what was received, or there is no
   *     room for another SSRC
   * @throws IllegalArgumentException when the ROC is out of range
   */
  public boolean setRoc(int ssrc, long roc) {
    requireRoc(roc);
    int row = rowToGive(ssrc);
    return row != SsrcTable.NONE && ssrcs.giveRoc(row, roc);
  }

  /**
   * Forgets an SSRC whose source has left (BYE, or timed out by RFC 3550's rules), which makes room
   * for another. Packets of that SSRC that were recorded before can be replayed from now on, as
   * long as the key lives.
   *
   * @return false when nothing was known of it
   */
  public boolean forget(int ssrc) {
    return ssrcs.remove(ssrc);
  }

  /**
   * Goes on with a new master key. ROC, indices and replay lists stay (RFC 3711 section 3.3.1).
   * Without MKI the old key still counts for some packets, tried after the new one, since packets
   * overtake each other; with MKI too, under its own name.
   *
   * @param next of the same profile, with an MKI of the same length; may be closed after
   * @param overlapPackets how many more packets may come, under either key, before the old one is
   *     wiped; 0 ends it at once
   * @throws IllegalArgumentException when the key does not fit, or the number is negative
   */
  public void rekey(SrtpMasterKey next, long overlapPackets) {
    if (overlapPackets < 0) {
      throw new IllegalArgumentException("overlap of " + overlapPackets + " packets: 0 or more");
    }
    keys.replace(next, overlapPackets);
    indexSpacesMayBeginAnew();
  }

  /** Wipes the key before the current one now. */
  public void endOverlap() {
    keys.endOverlap();
  }
}
