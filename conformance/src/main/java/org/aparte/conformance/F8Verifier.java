package org.aparte.conformance;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpProfile;

/** AES in f8 mode over the payload of a packet (RFC 3711 section 4.1.2). */
final class F8Verifier implements Verifier {

  private static final int HEADER_OCTETS = 12;

  @Override
  public Set<String> kinds() {
    return Set.of("aes-f8");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    byte[] key = inputs.octets("session_key", "k_e");
    byte[] salt = inputs.octets("session_salt", "k_s", "salt_key");
    byte[] iv = inputs.octetsOrNull("iv");
    byte[] header = inputs.octetsOrNull("rtp_header");
    if (header == null && iv != null && iv.length == 16 && iv[0] == 0) {
      header =
          Arrays.copyOf(iv, HEADER_OCTETS); // all of the header but its first octet is in the IV
    }
    if (header == null || header.length < HEADER_OCTETS) {
      throw new Unsupported("neither RTP header nor IV");
    }
    if (key.length != SrtpProfile.F8_128_HMAC_SHA1_80.keyOctets()) {
      throw new Unsupported("f8 with keys of " + key.length + " octets");
    }
    long rocOfIv = iv == null ? 0 : Long.parseLong(Hex.of(iv).substring(24), 16);
    long roc = inputs.number(rocOfIv, "roc");
    byte[] plaintext = inputs.octets("plaintext", "rtp_payload");
    CaseFields expected = vector.expected().fields("ciphertext");
    byte[] keystream = keystreamIn(expected);
    byte[] stream = new byte[Math.max(plaintext.length, keystream.length)];
    Profiles.cipherKeys(SrtpProfile.F8_128_HMAC_SHA1_80, key, salt)
        .xorHeaderKeystream(header, 0, roc << 16, stream, stream.length);

    List<Verdict> verdicts = new ArrayList<>();
    byte[] ciphertext = plaintext.clone();
    for (int i = 0; i < ciphertext.length; i++) {
      ciphertext[i] ^= stream[i];
    }
    verdicts.add(Verdict.compare("ciphertext", expected.octets("ciphertext"), ciphertext));
    if (iv != null) {
      verdicts.add(Verdict.compare("IV", iv, ivOf(header, roc)));
    }
    byte[] start = Arrays.copyOf(stream, keystream.length);
    verdicts.add(Verdict.compare("keystream", keystream, start));
    expected.ignore("iv_prime"); // on the way to the keystream
    expected.requireAllUnderstood();
    return Verdict.all(verdicts);
  }

  /**
   * The keystream if the vector tells it, whole or in blocks; it may be longer than the payload.
   */
  private static byte[] keystreamIn(CaseFields expected) {
    List<JsonElement> blocks = expected.list("keystream");
    StringBuilder all = new StringBuilder();
    for (JsonElement block : blocks == null ? List.<JsonElement>of() : blocks) {
      all.append(Hex.of(CaseFields.octetsOf(block, "keystream")));
    }
    return Hex.parse(all.toString());
  }

  private static byte[] ivOf(byte[] header, long roc) {
    byte[] iv = Arrays.copyOf(header, 16);
    iv[0] = 0;
    for (int i = 0; i < 4; i++) {
      iv[12 + i] = (byte) (roc >>> (24 - 8 * i));
    }
    return iv;
  }
}
