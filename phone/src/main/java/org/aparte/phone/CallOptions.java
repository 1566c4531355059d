package org.aparte.phone;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.aparte.zrtp.ZrtpEndpoint;
import org.aparte.zrtp.cache.FileZidStore;
import org.aparte.zrtp.cache.PlainKeyProtector;
import org.aparte.zrtp.model.CryptoProviders;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.ZrtpConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that call have in common: options, exit codes, and how they are refused. */
@Command(
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:secure, and all media decrypted",
      "2:usage",
      "3:no peer",
      "4:not secure",
      "5:media failed"
    })
final class CallOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--record", paramLabel = "WAV", description = "where the sound received goes")
  private @Nullable Path record;

  @Option(names = "--verify-sas", description = "the words are the same")
  private boolean verifySas;

  @Option(
      names = "--best-effort",
      description = "talk in the clear to peers that cannot encrypt; otherwise, never")
  private boolean bestEffort;

  @Option(names = "--allow-clear", description = "the peer may end the encryption (flag A)")
  private boolean allowClear;

  @Option(names = "--json", description = "one JSON object a line")
  private boolean json;

  @Nullable Path record() {
    return record;
  }

  boolean verifySas() {
    return verifySas;
  }

  MediaPolicy policy() {
    return bestEffort ? MediaPolicy.BEST_EFFORT : MediaPolicy.REQUIRED;
  }

  ZrtpConfig.Builder config() {
    return ZrtpConfig.builder().allowClear(allowClear);
  }

  Reporter reporter(PrintStream out) {
    return json ? new JsonReporter(out) : new TextReporter(out, "");
  }

  /** An endpoint that remembers in a file whom it met; {@code null} for one without memory. */
  ZrtpEndpoint endpoint(@Nullable Path zids, SecureRandom random) throws IOException {
    CryptoProviders providers = CryptoProviders.standard();
    return zids == null
        ? ZrtpEndpoint.cacheless(providers, random)
        : ZrtpEndpoint.of(
            FileZidStore.open(zids, new PlainKeyProtector(), random),
            providers,
            random,
            () -> System.currentTimeMillis() / 1000);
  }

  void require(boolean met, String rule) {
    if (!met) {
      throw usage(rule);
    }
  }

  /** What ends the command, with its usage. */
  ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
