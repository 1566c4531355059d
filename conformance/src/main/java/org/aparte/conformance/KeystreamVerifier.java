package org.aparte.conformance;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpTag;
import org.aparte.srtp.transform.SessionKeys;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of counter mode keystream, by letting the library make the keystream of a packet that
 * contains them: a counter is (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16), plus the number
 * of the block (RFC 3711 section 4.1.1). So with SSRC and index zero its first 14 octets are a salt
 * and its last two the number of a block.
 */
final class KeystreamVerifier implements Verifier {

  private static final int BLOCK_OCTETS = 16;
  private static final int SALT_OCTETS = 14;

  @Override
  public Set<String> kinds() {
    return Set.of("aes-cm-keystream", "twofish");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    return vector.kind().equals("twofish") ? verifyTwofish(vector) : verifyCounterMode(vector);
  }

  private static Verdict verifyCounterMode(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    byte[] key = inputs.octets("session_key", "k_e", "key");
    byte[] salt = inputs.octetsOrNull("session_salt", "k_s", "salt");
    long roc = inputs.number(0, "roc");
    long seq = inputs.number(0, "seq");
    byte[] ssrc = inputs.octetsOrNull("ssrc");
    SrtpProfile profile = Profiles.forKey(key.length, false);
    List<JsonElement> counters = inputs.list("counters", "counter");
    List<JsonElement> expected = vector.expected().fields("keystream").list("keystream", "blocks");
    if (expected == null) {
      throw new Unsupported("no keystream to compare with");
    }
    if (counters == null) {
      byte[] packet = header(ssrc);
      byte[] stream = new byte[Hex.parse(joined(expected)).length];
      byte[] given = salt == null ? new byte[SALT_OCTETS] : salt;
      keys(profile, key, given)
          .xorHeaderKeystream(packet, 0, roc << 16 | seq, stream, stream.length);
      return Verdict.compare("keystream", Hex.parse(joined(expected)), stream);
    }
    if (counters.size() != expected.size()) {
      throw new Unsupported("as many counters as blocks are needed");
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < counters.size(); i++) {
      byte[] counter = CaseFields.octetsOf(counters.get(i), "counter");
      byte[] block = CaseFields.octetsOf(expected.get(i), "keystream");
      verdicts.add(Verdict.compare("block " + i, block, encrypt(profile, key, counter)));
    }
    return Verdict.all(verdicts);
  }

  private static Verdict verifyTwofish(VectorCase vector) {
    byte[] key = vector.inputs().octets("key");
    byte[] plaintext = vector.inputs().octets("plaintext");
    SrtpCipher cipher =
        switch (key.length) {
          case 16 -> SrtpCipher.TWOFISH_CM_128;
          case 24 -> SrtpCipher.TWOFISH_CM_192;
          case 32 -> SrtpCipher.TWOFISH_CM_256;
          default -> throw new Unsupported("Twofish with keys of " + key.length + " octets");
        };
    SrtpProfile profile = SrtpProfile.of(cipher, SrtpTag.HMAC_SHA1_80);
    byte[] expected = vector.expected().fields("ciphertext").octets("ciphertext");
    return Verdict.compare("block", expected, encrypt(profile, key, plaintext));
  }

  /** One block cipher call, seen through counter mode. */
  private static byte[] encrypt(SrtpProfile profile, byte[] key, byte[] counter) {
    if (counter.length != BLOCK_OCTETS) {
      throw new Unsupported("counter of " + counter.length + " octets");
    }
    int number = (counter[SALT_OCTETS] & 0xff) << 8 | (counter[SALT_OCTETS + 1] & 0xff);
    byte[] stream = new byte[BLOCK_OCTETS * (number + 1)];
    byte[] salt = Arrays.copyOf(counter, SALT_OCTETS);
    keys(profile, key, salt).xorHeaderKeystream(header(null), 0, 0, stream, stream.length);
    return Arrays.copyOfRange(stream, stream.length - BLOCK_OCTETS, stream.length);
  }

  private static SessionKeys keys(SrtpProfile profile, byte[] key, byte[] salt) {
    return Profiles.cipherKeys(profile, key, salt);
  }

  private static byte[] header(byte @Nullable [] ssrc) {
    byte[] header = new byte[12];
    header[0] = (byte) 0x80;
    if (ssrc != null) {
      System.arraycopy(ssrc, 0, header, 8, 4);
    }
    return header;
  }

  private static String joined(List<JsonElement> blocks) {
    StringBuilder all = new StringBuilder();
    blocks.forEach(block -> all.append(Hex.of(CaseFields.octetsOf(block, "keystream"))));
    return all.toString();
  }
}
