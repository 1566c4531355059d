package org.aparte.zrtp.state;

import org.aparte.zrtp.message.ClearAck;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.Conf2Ack;
import org.aparte.zrtp.message.Confirm1;
import org.aparte.zrtp.message.Confirm2;
import org.aparte.zrtp.message.DhPart1;
import org.aparte.zrtp.message.DhPart2;
import org.aparte.zrtp.message.ErrorAck;
import org.aparte.zrtp.message.GoClear;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.HelloAck;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.RelayAck;
import org.aparte.zrtp.message.SasRelay;
import org.aparte.zrtp.message.ZrtpMessage;
import org.aparte.zrtp.model.IgnoredReason;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpFailure;
import org.jspecify.annotations.Nullable;

/**
 * A state of a stream: what it hears, and what it owns. What it does not list as an {@code onX} it
 * ignores, but for Hello, which is acknowledged everywhere.
 */
public sealed interface StreamState extends AutoCloseable
    permits Idle,
        Discovering,
        ExpectHello,
        ExpectHelloAck,
        ExpectCommit,
        ExpectDhPart1,
        ExpectDhPart2,
        ExpectConfirm1,
        ExpectConfirm1WithoutDh,
        ExpectConfirm2,
        ExpectConf2Ack,
        Secure,
        ExpectClearAck,
        Clear,
        ExpectErrorAck,
        Terminated {

  /** Where the stream stands for a user interface. */
  StreamPhase phase();

  /** A Hello of our version. */
  default Step onHello(Received<Hello> hello) {
    return Step.stay(this).send(new HelloAck()); // Z-5.3-01
  }

  /** HelloACK. */
  default Step onHelloAck() {
    return unexpected();
  }

  /** A Commit of any mode. */
  default Step onCommit(Received<Commit> commit) {
    return unexpected();
  }

  /** DHPart1. */
  default Step onDhPart1(Received<DhPart1> dhPart1) {
    return unexpected();
  }

  /** DHPart2. */
  default Step onDhPart2(Received<DhPart2> dhPart2) {
    return unexpected();
  }

  /** Confirm1. */
  default Step onConfirm1(Received<Confirm1> confirm1) {
    return unexpected();
  }

  /** Confirm2. */
  default Step onConfirm2(Received<Confirm2> confirm2) {
    return unexpected();
  }

  /** Conf2ACK. */
  default Step onConf2Ack() {
    return unexpected();
  }

  /** ErrorACK. */
  default Step onErrorAck() {
    return unexpected();
  }

  /** GoClear. */
  default Step onGoClear(Received<GoClear> goClear) {
    return unexpected();
  }

  /** ClearACK. */
  default Step onClearAck() {
    return unexpected();
  }

  /** SASrelay. */
  default Step onSasRelay(Received<SasRelay> sasRelay) {
    return unexpected();
  }

  /** RelayACK. */
  default Step onRelayAck() {
    return unexpected();
  }

  /** An SRTP packet of the peer's was authentic. */
  default Step onMedia() {
    return Step.stay(this);
  }

  /** The app wants a secure call. */
  default Step goSecure() {
    return Step.stay(this);
  }

  /**
   * The app wants to leave SRTP.
   *
   * @throws IllegalStateException when that is not possible
   */
  default Step goClear() {
    throw new IllegalStateException("only a secure stream can go clear; wait for its Secure event");
  }

  /**
   * The user has taken notice that the peer left SRTP.
   *
   * @throws IllegalStateException when there is nothing to confirm
   */
  default Step confirmClear() {
    throw new IllegalStateException(
        "there is nothing to confirm; wait for ProtectionEnded, which the peer's GoClear causes");
  }

  /**
   * The schedule of the timer is exhausted.
   *
   * @param suspicion what it may be blamed on
   */
  default Step onExhausted(@Nullable ZrtpFailure suspicion) {
    return Step.stay(this);
  }

  /**
   * Whether the peer of a secure stream is the one that signaling named, which may have come late
   * (Z-8.1-03); true in all other states, which look at it in time.
   */
  default boolean isWithAnnouncedPeer() {
    return true;
  }

  /** Other streams may have changed what this one waits for; {@code null} when they have not. */
  default @Nullable Step review() {
    return null;
  }

  /** A message that parsed. */
  default Step on(Received<?> received) {
    ZrtpMessage message = received.message();
    if (message instanceof Hello hello) {
      return onHello(new Received<>(received.octets(), hello));
    } else if (message instanceof HelloAck) {
      return onHelloAck();
    } else if (message instanceof Commit commit) {
      return onCommit(new Received<>(received.octets(), commit));
    } else if (message instanceof DhPart1 dhPart1) {
      return onDhPart1(new Received<>(received.octets(), dhPart1));
    } else if (message instanceof DhPart2 dhPart2) {
      return onDhPart2(new Received<>(received.octets(), dhPart2));
    } else if (message instanceof Confirm1 confirm1) {
      return onConfirm1(new Received<>(received.octets(), confirm1));
    } else if (message instanceof Confirm2 confirm2) {
      return onConfirm2(new Received<>(received.octets(), confirm2));
    } else if (message instanceof Conf2Ack) {
      return onConf2Ack();
    } else if (message instanceof ErrorAck) {
      return onErrorAck();
    } else if (message instanceof GoClear goClear) {
      return onGoClear(new Received<>(received.octets(), goClear));
    } else if (message instanceof ClearAck) {
      return onClearAck();
    } else if (message instanceof SasRelay sasRelay) {
      return onSasRelay(new Received<>(received.octets(), sasRelay));
    } else if (message instanceof RelayAck) {
      return onRelayAck();
    }
    return unexpected(); // PingACK: we send no Ping
  }

  private Step unexpected() {
    return Step.ignored(this, IgnoredReason.UNEXPECTED_MESSAGE);
  }

  /** Gives up the exchange: wipes all that this state owns. Further calls do nothing. */
  @Override
  default void close() {}
}
