package org.aparte.interop;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** One end of a call by libbzrtp, in a process of its own. */
final class BzrtpPeer implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 20;

  private final Process process;
  private final Writer commands;
  private final Thread reader;
  private final List<JsonObject> said = new CopyOnWriteArrayList<>();

  /**
   * A process that has its sockets, and no channel started.
   *
   * @param ports ours, one for each channel
   * @param options as bzrtp_peer.c lists them
   */
  BzrtpPeer(Path program, List<Integer> ports, List<String> options) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.add(String.join(",", ports.stream().map(String::valueOf).toList()));
    command.addAll(options);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    commands = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1));
    String line;
    do {
      line = out.readLine();
      if (line == null) {
        throw new IOException("bzrtp_peer ended: " + said);
      }
      said.add(JsonParser.parseString(line).getAsJsonObject());
    } while (of("ready").isEmpty());
    reader =
        new Thread(
            () -> out.lines().forEach(l -> said.add(JsonParser.parseString(l).getAsJsonObject())),
            "bzrtp_peer");
    reader.setDaemon(true);
    reader.start();
  }

  /** Compiles the program, or ends the test as {@link Peers#require} does. */
  static Path compile(Path folder) throws IOException {
    Peers.require("gcc libc6-dev", "ZRTP against libbzrtp", "gcc", "--version");
    Path program = folder.resolve("bzrtp_peer");
    Files.createDirectories(folder);
    Peers.require(
        "libbzrtp-dev libbctoolbox-dev libsqlite3-dev libsrtp2-dev",
        "ZRTP against libbzrtp",
        "gcc",
        "-O2",
        "-o",
        program.toString(),
        Path.of("src/test/c/bzrtp_peer.c").toAbsolutePath().toString(),
        "-lbzrtp",
        "-lbctoolbox",
        "-lsrtp2",
        "-lsqlite3");
    return program;
  }

  /** The release, for which the library itself has no word. */
  static String version() throws IOException {
    Process asked = new ProcessBuilder("dpkg-query", "-W", "-f=${Version}", "libbzrtp-dev").start();
    String version = new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return version.isBlank() ? "unknown" : version.trim();
  }

  void command(String line) throws IOException {
    commands.write(line + "\n");
    commands.flush();
  }

  /** What it has said of a kind so far, in order. */
  List<JsonObject> of(String event) {
    return said.stream().filter(line -> line.get("event").getAsString().equals(event)).toList();
  }

  List<JsonObject> of(String event, int channel) {
    return of(event).stream().filter(line -> line.get("channel").getAsInt() == channel).toList();
  }

  List<JsonObject> said() {
    return said;
  }

  /** Ends the process in good order, so that its cache is written. */
  @Override
  public void close() throws IOException {
    commands.close();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
