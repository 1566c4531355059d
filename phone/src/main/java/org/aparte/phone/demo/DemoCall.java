package org.aparte.phone.demo;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One call of Alice and Bob: three processes, and what they say of it. */
final class DemoCall implements AutoCloseable {

  private static final String WIRETAP = "wiretap";
  private static final String LOOPBACK = "127.0.0.1:";
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private final Path folder;
  private final Screen screen;
  private final BlockingQueue<Child.Said> heard = new LinkedBlockingQueue<>();
  private final List<Child> children = new ArrayList<>();
  private final Map<Side, JsonObject> secure = new EnumMap<>(Side.class);
  private final Map<Side, JsonObject> srtp = new EnumMap<>(Side.class);
  private int gone;

  /** A call whose files are in a folder. */
  DemoCall(Path folder, Screen screen) {
    this.folder = folder;
    this.screen = screen;
  }

  static Path zids(Path folder, Side side) {
    return folder.resolve(side.fileName() + ".zid");
  }

  static Path said(Path folder, Side side) {
    return folder.resolve(side.fileName() + "-said.wav");
  }

  static Path heard(Path folder, Side side) {
    return folder.resolve(side.fileName() + "-heard.wav");
  }

  static Path recording(Path folder) {
    return folder.resolve("wiretap.pcap");
  }

  /** Calls, until both have hung up. */
  void run(Interference interference, int packets) throws IOException, InterruptedException {
    Child wiretap =
        start(
            WIRETAP,
            List.of(
                WIRETAP,
                "--recording",
                recording(folder).toString(),
                "--wiretap",
                interference.name(),
                "--speech",
                said(folder, Side.ALICE).toString()));
    long deadline = System.nanoTime() + LONGEST_NANOS;
    Optional<Child.Said> listening = next(deadline);
    if (listening.isEmpty() || !listening.get().event().equals("listening")) {
      throw new IOException("the wiretap does not start");
    }
    for (Side side : Side.values()) {
      int port = listening.get().line().get(side.fileName()).getAsInt();
      start(side.fileName(), phone(side, port, packets));
    }
    while (gone < Side.values().length) {
      Optional<Child.Said> said = next(deadline);
      if (said.isEmpty()) {
        screen.line("  the phones did not hang up");
        break;
      }
      take(said.get());
    }
    wiretap.end();
  }

  private Child start(String name, List<String> arguments) throws IOException {
    Child child = new Child(name, arguments, heard);
    children.add(child);
    return child;
  }

  private List<String> phone(Side side, int port, int packets) {
    return List.of(
        "udp",
        "--json",
        "--listen",
        LOOPBACK + 0,
        "--peer",
        LOOPBACK + port,
        "--zid-store",
        zids(folder, side).toString(),
        "--verify-sas",
        "--play",
        said(folder, side).toString(),
        "--record",
        heard(folder, side).toString(),
        "--packets",
        String.valueOf(packets),
        "--linger",
        "0.5");
  }

  private Optional<Child.Said> next(long deadline) throws InterruptedException {
    return Optional.ofNullable(heard.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
  }

  private void take(Child.Said said) throws IOException {
    if (said.who().equals(WIRETAP)) {
      watch(said);
      return;
    }
    Side side = Side.of(said.who());
    JsonObject line = said.line();
    switch (said.event()) {
      case "secure" -> {
        secure.put(side, line);
        if (secure.size() == Side.values().length) {
          screen.secure(said(secure, Side.ALICE), said(secure, Side.BOB));
        }
      }
      case "srtp" -> srtp.put(side, line);
      case "warning" ->
          screen.line("  " + side.title() + " is warned: " + line.get("reason").getAsString());
      case "failed" ->
          screen.line("  " + side.title() + " is told: " + line.get("sentence").getAsString());
      case "gone" -> gone++;
      default -> {}
    }
  }

  private void watch(Child.Said said) throws IOException {
    JsonObject line = said.line();
    if (said.event().equals("gone")) {
      throw new IOException("the wiretap has ended before the call");
    } else if (line.get("kind").getAsString().equals("rtp")) {
      screen.media();
    } else if (line.has("type")) {
      screen.rung(
          Side.of(line.get("from").getAsString()),
          line.get("type").getAsString(),
          line.get("octets").getAsInt());
    }
  }

  private static JsonObject said(Map<Side, JsonObject> lines, Side side) {
    return lines.getOrDefault(side, new JsonObject());
  }

  /** What one phone said of the call. */
  Verdict.Phone phone(Side side) {
    return new Verdict.Phone(
        said(secure, side), said(srtp, side), said(folder, side.other()), heard(folder, side));
  }

  @Override
  public void close() {
    children.forEach(Child::close);
  }
}
