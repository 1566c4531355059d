package org.aparte.conformance;

import com.google.gson.JsonElement;
import java.util.List;
import java.util.Locale;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.SasRendering;
import org.aparte.zrtp.crypto.SessionKey;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.model.SasType;
import org.jspecify.annotations.Nullable;

/** What the first stream of a call derives besides its keys (RFC 6189 sections 4.5.2, 4.6.1). */
final class SasChecks {

  private final RecordedChannel channel;
  private final @Nullable SasType type;
  private final Findings findings;

  SasChecks(RecordedChannel channel, @Nullable SasType type, Findings findings) {
    this.channel = channel;
    this.type = type;
    this.findings = findings;
  }

  void check(SharedSecretS0 s0) {
    try (SessionKey session = s0.sessionKey();
        SecretBytes exported = s0.exportedKey();
        SecretBytes retained = s0.newRetainedSecret();
        SecretBytes trustedMitmKey = session.trustedMitmKey()) {
      channel.compare("zrtpsess", session.zrtpSess());
      channel.compare("exported_key", exported);
      channel.compare("new_rs1", retained);
      if (channel.has("pbxsecret")) {
        channel.compare("pbxsecret", trustedMitmKey);
      }
    }
    Octets sasHash = s0.sasHash();
    channel.compare("sashash", sasHash);
    channel.compare("sasvalue", sasHash.slice(0, 4));
    for (SasType each : SasType.values()) {
      String field = "sas_" + each.code().trim().toLowerCase(Locale.ROOT);
      if (channel.has(field)) {
        checkPrinted(field, each, sasHash);
      }
    }
    checkWordIndices(sasHash);
    for (String side : List.of("a", "b")) {
      String field = "sas_printed_" + side;
      if (channel.has(field) && type != null) {
        checkPrinted(field, type, sasHash);
      } else if (channel.has(field)) {
        findings.notChecked(field + " (a rendering that is not known here)");
      }
    }
  }

  private void checkPrinted(String field, SasType rendering, Octets sasHash) {
    String printed = String.valueOf(channel.text(field));
    String right = SasRendering.render(rendering, sasHash);
    boolean asGnuZrtp = printed.equals(SasRendering.asGnuZrtpShows(rendering, sasHash));
    findings.compare(field, printed, asGnuZrtp ? printed : right);
  }

  private void checkWordIndices(Octets sasHash) {
    List<JsonElement> indices = channel.list("sas_b256_idx");
    if (!indices.isEmpty()) {
      List<Integer> actual = List.of(sasHash.at(0), sasHash.at(1));
      findings.compare("sas_b256_idx", indices.toString(), actual.toString());
    }
  }
}
