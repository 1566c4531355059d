package org.aparte.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.packet.RtpHeader;
import org.aparte.srtp.transform.PacketTransform;
import org.aparte.srtp.transform.PacketTransform.TagForm;
import org.jspecify.annotations.Nullable;

/** Packets under session keys that are given, in both directions, as RFC 7714 prints them. */
final class SessionKeyPacketVerifier implements Verifier {

  private static final int ROOM = 64;
  private static final byte[] NO_MKI = {};

  @Override
  public Set<String> kinds() {
    return Set.of("srtp-session-keys", "srtcp-session-keys");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    SrtpProfile profile = Profiles.byName(String.valueOf(inputs.text("profile", "suite")));
    byte[] key = inputs.octets("k_e", "kc_e", "session_key", "key");
    byte[] salt = inputs.octets("k_s", "kc_s", "session_salt", "salt");
    byte[] macKey = inputs.octetsOrNull("k_a", "kc_a", "auth_key");
    boolean aead = profile.cipher().isAead();
    boolean sizes = key.length == profile.keyOctets() && salt.length == profile.saltOctets();
    if (!sizes || !aead && macKey == null) {
      throw new Unsupported("session keys of other sizes than " + profile + " has");
    }
    boolean encrypt = inputs.bool(true, "encrypt", "e", "e_bit");
    if (!aead && !encrypt && vector.kind().startsWith("srtp-")) {
      throw new Unsupported("unencrypted SRTP under given session keys of " + profile);
    }
    PacketTransform transform =
        Profiles.sessionKeys(profile, key, macKey == null ? new byte[0] : macKey, salt).packets();
    Sealed sealed =
        vector.kind().startsWith("srtp-")
            ? new SealedRtp(transform, profile, inputs.number(0, "roc"), encrypt)
            : new SealedRtcp(transform, inputs, encrypt);
    return verify(vector, sealed, vector.kind().startsWith("srtp-") ? "rtp" : "rtcp");
  }

  private static Verdict verify(VectorCase vector, Sealed sealed, String plainName) {
    String protectedName = "s" + plainName;
    CaseFields inputs = vector.inputs();
    byte[] plain = inputs.octetsOrNull(plainName);
    byte[] wire = inputs.octetsOrNull(protectedName);
    if (vector.expected().isRefusal()) {
      byte[] forged = wire == null ? inputs.octets("packet") : wire;
      return sealed.open(forged) == null
          ? Verdict.pass()
          : Verdict.fail("accepted, but the vector says: " + vector.expected().refusal());
    }
    CaseFields expected = vector.expected().fields(plain == null ? plainName : protectedName);
    byte[] payload = expected.octetsOrNull("payload");
    byte[] expectedPlain = plain == null ? expected.octetsOrNull(plainName) : plain;
    byte[] expectedWire = wire == null ? expected.octetsOrNull(protectedName) : wire;
    if (expectedWire == null || expectedPlain == null && payload == null) {
      throw new Unsupported("neither direction is given whole");
    }
    byte[] opened = sealed.open(expectedWire);
    if (opened == null) {
      return Verdict.fail("the tag of the vector does not verify");
    }
    List<Verdict> verdicts = new ArrayList<>();
    if (expectedPlain != null) {
      verdicts.add(Verdict.compare("packet", expectedPlain, opened));
    }
    if (payload != null) {
      byte[] end = Arrays.copyOfRange(opened, opened.length - payload.length, opened.length);
      verdicts.add(Verdict.compare("payload", payload, end));
    }
    verdicts.add(Verdict.compare("protected packet", expectedWire, sealed.seal(opened)));
    expected.requireAllUnderstood();
    return Verdict.all(verdicts);
  }

  /** What seals and opens the packets of a vector. */
  private interface Sealed {
    byte[] seal(byte[] plain);

    byte @Nullable [] open(byte[] wire);
  }

  private record SealedRtp(
      PacketTransform transform, SrtpProfile profile, long roc, boolean encrypt) implements Sealed {

    private TagForm form() {
      return new TagForm(0, profile.cipher().isAead() ? 0 : profile.tag().rtpOctets());
    }

    private long index(byte[] packet) {
      return roc << 16 | RtpHeader.sequence(packet, 0);
    }

    private static int header(byte[] packet) {
      int header = RtpHeader.check(packet, 0, packet.length);
      if (header < 0) {
        throw new Unsupported("no RTP packet");
      }
      return header;
    }

    @Override
    public byte[] seal(byte[] plain) {
      int body = encrypt ? header(plain) : plain.length;
      byte[] packet = Arrays.copyOf(plain, plain.length + ROOM);
      int end = transform.encryptRtp(packet, 0, body, plain.length, index(plain));
      end = transform.finishRtp(packet, 0, end, index(plain), NO_MKI, form());
      return Arrays.copyOf(packet, end);
    }

    @Override
    public byte @Nullable [] open(byte[] wire) {
      byte[] packet = wire.clone();
      int body = encrypt ? header(wire) : wire.length - transform.aeadOctets();
      int trailer = form().octets();
      long index = index(wire);
      int plainEnd = transform.verifyRtp(packet, 0, body, wire.length, index, trailer, form());
      if (plainEnd == PacketTransform.FORGED) {
        return null;
      }
      transform.releaseRtp(packet, 0, body, plainEnd, index);
      return Arrays.copyOf(packet, plainEnd);
    }
  }

  private record SealedRtcp(PacketTransform transform, int word) implements Sealed {

    SealedRtcp(PacketTransform transform, CaseFields inputs, boolean encrypt) {
      this(transform, (int) inputs.number(0, "index", "srtcp_index") | (encrypt ? 1 << 31 : 0));
    }

    @Override
    public byte[] seal(byte[] plain) {
      byte[] packet = Arrays.copyOf(plain, plain.length + ROOM);
      int end = transform.sealRtcp(packet, 0, plain.length, word, NO_MKI);
      return Arrays.copyOf(packet, end);
    }

    @Override
    public byte @Nullable [] open(byte[] wire) {
      byte[] packet = wire.clone();
      int plainEnd = transform.verifyRtcp(packet, 0, wire.length, word, 0);
      if (plainEnd == PacketTransform.FORGED) {
        return null;
      }
      transform.releaseRtcp(packet, 0, plainEnd, word);
      return Arrays.copyOf(packet, plainEnd);
    }
  }
}
