package org.aparte.zrtp.cache;

import static org.aparte.zrtp.cache.Secrets.OWN;
import static org.aparte.zrtp.cache.Secrets.PEER;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStore;
import org.aparte.zrtp.model.ZidStoreException;

/**
 * A process of its own that counts in a {@link FileZidStore}: the number stands in the peer's name,
 * and again in every octet of rs1 and in the expiry, so that a torn entry shows.
 *
 * <p>Arguments: the file, how often to count (-1 for ever), how many more peers to fill in first.
 * Prints each number once it is stored, and the kind of the exception that ended it.
 */
final class CountingProcess {

  private CountingProcess() {}

  @SuppressWarnings("SystemOut") // the parent reads it
  public static void main(String[] arguments) {
    try {
      FileZidStore store =
          FileZidStore.open(Paths.get(arguments[0]), new PlainKeyProtector(), new SecureRandom());
      int times = Integer.parseInt(arguments[1]);
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        store.compareAndSet(0, ZidRecord.builder(OWN, Secrets.peer(1000 + i)).build());
      }
      for (int i = 0; i != times; i++) {
        count(store, 1);
        System.out.println(counted(store));
      }
    } catch (ZidStoreException e) {
      System.out.println(e.kind());
    }
  }

  static void count(ZidStore store, int times) {
    for (int i = 0; i < times; i++) {
      store.update(
          OWN,
          PEER,
          current -> {
            int next = current == null ? 1 : number(current) + 1;
            byte[] rs1 = new byte[ZidRecord.SECRET_OCTETS];
            Arrays.fill(rs1, (byte) next);
            return ZidRecord.builder(OWN, PEER)
                .retained(SecretBytes.takeOver(rs1), null)
                .expiresAt(next)
                .peerName(String.valueOf(next))
                .build();
          });
    }
  }

  /** The number reached, 0 before the first. */
  static int counted(ZidStore store) {
    try (ZidRecord record = store.find(OWN, PEER)) {
      return record == null ? 0 : number(record);
    }
  }

  private static int number(ZidRecord record) {
    int number = Integer.parseInt(record.peerName());
    SecretBytes rs1 = record.rs1();
    boolean whole = rs1 != null && record.expiresAtEpochSeconds() == number;
    for (int i = 0; whole && i < rs1.length(); i++) {
      whole = rs1.expose()[i] == (byte) number;
    }
    if (!whole) {
      throw new AssertionError("a torn entry: " + number);
    }
    return number;
  }

  /** The command line that runs this class in a process of its own. */
  static List<String> command(Path file, int times, int peers) {
    StringBuilder classPath = new StringBuilder();
    for (Class<?> needed :
        new Class<?>[] {CountingProcess.class, FileZidStore.class, SecretBytes.class}) {
      classPath.append(root(needed)).append(java.io.File.pathSeparatorChar);
    }
    List<String> command = new ArrayList<>();
    command.add(Paths.get(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("-cp", classPath.toString(), CountingProcess.class.getName()));
    command.addAll(List.of(file.toString(), String.valueOf(times), String.valueOf(peers)));
    return command;
  }

  static Process start(Path file, int times) throws IOException {
    return new ProcessBuilder(command(file, times, 0))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The folder or archive that a class was loaded from. */
  private static Path root(Class<?> loaded) {
    String name = loaded.getName().replace('.', '/') + ".class";
    URL url = loaded.getResource("/" + name);
    try {
      String text = String.valueOf(url);
      if (text.startsWith("jar:")) {
        return Paths.get(new URL(text.substring(4, text.indexOf('!'))).toURI());
      }
      return Paths.get(new URL(text.substring(0, text.length() - name.length())).toURI());
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot tell where " + loaded + " is from", e);
    }
  }
}
