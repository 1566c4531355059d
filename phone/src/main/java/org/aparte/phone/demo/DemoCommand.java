package org.aparte.phone.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.aparte.phone.Audio;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bin/call} without arguments: two phones, a wiretap between them, and whether all held. */
@Command(
    name = "demo",
    description = "two phones on this machine, and a wiretap between them (the default)",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all held", "1:something did not hold", "2:usage"})
public final class DemoCommand implements Callable<Integer> {

  private static final String MET = "have-met";

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "memory of the phones, and recordings; $XDG_CACHE_HOME/aparte by default")
  private @Nullable Path folder;

  @Option(names = "--forget", description = "the phones never met")
  private boolean forget;

  @Option(
      names = "--wiretap",
      defaultValue = "listen",
      paramLabel = "DOES",
      description =
          "listen; change: a bit of a packet; plain: a packet leaks. The last two must fail")
  private Interference interference = Interference.LISTEN;

  @Option(
      names = "--packets",
      paramLabel = "N",
      description = "say so many packets of 20 milliseconds only")
  private int packets = Integer.MAX_VALUE;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "draw the ladder of the key agreement into an SVG")
  private @Nullable Path picture;

  private final PrintStream out;

  /** A demonstration that is shown on a stream. */
  public DemoCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path here = Files.createDirectories(folder == null ? defaultFolder() : folder);
    try (FileChannel lock =
            FileChannel.open(
                here.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = tryLock(lock)) {
      if (held == null) {
        throw new IOException("another bin/call uses " + here + "; --folder takes another one");
      }
      return call(here) ? 0 : 1;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // of this same process
    }
  }

  private static Path defaultFolder() {
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".cache", "aparte")
        : Path.of(cache, "aparte");
  }

  private boolean call(Path here) throws IOException, InterruptedException {
    boolean met = Files.exists(here.resolve(MET)) && !forget;
    Screen screen = new Screen(out);
    screen.intro(met);
    // Written after a call that went well only: half a memory would be another demonstration.
    Files.deleteIfExists(here.resolve(MET));
    Map<Side, byte[]> said = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      if (!met) {
        Files.deleteIfExists(DemoCall.zids(here, side));
      }
      Files.deleteIfExists(DemoCall.heard(here, side));
      said.put(side, speech(here, side));
    }
    int spoken = said.values().stream().mapToInt(pcmu -> pcmu.length / Audio.FRAME).min().orElse(0);
    Verdict verdict;
    try (DemoCall call = new DemoCall(here, screen)) {
      call.run(interference, spoken);
      Evidence evidence = Evidence.of(Capture.read(DemoCall.recording(here)), said);
      verdict = new Verdict(call.phone(Side.ALICE), call.phone(Side.BOB), spoken, met, evidence);
    }
    screen.line("");
    verdict.checks().forEach(screen::check);
    screen.line("");
    screen.line("  The wiretap knows who called whom, when, and for how long; not what was said.");
    screen.line("  Listen, and look: " + here + "/*.wav, wiretap.pcap");
    if (picture != null) {
      Files.writeString(picture, screen.picture().svg());
    }
    if (verdict.held()) {
      Files.createFile(here.resolve(MET));
    }
    screen.line(
        String.format(
            Locale.ROOT,
            verdict.held()
                ? "The call was encrypted from end to end (%.1f s)."
                : "NOT ALL HELD (%.1f s): see FAILED above.",
            screen.seconds()));
    return verdict.held();
  }

  /** Puts a recording into the folder; its PCMU. */
  private byte[] speech(Path here, Side side) throws IOException {
    Path wav = DemoCall.said(here, side);
    try (InputStream resource = DemoCommand.class.getResourceAsStream(side.recording())) {
      if (resource == null) {
        throw new IOException(side.recording() + " is missing beside the classes: build again");
      }
      Files.copy(resource, wav, StandardCopyOption.REPLACE_EXISTING);
    }
    byte[] all = Audio.read(wav);
    byte[] wanted = Arrays.copyOf(all, (int) Math.min(all.length, (long) packets * Audio.FRAME));
    Audio.write(wav, wanted);
    return wanted;
  }
}
