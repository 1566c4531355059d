package org.aparte.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.crypto.ConfirmSeal;
import org.aparte.zrtp.crypto.SessionKey;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.crypto.StreamKeys;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/**
 * Recorded ZRTP exchanges: from packets, private values and retained secrets every derived value is
 * computed again and compared. What a file lacks is named and not checked; what it has besides is
 * named and does no harm.
 */
final class HandshakeVerifier implements Verifier {

  /** Fields that say how a channel came about, and nothing that could be computed. */
  private static final List<String> REMARKS =
      List.of("name", "note", "notes", "comment", "index", "after_goclear_of", "checks_failed");

  /** Fields that nobody asks for where that which they are derived from is missing. */
  private static final List<String> DERIVED =
      List.of(
          ("hvi kem_public_key kem_ciphertext kem_private_key kem_shared_secret"
                  + " kem_components fragments dh_private_i dh_private_r dh_result s1 s2 s3 retained total_hash kdf_context s0"
                  + " nonce key_id preshared_key zrtpsess zrtpsess_rfc exported_key new_rs1"
                  + " pbxsecret sashash sasvalue sas_b32 sas_b256 sas_b32e sas_b10d sas_b256_idx"
                  + " sas_printed_a sas_printed_b mackeyi mackeyr zrtpkeyi zrtpkeyr srtpkeyi"
                  + " srtpkeyr srtpsalti srtpsaltr confirm1_plain confirm1_iv confirm1_flags"
                  + " confirm2_plain confirm2_iv confirm2_flags goclear sasrelay srtp_sample"
                  + " zid_i zid_r zrtp_hash_i zrtp_hash_r contention")
              .split(" "));

  @Override
  public Set<String> kinds() {
    return Set.of("zrtp-handshake");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    JsonElement root = vector.inputs().find("document");
    JsonObject document = root instanceof JsonObject object ? object : new JsonObject();
    int index = (int) vector.inputs().number(0, "channel");
    JsonArray channels =
        document.get("channels") instanceof JsonArray array ? array : new JsonArray();
    if (index >= channels.size() || !(channels.get(index) instanceof JsonObject json)) {
      return Verdict.unsupported("no channel");
    }
    Findings findings = new Findings();
    RecordedChannel channel = new RecordedChannel(json, findings);
    try (SessionKey session = new Call(channels).sessionBefore(index)) {
      check(channel, session, findings);
    } catch (Unsupported lacking) {
      if (findings.areClean()) {
        throw lacking;
      }
      findings.remark(String.valueOf(lacking.getMessage()));
    }
    Integer cleared = Call.number(json, "after_goclear_of");
    if (cleared != null && (cleared < 0 || cleared >= index)) {
      findings.fail("after_goclear_of", "is " + cleared + ": no channel before this one");
    }
    new EventChecks(document, channels, findings).check(index);
    REMARKS.forEach(channel::has);
    DERIVED.stream()
        .filter(channel.unknownFields()::contains)
        .filter(channel::has)
        .forEach(findings::notChecked);
    List<String> unknown = channel.unknownFields();
    if (!unknown.isEmpty()) {
      findings.remark("unknown fields: " + String.join(", ", unknown));
    }
    return findings.verdict(channel.texts("checks_failed"));
  }

