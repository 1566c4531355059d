package org.aparte.zrtp.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Requirement;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.CryptoProviders;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What our signers make is verified by GnuPG and OpenSSL, where they are installed. */
class OtherProgramsTest {

  private static final String USER = "aparte-test@example.org";
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
  private static final Octets SAS_HASH =
      RecordedSignatures.sasHash(RecordedSignatures.vector("x509-p256"));

  @TempDir Path folder;

  /**
   * The key is ours, and gpg is given it with a user id that is bound to it by our own signature.
   */
  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "DSA"})
  @Requirement({"Z-7.2-03", "Z-7.2.1-01", "Z-7.2.1-07"})
  void gpgVerifiesOurSignatures(String kind, TestReporter reporter) throws Exception {
    Path home = Files.createDirectory(folder.resolve("h"));
    Program gpg =
        Program.require(
            folder, reporter, "gpg", "--homedir", home.toString(), "--batch", "--no-autostart");
    KeyPair pair = kind.equals("DSA") ? TestKeys.dsa(2048) : TestKeys.ec(kind);
    PgpPublicKey key = TestKeys.pgp(pair.getPublic());
    SigningKey signingKey = new SigningKey(pair.getPrivate(), null);
    Files.write(folder.resolve("key"), certified(pair, key, signingKey).toArray());
    assertThat(gpg.run("--import", "key")).as(gpg.output()).isZero();

    Octets block =
        PgpSasSigner.of(key, pair.getPrivate(), "https://example.org/k.pgp", CLOCK).sign(SAS_HASH);
    Files.write(folder.resolve("sashash"), SAS_HASH.toArray());
    Files.write(folder.resolve("block"), block.toArray());
    assertThat(gpg.run("--status-fd", "1", "--verify", "block", "sashash"))
        .as(gpg.output())
        .isZero();
    assertThat(gpg.output())
        .contains("VALIDSIG " + key.fingerprint().toString().toUpperCase(Locale.ROOT));
    assertThat(gpg.run("--list-packets", "--verbose", "block")).isZero();
    assertThat(gpg.output()).contains("preferred keyserver: https://example.org/k.pgp");

    byte[] other = SAS_HASH.toArray();
    other[31] ^= 1;
    Files.write(folder.resolve("sashash"), other);
    assertThat(gpg.run("--verify", "block", "sashash")).as("over another hash").isNotZero();
  }

  /** A key with a user id and its positive certification (RFC 4880 sections 5.2.1 and 11.1). */
  private static Octets certified(KeyPair pair, PgpPublicKey key, SigningKey signingKey)
      throws Exception {
    Octets keyPacket = TestKeys.pgpPacket(pair.getPublic());
    byte[] user = USER.getBytes(StandardCharsets.US_ASCII);
    Octets subpackets =
        new PgpWriter()
            .subpacket(2, new PgpWriter().uint32(1_600_000_000).done())
            .subpacket(16, key.keyId())
            .subpacket(27, Octets.of((byte) 3))
            .done();
    Octets hashedPart =
        new PgpWriter()
            .octet(4)
            .octet(0x13)
            .octet(key.algorithm().number())
            .octet(key.hash().pgpNumber())
            .uint16(subpackets.length())
            .octets(subpackets)
            .done();
    byte[] document =
        new PgpWriter()
            .octets(keyPacket)
            .octet(0xb4)
            .uint32(user.length)
            .octets(user)
            .done()
            .toArray();
    byte[] signed = PgpSignature.signedOctets(document, hashedPart);
    SignaturePair numbers = signingKey.sign(key.hash().with(key.algorithm().name()), signed);
    int start = PgpSignature.hashStart(key.hash().digest(signed));
    return new PgpWriter()
        .octets(keyPacket)
        .octet(0xcd)
        .length(user.length)
        .octets(user)
        .octets(PgpSignature.packet(hashedPart, start, numbers))
        .done();
  }

  @ParameterizedTest
  @CsvSource({"secp256r1, sha256, 64", "secp384r1, sha384, 96"})
  @Requirement({"Z-7.2-03", "Z-7.2.2-01", "Z-7.2.2-02"})
  void opensslVerifiesOurSignatures(
      String curve, String digest, int signatureOctets, TestReporter reporter) throws Exception {
    Program openssl = Program.require(folder, reporter, "openssl");
    KeyPair pair = TestKeys.ec(curve);
    Octets block =
        X509SasSigner.of(TestKeys.certificate(pair.getPublic(), 1), pair.getPrivate())
            .sign(SAS_HASH);
    Octets fixed = block.slice(block.length() - signatureOctets, block.length());
    Files.write(folder.resolve("sashash"), SAS_HASH.toArray());
    Files.write(folder.resolve("sig"), SignaturePair.ofFixedWidth(fixed).der());
    Files.write(folder.resolve("block"), block.toArray());

    // openssl reads the certificate at the start of the block, and stops where it ends.
    assertThat(openssl.run("x509", "-inform", "DER", "-in", "block", "-pubkey", "-noout"))
        .as(openssl.output())
        .isZero();
    Files.writeString(folder.resolve("pub"), openssl.output());
    assertThat(openssl.output())
        .contains(
            Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPublic().getEncoded()));
    assertThat(openssl.run("dgst", "-" + digest, "-verify", "pub", "-signature", "sig", "sashash"))
        .as(openssl.output())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({"P-256, sha256, 32", "P-384, sha384, 48"})
  @Requirement({"Z-7.2-10", "Z-7.2.2-01", "Z-7.2.2-02"})
  void verifiesWhatOpensslSigns(String curve, String digest, int fieldOctets, TestReporter reporter)
      throws Exception {
    Program openssl = Program.require(folder, reporter, "openssl");
    assertThat(
            openssl.run(
                ("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:" + curve + " -out key")
                    .split(" ")))
        .as(openssl.output())
        .isZero();
    assertThat(
            openssl.run(
                ("req -new -x509 -key key -subj /CN=live -days 9 -outform DER -out cert -" + digest)
                    .split(" ")))
        .as(openssl.output())
        .isZero();
    Files.write(folder.resolve("sashash"), SAS_HASH.toArray());
    assertThat(openssl.run("dgst", "-" + digest, "-sign", "key", "-out", "sig", "sashash"))
        .isZero();
    SignaturePair pair = SignaturePair.ofDer(Files.readAllBytes(folder.resolve("sig")));
    Octets block =
        new X509Block(
                Octets.of(Files.readAllBytes(folder.resolve("cert"))),
                Octets.of(pair.fixedWidth(fieldOctets)))
            .write();
    var verdict =
        new X509SasVerifier(CryptoProviders.standard(), certificate -> "live")
            .verify(AlgorithmCode.of("X509"), block, SAS_HASH);
    assertThat(RecordedSignatures.wordsOf(verdict)).isEqualTo("valid");
  }
}
