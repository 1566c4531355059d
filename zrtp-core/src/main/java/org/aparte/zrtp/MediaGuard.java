package org.aparte.zrtp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.zrtp.model.MediaDrop;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.Outgoing;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may pass in the clear, and owns the SRTP sender and receiver of a stream, which it
 * makes of the key events. It learns from the events of the stream and forgets one thing never:
 * that there was a Commit.
 */
final class MediaGuard implements AutoCloseable {

  private final MediaPolicy policy;
  private final SrtpOptions options;
  private final BooleanSupplier clearAllowed;
  private @Nullable SrtpSender sender;
  private @Nullable SrtpReceiver receiver;
  private boolean committed;
  private boolean exposesKeys;
  private boolean heardPeer;

  /**
   * For a stream that is not started.
   *
   * @param clearAllowed whether this side obeys GoClear, or has asked for it
   */
  MediaGuard(MediaPolicy policy, SrtpOptions options, BooleanSupplier clearAllowed) {
    this.policy = policy;
    this.options = options;
    this.clearAllowed = clearAllowed;
  }

  /** From now on key events are passed on, with copies of the keys. */
  void exposeKeys() {
    exposesKeys = true;
  }

  /** Learns from what a stream tells, and keeps the keys back. */
  ZrtpOutput learn(ZrtpOutput output) {
    List<ZrtpEvent> events = output.events();
    if (events.isEmpty()) {
      return output;
    }
    List<ZrtpEvent> forApp = new ArrayList<>(events.size());
    for (ZrtpEvent event : events) {
      if (event instanceof ZrtpEvent.PhaseChanged changed) {
        enter(changed.phase());
      } else if (event instanceof ZrtpEvent.ProtectionEnded) {
        wipe(); // Z-4.7.2.1-01, Z-4.7.2.1-02
      }
      if (event instanceof ZrtpEvent.ReceiveKey receive) {
        receiveUnder(receive.key(), forApp);
      } else if (event instanceof ZrtpEvent.SendKey send) {
        sendUnder(send.key(), forApp);
      } else {
        forApp.add(event);
      }
    }
    return new ZrtpOutput(output.datagrams(), forApp);
  }

  private void enter(StreamPhase phase) {
    switch (phase) {
      case IDLE, DISCOVERING, PEER_FOUND -> wipe();
      case KEY_AGREEMENT, CLEAR, FAILED -> {
        committed |= phase != StreamPhase.FAILED;
        wipe(); // whatever was agreed before counts no more, and new keys are still to come
      }
      case CLOSED -> close();
      // what the peer sends before it hears of our GoClear is still to be read
      case SECURE, CLEARING -> committed = true;
    }
  }

  private void receiveUnder(SrtpMasterKey key, List<ZrtpEvent> forApp) {
    committed = true;
    try (key) {
      SrtpReceiver next = SrtpReceiver.of(key, options);
      closeReceiver();
      receiver = next;
      heardPeer = false;
      if (exposesKeys) {
        forApp.add(new ZrtpEvent.ReceiveKey(copy(key)));
      }
    }
  }

  private void sendUnder(SrtpMasterKey key, List<ZrtpEvent> forApp) {
    committed = true;
    try (key) {
      SrtpSender next = SrtpSender.of(key, options);
      closeSender();
      sender = next;
      if (exposesKeys) {
        forApp.add(new ZrtpEvent.SendKey(copy(key)));
      }
    }
  }

  /** A key object of the same keystream, so that it can start no second sender. */
  private static SrtpMasterKey copy(SrtpMasterKey key) {
    return key.withLifetime(key.lifetimePackets());
  }

  /** What a packet to be sent would become now. */
  Outgoing outgoing(StreamPhase phase) {
    return switch (phase) {
      case CLOSED -> Outgoing.REFUSED_CLOSED;
      // Z-4-06 to Z-4-09: from Commit on nothing in the clear, and SRTP in its time
      case KEY_AGREEMENT -> Outgoing.REFUSED_IN_KEY_AGREEMENT;
      case CLEARING -> Outgoing.REFUSED_IN_CLEARING; // Z-4.7.2-12, Z-4.7.2-15
      case SECURE -> sender == null ? Outgoing.REFUSED_AFTER_COMMIT : Outgoing.PROTECTED;
      case IDLE, DISCOVERING, PEER_FOUND, FAILED, CLEAR -> withoutKeys(phase);
    };
  }

  private Outgoing withoutKeys(StreamPhase phase) {
    if (policy == MediaPolicy.REQUIRED) {
      return Outgoing.REFUSED_BY_POLICY;
    }
    boolean bothWantClear = phase == StreamPhase.CLEAR && clearAllowed.getAsBoolean();
    return !committed || bothWantClear ? Outgoing.PLAIN : Outgoing.REFUSED_AFTER_COMMIT;
  }

  /** What is sent under; {@code null} when there is no key. */
  @Nullable SrtpSender sender() {
    return sender;
  }

  /** What checks the peer's packets in this phase; {@code null} when there is no key. */
  @Nullable SrtpReceiver receiver(StreamPhase phase) {
    return phase == StreamPhase.CLOSED ? null : receiver;
  }

  /** Why a packet that no key can check is dropped; {@code null} when it may pass. */
  @Nullable MediaDrop dropsUnchecked(StreamPhase phase) {
    return switch (outgoing(phase)) {
      case PLAIN -> null; // what we may send in the clear, the peer may too
      case REFUSED_BY_POLICY -> MediaDrop.UNPROTECTED;
      // Section 4 forbids it to the peer as to us: Z-4-06, Z-4-08. What was under way when the
      // Commit came is lost for it, for it cannot be told from what somebody else put there.
      case REFUSED_IN_KEY_AGREEMENT -> MediaDrop.IN_KEY_AGREEMENT;
      case REFUSED_CLOSED -> MediaDrop.CLOSED;
      default -> MediaDrop.AFTER_COMMIT;
    };
  }

  /** Whether this authentic packet is the first under its key; asked once for each. */
  boolean isFirstOfKey() {
    boolean first = !heardPeer;
    heardPeer = true;
    return first;
  }

  private void wipe() {
    closeSender();
    closeReceiver();
  }

  private void closeSender() {
    if (sender != null) {
      sender.close();
      sender = null;
    }
  }

  private void closeReceiver() {
    if (receiver != null) {
      receiver.close();
      receiver = null;
    }
  }

  /** Wipes the keys. */
  @Override
  public void close() {
    wipe();
  }
}
