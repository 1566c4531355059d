package org.aparte.zrtp.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.model.Zid;
import org.jspecify.annotations.Nullable;

/**
 * The rule that two ZIDs do one DH or Preshared exchange at a time (RFC 6189 sections 4.4.1,
 * 4.4.2), whatever stream or call it is for: two at once would race for the cache.
 *
 * <p>Belongs to an endpoint, whose sessions may run on several threads: hence the locks.
 */
public final class ExchangeTurns {

  private record Pair(Zid own, Zid peer) {}

  private final Map<Pair, Exchange> inProgress = new HashMap<>();

  /** For one endpoint. */
  public ExchangeTurns() {}

  /** The turn for a Commit of ours, unless there is an exchange with this peer. */
  synchronized Optional<Turn> takeAsInitiator(Zid own, Zid peer) {
    Pair pair = new Pair(own, peer);
    return inProgress.containsKey(pair) ? Optional.empty() : Optional.of(start(pair));
  }

  /**
   * The turn for a Commit of the peer's. An exchange in progress stands against it, unless it is a
   * Commit of ours on another stream, not answered yet, that loses against this one: then that
   * stream steps back (Z-4.2-07, Z-4.2-08).
   */
  synchronized Optional<Turn> takeAsResponder(
      Zid own, Zid peer, Commit theirs, boolean ownMitm, boolean peerMitm) {
    Pair pair = new Pair(own, peer);
    Exchange current = inProgress.get(pair);
    if (current != null) {
      Commit ours = current.unanswered;
      if (ours == null
          || CommitContention.decide(ours, ownMitm, theirs, peerMitm)
              != CommitContention.Outcome.THEIRS_PREVAILS) {
        return Optional.empty();
      }
      current.withdrawn = true;
    }
    return Optional.of(start(pair));
  }

  private Turn start(Pair pair) {
    Exchange exchange = new Exchange(pair);
    inProgress.put(pair, exchange);
    return new Turn(exchange);
  }

  /** An exchange as long as somebody holds a turn for it. */
  private static final class Exchange {
    private final Pair pair;
    private int holders;
    private @Nullable Commit unanswered;
    private boolean withdrawn;

    Exchange(Pair pair) {
      this.pair = pair;
    }
  }

  /** The right to do an exchange, until {@link #close}. */
  final class Turn implements AutoCloseable {

    private final Exchange exchange;
    private boolean closed;

    private Turn(Exchange exchange) {
      this.exchange = exchange;
      exchange.holders++;
    }

    /** The same right once more, for another answer on the same stream; closed for itself. */
    Turn share() {
      synchronized (ExchangeTurns.this) {
        return new Turn(exchange);
      }
    }

    /** Whether it is for exchanges with this peer. */
    boolean isFor(Zid peer) {
      return exchange.pair.peer().equals(peer);
    }

    /** Our Commit was sent: as long as it is not answered, a stronger one may take the turn. */
    void committed(Commit ours) {
      synchronized (ExchangeTurns.this) {
        exchange.unanswered = ours;
      }
    }

    /** The exchange has begun; nothing takes the turn away any more. False when that was before. */
    boolean begun() {
      synchronized (ExchangeTurns.this) {
        exchange.unanswered = null;
        return !exchange.withdrawn;
      }
    }

    /** Whether a stronger Commit on another stream took the turn. */
    boolean isWithdrawn() {
      synchronized (ExchangeTurns.this) {
        return exchange.withdrawn;
      }
    }

    /** Ends the turn, when nobody shares it. Further calls do nothing. */
    @Override
    public void close() {
      synchronized (ExchangeTurns.this) {
        if (!closed && --exchange.holders == 0) {
          inProgress.remove(exchange.pair, exchange);
        }
        closed = true;
      }
    }
  }
}
