package org.aparte.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Linphone's command-line phone, bob, which answers calls by itself. */
final class Linphone implements AutoCloseable {

  static final int PORT = 15_061;
  static final String ADDRESS = "sip:bob@127.0.0.1:" + PORT;

  /** How it shows that ZRTP came about, with the SAS as group 1. */
  static final Pattern TOKEN = Pattern.compile("is fully encrypted.*token is (\\S+)\\.");

  private static final String SETTINGS =
      """
      [sip]
      sip_port=15061
      sip_tcp_port=0
      sip_tls_port=0
      contact="bob" <sip:bob@127.0.0.1:15061>
      default_proxy=-1
      media_encryption=%s
      media_encryption_mandatory=%d
      bind_address=127.0.0.1
      use_ipv6=0
      guess_hostname=0
      register_only_when_network_is_up=0
      auto_net_state_mon=0
      [net]
      firewall_policy=0
      auto_net_state_mon=0
      dns_srv_enabled=0
      [rtp]
      audio_rtp_port=17100
      video_rtp_port=17102
      [sound]
      echocancellation=0
      """;
  private static final String WITHOUT_VIDEO =
      """
      [video]
      capture=0
      display=0
      """;
  private static final String WITH_VIDEO =
      """
      [video]
      device=StaticImage: Static picture
      automatically_initiate=1
      automatically_accept=1
      capture=1
      display=0
      """;

  /**
   * How it is set.
   *
   * @param encryption none, zrtp, srtp (SDES) or dtls
   * @param mandatory whether it refuses calls without
   * @param more lines of linphonerc
   */
  record Settings(String encryption, boolean mandatory, boolean video, String more) {

    /** ZRTP, or no call. */
    static final Settings ZRTP = new Settings("zrtp", true, false, "");

    Settings withVideo() {
      return new Settings(encryption, mandatory, true, more);
    }

    Settings optional() {
      return new Settings(encryption, false, video, more);
    }

    Settings with(String lines) {
      return new Settings(encryption, mandatory, video, lines);
    }
  }

  private static final long READING_NANOS = 200_000_000;

  private final Conversation program;
  private final Path heard;

  private Linphone(Conversation program, Path heard) {
    this.program = program;
    this.heard = heard;
  }

  static void require() {
    Peers.require(
        "linphone-cli iproute2", "calls with Linphone", "sh", "-c", "command -v linphonec ip");
  }

  /** The release, by its package. */
  static String version() throws IOException {
    Process asked = new ProcessBuilder("dpkg-query", "-W", "-f=${Version}", "linphone-cli").start();
    String version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return version.isBlank() ? "unknown" : version.trim();
  }

  /** Starts it, with a memory that lasts as long as the lab's folder. */
  static Linphone start(SipLab lab, Settings settings) throws IOException, InterruptedException {
    Path home = lab.folder().resolve("linphone");
    Path heard = lab.folder().resolve("linphone.wav");
    Files.createDirectories(home.resolve(".local/share/linphone"));
    Files.createDirectories(home.resolve(".config"));
    Files.deleteIfExists(heard);
    String text =
        SETTINGS.formatted(settings.encryption(), settings.mandatory() ? 1 : 0)
            + (settings.video() ? WITH_VIDEO : WITHOUT_VIDEO)
            + settings.more();
    Path file = Files.writeString(home.resolve("linphonerc"), text);
    List<String> command = new ArrayList<>(List.of("linphonec", "-c", file.toString(), "-a"));
    if (settings.video()) {
      command.add("-C");
    }
    Map<String, String> environment =
        Map.of(
            "HOME", home.toString(),
            "PULSE_RUNTIME_PATH", home.resolve(".pulse").toString(),
            "XDG_DATA_HOME", home.resolve(".local/share").toString(),
            "XDG_CONFIG_HOME", home.resolve(".config").toString());
    Conversation program = lab.start(home, environment, command);
    Linphone linphone = new Linphone(program, heard);
    linphone.say("soundcard use files");
    program.await("Using wav files");
    linphone.say("play " + lab.theirTone());
    linphone.say("record " + heard);
    // Not every release echoes what it is told
    linphone.say("help");
    program.await("Type 'help <command>'");
    return linphone;
  }

  /**
   * Tells it to do something, and leaves it time to read that: a release without readline takes for
   * one command what it finds at once.
   */
  void say(String command) {
    program.say(command);
    LockSupport.parkNanos(READING_NANOS);
  }

  /** What it says. */
  Conversation screen() {
    return program;
  }

  /** The WAV file of what it heard. */
  Path heard() {
    return heard;
  }

  /** Waits for the end of the call, and ends the program, which then writes what it remembers. */
  void end() throws InterruptedException {
    program.await("ended");
    say("quit");
    program.fallSilent(); // newer releases go on reading until there is nothing more
    program.end();
  }

  @Override
  public void close() {
    program.close();
  }

  @Override
  public String toString() {
    return program.toString();
  }
}
