package org.aparte.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.transform.HeaderExtensionCipher;
import org.aparte.srtp.transform.SessionKeys;

/** Header extension elements encrypted by themselves (RFC 6904). */
final class HeaderExtensionVerifier implements Verifier {

  private static final int BODY_AT = 16;

  @Override
  public Set<String> kinds() {
    return Set.of("hdrext-6904");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    String cipher = inputs.text("cipher");
    if (cipher != null && !cipher.equals("AES_CM") && !cipher.equals("AES-CM")) {
      throw new Unsupported("cipher " + cipher);
    }
    byte[] key = inputs.octets("k_he", "session_key");
    byte[] salt = inputs.octets("k_hs", "session_salt");
    // RFC 7714 section 8.3: for GCM too the header keystream is AES-CM, with its salt of 12 octets.
    SrtpProfile profile = Profiles.forKey(key.length, salt.length == 12);
    long seq = inputs.number(0, "seq");
    long index = inputs.number(0, "roc") << 16 | seq;
    byte[] plaintext = inputs.octets("plaintext", "extension");
    if (plaintext.length % 4 != 0) {
      throw new Unsupported("an extension of " + plaintext.length + " octets");
    }
    byte[] word = inputs.octets("profile_word", "defined_by_profile");
    byte[] packet = packet(inputs.octets("ssrc"), seq, word, plaintext);
    Set<Integer> ids = inputs.numbers("encrypted_ids");
    SessionKeys keys = Profiles.cipherKeys(profile, key, salt);
    HeaderExtensionCipher extensions = new HeaderExtensionCipher(ids);
    if (!extensions.isWellFormed(packet, 0)) {
      return vector.expected().isRefusal()
          ? Verdict.pass("malformed extension")
          : Verdict.fail("taken for malformed");
    }
    if (vector.expected().isRefusal()) {
      return Verdict.fail("accepted, but the vector says: " + vector.expected().refusal());
    }
    CaseFields expected = vector.expected().fields("ciphertext");
    byte[] ciphertext = expected.octets("ciphertext");
    List<Verdict> verdicts = new ArrayList<>();
    extensions.apply(keys, packet, 0, index);
    verdicts.add(Verdict.compare("ciphertext", ciphertext, body(packet, plaintext.length)));
    packet = packet(inputs.octets("ssrc"), seq, word, ciphertext);
    extensions.apply(keys, packet, 0, index);
    verdicts.add(Verdict.compare("plaintext", plaintext, body(packet, plaintext.length)));
    compareKeystream(verdicts, inputs, expected, keys, packet, index, plaintext, ciphertext);
    expected.requireAllUnderstood();
    return Verdict.all(verdicts);
  }

  /** Keystream and mask, which some files count as inputs. */
  private static void compareKeystream(
      List<Verdict> verdicts,
      CaseFields inputs,
      CaseFields expected,
      SessionKeys keys,
      byte[] packet,
      long index,
      byte[] plaintext,
      byte[] ciphertext) {
    byte[] stream = new byte[plaintext.length];
    keys.xorHeaderKeystream(packet, 0, index, stream, stream.length);
    for (CaseFields fields : List.of(inputs, expected)) {
      byte[] keystream = fields.octetsOrNull("keystream");
      if (keystream != null) {
        byte[] part = Arrays.copyOf(stream, Math.min(stream.length, keystream.length));
        verdicts.add(Verdict.compare("keystream", keystream, part));
      }
      byte[] mask = fields.octetsOrNull("mask");
      if (mask != null && mask.length == stream.length) {
        byte[] masked = new byte[stream.length];
        byte[] change = new byte[stream.length];
        for (int i = 0; i < stream.length; i++) {
          if (mask[i] != 0 && mask[i] != -1) {
            verdicts.add(Verdict.fail("mask octet " + i + " is neither 00 nor ff"));
          }
          masked[i] = (byte) (stream[i] & mask[i]);
          change[i] = (byte) (plaintext[i] ^ ciphertext[i]);
        }
        verdicts.add(Verdict.compare("masked keystream", change, masked));
      }
    }
  }

  private static byte[] packet(byte[] ssrc, long seq, byte[] word, byte[] body) {
    byte[] packet = new byte[BODY_AT + body.length];
    packet[0] = (byte) 0x90;
    packet[2] = (byte) (seq >> 8);
    packet[3] = (byte) seq;
    System.arraycopy(ssrc, 0, packet, 8, 4);
    System.arraycopy(word, 0, packet, 12, 2);
    packet[14] = (byte) (body.length / 4 >> 8);
    packet[15] = (byte) (body.length / 4);
    System.arraycopy(body, 0, packet, BODY_AT, body.length);
    return packet;
  }

  private static byte[] body(byte[] packet, int octets) {
    return Arrays.copyOfRange(packet, BODY_AT, BODY_AT + octets);
  }
}
