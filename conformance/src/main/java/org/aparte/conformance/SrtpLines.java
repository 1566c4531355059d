package org.aparte.conformance;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.aparte.srtp.RocCarriage;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.SrtpOptions;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpReceiver;
import org.aparte.srtp.SrtpResult;
import org.aparte.srtp.SrtpSender;
import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/**
 * A sender and a receiver of one key, driven by lines of text. Each line has one answer: {@code OK}
 * and what came out in hex, or {@code ERR} and a name, which is a constant of {@link SrtpResult}
 * where the library has spoken.
 */
final class SrtpLines {

  /** The options that {@link #of} knows, for a usage text. */
  static final String OPTIONS =
      "window=N mki=HEX kdr=N cryptex encrypt-ids=ID,ID rcc=MODE,R unencrypted-rtp unencrypted-rtcp"
          + " rtcp=require|allow|forbid roc-trials=N max-ssrcs=N";

  private final SrtpProfile profile;
  private final byte[] keyAndSalt;
  private final byte[] mki;
  private final SrtpOptions options;
  private SrtpSender sender;
  private SrtpReceiver receiver;

  private SrtpLines(SrtpProfile profile, byte[] keyAndSalt, byte[] mki, SrtpOptions options) {
    this.profile = profile;
    this.keyAndSalt = keyAndSalt;
    this.mki = mki;
    this.options = options;
    this.sender = newSender();
    this.receiver = newReceiver();
  }

  /**
   * Lines for a profile and a key.
   *
   * @param keyAndSalt master key and master salt in hex
   * @throws IllegalArgumentException when something is wrong with an argument; the message says
   *     what
   */
  static SrtpLines of(String profileName, String keyAndSalt, List<String> optionTexts) {
    SrtpProfile profile;
    try {
      profile = Profiles.byName(profileName);
    } catch (Unsupported e) {
      throw new IllegalArgumentException("unknown profile", e);
    }
    int octets = profile.keyOctets() + profile.saltOctets();
    if (!Hex.isHex(keyAndSalt) || keyAndSalt.length() != 2 * octets) {
      throw new IllegalArgumentException("key must be " + octets + " bytes");
    }
    SrtpOptions.Builder builder = SrtpOptions.builder();
    Profiles.providersFor(profile).forEach(builder::fallbackProvider);
    byte[] mki = new byte[0];
    for (String text : optionTexts) {
      String[] parts = text.split("=", 2);
      String value = parts.length == 1 ? "" : parts[1];
      if (parts[0].equals("mki")) {
        mki = Hex.parse(value);
      } else {
        setOption(builder, parts[0], value);
      }
    }
    return new SrtpLines(profile, Hex.parse(keyAndSalt), mki, builder.build());
  }

  private static void setOption(SrtpOptions.Builder builder, String name, String value) {
    switch (name) {
      case "window" -> builder.replayWindow(Integer.parseInt(value));
      case "kdr" -> builder.keyDerivationRate(Long.parseLong(value));
      case "cryptex" -> builder.cryptex(SrtpOptions.Cryptex.ALLOW);
      case "encrypt-ids" -> builder.encryptedExtensions(numbers(value));
      case "rcc" -> {
        String[] parts = value.split(",", 2);
        int rate = parts.length == 1 ? 1 : Integer.parseInt(parts[1]);
        builder.rocCarriage(RocCarriage.valueOf("MODE_" + parts[0]), rate);
      }
      case "unencrypted-rtp" -> builder.encryptRtp(false);
      case "unencrypted-rtcp" -> builder.encryptRtcp(false);
      case "rtcp" ->
          builder.rtcpEncryption(
              SrtpOptions.RtcpEncryption.valueOf(value.toUpperCase(Locale.ROOT)));
      case "roc-trials" -> builder.rocTrials(Integer.parseInt(value));
      case "max-ssrcs" -> builder.maxSsrcs(Integer.parseInt(value));
      default -> throw new IllegalArgumentException("unknown option " + name);
    }
  }

  private static Set<Integer> numbers(String value) {
    Set<Integer> numbers = new LinkedHashSet<>();
    for (String number : value.split(",", -1)) {
      numbers.add(Integer.parseInt(number));
    }
    return numbers;
  }

  /** The answer to a line, or null when the line is blank. */
  @Nullable String answer(String line) {
    String[] words = line.trim().split("\\s+");
    if (words[0].isEmpty()) {
      return null;
    }
    try {
      return switch (words[0]) {
        case "P", "U", "PC", "UC" -> packet(words);
        case "ROC" -> roc(words);
        case "RESET" -> reset();
        default -> "ERR command";
      };
    } catch (RuntimeException e) {
      return "ERR exception " + e;
    }
  }

  private String packet(String[] words) {
    String hex = words.length == 1 ? "" : words[1];
    if (words.length > 2 || !Hex.isHex(hex)) {
      return "ERR hex";
    }
    byte[] packet = Hex.parse(hex);
    byte[] buffer = Arrays.copyOf(packet, packet.length + sender.maxExpansion());
    int result =
        switch (words[0]) {
          case "P" -> sender.protectRtp(buffer, 0, packet.length);
          case "PC" -> sender.protectRtcp(buffer, 0, packet.length);
          case "U" -> receiver.unprotectRtp(buffer, 0, packet.length);
          default -> receiver.unprotectRtcp(buffer, 0, packet.length);
        };
    if (result < 0) {
      return "ERR " + SrtpResult.of(result);
    }
    return "OK " + Hex.of(Arrays.copyOf(buffer, result));
  }

  private String roc(String[] words) {
    if (words.length != 3 || !words[1].matches("(0x)?[0-9a-fA-F]{1,8}")) {
      return "ERR hex";
    }
    if (!words[2].matches("[0-9]{1,10}") || Long.parseLong(words[2]) > 0xffffffffL) {
      return "ERR roc";
    }
    int ssrc = Integer.parseUnsignedInt(words[1].replaceFirst("^0x", ""), 16);
    long roc = Long.parseLong(words[2]);
    boolean sends = sender.setRoc(ssrc, roc);
    boolean receives = receiver.setRoc(ssrc, roc);
    return sends && receives ? "OK 0 0" : "ERR " + SrtpResult.TOO_OLD;
  }

  private String reset() {
    sender.close();
    receiver.close();
    sender = newSender();
    receiver = newReceiver();
    return "OK";
  }

  private SrtpSender newSender() {
    try (SrtpMasterKey key = masterKey()) {
      return SrtpSender.of(key, options);
    }
  }

  private SrtpReceiver newReceiver() {
    try (SrtpMasterKey key = masterKey()) {
      return SrtpReceiver.of(key, options);
    }
  }

  private SrtpMasterKey masterKey() {
    SrtpMasterKey key = SrtpMasterKey.ofConcatenated(profile, keyAndSalt);
    if (mki.length == 0) {
      return key;
    }
    try (key) {
      return key.withMki(Octets.of(mki));
    }
  }
}
