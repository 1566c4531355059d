package org.aparte.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * Exchanges by libbzrtp, in a process of their own that {@code bin/bench} compiled; it runs when
 * asked and waits otherwise, so that its slices can alternate with ours.
 */
final class BzrtpExchanges implements AutoCloseable {

  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;

  BzrtpExchanges(String program) throws IOException {
    process = new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    commands = process.outputWriter(StandardCharsets.US_ASCII);
    answers =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
  }

  /** Whether Debian's libbzrtp, of which there is no post-quantum build, has a key agreement. */
  static boolean has(KeyAgreementType agreement) {
    return switch (agreement) {
      case X255, X448, DH2K, DH3K -> true;
      default -> false;
    };
  }

  /** Exchanges with S256 and B32, as many as make a slice of ours. */
  Exchanges.Cost slice(KeyAgreementType agreement, CipherType cipher, AuthTagType tag) {
    try {
      commands.write(
          String.format(
              Locale.ROOT,
              "%s %s %s %d%n",
              agreement.code(),
              cipher.code(),
              tag.code(),
              Exchanges.PER_SLICE));
      commands.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("bzrtp_exchanges ended; standard error says why");
      }
      // nanoseconds twice, packets, octets, and what was agreed on
      String[] words = line.split(" ", -1);
      if (!words[4].equals(agreement.code()) || !words[5].equals(cipher.code())) {
        throw new IllegalStateException("libbzrtp came to something else: " + line);
      }
      double perExchange = 1e6 * Exchanges.PER_SLICE;
      return new Exchanges.Cost(
          Long.parseLong(words[0]) / perExchange, Long.parseLong(words[1]) / perExchange, 0);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  @Override
  public void close() throws IOException {
    commands.close();
    process.destroy();
  }
}
