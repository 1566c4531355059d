package org.aparte.zrtp.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.PeerHashChain;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.IgnoredReason;
import org.jspecify.annotations.Nullable;

/**
 * The Hellos that came, each perhaps the peer's: anybody can send one. Which of them counts is
 * decided by the first message that shows a link of its hash chain. Immutable.
 *
 * <p>At most {@value #LIMIT} are kept: the one heard first, which no later flood drives out, and
 * those heard last, so that a peer that repeats its Hello stays among them. Only a peer that was
 * not the first, and does not repeat its Hello, is lost when as many others as the rest holds
 * follow it.
 */
final class PeerCandidates {

  static final int LIMIT = 4;

  static final PeerCandidates NONE = new PeerCandidates(List.of());

  /** The least recently heard first. */
  private final List<PeerCandidate> candidates;

  /** Of those that are left the one that was there first; {@code null} when there is none. */
  private final @Nullable PeerCandidate first;

  private PeerCandidates(List<PeerCandidate> candidates) {
    this(candidates, candidates.isEmpty() ? null : candidates.get(0));
  }

  private PeerCandidates(List<PeerCandidate> candidates, @Nullable PeerCandidate first) {
    this.candidates = candidates;
    this.first = first;
  }

  /** A single one, which an exchange was made with. */
  static PeerCandidates only(PeerCandidate candidate) {
    return new PeerCandidates(List.of(candidate));
  }

  boolean isEmpty() {
    return candidates.isEmpty();
  }

  /** All of them. */
  List<PeerCandidate> all() {
    return candidates;
  }

  boolean contains(Received<Hello> hello) {
    return candidates.stream().anyMatch(known -> known.octets().equals(hello.octets()));
  }

  /** With this Hello as the one heard last. */
  PeerCandidates heard(StreamContext context, Received<Hello> hello) {
    List<PeerCandidate> next = new ArrayList<>(candidates);
    PeerCandidate heard = null;
    for (PeerCandidate known : candidates) {
      if (known.octets().equals(hello.octets())) {
        heard = known;
      }
    }
    if (heard == null) {
      PeerHashChain chain =
          PeerHashChain.unknown(context.implicitHash())
              .with(PeerHashChain.Link.H3, hello.message().h3())
              .get(); // 32 octets, by Hello's own check
      heard = new PeerCandidate(hello, chain);
    } else {
      next.remove(heard);
    }
    next.add(heard);
    if (next.size() > LIMIT) {
      next.remove(next.get(0).equals(first) ? 1 : 0);
    }
    return first == null ? new PeerCandidates(next) : new PeerCandidates(next, first);
  }

  /** The one that a Commit of ours is made for: the one heard last. */
  PeerCandidate latest() {
    return candidates.get(candidates.size() - 1);
  }

  /** Those that a test holds for. */
  PeerCandidates onlyThose(Predicate<PeerCandidate> test) {
    List<PeerCandidate> left = candidates.stream().filter(test).collect(Collectors.toList());
    return first != null && test.test(first)
        ? new PeerCandidates(left, first)
        : new PeerCandidates(left);
  }

  /** The Hello whose maker shows this link, or why there is none. */
  Check<ProvenPeer> provenBy(PeerHashChain.Link link, Octets value) {
    Check<ProvenPeer> result = Check.refused(IgnoredReason.WRONG_HASH_PREIMAGE);
    for (PeerCandidate candidate : candidates) {
      Check<ProvenPeer> check = ProvenPeer.by(candidate, link, value);
      if (check instanceof Check.Passed) {
        return check;
      }
      if (((Check.Refused<ProvenPeer>) check).reason() == IgnoredReason.WRONG_MESSAGE_MAC) {
        result = check;
      }
    }
    return result;
  }
}
