package org.aparte.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A network that leads nowhere else, and the programs in it: our phone, and servers of our own
 * making. What is foreign has a class of its own.
 */
final class SipLab implements AutoCloseable {

  /** What our phone sends, in hertz. */
  static final int OUR_TONE = 440;

  /** What every other phone sends. */
  static final int THEIR_TONE = 1000;

  private final String namespace = "aparte" + ProcessHandle.current().pid();
  private final Path folder;
  private final boolean separate;
  private final List<Conversation> programs = new ArrayList<>();

  /** Has a network of its own, where this user may make one. */
  SipLab(Path folder) throws IOException {
    this.folder = folder;
    separate = Peers.run(List.of("ip", "netns", "add", namespace), 20) == 0;
    if (separate) {
      Peers.run(inNetwork(List.of("ip", "link", "set", "lo", "up")), 20);
    } else {
      System.err.println("== no network namespace (root is needed): SIP runs on this host's");
    }
    Recording.tone(theirTone(), THEIR_TONE, 20);
  }

  /** Ends the network. */
  @Override
  public void close() throws IOException {
    if (separate) {
      Peers.run(List.of("ip", "netns", "delete", namespace), 20);
    }
  }

  private List<String> inNetwork(List<String> command) {
    List<String> all = new ArrayList<>();
    if (separate) {
      // Not "ip netns exec", which mounts file systems anew; a chroot or container may forbid it
      all.addAll(List.of("nsenter", "--net=/run/netns/" + namespace));
    }
    all.addAll(command);
    return all;
  }

  /** What belongs to the programs, until the test is over. */
  Path folder() {
    return folder;
  }

  /** A WAV file of {@link #THEIR_TONE}. */
  Path theirTone() {
    return folder.resolve("tone.wav");
  }

  /** What a phone of ours recorded. */
  Path heardBy(String name) {
    return folder.resolve(name + ".wav");
  }

  /** A program in this network. */
  Conversation start(Path directory, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(inNetwork(command))
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Conversation program = new Conversation(builder.start(), programs);
    programs.add(program);
    return program;
  }

  /** Our phone, as bin/call starts it, which tells programs how the call goes. */
  Conversation phone(String... options) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(options));
    all.add("--json");
    return screen("us", all.toArray(new String[0]));
  }

  /** Our phone, which tells a person how the call goes. */
  Conversation screen(String name, String... options) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(options));
    all.addAll(
        List.of(
            "--tone",
            Integer.toString(OUR_TONE),
            "--record",
            heardBy(name).toString(),
            "--zid-store",
            folder.resolve(name + ".zids").toString()));
    return java("org.aparte.phone.PhoneMain", all);
  }

  /** A server that all signaling and media of a call go through: {@link CrookedServer}. */
  Conversation crookedServer(int targetPort, Path record) throws Exception {
    Files.deleteIfExists(record);
    Conversation server =
        java(
            CrookedServer.class.getName(),
            List.of(Integer.toString(targetPort), record.toString()));
    server.await("ready");
    return server;
  }

  /** Calls Linphone with an engine that is written down: {@link LinphoneRecorder}. */
  Conversation linphoneRecorder(String version) throws IOException {
    return java(LinphoneRecorder.class.getName(), List.of(version, folder.toString()));
  }

  private Conversation java(String main, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main));
    command.addAll(arguments);
    return start(new File(".").toPath(), Map.of(), command);
  }
}
