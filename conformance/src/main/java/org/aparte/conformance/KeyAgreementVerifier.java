package org.aparte.conformance;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.crypto.AgreementOutcome;
import org.aparte.zrtp.crypto.KeyAgreement;
import org.aparte.zrtp.crypto.KeyShare;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.KeyAgreementType;

/** The key agreements of ZRTP: elliptic curves, X25519 and X448, and the MODP groups. */
final class KeyAgreementVerifier implements Verifier {

  private static final int MAX_ITERATIONS = 1000;

  /** For blinding, which leaves no trace in results. */
  private final SecureRandom random = new SecureRandom();

  @Override
  public Set<String> kinds() {
    return Set.of("ecdh", "xdh", "modp-group");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    return switch (vector.kind()) {
      case "ecdh" -> verifyEcdh(vector);
      case "xdh" -> verifyXdh(vector);
      default -> verifyGroup(vector);
    };
  }

  private Verdict verifyEcdh(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    String curve = String.valueOf(inputs.text("curve"));
    KeyAgreement agreement =
        agreement(
            switch (curve) {
              case "P-256" -> KeyAgreementType.EC25;
              case "P-384" -> KeyAgreementType.EC38;
              case "P-521" -> KeyAgreementType.EC52;
              default -> throw new Unsupported("curve " + curve);
            });
    CaseFields expected = vector.expected().fields("shared_x");
    expected.ignore("shared_y"); // the DH result of ZRTP is the x-coordinate (Z-5.1.5)
    byte[] publicA = joined(expected.octets("public_a_x"), expected.octets("public_a_y"));
    byte[] publicB = joined(expected.octets("public_b_x"), expected.octets("public_b_y"));
    return agree(
        agreement,
        inputs.octets("private_a"),
        inputs.octets("private_b"),
        publicA,
        publicB,
        expected.octets("shared_x"),
        expected);
  }

  private Verdict verifyXdh(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    String function = String.valueOf(inputs.text("function"));
    KeyAgreement agreement =
        agreement(
            switch (function) {
              case "X25519" -> KeyAgreementType.X255;
              case "X448" -> KeyAgreementType.X448;
              default -> throw new Unsupported("function " + function);
            });
    CaseFields expected = vector.expected().fields("output");
    if (inputs.has("private_a")) {
      return agree(
          agreement,
          inputs.octets("private_a"),
          inputs.octets("private_b"),
          expected.octets("public_a"),
          expected.octets("public_b"),
          expected.octets("shared"),
          expected);
    }
    byte[] scalar = inputs.octets("scalar");
    byte[] u = inputs.octets("u");
    long iterations = inputs.number(1, "iterations");
    List<Verdict> verdicts = new ArrayList<>();
    if (expected.has("output")) {
      verdicts.add(iterate(agreement, scalar, u, iterations, expected.octets("output")));
    }
    if (expected.has("after_1")) {
      verdicts.add(iterate(agreement, scalar, u, 1, expected.octets("after_1")));
    }
    if (expected.has("after_1000")) {
      verdicts.add(iterate(agreement, scalar, u, 1000, expected.octets("after_1000")));
    }
    expected.requireAllUnderstood();
    return Verdict.all(verdicts);
  }

  /** RFC 7748 section 5.2: the output becomes the scalar, and the scalar u. */
  private Verdict iterate(
      KeyAgreement agreement, byte[] scalar, byte[] u, long iterations, byte[] expected) {
    if (iterations > MAX_ITERATIONS) {
      throw new Unsupported("more than " + MAX_ITERATIONS + " iterations");
    }
    byte[] k = scalar;
    byte[] coordinate = u;
    for (long i = 0; i < iterations; i++) {
      byte[] output = multiply(agreement, k, coordinate);
      coordinate = k;
      k = output;
    }
    return Verdict.compare("output", expected, k);
  }

  private Verdict agree(
      KeyAgreement agreement,
      byte[] privateA,
      byte[] privateB,
      byte[] publicA,
      byte[] publicB,
      byte[] shared,
      CaseFields expected) {
    expected.requireAllUnderstood();
    return Verdict.all(
        List.of(
            Verdict.compare("public value of A", publicA, publicValue(agreement, privateA)),
            Verdict.compare("public value of B", publicB, publicValue(agreement, privateB)),
            Verdict.compare("result of A", shared, multiply(agreement, privateA, publicB)),
            Verdict.compare("result of B", shared, multiply(agreement, privateB, publicA))));
  }

  /** The prime is not to be seen from outside: so 2^x modulo it is compared, for some x. */
  private Verdict verifyGroup(VectorCase vector) {
    long bits = vector.inputs().number(0, "bits");
    if (bits != 2048 && bits != 3072) {
      throw new Unsupported("ZRTP has no group of " + bits + " bits");
    }
    CaseFields expected = vector.expected().fields("prime");
    BigInteger prime = new BigInteger(1, expected.octets("prime"));
    BigInteger generator = BigInteger.valueOf(expected.number(2, "generator"));
    expected.ignore("group_id"); // the number that IKE gave the group
    expected.requireAllUnderstood();
    if (prime.signum() == 0) {
      return Verdict.fail("a prime of zero");
    }
    KeyAgreement agreement =
        agreement(bits == 2048 ? KeyAgreementType.DH2K : KeyAgreementType.DH3K);
    List<Verdict> verdicts = new ArrayList<>();
    for (int octets = 33; octets <= 64; octets += 31) {
      byte[] exponent = new byte[octets];
      Arrays.fill(exponent, (byte) 0xa7);
      byte[] power = generator.modPow(new BigInteger(1, exponent), prime).toByteArray();
      byte[] expectedValue = new byte[(int) bits / 8];
      int length = Math.min(power.length, expectedValue.length);
      System.arraycopy(
          power, power.length - length, expectedValue, expectedValue.length - length, length);
      verdicts.add(
          Verdict.compare("public value", expectedValue, publicValue(agreement, exponent)));
    }
    return Verdict.all(verdicts);
  }

  private byte[] publicValue(KeyAgreement agreement, byte[] privateValue) {
    try (SecretBytes secret = SecretBytes.copyOf(privateValue);
        KeyShare share = agreement.fromPrivate(secret, random)) {
      return share.publicValue().toArray();
    }
  }

  private byte[] multiply(KeyAgreement agreement, byte[] privateValue, byte[] publicValue) {
    try (SecretBytes secret = SecretBytes.copyOf(privateValue);
        KeyShare share = agreement.fromPrivate(secret, random)) {
      AgreementOutcome outcome = share.agree(Octets.of(publicValue));
      if (outcome instanceof AgreementOutcome.Agreed agreed) {
        try (SecretBytes result = agreed.dhResult()) {
          return result.expose().clone();
        }
      }
      throw new IllegalStateException("public value refused: " + outcome);
    }
  }

  private static KeyAgreement agreement(KeyAgreementType type) {
    return KeyAgreement.of(type, Standard.PROVIDERS);
  }

  /** Made when first needed, since that takes a while. */
  private static final class Standard {
    static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  }

  private static byte[] joined(byte[] x, byte[] y) {
    byte[] joined = Arrays.copyOf(x, x.length + y.length);
    System.arraycopy(y, 0, joined, x.length, y.length);
    return joined;
  }
}
