package org.aparte.zrtp.signature;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.DSAPublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Date;
import java.util.List;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.CryptoProviders;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Keys made for a test, in the clothes of X.509 and OpenPGP. */
public final class TestKeys {

  static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  private TestKeys() {}

  public static KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  static KeyPair dsa(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("DSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  /**
   * A certificate with an extension of so many octets besides; its own signature is of no account
   * here, for the app judges the chain.
   */
  public static X509Certificate certificate(PublicKey key, int extensionOctets) throws Exception {
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    generator.setSerialNumber(new ASN1Integer(1));
    generator.setSignature(algorithm);
    generator.setIssuer(new X500Name("CN=test"));
    generator.setSubject(new X500Name("CN=test"));
    generator.setStartDate(new Time(new Date(0)));
    generator.setEndDate(new Time(new Date(4_000_000_000_000L)));
    generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    generator.setExtensions(
        new Extensions(
            new Extension(
                new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1"),
                false,
                new DEROctetString(new byte[extensionOctets]))));
    ASN1EncodableVector certificate = new ASN1EncodableVector();
    certificate.add(generator.generateTBSCertificate());
    certificate.add(algorithm);
    certificate.add(new DERBitString(new byte[70]));
    return new VerifyingCrypto(CryptoProviders.platform())
        .certificate(new DERSequence(certificate).getEncoded());
  }

  /** The octets of a version 4 public key packet (RFC 4880 section 5.5.2, RFC 6637 section 9). */
  static Octets pgpPacket(PublicKey key) {
    PgpWriter body = new PgpWriter().octet(4).uint32(1_600_000_000);
    if (key instanceof DSAPublicKey dsa) {
      body.octet(17);
      List.of(dsa.getParams().getP(), dsa.getParams().getQ(), dsa.getParams().getG(), dsa.getY())
          .forEach(body::mpi);
    } else {
      ECPublicKey ec = (ECPublicKey) key;
      EcdsaCurve curve = curve(ec);
      SignaturePair xy = new SignaturePair(ec.getW().getAffineX(), ec.getW().getAffineY());
      byte[] point =
          new PgpWriter().octet(4).octets(xy.fixedWidth(curve.fieldOctets())).done().toArray();
      body.octet(19).octet(curve.oid().length()).octets(curve.oid()).mpi(new BigInteger(1, point));
    }
    Octets content = body.done();
    return new PgpWriter().octet(0x99).uint16(content.length()).octets(content).done();
  }

  static PgpPublicKey pgp(PublicKey key) {
    return PgpPublicKey.parse(pgpPacket(key)).get(0);
  }

  private static EcdsaCurve curve(ECPublicKey key) {
    int bits = key.getParams().getOrder().bitLength();
    return bits == 224 ? EcdsaCurve.P224 : bits == 256 ? EcdsaCurve.P256 : EcdsaCurve.P384;
  }
}
