package org.aparte.zrtp.state;

import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.message.SasRelayPlaintext;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.RelayDecision;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which of the two ends of a call through us, a PBX, is told what about the SAS (RFC 6189 section
 * 7.3). Decides only, and sends nothing.
 *
 * <p>Both ends are told the same rendering scheme: that of the leg whose hash is relayed, unless
 * the receiver did not offer it; then B32, which every endpoint has.
 *
 * @param decision who gets the hash
 * @param toThisLeg {@code null} when nothing is relayed, as the next
 * @param toOtherLeg for the other end
 */
public record RelayPlan(
    RelayDecision decision,
    @Nullable SasRelayPlaintext toThisLeg,
    @Nullable SasRelayPlaintext toOtherLeg) {

  /**
   * Decides about two legs, both of them secure.
   *
   * @throws IllegalStateException when one is not
   */
  public static RelayPlan between(SessionContext thisLeg, SessionContext otherLeg) {
    EstablishedSession here = thisLeg.requireEstablished();
    EstablishedSession there = otherLeg.requireEstablished();
    boolean enrolledHere = here.mitm().isEnrolledPhone();
    boolean enrolledThere = there.mitm().isEnrolledPhone();
    if (!enrolledHere && !enrolledThere) {
      return new RelayPlan(RelayDecision.NEITHER_ENROLLED, null, null); // Z-7.3-02, Z-10-05
    }
    boolean toHere;
    if (enrolledHere && enrolledThere) {
      // Z-7.3-04: to one of them. Z-7.3-09: to the phone, if the other is a PBX
      toHere = !here.mitm().peerIsMitm() || there.mitm().peerIsMitm();
    } else {
      toHere = enrolledHere; // Z-7.3-03
    }
    EstablishedSession receiver = toHere ? here : there;
    EstablishedSession relayed = toHere ? there : here;
    SasType negotiated = relayed.algorithms().sas();
    // Z-5.13-12
    SasType type = receiver.mitm().canRender(negotiated) ? negotiated : SasType.B32;
    Octets hash = relayed.ownSasHash();
    return new RelayPlan(
        toHere ? RelayDecision.TO_THIS_LEG : RelayDecision.TO_OTHER_LEG,
        content(thisLeg.config(), there, type, toHere ? hash : RelayedSas.NO_HASH),
        // Z-7.3-06, Z-5.13-13
        content(otherLeg.config(), here, type, toHere ? RelayedSas.NO_HASH : hash));
  }

  /**
   * What one end is told about the party behind us.
   *
   * @param party that party: its flags are told (Z-5.13-11), as far as ours allow
   */
  private static SasRelayPlaintext content(
      ZrtpConfig config, EstablishedSession party, SasType type, Octets hash) {
    ConfirmPlaintext confirmed = party.mitm().confirmed();
    return new SasRelayPlaintext(
        confirmed.sasVerified(),
        config.allowClear() && confirmed.allowsGoClear(),
        config.disclosesKeys() || confirmed.disclosure(),
        AlgorithmCode.of(type),
        hash,
        null);
  }
}
