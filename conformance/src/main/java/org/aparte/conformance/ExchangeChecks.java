package org.aparte.conformance;

import java.util.Optional;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.KdfContext;
import org.aparte.zrtp.crypto.OwnSecrets;
import org.aparte.zrtp.crypto.PresharedKey;
import org.aparte.zrtp.crypto.SecretMatching;
import org.aparte.zrtp.crypto.SessionKey;
import org.aparte.zrtp.crypto.SharedSecretS0;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.Commit;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.MultistreamCommit;
import org.aparte.zrtp.message.PresharedCommit;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.Zid;
import org.jspecify.annotations.Nullable;

/** From the messages of a channel to its s0, in all three modes (RFC 6189 section 4.4). */
final class ExchangeChecks {

  private final RecordedChannel channel;
  private final ChannelAlgorithms algorithms;
  private final CryptoProviders providers;
  private final ZrtpHash negotiated;
  private final Findings findings;

  ExchangeChecks(
      RecordedChannel channel,
      ChannelAlgorithms algorithms,
      CryptoProviders providers,
      Findings findings) {
    this.channel = channel;
    this.algorithms = algorithms;
    this.providers = providers;
    this.negotiated = ZrtpHash.of(algorithms.hash(), providers);
    this.findings = findings;
  }

  /**
   * Checks everything up to s0.
   *
   * @param session of the exchange that a Multistream channel belongs to, or null
   * @return s0, for the caller to close; null where the file has not all that it is made of
   */
  @Nullable SharedSecretS0 s0(@Nullable SessionKey session) {
    boolean dh = algorithms.keyAgreement().hasDhParts();
    SecretBytes dhResult = null;
    SecretMatching matching = null;
    if (dh) {
      AgreementChecks.checkCommitment(channel, negotiated, findings);
      dhResult = dhResult();
      matching = new SecretChecks(channel, negotiated, providers, findings).matching();
    }
    KdfContext context = context(dh);
    SharedSecretS0 s0 =
        context == null
            ? null
            : switch (algorithms.keyAgreement()) {
              case MULT -> ofMultistream(context, session);
              case PRSH -> ofPreshared(context);
              default ->
                  dhResult == null || matching == null
                      ? null
                      : SharedSecretS0.ofDh(negotiated, context, dhResult, matching);
            };
    if (s0 == null) {
      findings.notChecked("s0 and all that follows from it (the file lacks what it is made of)");
    } else {
      channel.compare("s0", s0.s0());
    }
    return s0;
  }

  private @Nullable SecretBytes dhResult() {
    if (!algorithms.keyAgreement().isKem()) {
      return new AgreementChecks(channel, algorithms.keyAgreement(), providers, findings)
          .dhResult();
    }
    KemScheme scheme =
        KemScheme.ofCode(algorithms.keyAgreementCode(), algorithms.hash(), providers);
    if (scheme == null) {
      throw new Unsupported(
          "key agreement " + algorithms.keyAgreementCode() + " is not verified here");
    }
    return new KemChecks(channel, algorithms, scheme, providers, findings).sharedSecret();
  }

  /** Compares total_hash and KDF_Context. */
  private @Nullable KdfContext context(boolean dh) {
    Octets helloR = channel.hello(Role.RESPONDER);
    Octets commit = channel.commit();
    Octets dhPart1 = channel.dhPart(Role.RESPONDER);
    Octets dhPart2 = channel.dhPart(Role.INITIATOR);
    if (helloR == null || commit == null || dh && (dhPart1 == null || dhPart2 == null)) {
      findings.notChecked("total_hash (a message is missing)");
      return null;
    }
    Zid zidI = message(commit) instanceof Commit said ? said.zid() : null;
    Zid zidR = message(helloR) instanceof Hello said ? said.zid() : null;
    if (zidI == null || zidR == null) {
      findings.notChecked("total_hash (Hello or Commit cannot be read)");
      return null;
    }
    KdfContext context =
        dh && dhPart1 != null && dhPart2 != null
            ? KdfContext.ofDh(negotiated, zidI, zidR, helloR, commit, dhPart1, dhPart2)
            : KdfContext.withoutDh(negotiated, zidI, zidR, helloR, commit);
    channel.compare("zid_i", zidI.octets());
    channel.compare("total_hash", context.totalHash());
    channel.compare("kdf_context", context.octets());
    return context;
  }

  private @Nullable SharedSecretS0 ofMultistream(KdfContext context, @Nullable SessionKey session) {
    if (message(channel.commit()) instanceof MultistreamCommit commit) {
      channel.compare("nonce", commit.nonce());
    }
    // An engine may renew ZRTPSess after GoClear in a way of its own; its keys follow from that.
    SecretBytes departing = channel.has("zrtpsess_rfc") ? channel.secret("zrtpsess") : null;
    if (session != null) {
      channel.compare(departing == null ? "zrtpsess" : "zrtpsess_rfc", session.zrtpSess());
      if (departing == null) {
        return SharedSecretS0.ofMultistream(negotiated, context, session);
      }
      if (!departing.matches(session.zrtpSess())) {
        findings.remark("zrtpsess departs from RFC 6189 section 4.7.2.1, taken as it is");
      }
    }
    SecretBytes given = departing == null ? channel.secret("zrtpsess") : departing;
    if (given == null) {
      return null;
    }
    if (session == null) {
      findings.notChecked("zrtpsess (the exchange it comes from is not here): taken as it is");
    }
    try (SessionKey key = new SessionKey(negotiated, context.zidI(), context.zidR(), given)) {
      return SharedSecretS0.ofMultistream(negotiated, context, key);
    }
  }

  private @Nullable SharedSecretS0 ofPreshared(KdfContext context) {
    if (!(message(channel.commit()) instanceof PresharedCommit commit)) {
      return null;
    }
    channel.compare("nonce", commit.nonce());
    channel.compare("key_id", commit.keyId());
    SharedSecretS0 s0 = null;
    for (Role role : Role.values()) {
      try (OwnSecrets own = SecretChecks.held(channel, role)) {
        Optional<PresharedKey> key = PresharedKey.find(negotiated, own, commit.keyId());
        if (key.isPresent()) {
          channel.compare("preshared_key", key.get().key());
          closeIfAny(s0);
          s0 = SharedSecretS0.ofPreshared(negotiated, context, key.get());
        } else if (channel.retainedNames(role).contains("rs1")) {
          findings.fail(
              "key_id", "is " + commit.keyId() + ", no key of the " + role.label() + " has it");
        }
      }
    }
    return s0;
  }

  private static void closeIfAny(@Nullable SharedSecretS0 s0) {
    if (s0 != null) {
      s0.close();
    }
  }

  private static @Nullable Object message(@Nullable Octets octets) {
    return octets != null && MessageParser.parse(octets) instanceof Received<?> received
        ? received.message()
        : null;
  }
}
