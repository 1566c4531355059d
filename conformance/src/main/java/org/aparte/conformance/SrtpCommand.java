package org.aparte.conformance;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.aparte.srtp.SrtpCipher;
import org.aparte.srtp.SrtpProfile;
import org.aparte.srtp.SrtpTag;
import org.jspecify.annotations.Nullable;

/**
 * {@code bin/srtp PROFILE KEYSALTHEX [option...]}: protects and unprotects packets line by line, so
 * that two implementations can be driven by one program and compared packet by packet.
 *
 * <ul>
 *   <li>{@code P hex}: protect RTP; {@code U hex}: unprotect SRTP; {@code PC hex}, {@code UC hex}:
 *       the same for RTCP. Answer {@code OK hex} or {@code ERR name}.
 *   <li>{@code ROC ssrc n}: set the ROC of an SSRC (hex) for sender and receiver. Answer {@code OK
 *       0 0}.
 *   <li>{@code RESET}: a new sender and a new receiver. Answer {@code OK}.
 * </ul>
 *
 * <p>Sender and receiver have the same key, which no application should do. Without arguments the
 * profiles are listed.
 */
public final class SrtpCommand {

  private static final int MAX_LINE_OCTETS = 1 << 20;

  private SrtpCommand() {}

  /** Runs the command until its input ends. */
  public static void main(String[] arguments) throws IOException {
    PrintStream out =
        new PrintStream(new BufferedOutputStream(System.out), false, StandardCharsets.UTF_8);
    int exitCode = run(arguments, System.in, out);
    out.flush();
    System.exit(exitCode);
  }

  static int run(String[] arguments, InputStream in, PrintStream out) throws IOException {
    if (arguments.length == 0) {
      profiles().forEach(p -> out.println(p + " keylen=" + (p.keyOctets() + p.saltOctets())));
      return 0;
    }
    if (arguments.length == 1) {
      out.println("ERR usage: bin/srtp PROFILE KEYSALTHEX, and of these: " + SrtpLines.OPTIONS);
      return 2;
    }
    SrtpLines lines;
    try {
      var options = Arrays.asList(arguments).subList(2, arguments.length);
      lines = SrtpLines.of(arguments[0], arguments[1], options);
    } catch (IllegalArgumentException | IllegalStateException e) {
      out.println("ERR " + e.getMessage());
      return 2;
    }
    InputStream input = new BufferedInputStream(in, 1 << 16);
    for (String line = read(input); line != null; line = read(input)) {
      String answer = line.length() > MAX_LINE_OCTETS ? "ERR line" : lines.answer(line);
      if (answer != null) {
        out.println(answer);
        out.flush();
      }
    }
    return 0;
  }

  /** The constants, and what ZRTP can negotiate besides. */
  private static Set<SrtpProfile> profiles() {
    Set<SrtpProfile> profiles = new LinkedHashSet<>(SrtpProfile.named());
    for (SrtpCipher cipher : SrtpCipher.values()) {
      for (SrtpTag tag : SrtpTag.values()) {
        SrtpProfile.byName(cipher.name() + "_" + tag.name()).ifPresent(profiles::add);
      }
    }
    return profiles;
  }

  /** A line, cut behind the longest that can be right; null at the end. */
  private static @Nullable String read(InputStream in) throws IOException {
    int octet = in.read();
    if (octet < 0) {
      return null;
    }
    StringBuilder line = new StringBuilder();
    for (; octet >= 0 && octet != '\n'; octet = in.read()) {
      if (line.length() <= MAX_LINE_OCTETS) {
        line.append((char) octet);
      }
    }
    return line.toString();
  }
}
