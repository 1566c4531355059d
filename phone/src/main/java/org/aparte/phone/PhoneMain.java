package org.aparte.phone;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.aparte.phone.demo.DemoCommand;
import org.aparte.phone.demo.WiretapCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bin/call}. */
@Command(
    name = "call",
    description = "Encrypted calls.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class PhoneMain {

  private PhoneMain() {}

  /** Runs a command, and exits as it says. */
  public static void main(String... arguments) {
    System.exit(run(System.in, System.out, System.err, arguments));
  }

  /**
   * Runs a command; its exit code.
   *
   * @param keys what the user types during a call
   */
  public static int run(
      InputStream keys, PrintStream out, PrintStream errors, String... arguments) {
    CommandLine line = new CommandLine(new PhoneMain());
    line.addSubcommand(new UdpCommand(out));
    line.addSubcommand(new SipCommand(keys, out));
    line.addSubcommand(new DemoCommand(out));
    line.addSubcommand(new WiretapCommand(out));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      errors.println(failure);
      return Exit.USAGE.code();
    });
    return line.execute(
        arguments.length == 0 ? new String[] {"demo"} : SipCommand.named(arguments));
  }
}
