package org.aparte.srtp.transform;

import java.util.Set;
import org.aparte.srtp.packet.BigEndian;
import org.aparte.srtp.packet.RtpHeader;
import org.aparte.srtp.secret.Wipe;
import org.jspecify.annotations.Nullable;

/**
 * Selective encryption of header extension elements (RFC 6904): the bodies of the elements whose
 * ids were signalled, and nothing else of the extension.
 *
 * <p>The keystream runs along the whole extension, element headers and padding included, and is
 * used only where the mask has ones.
 */
public final class HeaderExtensionCipher {

  private static final int ONE_BYTE = 0xbede;
  private static final int TWO_BYTE = 0x1000;
  private static final int STOP = 15;

  private final boolean[] encrypted = new boolean[256];
  private byte[] keystream = new byte[64];

  /**
   * A cipher for these elements.
   *
   * @param ids 1 to 14 for one-byte, 1 to 255 for two-byte headers
   */
  public HeaderExtensionCipher(Set<Integer> ids) {
    for (int id : ids) {
      encrypted[id] = true;
    }
  }

  /**
   * Whether the packet's extension, if it has one of RFC 8285, is well formed.
   *
   * @param offset of a header that {@link RtpHeader#check} accepted
   */
  public boolean isWellFormed(byte[] b, int offset) {
    return walk(b, offset, null);
  }

  /** Encrypts or decrypts the elements of a packet whose extension is well formed. */
  public void apply(SessionKeys keys, byte[] b, int offset, long index) {
    if (!RtpHeader.hasExtension(b, offset)) {
      return;
    }
    int octets = 4 * BigEndian.unsigned16(b, RtpHeader.extensionOffset(b, offset) + 2);
    if (keystream.length < octets) {
      keystream = new byte[octets];
    }
    keys.xorHeaderKeystream(b, offset, index, keystream, octets);
    walk(b, offset, keystream);
    Wipe.octets(keystream);
  }

  /** Walks over the elements; with a keystream, XORs it on the bodies of those to encrypt. */
  private boolean walk(byte[] b, int offset, byte @Nullable [] stream) {
    if (!RtpHeader.hasExtension(b, offset)) {
      return true;
    }
    int extension = RtpHeader.extensionOffset(b, offset);
    int format = BigEndian.unsigned16(b, extension);
    boolean oneByte = format == ONE_BYTE;
    if (!oneByte && (format & 0xfff0) != TWO_BYTE) {
      return true; // not of RFC 8285: nothing in it has an id
    }
    int start = extension + 4;
    int end = start + 4 * BigEndian.unsigned16(b, extension + 2);
    int at = start;
    while (at < end) {
      int id = oneByte ? (b[at] >> 4) & 0xf : b[at] & 0xff;
      // RFC 8285 4.1.2, 4.2: id 15, and id 0 with a length, end the processing of the extension
      if (oneByte && (id == STOP || (id == 0 && b[at] != 0))) {
        return true;
      }
      if (id == 0) {
        at++; // one octet of padding
        continue;
      }
      if (!oneByte && at + 1 == end) {
        return false;
      }
      int octets = oneByte ? (b[at] & 0xf) + 1 : b[at + 1] & 0xff;
      int body = at + (oneByte ? 1 : 2);
      at = body + octets;
      if (at > end) {
        return false;
      }
      if (stream != null && encrypted[id]) {
        // S6904-3-05: keystream and mask begin behind the "length" field
        for (int i = body; i < at; i++) {
          b[i] ^= stream[i - start];
        }
      }
    }
    return true;
  }
}
