package org.aparte.srtp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SdesRefusal.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The offerer's side of {@code a=crypto} for one media line: the offered attributes, and the check
 * of the answer (RFC 4568 sections 5.1.1, 5.1.3, 7.1.1 and 7.1.3).
 *
 * <pre>{@code
 * SdesOffer offer = SdesOffer.generate(SdesPolicy.recommended(), random);
 * offer.format().forEach(sdp::addLine);
 * ...
 * SdesResult<SdesAgreement> concluded = offer.conclude(answer.cryptoLines());
 * }</pre>
 *
 * <p>Every offer has new keys. A changed offer for a running call is a new object, which satisfies
 * the demand for a new key when the address or port changes (section 7.1.4); while it is rejected
 * or not yet answered the old agreement stays in force. One answer concludes an offer: a fork's
 * second answer cannot have the same sending key, it needs an offer of its own (section 7.3).
 *
 * <p>That keys are unique in the whole SDP (section 6.1) follows from their randomness. Of what
 * stands outside the attributes nothing is known here: {@code a=crypto} belongs under media lines
 * of the transports RTP/SAVP and RTP/SAVPF only.
 */
public final class SdesOffer implements AutoCloseable {

  private final SdesPolicy policy;
  private final List<SdesCrypto> lines;
  private @Nullable SdesCrypto accepted;

  private SdesOffer(SdesPolicy policy, List<SdesCrypto> lines) {
    this.policy = policy;
    this.lines = lines;
  }

  /**
   * An offer of all suites of the policy, best first, tagged 1, 2, 3 and so on, each with a fresh
   * key.
   *
   * @throws IllegalArgumentException when the policy's own parameters break its own rules
   */
  public static SdesOffer generate(SdesPolicy policy, SecureRandom random) {
    List<SdesCrypto> lines = new ArrayList<>();
    boolean complete = false;
    try {
      // S4568-7.1.4-02: new keys in every offer, so also in one that changes the address or port
      for (SrtpProfile profile : policy.profiles()) {
        lines.add(generateLine(lines.size() + 1, profile, policy, policy.parameters(), random));
      }
      SdesOffer offer = of(policy, lines);
      complete = true;
      return offer;
    } finally {
      if (!complete) {
        lines.forEach(SdesCrypto::close);
      }
    }
  }

  /** An attribute with a fresh key, and another one for FEC where the policy asks for it. */
  static SdesCrypto generateLine(
      int tag,
      SrtpProfile profile,
      SdesPolicy policy,
      SdesParameters parameters,
      SecureRandom random) {
    List<SrtpMasterKey> keys = new ArrayList<>();
    boolean complete = false;
    try {
      keys.add(SdesCrypto.generateKey(profile, random));
      if (policy.hasSeparateFecStream()) {
        keys.add(SdesCrypto.generateKey(profile, random));
      }
      SdesCrypto line =
          SdesCrypto.of(tag, keys.subList(0, 1), keys.subList(1, keys.size()), parameters);
      complete = true;
      return line;
    } finally {
      if (!complete) {
        keys.forEach(SrtpMasterKey::close);
      }
    }
  }

