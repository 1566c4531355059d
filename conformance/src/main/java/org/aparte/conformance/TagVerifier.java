package org.aparte.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpTag;
import org.aparte.srtp.transform.PacketTransform.TagForm;

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
    return Set.of("hmac-sha1", "skein-512");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    return vector.kind().equals("hmac-sha1") ? verifyHmac(vector) : verifySkein(vector);
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
    if (key.length == 0 || octets != 4 && octets != 8) {
      throw new Unsupported("here Skein is a MAC of 4 or 8 octets only");
    }
    SrtpTag tag = octets == 4 ? SrtpTag.SKEIN_32 : SrtpTag.SKEIN_64;
    byte[] expected = vector.expected().fields("digest").octets("digest");
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
}
