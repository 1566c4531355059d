package org.aparte.zrtp.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.aparte.zrtp.cache.Secrets.OWN;
import static org.aparte.zrtp.cache.Secrets.PEER;
import static org.aparte.zrtp.cache.Secrets.filling;
import static org.aparte.zrtp.cache.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZidStoreException;
import org.aparte.zrtp.model.ZidStoreException.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileZidStoreTest extends ZidStoreContract {

  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;
  private Path path;
  private int stores;

  @BeforeEach
  void nameTheFile() {
    path = folder.resolve("zids");
  }

  @Override
  ZidStore newStore() {
    path = folder.resolve("zids" + stores++);
    return open();
  }

  @Override
  ZidStore reopened(ZidStore store) {
    return open();
  }

  // --- the file ---

  @Test
  void writesAHeaderThatAPersonCanRead() throws IOException {
    FileZidStore store = open();
    store.compareAndSet(0, ZidRecord.builder(OWN, PEER).retained(secret(1), null).build());

    assertThat(lines())
        .hasSize(3)
        .satisfies(lines -> {
          assertThat(lines[0])
              .matches("aparte-zid-cache format=1 protector=none sequence=1 entries=1 sealed=.*;");
          assertThat(lines[1])
              .matches(
                  "record own=0a0000000000000000000001 peer=0b0000000000000000000002"
                      + " version=1 sealed=.*;");
          assertThat(lines[2]).isEqualTo(lines[0]);
        });
  }

  @Test
  void makesNoFileBeforeThereIsSomethingToKeep() {
    FileZidStore store = open();

    assertThat(store.find(OWN, PEER)).isNull();
    assertThat(store.records()).isEmpty();
    assertThat(store.damagedRecords()).isEmpty();
    assertThat(store.forget(OWN, PEER)).isFalse();
    assertThat(path).doesNotExist();
  }

  @Test
  void takesAnEmptyFileForANewOne() throws IOException {
    Files.createFile(path);

    Zid own = open().ownZid("me");

    assertThat(open().ownZid("me")).isEqualTo(own);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void letsNobodyButTheOwnerReadOrWrite() throws IOException {
    open().ownZid("me");

    for (Path file : new Path[] {path, folder.resolve("zids.lock")}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as("%s", file)
          .isEqualTo("rw-------");
    }
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
    open().ownZid("another");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void followsALinkToTheFileAndLeavesItALink() throws IOException {
    open().ownZid("me");
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, path);

    FileZidStore byLink = FileZidStore.open(link, new PlainKeyProtector(), RANDOM);
    Zid made = byLink.ownZid("another");

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(open().ownZid("another")).isEqualTo(made);
  }

  @Test
  void takesWhatAKilledWriterLeftForRubbish() throws IOException {
    Zid own = open().ownZid("me");
    Files.write(folder.resolve("zids.new"), new byte[] {1, 2, 3});

    assertThat(open().ownZid("me")).isEqualTo(own);
    open().ownZid("another");
    assertThat(folder.resolve("zids.new")).doesNotExist();
  }

  @Test
  void saysThatTheFolderIsNotThere() {
    assertFails(
        Kind.READ_FAILED,
        () ->
            FileZidStore.open(
                folder.resolve("nowhere").resolve("zids"), new PlainKeyProtector(), RANDOM));
    assertFails(
        Kind.READ_FAILED, () -> FileZidStore.open(Path.of("/"), new PlainKeyProtector(), RANDOM));
  }

  @Test
  void saysThatAFolderIsNoFile() throws IOException {
    Files.createDirectory(path);

    assertFails(Kind.READ_FAILED, this::open);
  }

  // --- files that are not ours to touch ---

  @Test
  void touchesNoFileThatIsSomethingElse() throws IOException {
    for (byte[] other :
        new byte[][] {
          "my letters\n".getBytes(US_ASCII), new byte[5000], {0}, "record own=".getBytes(US_ASCII)
        }) {
      Files.write(path, other);

      assertFails(Kind.NOT_A_ZID_CACHE, this::open);
      assertThat(Files.readAllBytes(path)).isEqualTo(other);
    }
  }

  @Test
  void touchesNoFileOfALaterFormat() throws IOException {
    open().ownZid("me");
    String later = text().replace("format=1", "format=2");
    Files.write(path, later.getBytes(ISO_8859_1));

    assertFails(Kind.NEWER_FORMAT, this::open);
    assertThat(text()).isEqualTo(later);
  }

  @Test
  void touchesNoFileThatIsSealedOtherwise() throws IOException {
    for (KeyProtector protector :
        new KeyProtector[] {
          new PlainKeyProtector(), KeyProtectorTest.aesGcm(16, 1), KeyProtectorTest.password("p")
        }) {
      Files.deleteIfExists(path);
      FileZidStore.open(path, protector, RANDOM).ownZid("me");
      String before = text();

      for (KeyProtector wrong :
          new KeyProtector[] {KeyProtectorTest.aesGcm(16, 2), KeyProtectorTest.password("q")}) {
        assertFails(Kind.WRONG_KEY, () -> FileZidStore.open(path, wrong, RANDOM));
      }
      FileZidStore.open(path, protector, RANDOM).ownZid("me");
      assertThat(text()).isEqualTo(before);
    }
    assertFails(Kind.WRONG_KEY, this::open);
  }

  @Test
  void saysThatBothCopiesOfTheHeaderAreDamaged() throws IOException {
    open().ownZid("me");
    String damaged = text().replaceFirst("sealed=A", "sealed=B").replaceFirst(".;\n$", "!;\n");
    Files.write(path, damaged.getBytes(ISO_8859_1));

    assertFails(Kind.DAMAGED_FILE, this::open);
    assertThat(text()).isEqualTo(damaged);
  }

  @Test
  void keepsNamesAndSecretsFromTheReaderUnlessItIsPlain() throws IOException {
    for (KeyProtector protector :
        new KeyProtector[] {
          new PlainKeyProtector(), KeyProtectorTest.aesGcm(32, 1), KeyProtectorTest.password("p")
        }) {
      Files.deleteIfExists(path);
      FileZidStore store = FileZidStore.open(path, protector, RANDOM);
      store.ownZid("alice@example.org");
      store.compareAndSet(
          0, ZidRecord.builder(OWN, PEER).retained(secret('k'), null).peerName("Bob Hope").build());

      StringBuilder file = new StringBuilder(text());
      Matcher sealed = Pattern.compile("sealed=(.*);").matcher(text());
      while (sealed.find()) {
        file.append(new String(Base64.getDecoder().decode(sealed.group(1)), ISO_8859_1));
      }
      for (String hidden : new String[] {"alice@example.org", "Bob Hope", "kkkkkkkk"}) {
        assertThat(file.indexOf(hidden) >= 0)
            .as("%s shows %s", protector.name(), hidden)
            .isEqualTo(protector instanceof PlainKeyProtector);
      }
      try (ZidRecord found = FileZidStore.open(path, protector, RANDOM).find(OWN, PEER)) {
        assertThat(found.peerName()).isEqualTo("Bob Hope");
        assertThat(filling(found.rs1())).isEqualTo('k');
      }
    }
  }

  // --- locks and threads ---

  @Test
  void isNotDisturbedByAnInterruptAndDoesNotSwallowIt() {
    FileZidStore store = open();
    Thread.currentThread().interrupt();
    try {
      assertThat(store.compareAndSet(0, ZidRecord.builder(OWN, PEER).build())).isTrue();
      assertThat(store.find(OWN, PEER)).isNotNull();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void isNotDisturbedByInterruptsAtAnyInstant() throws InterruptedException {
    FileZidStore store = open();
    AtomicInteger lost = new AtomicInteger();
    Thread writer =
        new Thread(() -> {
          for (int i = 0; i < 20; i++) {
            CountingProcess.count(store, 1);
            Thread.interrupted();
          }
          lost.set(20 - CountingProcess.counted(store));
        });
    lost.set(-1);
    writer.start();
    while (writer.isAlive()) {
      writer.interrupt();
      Thread.onSpinWait();
    }
    writer.join();

    assertThat(lost).hasValue(0);
  }

  @Test
  void countsExactlyWhenThreadsWriteThroughSeveralObjects() throws InterruptedException {
    int writers = 4;
    int writes = 25;
    CountDownLatch done = new CountDownLatch(writers);
    for (int i = 0; i < writers; i++) {
      Thread writer =
          new Thread(() -> {
            CountingProcess.count(open(), writes);
            done.countDown();
          });
      writer.start();
    }
    done.await();

    assertThat(CountingProcess.counted(open())).isEqualTo(writers * writes);
  }

  @Test
  void givesUpWhenAnotherKeepsTheLock() throws IOException {
    Path lock = folder.resolve("zids.lock");
    FileZidStore store = new FileZidStore(new AtomicFile(path, 1), new PlainKeyProtector(), RANDOM);
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertFails(Kind.BUSY, () -> store.ownZid("me"));
    }
    assertThat(store.ownZid("me")).isEqualTo(open().ownZid("me"));
  }

  @Test
  void goesOnWithTheLockOfTheProcessWhereTheSystemHasNone() {
    AtomicFile withoutLocks =
        new AtomicFile(path) {
          @Override
          boolean tryLock(FileChannel channel) throws IOException {
            throw new IOException("Invalid argument");
          }
        };
    FileZidStore store = new FileZidStore(withoutLocks, new PlainKeyProtector(), RANDOM);

    store.ownZid("me");

    assertThat(store.isLockedAcrossProcesses()).isFalse();
    FileZidStore ordinary = open();
    ordinary.ownZid("another");
    assertThat(ordinary.isLockedAcrossProcesses()).isTrue();
  }

  // --- failing disks ---

  @Test
  void keepsTheOldContentAndSaysSoWhenTheDiskIsFull() throws IOException {
    Zid own = open().ownZid("me");
    byte[] before = Files.readAllBytes(path);
    for (int room = 0; room <= before.length; room += 7) {
      int octets = room;
      FileZidStore full =
          failing((file, content) -> {
            Files.write(file, Arrays.copyOf(content, Math.min(octets, content.length)));
            throw new IOException("No space left on device");
          });

      assertFails(Kind.NO_SPACE, () -> full.ownZid("another"));

      assertThat(Files.readAllBytes(path)).isEqualTo(before);
      assertThat(folder.resolve("zids.new")).as("gives back the space").doesNotExist();
    }
    assertThat(open().ownZids()).containsOnlyKeys("me").containsValue(own);
  }

  @Test
  void keepsTheOldContentAndSaysSoWhenWritingFails() throws IOException {
    open().ownZid("me");
    byte[] before = Files.readAllBytes(path);

    assertFails(
        Kind.WRITE_FAILED,
        () ->
            failing(
                    (file, content) -> {
                      throw new IOException("Input/output error");
                    })
                .ownZid("another"));
    AtomicFile cannotRename =
        new AtomicFile(path) {
          @Override
          void rename(Path from, Path to) throws IOException {
            throw new IOException("Permission denied");
          }
        };
    assertFails(
        Kind.WRITE_FAILED,
        () -> new FileZidStore(cannotRename, new PlainKeyProtector(), RANDOM).ownZid("another"));

    assertThat(Files.readAllBytes(path)).isEqualTo(before);
  }

  @Test
  void saysThatAStoredChangeMayNotSurviveALossOfPower() {
    AtomicFile cannotForce =
        new AtomicFile(path) {
          @Override
          void forceFolder(Path folder) throws IOException {
            throw new IOException("Input/output error");
          }
        };
    FileZidStore store = new FileZidStore(cannotForce, new PlainKeyProtector(), RANDOM);

    assertFails(Kind.NOT_DURABLE, () -> store.ownZid("me"));
    assertThat(open().ownZids()).containsOnlyKeys("me");
  }

  /** The steps of a write, each cut short as a kill would: nothing behind it is done. */
  @Test
  void isOneCompleteVersionWhateverStepIsTheLast() throws IOException {
    FileZidStore store = open();
    store.compareAndSet(0, ZidRecord.builder(OWN, PEER).peerName("old").build());
    int length = Files.readAllBytes(path).length;
    for (int written = 0; written <= length + 40; written++) {
      int octets = written;
      AtomicFile killedWhileWriting =
          new AtomicFile(path) {
            @Override
            void writeAndForce(Path file, byte[] content) throws IOException {
              Files.write(file, Arrays.copyOf(content, Math.min(octets, content.length)));
              throw new Killed();
            }
          };
      assertThatThrownBy(() -> rename(killedWhileWriting, "new")).isInstanceOf(Killed.class);
      assertThat(name()).isEqualTo("old");
    }
    AtomicFile killedBeforeRename =
        new AtomicFile(path) {
          @Override
          void rename(Path from, Path to) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> rename(killedBeforeRename, "new")).isInstanceOf(Killed.class);
    assertThat(name()).isEqualTo("old");

    AtomicFile killedAfterRename =
        new AtomicFile(path) {
          @Override
          void forceFolder(Path folder) {
            throw new Killed();
          }
        };
    assertThatThrownBy(() -> rename(killedAfterRename, "new")).isInstanceOf(Killed.class);
    assertThat(name()).isEqualTo("new");
  }

  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private void rename(AtomicFile file, String name) {
    new FileZidStore(file, new PlainKeyProtector(), RANDOM)
        .update(OWN, PEER, current -> ZidRecord.builder(OWN, PEER).peerName(name).build());
  }

  private String name() {
    try (ZidRecord record = open().find(OWN, PEER)) {
      return record.peerName();
    }
  }

  private interface Write {
    void write(Path file, byte[] content) throws IOException;
  }

  private FileZidStore failing(Write write) {
    AtomicFile file =
        new AtomicFile(path) {
          @Override
          void writeAndForce(Path target, byte[] content) throws IOException {
            write.write(target, content);
          }
        };
    return new FileZidStore(file, new PlainKeyProtector(), RANDOM);
  }

  private FileZidStore open() {
    return FileZidStore.open(path, new PlainKeyProtector(), RANDOM);
  }

  private String text() throws IOException {
    return new String(Files.readAllBytes(path), ISO_8859_1);
  }

  private String[] lines() throws IOException {
    return Stream.of(text().split("\n")).toArray(String[]::new);
  }

  private static void assertFails(Kind kind, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(ZidStoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
