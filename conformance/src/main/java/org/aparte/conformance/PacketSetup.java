package org.aparte.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.aparte.srtp.RocCarriage;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.transform.KeyDerivation;
import org.jspecify.annotations.Nullable;

/**
 * What a packet vector says of the session: profile, master key, options. Makes the senders and
 * receivers that the vector needs.
 */
final class PacketSetup {

  private final SrtpProfile profile;
  private final byte[] key;
  private final byte[] salt;
  private final byte[] mki;
  private final long lifetime;
  private final SrtpOptions.Builder options;
  private final List<Verdict> checks = new ArrayList<>();
  private boolean encryptionSaid;

  private PacketSetup(CaseFields inputs, boolean rtcp, boolean refusal) {
    profile = Profiles.byName(requireText(inputs, "profile", "suite", "crypto_suite"));
    byte[] joined = joinedKey(inputs);
    if (joined == null) {
      key = inputs.octets("master_key", "key");
      salt = inputs.octets("master_salt", "salt");
    } else {
      int keyOctets = Math.min(joined.length, profile.keyOctets());
      key = Arrays.copyOf(joined, keyOctets);
      salt = Arrays.copyOfRange(joined, keyOctets, joined.length);
    }
    mki = mki(inputs);
    lifetime = inputs.number(SrtpMasterKey.MAX_RTP_PACKETS, "lifetime");
    options = SrtpOptions.builder();
    Profiles.providersFor(profile).forEach(options::fallbackProvider);
    readOptions(inputs, rtcp, refusal);
  }

  /**
   * Reads the session of a vector.
   *
   * @throws Unsupported when the library has no such session
   */
  static PacketSetup of(CaseFields inputs, boolean rtcp, boolean refusal) {
    return new PacketSetup(inputs, rtcp, refusal);
  }

  private static String requireText(CaseFields inputs, String... names) {
    String text = inputs.text(names);
    if (text == null) {
      throw new Unsupported("no field " + names[0]);
    }
    return text;
  }

  private static byte @Nullable [] joinedKey(CaseFields inputs) {
    String inline = inputs.text("inline");
    if (inline != null) {
      return Base64.getDecoder().decode(inline.replaceFirst("^inline:", ""));
    }
    return inputs.octetsOrNull("master_key_salt", "key_salt", "key_and_salt");
  }

  private static byte[] mki(CaseFields inputs) {
    JsonElement value = inputs.find("mki");
    long octets = inputs.number(-1, "mki_length", "mki_len", "mki_octets", "mki_size");
    if (value instanceof JsonObject object) {
      CaseFields nested = new CaseFields(object);
      byte[] mki = nested.octets("value", "id", "mki");
      nested.ignore("length", "octets");
      nested.requireAllUnderstood();
      return mki;
    }
    byte[] mki = new byte[0];
    if (value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      if (octets < 1 || octets > 8) {
        throw new Unsupported("mki is a number without a length");
      }
      String digits = String.format(Locale.ROOT, "%016x", value.getAsLong());
      mki = Hex.parse(digits.substring((int) (16 - 2 * octets)));
    } else if (value != null && !value.isJsonNull()) {
      mki = CaseFields.octetsOf(value, "mki");
    }
    if (octets >= 0 && octets != mki.length) {
      throw new Unsupported("mki is not of its length");
    }
    return mki;
  }

  private void readOptions(CaseFields inputs, boolean rtcp, boolean refusal) {
    try {
      options.keyDerivationRate(KeyDerivationVerifier.kdr(inputs));
      if (inputs.has("window", "replay_window")) {
        options.replayWindow((int) inputs.number(0, "window", "replay_window"));
      }
      options.encryptedExtensions(
          inputs.numbers("encrypted_ids", "encrypt_ids", "encrypted_extensions"));
      if (inputs.bool(false, "cryptex")) {
        options.cryptex(SrtpOptions.Cryptex.ALLOW);
      }
      readRocCarriage(inputs);
      readEncryption(inputs, rtcp, refusal);
      requireTag(inputs, rtcp);
    } catch (IllegalArgumentException e) {
      throw new Unsupported(String.valueOf(e.getMessage()));
    }
  }

  private void readRocCarriage(CaseFields inputs) {
    JsonElement rcc = inputs.find("rcc");
    if (rcc == null || rcc.isJsonNull()) {
      return;
    }
    if (!(rcc instanceof JsonObject object)) {
      throw new Unsupported("rcc is no object");
    }
    CaseFields fields = new CaseFields(object);
    int mode = (int) fields.number(0, "mode");
    int rate = (int) fields.number(1, "rate", "r");
    long tagOctets = fields.number(-1, "tag_octets", "tag_length");
    fields.requireAllUnderstood();
    if (mode < 1 || mode > 3) {
      throw new Unsupported("RFC 4771 mode " + mode);
    }
    boolean ownTag = mode == 3 || tagOctets < 0 || tagOctets == profile.tag().rtpOctets();
    if (!ownTag) {
      throw new Unsupported("RFC 4771 with a tag of " + tagOctets + " octets under " + profile);
    }
    options.rocCarriage(RocCarriage.valueOf("MODE_" + mode), rate);
  }

