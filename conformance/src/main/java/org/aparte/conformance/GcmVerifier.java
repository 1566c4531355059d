package org.aparte.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.transform.PacketTransform;
import org.aparte.srtp.transform.PacketTransform.TagForm;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM by itself, seen through the packet transform: the associated data stand where a header
 * would, and the salt is chosen so that the IV of the packet is the IV of the vector (RFC 7714
 * section 8.1: the IV is the salt XOR what octets 8 to 11 and the index give).
 */
final class GcmVerifier implements Verifier {

  private static final int IV_OCTETS = 12;
  private static final int TAG_OCTETS = 16;
  private static final TagForm NO_FURTHER_TAG = new TagForm(0, 0);

  @Override
  public Set<String> kinds() {
    return Set.of("aes-gcm");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    byte[] key = inputs.octets("key");
    byte[] iv = inputs.octets("iv", "nonce");
    byte[] aad = inputs.octetsOrNull("aad", "ad");
    byte[] header = aad == null ? new byte[0] : aad;
    long tagOctets = inputs.number(TAG_OCTETS, "tag_octets", "tag_length");
    if (iv.length != IV_OCTETS || tagOctets != TAG_OCTETS) {
      throw new Unsupported("IV of " + iv.length + " or tag of " + tagOctets + " octets");
    }
    SrtpProfile profile = Profiles.forKey(key.length, true);
    if (vector.expected().isRefusal()) {
      inputs.ignore("plaintext", "pt", "msg");
      boolean opened = open(profile, key, iv, header, sealedIn(inputs)) != null;
      return opened
          ? Verdict.fail("accepted, but the vector says: " + vector.expected().refusal())
          : Verdict.pass();
    }
    boolean decrypts = inputs.has("ciphertext", "ct", "sealed");
    CaseFields expected = vector.expected().fields(decrypts ? "plaintext" : "sealed");
    byte[] plaintext = (decrypts ? expected : inputs).octets("plaintext", "pt", "msg");
    byte[] sealed = sealedIn(decrypts ? inputs : expected);
    expected.requireAllUnderstood();
    return both(profile, key, iv, header, plaintext, sealed);
  }

  private static byte[] sealedIn(CaseFields expected) {
    if (!expected.has("tag")) {
      return expected.octets("sealed", "ciphertext", "ct");
    }
    byte[] ciphertext = expected.octets("ciphertext", "ct");
    byte[] tag = expected.octets("tag");
    byte[] sealed = Arrays.copyOf(ciphertext, ciphertext.length + tag.length);
    System.arraycopy(tag, 0, sealed, ciphertext.length, tag.length);
    return sealed;
  }

  private static Verdict both(
      SrtpProfile profile, byte[] key, byte[] iv, byte[] header, byte[] plaintext, byte[] sealed) {
    List<Verdict> verdicts = new ArrayList<>();
    byte[] packet = Arrays.copyOf(header, header.length + plaintext.length + 2 * TAG_OCTETS);
    System.arraycopy(plaintext, 0, packet, header.length, plaintext.length);
    int end = header.length + plaintext.length;
    end = transform(profile, key, iv, packet).encryptRtp(packet, 0, header.length, end, 0);
    byte[] made = Arrays.copyOfRange(packet, header.length, end);
    verdicts.add(Verdict.compare("ciphertext and tag", sealed, made));

    byte[] opened = open(profile, key, iv, header, sealed);
    verdicts.add(
        opened == null
            ? Verdict.fail("the tag of the vector does not verify")
            : Verdict.compare("plaintext", plaintext, opened));
    byte[] forged = sealed.clone();
    forged[forged.length - 1] ^= 1;
    if (open(profile, key, iv, header, forged) != null) {
      verdicts.add(Verdict.fail("a changed tag verifies"));
    }
    return Verdict.all(verdicts);
  }

  private static byte @Nullable [] open(
      SrtpProfile profile, byte[] key, byte[] iv, byte[] header, byte[] sealed) {
    if (sealed.length < TAG_OCTETS) {
      return null;
    }
    byte[] packet = Arrays.copyOf(header, header.length + sealed.length + TAG_OCTETS);
    System.arraycopy(sealed, 0, packet, header.length, sealed.length);
    PacketTransform transform = transform(profile, key, iv, packet);
    int end = header.length + sealed.length;
    int plainEnd = transform.verifyRtp(packet, 0, header.length, end, 0, 0, NO_FURTHER_TAG);
    if (plainEnd == PacketTransform.FORGED) {
      return null;
    }
    transform.releaseRtp(packet, 0, header.length, plainEnd, 0);
    return Arrays.copyOfRange(packet, header.length, plainEnd);
  }

  private static PacketTransform transform(
      SrtpProfile profile, byte[] key, byte[] iv, byte[] packet) {
    byte[] salt = iv.clone();
    for (int i = 0; i < 4; i++) {
      salt[2 + i] ^= packet[8 + i];
    }
    return Profiles.cipherKeys(profile, key, salt).packets();
  }
}
