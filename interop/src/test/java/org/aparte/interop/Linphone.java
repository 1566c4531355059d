package org.aparte.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Linphone's command-line phone and ours, each a process in a network that leads nowhere else. */
final class Linphone {

  static final int TONE = 1000;
  static final int OUR_TONE = 440;

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

  private final String namespace = "aparte" + ProcessHandle.current().pid();
  private final Path folder;
  private final boolean separate;

  /** Has a network of its own, where this user may make one. */
  Linphone(Path folder) throws IOException {
    this.folder = folder;
    separate = Peers.run(List.of("ip", "netns", "add", namespace), 20) == 0;
    if (separate) {
      Peers.run(inNetwork(List.of("ip", "link", "set", "lo", "up")), 20);
    } else {
      System.err.println("== no network namespace (root is needed): Linphone runs on this host's");
    }
    Recording.tone(folder.resolve("tone.wav"), TONE, 20);
  }

  /** Ends the network. */
  void stop() throws IOException {
    if (separate) {
      Peers.run(List.of("ip", "netns", "delete", namespace), 20);
    }
  }

  static void require() {
    Peers.require(
        "linphone-cli iproute2", "calls with Linphone", "sh", "-c", "command -v linphonec ip");
  }

  private List<String> inNetwork(List<String> command) {
    List<String> all = new ArrayList<>();
    if (separate) {
      all.addAll(List.of("ip", "netns", "exec", namespace));
    }
    all.addAll(command);
    return all;
  }

  /** Linphone, with a memory that lasts as long as the folder; it answers calls by itself. */
  Conversation linphone(boolean video) throws IOException, InterruptedException {
    return linphone(video, "zrtp", "");
  }

  /** Linphone with another way to encrypt, and more settings. */
  Conversation linphone(boolean video, String encryption, String more)
      throws IOException, InterruptedException {
    Path home = folder.resolve("linphone");
    Files.createDirectories(home.resolve(".local/share/linphone"));
    Files.createDirectories(home.resolve(".config"));
    Files.deleteIfExists(heardByLinphone());
    String settings =
        SETTINGS.formatted(encryption, encryption.equals("none") ? 0 : 1)
            + (video ? WITH_VIDEO : WITHOUT_VIDEO)
            + more;
    Path file = Files.writeString(home.resolve("linphonerc"), settings);
    List<String> command = new ArrayList<>(List.of("linphonec", "-c", file.toString(), "-a"));
    if (video) {
      command.add("-C");
    }
    ProcessBuilder builder =
        new ProcessBuilder(inNetwork(command)).directory(home.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "HOME", home.toString(),
                "PULSE_RUNTIME_PATH", home.resolve(".pulse").toString(),
                "XDG_DATA_HOME", home.resolve(".local/share").toString(),
                "XDG_CONFIG_HOME", home.resolve(".config").toString()));
    Conversation linphone = new Conversation(builder.start());
    linphone.say("soundcard use files");
    linphone.await("Using wav files");
    linphone.say("play " + folder.resolve("tone.wav"));
    linphone.say("record " + heardByLinphone());
    linphone.await("record " + heardByLinphone());
    return linphone;
  }

  /** A registrar and proxy that stays in the way of all requests (Record-Route). */
  Conversation kamailio() throws IOException, InterruptedException {
    Path settings =
        Files.writeString(
            folder.resolve("kamailio.cfg"),
            """
            #!KAMAILIO
            debug=2
            log_stderror=yes
            children=1
            disable_tcp=yes
            listen=udp:127.0.0.1:15062
            alias="lab.test"
            loadmodule "tm.so"
            loadmodule "sl.so"
            loadmodule "rr.so"
            loadmodule "pv.so"
            loadmodule "maxfwd.so"
            loadmodule "textops.so"
            loadmodule "siputils.so"
            loadmodule "usrloc.so"
            loadmodule "registrar.so"
            request_route {
              if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
              if (has_totag()) {
                if (loose_route()) { t_relay(); exit; }
                if (is_method("ACK")) { if (t_check_trans()) t_relay(); exit; }
                sl_send_reply("404", "Not here"); exit;
              }
              if (is_method("CANCEL")) { if (t_check_trans()) t_relay(); exit; }
              t_check_trans();
              if (is_method("REGISTER")) { if (!save("location")) sl_reply_error(); exit; }
              record_route();
              if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
              t_relay();
            }
            """);
    List<String> command =
        List.of(
            "kamailio",
            "-DD",
            "-E",
            "-m",
            "64",
            "-M",
            "8",
            "-f",
            settings.toString(),
            "-w",
            folder.toString(),
            "-P",
            folder.resolve("kamailio.pid").toString());
    Conversation kamailio =
        new Conversation(new ProcessBuilder(inNetwork(command)).redirectErrorStream(true).start());
    kamailio.await("udp: 127.0.0.1:15062");
    return kamailio;
  }

  Path heardByLinphone() {
    return folder.resolve("linphone.wav");
  }

  Path heardByUs() {
    return folder.resolve("us.wav");
  }

  /** Our phone, as bin/call starts it. */
  Conversation phone(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "org.aparte.phone.PhoneMain"));
    command.addAll(Arrays.asList(options));
    command.addAll(
        List.of(
            "--json",
            "--tone",
            Integer.toString(OUR_TONE),
            "--record",
            heardByUs().toString(),
            "--zid-store",
            folder.resolve("zids").toString()));
    return new Conversation(
        new ProcessBuilder(inNetwork(command))
            .directory(new File("."))
            .redirectErrorStream(true)
            .start());
  }
}
