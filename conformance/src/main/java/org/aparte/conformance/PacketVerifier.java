package org.aparte.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;

/**
 * Packets from master keys, by way of {@link SrtpSender} and {@link SrtpReceiver}.
 *
 * <p>Whichever direction a vector gives, both are checked: protecting the plain packet has to give
 * the protected one, and unprotecting that the plain one. A vector may hold one packet or, in lists
 * of equal length, several of one session.
 */
final class PacketVerifier implements Verifier {

  @Override
  public Set<String> kinds() {
    return Set.of("srtp", "srtcp");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    boolean rtcp = vector.kind().equals("srtcp");
    PacketSetup setup = PacketSetup.of(inputs, rtcp, vector.expected().isRefusal());
    if (!setup.keyFits()) {
      PacketStep.ignoreAll(inputs);
      return vector.expected().isRefusal()
          ? Verdict.pass("the key does not fit the profile")
          : Verdict.fail("the key does not fit " + setup.profile());
    }
    setup.checkDerivedKeys(inputs);
    List<PacketStep> steps = PacketStep.of(vector, rtcp);
    if (rtcp) {
      setup.encryptRtcpAs(steps);
    }
    steps.forEach(step -> setup.checkDerivedKeys(step.remarks));
    PacketSession session = new PacketSession(setup, inputs, rtcp);
    List<Verdict> verdicts = new ArrayList<>(setup.checks());
    for (int i = 0; i < steps.size(); i++) {
      Verdict verdict = session.run(steps.get(i));
      boolean name = steps.size() > 1 && !verdict.passed();
      verdicts.add(
          name ? new Verdict(verdict.outcome(), "packet " + i + ": " + verdict.detail()) : verdict);
    }
    return Verdict.all(verdicts);
  }
}
