package org.aparte.srtp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.SdesRefusal.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The answerer's side of {@code a=crypto} for one media line: the choice of an offered attribute,
 * and the attribute to answer with (RFC 4568 sections 5.1.2 and 7.1.2).
 *
 * <pre>{@code
 * SdesResult<SdesAgreement> answered = SdesAnswer.to(offer.cryptoLines(), policy, random);
 * if (!answered.isAccepted()) { rejectMediaStream(); return; }      // port 0
 * sdp.addLine(answered.value().sending().format());
 * }</pre>
 *
 * <p>Every answer has a new key, so also one that changes the address or port of a running call
 * (section 7.1.4).
 */
public final class SdesAnswer {

  /** The most attributes of a media line that are looked at; our own limit. */
  public static final int MAX_LINES = 32;

  private final SdesPolicy policy;
  private final List<SdesCrypto> valid = new ArrayList<>();
  private final StringBuilder refusals = new StringBuilder();

  private SdesAnswer(SdesPolicy policy) {
    this.policy = policy;
  }

  /**
   * Chooses an offered attribute and makes the one to answer with: same tag and suite, the
   * negotiated parameters, a fresh key, and the policy's declarative parameters.
   *
   * @param offeredLines all {@code a=crypto} attributes of the offered media line, in their order
   * @return what was agreed, to be closed; or why not, and then the media stream is to be rejected
   * @throws IllegalStateException when the source of randomness repeats a key of the offer
   */
  public static SdesResult<SdesAgreement> to(
      List<String> offeredLines, SdesPolicy policy, SecureRandom random) {
    SdesAnswer answer = new SdesAnswer(policy);
    SdesCrypto chosen = null;
    boolean complete = false;
    try {
      SdesResult<SdesCrypto> choice = answer.choose(offeredLines);
      if (!choice.isAccepted()) {
        return SdesResult.refused(choice.refusal().orElseThrow(IllegalStateException::new));
      }
      chosen = choice.value();
      SdesAgreement agreement = new SdesAgreement(answer.reply(chosen, random), chosen);
      complete = true;
      return SdesResult.accepted(agreement);
    } finally {
      answer.closeAllBut(complete ? chosen : null);
    }
  }

  /**
   * Only chooses: the first offered attribute that is valid and acceptable, or by the policy's own
   * order.
   *
   * @return the attribute, to be closed; or why there is none, and then the media stream is to be
   *     rejected
   */
  public static SdesResult<SdesCrypto> select(List<String> offeredLines, SdesPolicy policy) {
    SdesAnswer answer = new SdesAnswer(policy);
    SdesCrypto chosen = null;
    try {
      SdesResult<SdesCrypto> choice = answer.choose(offeredLines);
      if (choice.isAccepted()) {
        chosen = choice.value();
      }
      return choice;
    } finally {
      answer.closeAllBut(chosen);
    }
  }

  private SdesResult<SdesCrypto> choose(List<String> offeredLines) {
    if (offeredLines.isEmpty()) {
      return SdesResult.refused(Reason.NO_CRYPTO_ATTRIBUTE, "the offer has no a=crypto");
    }
    if (offeredLines.size() > MAX_LINES) {
      return SdesResult.refused(Reason.TOO_MANY_ATTRIBUTES, offeredLines.size() + " attributes");
    }
    // S4568-5.1.2-01, S4568-7.1.2-02: one and only one, or none
    SdesCrypto best = null;
    for (SdesCrypto candidate : candidates(offeredLines)) {
      if (best == null || (policy.choosesByOwnOrder() && rank(candidate) < rank(best))) {
        // S4568-5.1.2-03: the offerer's order decides, unless the policy has its own
        best = candidate;
      }
    }
    // S4568-5.1.2-02, S4568-5.1.2-04, S4568-7.1.2-03, S4568-7.1.2-10: none, so reject the stream
    return best == null
        ? SdesResult.refused(Reason.NONE_ACCEPTABLE, refusals.toString())
        : SdesResult.accepted(best);
  }

  private int rank(SdesCrypto candidate) {
    return policy.profiles().indexOf(candidate.profile());
  }

  /** The acceptable attributes in the offerer's order; notes of the others why they are not. */
  private List<SdesCrypto> candidates(List<String> offeredLines) {
    Map<Integer, Integer> uses = new HashMap<>();
    for (String line : offeredLines) {
      uses.merge(SdesParser.tagOf(line), 1, Integer::sum);
    }
    List<SdesCrypto> candidates = new ArrayList<>();
    for (String line : offeredLines) {
      SdesResult<SdesCrypto> read = SdesCrypto.parse(line);
      SdesRefusal refusal = read.refusal().orElse(null);
      if (read.isAccepted()) {
        SdesCrypto crypto = read.value();
        refusal = objection(crypto, uses.getOrDefault(crypto.tag(), 0) > 1);
        valid.add(crypto);
        if (refusal == null) {
          candidates.add(crypto);
        }
      }
      if (refusal != null) {
        refusals.append(refusals.length() == 0 ? "" : "; ").append(refusal);
      }
    }
    return candidates;
  }

  private @Nullable SdesRefusal objection(SdesCrypto crypto, boolean tagRepeated) {
    // S4568-4.1-02: an answer could not tell which of the two it accepts
    if (tagRepeated) {
      return new SdesRefusal(Reason.DUPLICATE_TAG, "tag " + crypto.tag());
    }
    // S4568-6.1-03, S4568-6.1-06: a line that repeats the key of an earlier one is not valid. The
    // earlier one stands: a key on one accepted line is used once, and the call is not lost
    for (SdesCrypto earlier : valid) {
      if (SdesKeyRules.sharesKey(earlier.allKeys(), crypto.allKeys())) {
        return new SdesRefusal(Reason.DUPLICATE_KEY, "a key of the earlier tag " + earlier.tag());
      }
    }
    return policy.objection(crypto);
  }

  /** The attribute to answer with. */
  private SdesCrypto reply(SdesCrypto chosen, SecureRandom random) {
    // S4568-5.1.2-08: the negotiated parameters come back; the offer's declarative ones do not
    SdesParameters parameters =
        policy
            .parameters()
            .withEncryption(chosen.parameters().encryptRtp(), chosen.parameters().encryptRtcp());
    // S4568-5.1.2-05, S4568-5.1.2-06: tag and suite are those of the accepted attribute
    // S4568-5.1.2-07, S4568-7.1.2-06, S4568-7.1.4-03: a key in any case, and always a new one
    SdesCrypto reply =
        SdesOffer.generateLine(chosen.tag(), chosen.profile(), policy, parameters, random);
    // S4568-7.1.2-07, S4568-6.4-02: another one than any in the offer
    for (SdesCrypto offered : valid) {
      if (SdesKeyRules.sharesKey(offered.allKeys(), reply.allKeys())) {
        reply.close();
        throw new IllegalStateException(
            "the source of randomness gave a key of the offer: it is no SecureRandom to trust");
      }
    }
    return reply;
  }

  private void closeAllBut(@Nullable SdesCrypto kept) {
    for (SdesCrypto crypto : valid) {
      if (crypto != kept) {
        crypto.close();
      }
    }
  }
}
