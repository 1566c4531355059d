package org.aparte.srtp.transform;

import org.aparte.srtp.transform.PacketTransform.TagForm;

/**
 * An SRTP packet that is encrypted and has neither MKI nor tag yet, so that it can be finished
 * together with another one. One object serves many packets, one after the other.
 */
public final class EncryptedRtp {

  private static final byte[] NOTHING = new byte[0];
  private static final TagForm NO_TAG = new TagForm(0, 0);

  private byte[] b = NOTHING;
  private int offset;
  private int end;
  private long index;
  private byte[] mki = NOTHING;
  private TagForm form = NO_TAG;

  /** Room for one packet at a time. */
  public EncryptedRtp() {}

  /**
   * Takes a packet.
   *
   * @param b where it stands
   * @param end behind its last octet
   * @param index the 48-bit index
   * @param mki what is to be appended; may be empty
   * @param form of its authentication tag field
   */
  public void set(byte[] b, int offset, int end, long index, byte[] mki, TagForm form) {
    this.b = b;
    this.offset = offset;
    this.end = end;
    this.index = index;
    this.mki = mki;
    this.form = form;
  }

  /** Lets go of the packet. */
  public void clear() {
    set(NOTHING, 0, 0, 0, NOTHING, NO_TAG);
  }

  /** Appends MKI and authentication tag field; the packet's length. */
  public int finish(PacketTransform packets) {
    end = packets.finishRtp(b, offset, end, index, mki, form);
    return length();
  }

  /** The packet's length as far as it is. */
  public int length() {
    return end - offset;
  }

  /** The index. */
  public long index() {
    return index;
  }

  boolean hasMac() {
    return form.macOctets() > 0;
  }

  byte[] b() {
    return b;
  }

  int offset() {
    return offset;
  }

  /** Writes the ROC where {@link CipherAndMac} authenticates it; the octets it authenticates. */
  int authenticatedOctets() {
    return CipherAndMac.appendRoc(b, end, index) - offset;
  }

  /** As {@link #finish}, with a MAC that is there already. */
  void finish(byte[] mac) {
    end = CipherAndMac.append(b, end, index, mki, form, mac);
  }
}
