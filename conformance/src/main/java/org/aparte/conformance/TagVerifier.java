package org.aparte.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpTag;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.transform.PacketTransform.TagForm;
import org.aparte.zrtp.crypto.ZrtpHash;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.HashType;

/**
 * The MACs behind the tags, seen through the tag of a packet: its MAC covers the packet and then
 * the ROC (RFC 3711 section 4.2), so the last four octets of the data are given as a ROC.
 */
final class TagVerifier implements Verifier {

  private static final int ROC_OCTETS = 4;
  private static final int HMAC_SHA1_OCTETS = 20;
  private static final int HMAC_BLOCK_OCTETS = 64;

  @Override
  public Set<String> kinds() {
    return Set.of("hmac-sha1", "hmac-sha2", "skein-512");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    return switch (vector.kind()) {
      case "hmac-sha1" -> verifyHmac(vector);
      case "hmac-sha2" -> verifyHmacOfZrtp(vector);
      default -> verifySkein(vector);
    };
  }

  /** HMAC with the two hashes of SHA-2 that ZRTP negotiates; RFC 4231 cuts some of them. */
  private static Verdict verifyHmacOfZrtp(VectorCase vector) {
    byte[] key = vector.inputs().octets("key");
    byte[] data = vector.inputs().octets("data");
    CaseFields expected = vector.expected().fields("mac");
    expected.ignore("sha224", "sha512", "sha-224", "sha-512", "HMAC-SHA-224", "HMAC-SHA-512");
    List<Verdict> verdicts = new ArrayList<>();
    for (HashType type : List.of(HashType.S256, HashType.S384)) {
      String name = type == HashType.S256 ? "sha256" : "sha384";
      byte[] said = expected.octetsOrNull(name, "HMAC-" + name);
      if (said != null) {
        byte[] mac = macOfZrtp(type, key, data);
        verdicts.add(
            Verdict.compare(
                "MAC with " + name, said, Arrays.copyOf(mac, Math.min(said.length, mac.length))));
      }
    }
    expected.requireAllUnderstood();
    Verdict verdict = Verdict.all(verdicts);
    return verdict.passed() ? Verdict.pass("ZRTP has SHA-256 and SHA-384") : verdict;
  }

  private static byte[] macOfZrtp(HashType type, byte[] key, byte[] data) {
    try (SecretBytes secret = SecretBytes.copyOf(key);
        SecretBytes mac = ZrtpHash.of(type, Standard.PROVIDERS).mac(secret, data)) {
      return mac.expose().clone();
    }
  }

  /** Skein-512-256 and Skein-512-384, hash or MAC, as ZRTP negotiates them. */
  private static byte[] skeinOfZrtp(HashType type, byte[] key, byte[] message) {
    return key.length == 0
        ? ZrtpHash.of(type, Standard.PROVIDERS).hash(Octets.of(message)).toArray()
        : macOfZrtp(type, key, message);
  }

  private static Verdict verifyHmac(VectorCase vector) {
    byte[] key = vector.inputs().octets("key");
    byte[] data = vector.inputs().octets("data");
    if (key.length > HMAC_BLOCK_OCTETS) {
      throw new Unsupported("SRTP has no HMAC keys of more than 64 octets");
    }
    byte[] mac = tag(SrtpTag.HMAC_SHA1_80, key, data, HMAC_SHA1_OCTETS);
    CaseFields expected = vector.expected().fields("mac");
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(Verdict.compare("MAC", expected.octets("mac"), mac));
    byte[] truncated = expected.octetsOrNull("mac_96");
    if (truncated != null) {
      byte[] start = Arrays.copyOf(mac, truncated.length);
      verdicts.add(Verdict.compare("truncated MAC", truncated, start));
    }
    expected.requireAllUnderstood();
    return Verdict.all(verdicts);
  }

  private static Verdict verifySkein(VectorCase vector) {
    byte[] key = vector.inputs().octets("key");
    byte[] message = vector.inputs().octets("message");
    long octets = vector.inputs().number(0, "output_octets");
    byte[] expected = vector.expected().fields("digest").octets("digest");
    if (octets == 32 || octets == 48) {
      HashType type = octets == 32 ? HashType.SKN2 : HashType.SKN3;
      return Verdict.compare("digest", expected, skeinOfZrtp(type, key, message));
    }
    if (key.length == 0 || octets != 4 && octets != 8) {
      throw new Unsupported("here Skein is a hash or MAC of 32 or 48, or a MAC of 4 or 8 octets");
    }
    SrtpTag tag = octets == 4 ? SrtpTag.SKEIN_32 : SrtpTag.SKEIN_64;
    return Verdict.compare("digest", expected, tag(tag, key, message, (int) octets));
  }

  private static byte[] tag(SrtpTag tag, byte[] key, byte[] data, int octets) {
    if (data.length < ROC_OCTETS) {
      throw new Unsupported("data of less than 4 octets");
    }
    int end = data.length - ROC_OCTETS;
    long roc = Long.parseLong(Hex.of(data).substring(2 * end), 16);
    byte[] packet = Arrays.copyOf(data, end + 64);
    TagForm form = new TagForm(0, octets);
    int tagEnd =
        Profiles.tagKeys(tag, key)
            .packets()
            .finishRtp(packet, 0, end, roc << 16, new byte[0], form);
    return Arrays.copyOfRange(packet, end, tagEnd);
  }

  /** Made when first needed, since that takes a while. */
  private static final class Standard {
    static final CryptoProviders PROVIDERS = CryptoProviders.standard();
  }
}
