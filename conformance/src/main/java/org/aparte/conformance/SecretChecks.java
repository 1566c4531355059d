package org.aparte.conformance;

import java.security.SecureRandom;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.OwnSecrets;
import org.aparte.zrtp.crypto.RandomSource;
import org.aparte.zrtp.crypto.SecretIds;
import org.aparte.zrtp.crypto.SecretMatching;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.DhPart;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.SharedSecretIds;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/** The IDs of the secrets that each side held, and s1, s2 and s3 (RFC 6189 section 4.3). */
final class SecretChecks {

  private static final Set<String> NAMES =
      Set.of("rs1", "rs2", "aux", "auxsecret", "pbx", "pbxsecret");

  private final RecordedChannel channel;
  private final ZrtpHash negotiated;
  private final CryptoProviders providers;
  private final Findings findings;

  SecretChecks(
      RecordedChannel channel, ZrtpHash negotiated, CryptoProviders providers, Findings findings) {
    this.channel = channel;
    this.negotiated = negotiated;
    this.providers = providers;
    this.findings = findings;
  }

  /** What a side held before the exchange, as the file tells. */
  static OwnSecrets held(RecordedChannel channel, Role role) {
    return new OwnSecrets(
        channel.retained(role, "rs1"),
        channel.retained(role, "rs2"),
        channel.retained(role, "aux", "auxsecret"),
        channel.retained(role, "pbx", "pbxsecret"));
  }

  /**
   * Compares IDs and matching secrets from both sides.
   *
   * @return what matched, for the caller to close; null where it is not known
   */
  @Nullable SecretMatching matching() {
    for (Role role : Role.values()) {
      for (String name : channel.retainedNames(role)) {
        if (!NAMES.contains(name)) {
          findings.remark("unknown field retained." + name);
        }
      }
    }
    if (!channel.has("retained")) {
      return ofGivenMatches();
    }
    for (Role role : Role.values()) {
      checkIds(role);
    }
    SecretMatching responders = matching(Role.RESPONDER, held(channel, Role.RESPONDER));
    SecretMatching initiators = matching(Role.INITIATOR, held(channel, Role.INITIATOR));
    compareMatches(responders);
    compareMatches(initiators);
    return initiators == null ? responders : initiators;
  }

  /** Where only s1, s2 and s3 are told: the peer's DHPart has to show that it held them. */
  private @Nullable SecretMatching ofGivenMatches() {
    findings.missing("retained");
    OwnSecrets given =
        new OwnSecrets(channel.secret("s1"), null, channel.secret("s2"), channel.secret("s3"));
    SecretMatching matching = matching(Role.INITIATOR, given);
    compareMatches(matching);
    return matching;
  }

  private @Nullable SecretMatching matching(Role role, OwnSecrets own) {
    Octets peerH3 = h3(role.other());
    SecretIds received = sentIds(role.other());
    try (own) {
      return peerH3 == null || received == null
          ? null
          : SecretMatching.of(negotiated, role, own, peerH3, received);
    }
  }

  private void compareMatches(@Nullable SecretMatching matching) {
    if (matching == null) {
      findings.notChecked("s1, s2, s3 (no Hello or no DHPart)");
      return;
    }
    channel.compare("s1", octets(matching.s1()));
    channel.compare("s2", octets(matching.s2()));
    channel.compare("s3", octets(matching.s3()));
  }

  private static Octets octets(@Nullable SecretBytes secret) {
    return secret == null ? Octets.EMPTY : Octets.of(secret.expose());
  }

  /** The IDs of what a side held; for a secret that it lacked a random one stood (Z-4.3-03). */
  private void checkIds(Role role) {
    SecretIds sent = sentIds(role);
    Octets h3 = h3(role);
    if (sent == null || h3 == null) {
      findings.notChecked("secret ids of the " + role.label());
      return;
    }
    try (OwnSecrets own = held(channel, role)) {
      SecretIds ids =
          SecretIds.of(negotiated, role, h3, own, RandomSource.of(providers, new SecureRandom()));
      compareId(role, "rs1", sent.rs1Id(), ids.rs1Id());
      compareId(role, "rs2", sent.rs2Id(), ids.rs2Id());
      compareId(role, "aux", sent.auxsecretId(), ids.auxsecretId());
      compareId(role, "pbx", sent.pbxsecretId(), ids.pbxsecretId());
    }
  }

  private void compareId(Role role, String name, Octets sent, Octets computed) {
    try (SecretBytes held = channel.retained(role, name, name + "secret")) {
      if (held != null) {
        findings.compare(
            "retained " + role.label() + " " + name + " id", sent.toString(), computed.toString());
      }
    }
  }

  private @Nullable Octets h3(Role role) {
    Octets hello = channel.hello(role);
    return hello != null
            && MessageParser.parse(hello) instanceof Received<?> received
            && received.message() instanceof Hello said
        ? said.h3()
        : null;
  }

  private @Nullable SecretIds sentIds(Role role) {
    Octets octets = channel.dhPart(role);
    if (octets == null
        || !(MessageParser.parse(octets) instanceof Received<?> received)
        || !(received.message() instanceof DhPart dhPart)) {
      return null;
    }
    SharedSecretIds ids = dhPart.secretIds();
    return new SecretIds(ids.rs1Id(), ids.rs2Id(), ids.auxSecretId(), ids.pbxSecretId());
  }
}
