package org.aparte.zrtp.cache;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.model.ZidStoreException;
import org.aparte.zrtp.model.ZidStoreException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A small file that is replaced as a whole, by one writer at a time.
 *
 * <p>At any instant, a kill and a loss of power included, the name stands for one complete content:
 * a new content is written beside it, forced to the disk, renamed over the old one, and the rename
 * is forced to the disk. Readers need no lock.
 *
 * <p>Writers take turns by two locks. One in this process, since the lock of the operating system
 * belongs to the process and not to the thread; and one of the operating system on a second file
 * that is never replaced and never removed. Some Androids and network file systems have no such
 * lock: then the first one must do, and {@link #isLockedAcrossProcesses} says so.
 *
 * <p>An interrupt of the thread does not disturb any operation; it is still set afterwards. Apps
 * interrupt threads at the end of a call, and just then there is something to store.
 *
 * <p>This is the only class of this module that touches files, sleeps or looks at a clock.
 */
class AtomicFile {

  /** More is no cache of ours: this holds some hundred thousand peers. */
  static final int MAX_OCTETS = 1 << 26;

  private static final int LOCK_WAIT_SECONDS = 10;
  private static final int MAX_PAUSE_MILLIS = 8;
  private static final int WINDOWS_RENAME_ATTEMPTS = 40;

  /**
   * One lock per file, whatever object stands for it. The one piece of static state of this module:
   * the lock of the operating system is refused to a process that has it already, and objects that
   * know nothing of each other may be open on one file. It grows by one lock per file ever used.
   */
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  private final Path folder;
  private final Path path;
  private final Path lockPath;
  private final Path newPath;
  private final ReentrantLock inProcess;
  private final long lockWaitNanos;
  private volatile boolean lockedAcrossProcesses = true;

  /**
   * A file that need not be there yet, in a folder that is.
   *
   * @throws ZidStoreException with {@code READ_FAILED} when the folder is not there
   */
  AtomicFile(Path path) {
    this(path, TimeUnit.SECONDS.toNanos(LOCK_WAIT_SECONDS));
  }

  AtomicFile(Path path, long lockWaitNanos) {
    this.lockWaitNanos = lockWaitNanos;
    try {
      Path whole = path.toAbsolutePath();
      // A link is followed once and for all: the rename would replace it by a file.
      Path real =
          Files.exists(whole)
              ? whole.toRealPath()
              : parent(whole).toRealPath().resolve(whole.getFileName());
      this.path = real;
      this.folder = parent(real);
      this.lockPath = real.resolveSibling(real.getFileName() + ".lock");
      this.newPath = real.resolveSibling(real.getFileName() + ".new");
      this.inProcess = LOCKS.computeIfAbsent(this.path, unused -> new ReentrantLock());
    } catch (IOException e) {
      throw new ZidStoreException(
          Kind.READ_FAILED, "the folder of " + path + " must be there and readable", e);
    }
  }

  Path path() {
    return path;
  }

  /** Whether the last lock kept other processes out too. */
  boolean isLockedAcrossProcesses() {
    return lockedAcrossProcesses;
  }

  /** The content, to be wiped; {@code null} when there is no file. */
  byte @Nullable [] read() {
    try {
      return Files.notExists(path) ? null : readExisting();
    } catch (IOException e) {
      throw new ZidStoreException(Kind.READ_FAILED, path + " cannot be read", e);
    }
  }

  /**
   * Runs an action while no other one runs, in this process or another.
   *
   * @throws ZidStoreException with {@code BUSY} when another kept the lock for ten seconds
   */
  <T> T locked(Supplier<T> action) {
    boolean interrupted = Thread.interrupted();
    inProcess.lock();
    FileChannel channel = null;
    try {
      channel = openLockFile();
      lockedAcrossProcesses = waitForLock(channel);
      return action.get();
    } catch (IOException e) {
      throw new ZidStoreException(
          Kind.WRITE_FAILED, "the lock file " + lockPath + " cannot be opened", e);
    } finally {
      closeQuietly(channel); // which gives the lock back
      inProcess.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Replaces the content; to be called within {@link #locked} only.
   *
   * @throws ZidStoreException with {@code NO_SPACE} or {@code WRITE_FAILED}, when the old content
   *     is in place, or with {@code NOT_DURABLE}, when the new one is
   */
  void replace(byte[] content) {
    try {
      Files.deleteIfExists(newPath); // what a killed writer left
      Files.createFile(newPath, ownerOnly());
      writeAndForce(newPath, content);
      rename(newPath, path);
    } catch (IOException e) {
      boolean full = isSpaceExhausted(e, content.length);
      removeQuietly(newPath);
      throw full
          ? new ZidStoreException(Kind.NO_SPACE, "there is no space left to write " + path, e)
          : new ZidStoreException(Kind.WRITE_FAILED, path + " cannot be written", e);
    }
    try {
      forceFolder(folder);
    } catch (IOException e) {
      throw new ZidStoreException(
          Kind.NOT_DURABLE, path + " was written, but its folder cannot be forced to the disk", e);
    }
  }

  /** Writes into an existing empty file and waits until the disk has it. */
  void writeAndForce(Path file, byte[] content) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
  }

  /** Puts a file in the place of another in one step. Nothing else will do. */
  void rename(Path from, Path to) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return;
      } catch (AtomicMoveNotSupportedException e) {
        throw e;
      } catch (IOException e) {
        // Windows refuses while anyone, a virus scanner say, has the target open.
        if (!isWindows() || attempt == WINDOWS_RENAME_ATTEMPTS) {
          throw e;
        }
        pause(MAX_PAUSE_MILLIS);
      }
    }
  }

  /**
   * Waits until the disk has the names of a folder. Does nothing where a folder cannot be opened,
   * as on Windows: then a loss of power may bring back the content before.
   */
  void forceFolder(Path folder) throws IOException {
    boolean interrupted = false;
    while (true) {
      try (FileChannel channel = openedFolder(folder)) {
        if (channel != null) {
          channel.force(true);
        }
        break;
      } catch (ClosedByInterruptException e) {
        interrupted |= Thread.interrupted(); // once more, without it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the lock was free, and is ours now until the channel is closed. */
  boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // taken in this process, by this class loaded once more
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      throw new ZidStoreException(Kind.READ_FAILED, file + " is no name of a file");
    }
    return parent;
  }

  private static @Nullable FileChannel openedFolder(Path folder) {
    try {
      return FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      return null;
    }
  }

  private FileChannel openLockFile() throws IOException {
    if (!Files.exists(lockPath)) {
      return FileChannel.open(
          lockPath, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly());
    }
    return FileChannel.open(lockPath, StandardOpenOption.WRITE);
  }

  /** Waits for its turn; {@code false} where the operating system has no lock for this file. */
  private boolean waitForLock(FileChannel channel) {
    long start = System.nanoTime();
    int pauseMillis = 1;
    try {
      while (!tryLock(channel)) {
        if (System.nanoTime() - start > lockWaitNanos) {
          throw new ZidStoreException(Kind.BUSY, "another process keeps " + lockPath + " locked");
        }
        pause(pauseMillis);
        pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** All octets, without copies left behind. Not through a channel, which an interrupt closes. */
  private byte[] readExisting() throws IOException {
    try (InputStream in = new FileInputStream(path.toFile())) {
      return readAll(in);
    }
  }

  private byte[] readAll(InputStream in) throws IOException {
    byte[] octets = new byte[Math.max(in.available(), 1024) + 1];
    int filled = 0;
    for (int count = 0; count >= 0; count = in.read(octets, filled, octets.length - filled)) {
      filled += count;
      if (filled > MAX_OCTETS) {
        Wipe.octets(octets);
        throw new ZidStoreException(Kind.NOT_A_ZID_CACHE, path + " is too large for a ZID cache");
      }
      if (filled == octets.length) {
        octets = resized(octets, 2 * filled);
      }
    }
    return resized(octets, filled);
  }

  private static byte[] resized(byte[] octets, int length) {
    byte[] resized = Arrays.copyOf(octets, length);
    Wipe.octets(octets);
    return resized;
  }

  /** Read and write for the owner, nothing for others, where the file system knows owners. */
  private FileAttribute<?>[] ownerOnly() {
    // Not asked of the FileStore: where the mount point is not visible (chroot) there is none.
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(
              EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE))
        }
        : new FileAttribute<?>[0];
  }

  private boolean isSpaceExhausted(IOException e, int neededOctets) {
    String message = String.valueOf(e.getMessage());
    try {
      return message.contains("No space left")
          || message.contains("quota exceeded")
          || message.contains("not enough space")
          || Files.getFileStore(folder).getUsableSpace() < neededOctets;
    } catch (IOException unknown) {
      return false;
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // What was to be done is done.
    }
  }

  private static void removeQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next writer removes it.
    }
  }

  private static boolean isWindows() {
    return java.io.File.separatorChar == '\\';
  }

  /** Sleeps; an interrupt does not shorten it, and is set afterwards. */
  private static void pause(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean interrupted = false;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      try {
        TimeUnit.NANOSECONDS.sleep(left);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
