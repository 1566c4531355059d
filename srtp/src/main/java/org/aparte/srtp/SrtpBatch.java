package org.aparte.srtp;

import java.util.Arrays;
import java.util.Objects;
import org.aparte.srtp.transform.EncryptedRtp;
import org.aparte.srtp.transform.PacketTransform;
import org.jspecify.annotations.Nullable;

/**
 * RTP packets that are protected together, in place: those of one sender, or of many, as when a
 * conference server sends what it has received to everybody else.
 *
 * <p>The result is that of {@link SrtpSender#protectRtp(byte[], int, int)} for one packet after the
 * other, to the last octet, unless a listener re-keys before a limit: then one packet more may be
 * under the old key. With HMAC-SHA1 it costs less: a MAC is a chain in which each step waits for
 * the one before, and the chains of two packets overlap in the processor (figures: benchmarks,
 * README). Other profiles gain nothing.
 *
 * <pre>{@code
 * SrtpBatch batch = new SrtpBatch(16);          // once for a thread
 *
 * batch.clear();
 * for (Listener listener : listeners) {
 *   batch.add(listener.sender, listener.buffer, 0, length);
 * }
 * batch.protectRtp();
 * for (int i = 0; i < batch.size(); i++) {
 *   int octets = batch.result(i);               // or a code: SrtpResult.of(octets)
 * }
 * }</pre>
 *
 * <p>One thread at a time, which is also the one of all its senders. A {@link KeyLimitListener} of
 * one packet may hear of a limit after the next one is protected too; it must leave the batch alone
 * and close none of its senders. The packets of a batch must stand apart, each with its room behind
 * it.
 */
public final class SrtpBatch {

  private static final byte[] NOTHING = new byte[0];

  private final @Nullable SrtpSender[] senders;
  private final byte[][] buffers;
  private final int[] offsets;

  /** Octets of the packet, and then what became of it. */
  private final int[] lengths;

  private final EncryptedRtp one = new EncryptedRtp();
  private final EncryptedRtp two = new EncryptedRtp();
  private int size;
  private boolean begun;
  private boolean done;

  /**
   * An empty batch.
   *
   * @param packets the most packets, 1 or more
   * @throws IllegalArgumentException when it is less
   */
  public SrtpBatch(int packets) {
    if (packets < 1) {
      throw new IllegalArgumentException("a batch of " + packets + " packets: 1 or more");
    }
    senders = new @Nullable SrtpSender[packets];
    buffers = new byte[packets][];
    Arrays.fill(buffers, NOTHING);
    offsets = new int[packets];
    lengths = new int[packets];
  }

  /**
   * Adds an RTP packet, behind which there is room as for {@link SrtpSender#protectRtp(byte[], int,
   * int)}.
   *
   * @return its position, from 0 on
   * @throws IndexOutOfBoundsException when the packet is not inside the array
   * @throws IllegalStateException when the batch is full, or was protected and not cleared, or the
   *     sender is closed
   */
  public int add(SrtpSender sender, byte[] buffer, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    sender.requireOpen();
    if (begun || size == senders.length) {
      throw new IllegalStateException(
          begun
              ? "protected already: clear the batch first"
              : "full: a batch of " + size + " packets was asked for");
    }
    senders[size] = sender;
    buffers[size] = buffer;
    offsets[size] = offset;
    lengths[size] = length;
    return size++;
  }

  /** The number of packets. */
  public int size() {
    return size;
  }

  /**
   * Protects all packets in the order in which they were added.
   *
   * @throws IllegalStateException when that was done already, or a sender is closed; after an
   *     exception there are no results
   */
  public void protectRtp() {
    if (begun) {
      throw new IllegalStateException("protected already: clear the batch first");
    }
    for (int i = 0; i < size; i++) {
      sender(i).requireOpen(); // before an index of any of them is used
    }
    begun = true;
    int i = 0;
    while (i < size) {
      i = protectFrom(i);
    }
    one.clear();
    two.clear();
    done = true;
  }

  /** Protects one packet or two; the position of the next. */
  private int protectFrom(int i) {
    SrtpSender first = sender(i);
    if (i + 1 == size || !first.mayWait()) {
      lengths[i] = first.protectRtp(buffers[i], offsets[i], lengths[i]);
      return i + 1;
    }
    KeyContext firstKey = first.key();
    int firstCode = first.begin(one, buffers[i], offsets[i], lengths[i]);
    if (firstCode < 0) {
      lengths[i] = firstCode; // of which a listener may have heard, who re-keys
      return i + 1;
    }
    // Of a key that takes two packets the session keys are those of any index.
    PacketTransform firstPackets = firstKey.sessionKeys(0).packets();
    if (!mayFollow(i + 1)) { // asked now, since the first one has moved indices
      one.finish(firstPackets);
      lengths[i] = first.count(firstKey, one);
      return i + 1;
    }
    SrtpSender second = sender(i + 1);
    KeyContext secondKey = second.key();
    int secondCode = second.begin(two, buffers[i + 1], offsets[i + 1], lengths[i + 1]);
    if (secondCode < 0) {
      one.finish(firstPackets);
    } else {
      firstPackets.finishRtp(one, secondKey.sessionKeys(0).packets(), two);
    }
    // last, since who hears of a limit may re-key at once
    lengths[i] = first.count(firstKey, one);
    lengths[i + 1] = secondCode < 0 ? secondCode : second.count(secondKey, two);
    return i + 2;
  }

  private boolean mayFollow(int i) {
    SrtpSender sender = sender(i);
    return sender.mayWait() && !sender.endsTheKey(buffers[i], offsets[i], lengths[i]);
  }

  private SrtpSender sender(int i) {
    return Objects.requireNonNull(senders[i]);
  }

  /**
   * What became of a packet: its new length, or a negative code ({@link SrtpResult#of}).
   *
   * @param position what {@link #add} gave
   * @throws IndexOutOfBoundsException when there is no such packet
   * @throws IllegalStateException when the batch was not protected yet, or not to its end
   */
  public int result(int position) {
    Objects.checkIndex(position, size);
    if (!done) {
      throw new IllegalStateException(
          "not protected: call protectRtp first, and clear the batch after an exception");
    }
    return lengths[position];
  }

  /** Empties the batch, which lets go of senders and packets. */
  public void clear() {
    Arrays.fill(senders, 0, size, null);
    Arrays.fill(buffers, 0, size, NOTHING);
    size = 0;
    begun = false;
    done = false;
  }
}
