package org.aparte.conformance;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.HashCommitment;
import org.aparte.zrtp.crypto.KeyAgreement;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.message.DhPart;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/** hvi, both public values, and DHResult from either side (RFC 6189 section 4.4.1). */
final class AgreementChecks {

  private static final int HVI_OFFSET = 76;
  private static final int P521_BITS = 521;
  private static final int P521_OCTETS = 66;

  /** For blinding, which leaves no trace in results. */
  private final SecureRandom random = new SecureRandom();

  private final RecordedChannel channel;
  private final KeyAgreement agreement;
  private final Findings findings;
  private final Map<Role, Octets> publicValues = new EnumMap<>(Role.class);

  AgreementChecks(
      RecordedChannel channel,
      KeyAgreementType type,
      CryptoProviders providers,
      Findings findings) {
    this.channel = channel;
    this.agreement = KeyAgreement.of(type, providers);
    this.findings = findings;
  }

  /** Compares hvi, in Commit and in its field. */
  static void checkCommitment(RecordedChannel channel, ZrtpHash negotiated, Findings findings) {
    Octets commit = channel.commit();
    Octets dhPart2 = channel.dhPart(Role.INITIATOR);
    Octets hello = channel.hello(Role.RESPONDER);
    if (dhPart2 == null || hello == null) {
      findings.notChecked("hvi (no DHPart2 or no Hello)");
      return;
    }
    Octets hvi = HashCommitment.hvi(negotiated, dhPart2, hello);
    channel.compare("hvi", hvi);
    // By place and not by parser, which may not know the key agreement
    if (commit != null && commit.length() >= HVI_OFFSET + HashCommitment.HVI_OCTETS) {
      Octets promised = commit.slice(HVI_OFFSET, HVI_OFFSET + HashCommitment.HVI_OCTETS);
      findings.compare("hvi of commit", promised.toString(), hvi.toString());
    }
  }

  /** Compares public values and DHResult; null where nobody's result is known. */
  @Nullable SecretBytes dhResult() {
    for (Role role : Role.values()) {
      if (message(role) instanceof DhPart dhPart) {
        publicValues.put(role, dhPart.publicValue());
      }
    }
    List<Octets> results = new ArrayList<>();
    for (Role role : Role.values()) {
      Octets result = checkSide(role);
      if (result != null) {
        channel.compare("dh_result", result);
        results.add(result);
      }
    }
    Octets said = channel.octets("dh_result");
    if (results.isEmpty()) {
      findings.notChecked("dh_result (no private value): taken as it is");
      return said == null ? null : SecretBytes.takeOver(said.toArray());
    }
    // Where the two sides differ, one private value is wrong: what follows is that of the other.
    Octets result = said != null && results.contains(said) ? said : results.get(0);
    return SecretBytes.takeOver(result.toArray());
  }

  private @Nullable Object message(Role role) {
    Octets octets = channel.dhPart(role);
    return octets != null && MessageParser.parse(octets) instanceof Received<?> received
        ? received.message()
        : null;
  }

  private @Nullable Octets checkSide(Role role) {
    String field = "dh_private_" + RecordedChannel.letter(role);
    SecretBytes privateValue = channel.secret(field);
    if (privateValue == null) {
      findings.missing(field);
      return null;
    }
    try (privateValue;
        KeyShare share = agreement.fromPrivate(privateValue, random)) {
      Octets sent = publicValues.get(role);
      if (sent != null) {
        checkPublicValue(field, sent, share.publicValue());
      }
      Octets peer = publicValues.get(role.other());
      return peer == null ? null : resultOf(field, share.agree(unpacked(peer)));
    } catch (IllegalArgumentException refused) {
      findings.fail(field, "is no private value: " + refused.getMessage());
      return null;
    }
  }

  private void checkPublicValue(String field, Octets sent, Octets own) {
    if (!unpacked(sent).equals(sent) && unpacked(sent).equals(own)) {
      findings.remark("public value packed as libzrtp packs it, not as section 5.1.5 has it");
      findings.require(true, "public value of " + field, "");
    } else {
      findings.compare("public value of " + field, sent.toString(), own.toString());
    }
  }

  private @Nullable Octets resultOf(String field, AgreementOutcome outcome) {
    if (outcome instanceof AgreementOutcome.Agreed agreed) {
      try (SecretBytes result = agreed.dhResult()) {
        return Octets.of(result.expose());
      }
    }
    findings.fail("dh_result", "from " + field + " is refused: " + outcome);
    return null;
  }

  /**
   * libzrtp writes a point of P-521 as the number X * 2^521 + Y, where section 5.1.5 asks for X and
   * Y in 66 octets each. Only where the value as it is would be refused.
   */
  private Octets unpacked(Octets publicValue) {
    if (agreement.type() != KeyAgreementType.EC52
        || agreement.faultOf(publicValue).isEmpty()
        || publicValue.length() != 2 * P521_OCTETS) {
      return publicValue;
    }
    BigInteger packed = new BigInteger(1, publicValue.toArray());
    byte[] point = new byte[2 * P521_OCTETS];
    write(packed.shiftRight(P521_BITS), point, 0);
    BigInteger y = packed.mod(BigInteger.ONE.shiftLeft(P521_BITS));
    write(y, point, P521_OCTETS);
    Octets unpacked = Octets.of(point);
    return agreement.faultOf(unpacked).isEmpty() ? unpacked : publicValue;
  }

  private static void write(BigInteger coordinate, byte[] target, int offset) {
    byte[] octets = coordinate.toByteArray();
    byte[] digits =
        octets.length > P521_OCTETS
            ? Arrays.copyOfRange(octets, octets.length - P521_OCTETS, octets.length)
            : octets;
    System.arraycopy(digits, 0, target, offset + P521_OCTETS - digits.length, digits.length);
  }
}
