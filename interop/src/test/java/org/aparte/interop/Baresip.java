package org.aparte.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Baresip, erin, whose SRTP is its own: it has keys from SDES only, and answers by itself. */
final class Baresip {

  static final String ADDRESS = "sip:erin@127.0.0.1:15064";

  private static final String SETTINGS =
      """
      net_interface 127.0.0.1
      sip_listen 127.0.0.1:15064
      module_path /usr/lib/baresip/modules
      module g711.so
      module aufile.so
      module aubridge.so
      module sndfile.so
      module srtp.so
      module_app account.so
      module_app menu.so
      audio_source aufile,%s
      audio_player aubridge,nowhere
      audio_alert aubridge,nowhere
      rtp_ports 17300-17400
      snd_path %s
      """;
  private static final String ACCOUNT =
      "<sip:erin@127.0.0.1:15064>;regint=0;%sanswermode=auto;audio_codecs=pcmu\n";

  private Baresip() {}

  static void require() {
    Peers.require(
        "baresip-core iproute2", "calls with baresip", "sh", "-c", "command -v baresip ip");
  }

  /**
   * Starts it.
   *
   * @param command of its own, such as {@code /dial sip:...}; or nothing
   */
  static Conversation start(SipLab lab, String command) throws IOException, InterruptedException {
    return start(lab, command, "mediaenc=srtp-mand;");
  }

  /** Starts one that does not encrypt. */
  static Conversation plain(SipLab lab) throws IOException, InterruptedException {
    return start(lab, "", "");
  }

  private static Conversation start(SipLab lab, String command, String encryption)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(lab.folder().resolve("baresip"));
    Files.writeString(home.resolve("config"), SETTINGS.formatted(lab.theirTone(), home));
    Files.writeString(home.resolve("accounts"), ACCOUNT.formatted(encryption));
    Files.writeString(home.resolve("contacts"), "");
    List<String> line = new ArrayList<>(List.of("baresip", "-4", "-f", home.toString()));
    if (!command.isEmpty()) {
      line.addAll(List.of("-e", command));
    }
    Conversation baresip = lab.start(home, Map.of("HOME", home.toString()), line);
    baresip.await("baresip is ready");
    return baresip;
  }

  /** The WAV file of what it heard, decoded. */
  static Path heard(SipLab lab) throws IOException {
    try (Stream<Path> files = Files.list(lab.folder().resolve("baresip"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-dec.wav"))
          .findFirst()
          .orElseThrow();
    }
  }
}
