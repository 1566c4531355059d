package org.aparte.srtp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SdesParameters.FecOrder;
import org.aparte.srtp.SdesRefusal.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint offers and accepts for one media line by {@code a=crypto}: crypto suites in
 * order of preference, the session parameters of its own, and what else it can bear. Immutable.
 *
 * <p>By default both protocols must be encrypted, there is no FEC stream with an address or port of
 * its own, and FEC over SRTP packets is not accepted.
 */
public final class SdesPolicy {

  private enum Choice {
    OWN_ORDER,
    UNENCRYPTED_RTP,
    UNENCRYPTED_RTCP,
    FEC_AFTER_SRTP,
    SEPARATE_FEC
  }

  private final List<SrtpProfile> profiles;
  private final SdesParameters parameters;
  private final Set<Choice> choices;

  private SdesPolicy(List<SrtpProfile> profiles, SdesParameters parameters, Set<Choice> choices) {
    this.profiles = profiles;
    this.parameters = parameters;
    this.choices = choices;
  }

  /**
   * AES-GCM and AES in counter mode with tags of 80 bits or more, the larger keys first: the
   * stronger suite is the preferred one (S4568-5.1.1-04).
   */
  public static SdesPolicy recommended() {
    return of(
        List.of(
            SrtpProfile.AEAD_AES_256_GCM,
            SrtpProfile.AES_CM_256_HMAC_SHA1_80,
            SrtpProfile.AEAD_AES_128_GCM,
            SrtpProfile.AES_CM_128_HMAC_SHA1_80));
  }

  /**
   * A policy for these crypto suites.
   *
   * @param preference the best first, none twice, at least one
   * @throws IllegalArgumentException when there is none, one twice, or one without a name in SDES
   */
  public static SdesPolicy of(List<SrtpProfile> preference) {
    if (preference.isEmpty()) {
      throw new IllegalArgumentException("a policy needs at least one profile");
    }
    List<SrtpProfile> profiles = new ArrayList<>();
    for (SrtpProfile profile : preference) {
      if (!profile.sdesName().isPresent() || profiles.contains(profile)) {
        throw new IllegalArgumentException(
            profile + " stands twice, or has no crypto suite in SDES");
      }
      profiles.add(profile);
    }
    return new SdesPolicy(List.copyOf(profiles), SdesParameters.NONE, EnumSet.noneOf(Choice.class));
  }

  /**
   * As an answerer, take the suite that we prefer. Otherwise the offerer's order decides, as RFC
   * 4568 section 5.1.2 recommends (S4568-5.1.2-03).
   */
  public SdesPolicy choosingByOwnOrder() {
    return with(Choice.OWN_ORDER);
  }

  /** Also accept UNENCRYPTED_SRTP: media that is authenticated, and for all to hear. */
  public SdesPolicy acceptingUnencryptedRtp() {
    return with(Choice.UNENCRYPTED_RTP);
  }

  /** Also accept UNENCRYPTED_SRTCP: reports that are authenticated, and for all to read. */
  public SdesPolicy acceptingUnencryptedRtcp() {
    return with(Choice.UNENCRYPTED_RTCP);
  }

  /** Also accept peers that compute FEC over SRTP packets (FEC_ORDER=SRTP_FEC). */
  public SdesPolicy acceptingFecAfterSrtp() {
    return with(Choice.FEC_AFTER_SRTP);
  }

  /**
   * The media line has an FEC stream with an address or port of its own: write a FEC_KEY, and
   * demand one. Without this call a FEC_KEY makes an attribute invalid (section 6.3.5).
   */
  public SdesPolicy withSeparateFecStream() {
    return with(Choice.SEPARATE_FEC);
  }

  private SdesPolicy with(Choice choice) {
    Set<Choice> more = EnumSet.copyOf(choices);
    more.add(choice);
    return new SdesPolicy(profiles, parameters, more);
  }

  /**
   * Write these session parameters into our attributes. In an answer the encryption flags are those
   * of the accepted offer instead, because they are negotiated.
   */
  public SdesPolicy withParameters(SdesParameters own) {
    return new SdesPolicy(profiles, own, choices);
  }

  /** The crypto suites, the best first. */
  public List<SrtpProfile> profiles() {
    return profiles;
  }

  /** The session parameters of our attributes. */
  public SdesParameters parameters() {
    return parameters;
  }

  boolean choosesByOwnOrder() {
    return choices.contains(Choice.OWN_ORDER);
  }

  boolean hasSeparateFecStream() {
    return choices.contains(Choice.SEPARATE_FEC);
  }

  /** Why an attribute that is valid in itself is not acceptable, or null when it is. */
  @Nullable SdesRefusal objection(SdesCrypto crypto) {
    // S4568-7.1.2-04: suite, key and all mandatory parameters must be acceptable
    if (!profiles.contains(crypto.profile())) {
      return new SdesRefusal(Reason.SUITE_NOT_ACCEPTED, crypto.profile().name());
    }
    SdesParameters theirs = crypto.parameters();
    if (!theirs.encryptRtp() && !choices.contains(Choice.UNENCRYPTED_RTP)) {
      return new SdesRefusal(Reason.UNENCRYPTED_NOT_ACCEPTED, "UNENCRYPTED_SRTP");
    }
    if (!theirs.encryptRtcp() && !choices.contains(Choice.UNENCRYPTED_RTCP)) {
      return new SdesRefusal(Reason.UNENCRYPTED_NOT_ACCEPTED, "UNENCRYPTED_SRTCP");
    }
    if (theirs.fecOrder() == FecOrder.SRTP_FEC && !choices.contains(Choice.FEC_AFTER_SRTP)) {
      return new SdesRefusal(Reason.FEC_ORDER_NOT_ACCEPTED, "SRTP_FEC");
    }
    // S4568-6.3.5-02, S4568-7.1.1-03, S4568-7.1.2-05, S4568-7.1.2-08
    if (hasSeparateFecStream() && crypto.fecKeys().isEmpty()) {
      return new SdesRefusal(Reason.FEC_KEY_MISSING, "the FEC stream has its own address or port");
    }
    // S4568-6.3.5-03, S4568-6.3.5-04: invalid in this case
    if (!hasSeparateFecStream() && !crypto.fecKeys().isEmpty()) {
      return new SdesRefusal(Reason.FEC_KEY_NOT_ALLOWED, "no FEC stream has its own address");
    }
    return null;
  }
}