  /**
   * An offer of these attributes, which from now on belong to it; when an exception is thrown they
   * stay the caller's.
   *
   * @param lines the best first, at least one
   * @throws IllegalArgumentException when there is none, when a tag or a key stands twice, or when
   *     the policy would not accept one of them back
   */
  public static SdesOffer of(SdesPolicy policy, List<SdesCrypto> lines) {
    // S4568-5.1.1-01, S4568-7.1.1-02: at least one
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("an offer needs at least one attribute");
    }
    Set<Integer> tags = new HashSet<>();
    List<SrtpMasterKey> keys = new ArrayList<>();
    for (SdesCrypto line : lines) {
      // S4568-5.1.1-02, S4568-4.1-02: a tag of its own for each
      if (!tags.add(line.tag())) {
        throw new IllegalArgumentException("two attributes have the tag " + line.tag());
      }
      // S4568-6.1-03, S4568-6.1-06: no master key twice
      if (SdesKeyRules.sharesKey(keys, line.allKeys())) {
        throw new IllegalArgumentException("a master key stands in two attributes");
      }
      keys.addAll(line.allKeys());
      // S4568-5.1.1-06: whatever is offered must be acceptable to ourselves
      SdesRefusal objection = policy.objection(line);
      if (objection != null) {
        throw new IllegalArgumentException(
            "the policy does not accept what it offers: " + objection);
      }
    }
    return new SdesOffer(policy, List.copyOf(lines));
  }

  /** The offered attributes, the best first. */
  public List<SdesCrypto> lines() {
    return lines;
  }

  /** The offered attributes as lines of SDP, the best first. They hold the keys. */
  public List<String> format() {
    List<String> texts = new ArrayList<>();
    lines.forEach(line -> texts.add(line.format()));
    return texts;
  }

  /**
   * Checks the answer and concludes the offer. Any refusal means that the negotiation failed and no
   * media may flow by this answer; only ALREADY_CONCLUDED leaves what an earlier one agreed on, as
   * when SIP repeats an answer in the 200 that it gave in a 183.
   *
   * @param answerLines all {@code a=crypto} attributes of the answered media line
   * @return what was agreed, to be closed. It takes over the accepted line of this offer, whose
   *     other keys can be wiped by {@link #close}
   */
  public SdesResult<SdesAgreement> conclude(List<String> answerLines) {
    if (accepted != null) {
      return SdesResult.refused(Reason.ALREADY_CONCLUDED, "a second answer needs a second offer");
    }
    // S4568-5.3-01, S4568-7.4-01: an answer without attribute fails
    if (answerLines.isEmpty()) {
      return SdesResult.refused(Reason.NO_CRYPTO_ATTRIBUTE, "the answer has no a=crypto");
    }
    if (answerLines.size() > 1) {
      return SdesResult.refused(Reason.SEVERAL_ANSWERS, answerLines.size() + " attributes");
    }
    // S4568-7.1.3-02, S4568-7.1.3-03, S4568-7.1.3-04, S4568-5.1.3-02: valid, with keys
    SdesResult<SdesCrypto> read = SdesCrypto.parse(answerLines.get(0));
    if (!read.isAccepted()) {
      return SdesResult.refused(read.refusal().orElseThrow(IllegalStateException::new));
    }
    SdesCrypto answer = read.value();
    SdesCrypto line = lineOf(answer.tag());
    // S4568-5.1.3-01: tag and suite are echoed
    if (line == null) {
      answer.close();
      return SdesResult.refused(Reason.TAG_NOT_OFFERED, "tag " + answer.tag());
    }
    SdesRefusal objection = objection(line, answer);
    if (objection != null) {
      // S4568-5.1.3-05: if any of it fails the negotiation fails
      answer.close();
      return SdesResult.refused(objection);
    }
    accepted = line;
    return SdesResult.accepted(new SdesAgreement(line, answer));
  }

  private @Nullable SdesCrypto lineOf(int tag) {
    for (SdesCrypto line : lines) {
      if (line.tag() == tag) {
        return line;
      }
    }
    return null;
  }

  private @Nullable SdesRefusal objection(SdesCrypto line, SdesCrypto answer) {
    if (!answer.profile().equals(line.profile())) {
      return new SdesRefusal(
          Reason.SUITE_CHANGED, answer.profile() + " for the offered " + line.profile());
    }
    // S4568-5.1.3-03: the negotiated parameters come back, and no answer turns encryption off
    SdesParameters theirs = answer.parameters();
    SdesParameters ours = line.parameters();
    if (theirs.encryptRtp() != ours.encryptRtp() || theirs.encryptRtcp() != ours.encryptRtcp()) {
      return new SdesRefusal(
          Reason.NEGOTIATED_PARAMETER_CHANGED, "UNENCRYPTED_SRTP or UNENCRYPTED_SRTCP");
    }
    // S4568-7.1.2-07, S4568-6.4-02, S4568-7.1.1-04: no key of ours comes back
    for (SdesCrypto offered : lines) {
      if (SdesKeyRules.sharesKey(offered.allKeys(), answer.allKeys())) {
        return new SdesRefusal(Reason.KEY_OF_OFFER, "a key of the offered tag " + offered.tag());
      }
    }
    return policy.objection(answer);
  }

  /** Wipes the keys of the offer, but not those that an agreement took over. */
  @Override
  public void close() {
    for (SdesCrypto line : lines) {
      if (line != accepted) {
        line.close();
      }
    }
  }

  /** The offered attributes, without their keys. */
  @Override
  public String toString() {
    return "SdesOffer" + lines;
  }
}