  /**
   * Checks one channel.
   *
   * @param session of the exchange that the channel belongs to, or null
   */
  private static void check(
      RecordedChannel channel, @Nullable SessionKey session, Findings findings) {
    ChannelAlgorithms algorithms = ChannelAlgorithms.of(channel, findings);
    new PacketChecks(channel, findings).run();
    Octets h0I = null;
    Octets h0R = null;
    if (algorithms == null) {
      findings.notChecked("all that is derived (no Commit)");
    } else {
      SharedSecretS0 s0 =
          new ExchangeChecks(channel, algorithms, Standard.PROVIDERS, findings).s0(session);
      if (s0 != null) {
        try (s0;
            StreamKeys keys = s0.streamKeys(algorithms.cipher(), algorithms.authTag())) {
          KeyChecks checks = keyChecks(channel, algorithms, keys, findings);
          checks.checkKeys();
          h0R = checks.checkConfirm(Role.RESPONDER);
          h0I = checks.checkConfirm(Role.INITIATOR);
          checks.checkGoClear();
          checks.checkRelays();
          checks.checkSamples();
          checks.close();
          if (algorithms.keyAgreement() != KeyAgreementType.MULT) {
            new SasChecks(channel, algorithms.sas(), findings).check(s0);
          }
        }
      }
    }
    ZrtpHash implicit = ZrtpHash.implicit(Standard.PROVIDERS);
    new ChainChecks(channel, Role.INITIATOR, implicit, findings).run(h0I);
    new ChainChecks(channel, Role.RESPONDER, implicit, findings).run(h0R);
  }

  private static KeyChecks keyChecks(
      RecordedChannel channel, ChannelAlgorithms algorithms, StreamKeys keys, Findings findings) {
    ZrtpHash negotiated = ZrtpHash.of(algorithms.hash(), Standard.PROVIDERS);
    ConfirmSeal seal = new ConfirmSeal(negotiated, algorithms.cipher(), Standard.PROVIDERS);
    return new KeyChecks(channel, negotiated, seal, keys, findings);
  }

  /** The channels of one file, for what the later ones take from the earlier. */
  private record Call(JsonArray channels) {

    /**
     * ZRTPSess for a Multistream channel: of the last exchange before it that made one, renewed
     * where a GoClear came between. Null where there is none, or the file lacks what it is made of.
     */
    @Nullable SessionKey sessionBefore(int index) {
      JsonObject channel = (JsonObject) channels.get(index);
      if (!isMultistream(channel)) {
        return null;
      }
      Integer cleared = number(channel, "after_goclear_of");
      if (cleared != null) {
        SessionKey session = cleared >= 0 && cleared < index ? sessionOf(cleared) : null;
        return session == null ? null : session.renew();
      }
      for (int earlier = index - 1; earlier >= 0; earlier--) {
        if (channels.get(earlier) instanceof JsonObject candidate
            && (!isMultistream(candidate) || number(candidate, "after_goclear_of") != null)) {
          return sessionOf(earlier);
        }
      }
      return null;
    }

    private @Nullable SessionKey sessionOf(int index) {
      if (index < 0 || !(channels.get(index) instanceof JsonObject json)) {
        return null;
      }
      if (isMultistream(json)) {
        return json.has("zrtpsess_rfc") ? null : sessionBefore(index);
      }
      Findings unheard = new Findings(); // the channel's own line tells of them
      RecordedChannel channel = new RecordedChannel(json, unheard);
      try {
        ChannelAlgorithms algorithms = ChannelAlgorithms.of(channel, unheard);
        SharedSecretS0 s0 =
            algorithms == null
                ? null
                : new ExchangeChecks(channel, algorithms, Standard.PROVIDERS, unheard).s0(null);
        if (s0 == null) {
          return null;
        }
        try (s0) {
          return s0.sessionKey();
        }
      } catch (Unsupported lacking) {
        return null;
      }
    }

    private static boolean isMultistream(JsonObject channel) {
      Findings unheard = new Findings();
      try {
        ChannelAlgorithms algorithms =
            ChannelAlgorithms.of(new RecordedChannel(channel, unheard), unheard);
        return algorithms != null && algorithms.keyAgreement() == KeyAgreementType.MULT;
      } catch (Unsupported lacking) {
        return false;
      }
    }

    private static @Nullable Integer number(JsonObject channel, String name) {
      return channel.get(name) instanceof JsonPrimitive value && value.isNumber()
          ? (Integer) value.getAsInt()
          : null;
    }
  }

  /** Made when first needed, since that takes a while. */
  private static final class Standard {
    static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  }
}