  private void readEncryption(CaseFields inputs, boolean rtcp, boolean refusal) {
    encryptionSaid = inputs.has("encrypt", "encrypted", "e", "e_bit");
    boolean encrypt = inputs.bool(true, "encrypt", "encrypted", "e", "e_bit");
    if (rtcp) {
      options.encryptRtcp(encrypt);
      if (!refusal) {
        options.rtcpEncryption(SrtpOptions.RtcpEncryption.ALLOW);
      }
      String policy = inputs.text("rtcp_encryption", "e_bit_policy", "policy");
      if (policy != null) {
        options.rtcpEncryption(SrtpOptions.RtcpEncryption.valueOf(policy.toUpperCase(Locale.ROOT)));
      }
    } else {
      options.encryptRtp(encrypt);
    }
  }

  /** A tag length may be given in octets or in bits, and has to be the one of the profile. */
  private void requireTag(CaseFields inputs, boolean rtcp) {
    int octets = rtcp ? profile.tag().rtcpOctets() : profile.tag().rtpOctets();
    long given = inputs.number(octets, "tag_length", "tag_len", "tag_octets", "auth_tag_length");
    long bits = inputs.number(8L * octets, "tag_bits", "auth_tag_bits");
    if (given != octets && given != 8L * octets || bits != 8L * octets) {
      throw new Unsupported("a tag of another length than " + profile + " has");
    }
  }

  /** Compares session keys that the vector tells in passing. */
  void checkDerivedKeys(CaseFields inputs) {
    long kdr = KeyDerivationVerifier.kdr(inputs);
    int label = KeyDerivation.LABEL_RTP_ENCRYPTION;
    for (String[] names :
        new String[][] {
          {"session_key", "k_e"}, {"session_auth_key", "auth_key", "k_a"}, {"session_salt", "k_s"}
        }) {
      byte[] expected = inputs.octetsOrNull(names);
      if (expected != null) {
        if (kdr != 0) {
          throw new Unsupported("session keys beside a key derivation rate");
        }
        checks.add(KeyDerivationVerifier.compare(names[0], key, salt, label, 0, expected));
      }
      label++;
    }
  }

  /** The E flag and the index of an SRTCP packet, or -1 when it is too short to have them. */
  long rtcpWord(byte[] packet) {
    int tagBehind = profile.cipher().isAead() ? 0 : profile.tag().rtcpOctets();
    int at = packet.length - tagBehind - mki.length - 4;
    return at < 8 ? -1 : Long.parseLong(Hex.of(packet).substring(2 * at, 2 * at + 8), 16);
  }

  /** Where the vector does not say whether SRTCP is encrypted, its packets do. */
  void encryptRtcpAs(List<PacketStep> steps) {
    Set<Boolean> flags = new HashSet<>();
    for (PacketStep step : steps) {
      long word = step.wire == null || step.expected.isRefusal() ? -1 : rtcpWord(step.wire);
      if (word >= 0) {
        flags.add(word >>> 31 == 1);
      }
    }
    if (flags.size() > 1) {
      throw new Unsupported("packets with the E bit set and clear in one session");
    }
    for (boolean flag : flags) {
      if (flag && profile.cipher() == SrtpCipher.NULL) {
        throw new Unsupported("the E bit set under the NULL cipher, which no sender here does");
      }
      if (!encryptionSaid) {
        options.encryptRtcp(flag);
      }
    }
  }

  /** What was compared so far. */
  List<Verdict> checks() {
    return checks;
  }

  SrtpProfile profile() {
    return profile;
  }

  /** Whether key and salt are of the profile's sizes; the library takes no others. */
  boolean keyFits() {
    return key.length == profile.keyOctets() && salt.length == profile.saltOctets();
  }

  SrtpSender sender() {
    try (SrtpMasterKey masterKey = masterKey()) {
      return SrtpSender.of(masterKey, options.build());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new Unsupported(String.valueOf(e.getMessage()));
    }
  }

  SrtpReceiver receiver() {
    try (SrtpMasterKey masterKey = masterKey()) {
      return SrtpReceiver.of(masterKey, options.build());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new Unsupported(String.valueOf(e.getMessage()));
    }
  }

  private SrtpMasterKey masterKey() {
    SrtpMasterKey masterKey = SrtpMasterKey.of(profile, key, salt);
    if (mki.length > 0) {
      masterKey = masterKey.withMki(Octets.of(mki));
    }
    return masterKey.withLifetime(lifetime);
  }
}
