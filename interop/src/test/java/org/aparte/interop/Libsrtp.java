package org.aparte.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A sender and a receiver of libsrtp2 in a process of their own. */
final class Libsrtp implements AutoCloseable {

  /** Packets between two questions: both pipes hold more than that. */
  private static final int BATCH = 64;

  private static final HexFormat HEX = HexFormat.of();

  private final Process process;
  private final Writer in;
  private final BufferedReader out;

  Libsrtp(Path program, String profile, byte[] keyAndSalt, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), profile, HEX.formatHex(keyAndSalt)));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII), 1 << 16);
    out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII), 1 << 16);
  }

  /** Compiles the filter, or ends the test as {@link Peers#require} does. */
  static Path compile(Path folder) throws IOException {
    Peers.require("gcc libc6-dev", "SRTP against libsrtp2", "gcc", "--version");
    Path source = Path.of("src/test/c/libsrtp_filter.c").toAbsolutePath();
    Path program = folder.resolve("libsrtp_filter");
    Files.createDirectories(folder);
    Peers.require(
        "libsrtp2-dev",
        "SRTP against libsrtp2",
        "gcc",
        "-O2",
        "-o",
        program.toString(),
        source.toString(),
        "-lsrtp2");
    return program;
  }

  /** The release, as {@code libsrtp2 2.5.0}. */
  static String version(Path program) throws IOException {
    Process process = new ProcessBuilder(program.toString(), "version").start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
  }

  /**
   * What it makes of packets, in their order.
   *
   * @param operation p or u for RTP, P or U for RTCP
   * @return for each the resulting packet, or nothing where it was refused
   */
  List<Optional<byte[]>> all(char operation, List<byte[]> packets) throws IOException {
    List<Optional<byte[]>> results = new ArrayList<>(packets.size());
    for (int from = 0; from < packets.size(); from += BATCH) {
      List<byte[]> batch = packets.subList(from, Math.min(packets.size(), from + BATCH));
      for (byte[] packet : batch) {
        in.write(operation);
        in.write(HEX.formatHex(packet));
        in.write('\n');
      }
      in.write(".\n");
      in.flush();
      for (int i = 0; i < batch.size(); i++) {
        String line = out.readLine();
        if (line == null) {
          throw new IOException("libsrtp_filter ended");
        }
        results.add(line.startsWith("-") ? Optional.empty() : Optional.of(HEX.parseHex(line)));
      }
    }
    return results;
  }

  @Override
  public void close() throws IOException {
    in.close();
    process.destroy();
  }
}
