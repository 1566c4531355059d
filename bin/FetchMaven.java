import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Downloads a zip file, compares its SHA-512, and unpacks the one directory in it to the given place:
 * for {@code tools.sh}, where there is a JDK and no Maven. Maven's own wrapper script would do, but it
 * wants unzip or leaves the checksum out; this wants nothing but the JDK.
 */
final class FetchMaven {

  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    if (arguments.length != 3) {
      System.err.println("usage: java FetchMaven.java URL SHA512 DIRECTORY");
      System.exit(2);
    }
    Path directory = Path.of(arguments[2]).toAbsolutePath();
    Files.createDirectories(directory.getParent());
    Path scratch = Files.createTempDirectory(directory.getParent(), "fetch");
    try {
      Path zip = scratch.resolve("download.zip");
      try (InputStream in = URI.create(arguments[0]).toURL().openStream()) {
        Files.copy(in, zip);
      }
      byte[] sum = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(zip));
      if (!HexFormat.of().formatHex(sum).equals(arguments[1])) {
        System.err.println(arguments[0] + " is not what it was: another SHA-512");
        System.exit(1);
      }
      try {
        Files.move(unpacked(zip, scratch.resolve("unpacked")), directory);
      } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
        // Another start of the same script was faster.
      }
    } finally {
      try (var files = Files.walk(scratch)) {
        files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    }
  }

  /** The only directory of a zip file, unpacked; what stands in its {@code bin} may be executed. */
  private static Path unpacked(Path zip, Path into) throws IOException {
    Path top = null;
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : java.util.Collections.list(file.entries())) {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
          throw new IOException("an entry that leads out of its archive: " + entry.getName());
        }
        top = into.resolve(into.relativize(target).getName(0));
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(target.getParent());
        try (InputStream in = file.getInputStream(entry)) {
          Files.copy(in, target);
        }
        if (target.getParent().endsWith("bin")) {
          target.toFile().setExecutable(true, false);
        }
      }
    }
    if (top == null) {
      throw new IOException("an empty archive: " + zip);
    }
    return top;
  }
}
