package org.aparte.zrtp.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.aparte.zrtp.model.ZidStoreException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file under processes that really run, are really killed, and really run out of disk. */
class ProcessesTest {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String MOUNTED = "mounted";

  @TempDir private Path folder;

  @Test
  void isOneCompleteVersionAfterAKillAtAnyInstant() throws Exception {
    Path path = folder.resolve("zids");
    long seed = RANDOM.nextLong();
    Random chance = new Random(seed);
    int kills = 30;
    int last = 0;
    for (int i = 0; i < kills; i++) {
      Process process = CountingProcess.start(path, -1);
      int acknowledged = last;
      try (BufferedReader out = reader(process)) {
        // Up to an instant within some write: after so many lines, and so many turns of a loop.
        for (int lines = chance.nextInt(40); lines >= 0; lines--) {
          acknowledged = Integer.parseInt(out.readLine());
        }
        for (int turns = chance.nextInt(200_000); turns > 0; turns--) {
          Thread.onSpinWait();
        }
        process.toHandle().destroyForcibly(); // unlike the one of Process, leaves the pipe open
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          acknowledged = number(line, acknowledged);
        }
      }
      process.waitFor();

      FileZidStore store = open(path);
      last = CountingProcess.counted(store);
      assertThat(store.damagedRecords()).as("kill %d, seed %d", i, seed).isEmpty();
      assertThat(last)
          .as("nothing acknowledged is lost: kill %d, seed %d", i, seed)
          .isBetween(acknowledged, acknowledged + 1);
    }
  }

  /**
   * What a reader sees at an instant is what a kill at that instant leaves: this tries thousands.
   */
  @Test
  void isOneCompleteVersionToAReaderAtAnyInstant() throws Exception {
    Path path = folder.resolve("zids");
    FileZidStore store = open(path);
    CountingProcess.count(store, 1);
    Process process = CountingProcess.start(path, 400);
    int last = 1;
    int changes = 0;
    while (process.isAlive()) {
      int now = CountingProcess.counted(store);
      assertThat(store.damagedRecords()).isEmpty();
      assertThat(now).as("the count, as a reader sees it").isGreaterThanOrEqualTo(last);
      changes += now > last ? 1 : 0;
      last = now;
    }

    assertThat(changes).as("versions that the reader saw").isGreaterThan(20);
    assertThat(CountingProcess.counted(store)).isEqualTo(401);
  }

  /** The last line may have been cut by the kill. */
  private static int number(String line, int before) {
    return line.equals(String.valueOf(before + 1)) ? before + 1 : before;
  }

  @Test
  void countsExactlyWhenProcessesWriteAtOnce() throws Exception {
    Path path = folder.resolve("zids");
    int times = 150;
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(CountingProcess.start(path, times));
    }
    CountingProcess.count(open(path), times);
    for (Process process : processes) {
      try (BufferedReader out = reader(process)) {
        assertThat(out.lines().toList()).hasSize(times).allMatch(line -> line.matches("[0-9]+"));
      }
      assertThat(process.waitFor()).isZero();
    }

    assertThat(CountingProcess.counted(open(path))).isEqualTo(4 * times);
  }

  /** A file system of 64 KiB in a mount namespace of its own, filled up by entries. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsTheOldContentOnADiskThatIsReallyFull(TestReporter reporter) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path saved = folder.resolve("saved");
    String script =
        "mount -t tmpfs -o size=64k none \"$0\" || exit; echo "
            + MOUNTED
            + "; \"$@\"; cp \"$0\"/zids* "
            + saved;
    Files.createDirectory(saved);
    List<String> onDisk = new ArrayList<>(List.of("sh", "-c", script, disk.toString()));
    onDisk.addAll(CountingProcess.command(disk.resolve("zids"), 0, 10_000));

    // In a chroot or a container there is no user namespace to be had; root may not need one
    List<String> lines = run(unshared(List.of("--map-root-user", "--mount"), onDisk), reporter);
    if (!isMounted(lines)) {
      lines = run(unshared(List.of("--mount"), onDisk), reporter);
    }

    assumeMounted(lines, reporter);
    assertThat(lines).containsExactly(MOUNTED, Kind.NO_SPACE.name());
    FileZidStore store = open(saved.resolve("zids"));
    assertThat(store.damagedRecords()).isEmpty();
    assertThat(store.records()).hasSizeGreaterThan(50);
    assertThat(saved.resolve("zids.new")).doesNotExist();
  }

  private static List<String> unshared(List<String> options, List<String> command) {
    List<String> all = new ArrayList<>(List.of("unshare"));
    all.addAll(options);
    all.addAll(command);
    return all;
  }

  private static boolean isMounted(List<String> lines) {
    return !lines.isEmpty() && lines.get(0).equals(MOUNTED);
  }

  private static void assumeMounted(List<String> lines, TestReporter reporter) {
    boolean mounted = isMounted(lines);
    if (!mounted) {
      reporter.publishEntry(
          "NOT TESTED", "a disk that is really full: this system lets us mount none; " + lines);
    }
    assumeTrue(mounted, "NOT TESTED on a disk that is really full: no unshare or mount here");
  }

  /** Where no disk can be mounted, the limit of a file's size makes real writes fail half way. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void keepsTheOldContentWhenTheSystemStopsAWriteHalfWay(TestReporter reporter) throws Exception {
    Path path = folder.resolve("zids");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 16; exec \"$@\"", "sh"));
    command.addAll(CountingProcess.command(path, 0, 10_000));

    List<String> lines = run(command, reporter);

    assertThat(lines).containsExactly(Kind.WRITE_FAILED.name());
    FileZidStore store = open(path);
    assertThat(store.damagedRecords()).isEmpty();
    assertThat(store.records()).hasSizeGreaterThan(10);
    store.ownZid("goes on");
  }

  private static List<String> run(List<String> command, TestReporter reporter) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (BufferedReader out = reader(process)) {
        List<String> lines = out.lines().toList();
        process.waitFor();
        return lines;
      }
    } catch (IOException e) {
      reporter.publishEntry("cannot run " + command.get(0), String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private static FileZidStore open(Path path) {
    return FileZidStore.open(path, new PlainKeyProtector(), RANDOM);
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }
}
