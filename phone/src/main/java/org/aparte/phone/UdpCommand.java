package org.aparte.phone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.model.AlgorithmPreset;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.MediaPolicy;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bin/call udp}: two sockets and ZRTP between them, without SIP, for tests. */
@Command(
    name = "udp",
    description = "ZRTP and SRTP between two UDP addresses, without SIP",
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
final class UdpCommand implements Callable<Integer> {

  private static final int HELLO_HASH_OCTETS = 32;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "HOST:PORT",
      description = "our address")
  private String listen = "";

  @Option(names = "--peer", required = true, paramLabel = "HOST:PORT", description = "the peer's")
  private String peer = "";

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      description =
          "what a policy allows: MODERN, RFC6189, ANSSI_PQC, BSI_2026, CNSA_2, ANSSI_2021")
  private @Nullable String preset;

  @Option(names = "--mtu", paramLabel = "N", description = "octets of the longest ZRTP packet")
  private @Nullable Integer mtu;

  @Option(names = "--hash", split = ",", paramLabel = "CODE", description = "S256, S384, S512, ...")
  private @Nullable List<String> hashes;

  @Option(names = "--cipher", split = ",", paramLabel = "CODE", description = "AES1, 2FS3, ...")
  private @Nullable List<String> ciphers;

  @Option(names = "--auth", split = ",", paramLabel = "CODE", description = "HS32, SK64, GCM, ...")
  private @Nullable List<String> authTags;

  @Option(
      names = "--key-agreement",
      split = ",",
      paramLabel = "CODE",
      description = "X255, DH3k, X3M3, Mult, Prsh, ...")
  private @Nullable List<String> keyAgreements;

  @Option(names = "--sas", split = ",", paramLabel = "CODE", description = "B32, B256, ...")
  private @Nullable List<String> sasTypes;

  @Option(names = "--ssrc", paramLabel = "N", description = "of the first stream; 0x for hex")
  private @Nullable String ssrc;

  @Option(
      names = "--streams",
      defaultValue = "1",
      paramLabel = "N",
      description = "further ones on ports +2, +4, ...")
  private int streams;

  @Option(names = "--zid-store", paramLabel = "FILE", description = "the cache; none by default")
  private @Nullable Path zidStore;

  @Option(names = "--label", defaultValue = "", description = "which own ZID of the cache")
  private String label = "";

  @Option(names = "--verify-sas", description = "the words are the same")
  private boolean verifySas;

  @Option(names = "--reject-sas", description = "the words differ")
  private boolean rejectSas;

  @Option(names = "--aux", paramLabel = "HEX", description = "an auxsecret")
  private @Nullable String aux;

  @Option(
      names = "--peer-zrtp-hash",
      split = ",",
      paramLabel = "HEX",
      description = "what signaling said of the peer's Hello, one per stream")
  private @Nullable List<String> peerHelloHashes;

  @Option(names = "--play", paramLabel = "WAV", description = "sound to send; a tone by default")
  private @Nullable Path play;

  @Option(names = "--record", paramLabel = "WAV", description = "where the sound received goes")
  private @Nullable Path record;

  @Option(
      names = "--packets",
      defaultValue = "50",
      paramLabel = "N",
      description = "SRTP packets to send once secure")
  private int packets;

  @Option(names = "--timeout", defaultValue = "30", paramLabel = "SECONDS")
  private double timeoutSeconds;

  @Option(
      names = "--linger",
      defaultValue = "1",
      paramLabel = "SECONDS",
      description = "silence that ends the call")
  private double lingerSeconds;

  @Option(names = "--best-effort", description = "media in the clear until Commit")
  private boolean bestEffort;

  @Option(names = "--passive", description = "flag P: never send Commit")
  private boolean passive;

  @Option(names = "--allow-clear", description = "flag A: obey GoClear")
  private boolean allowClear;

  @Option(names = "--preshared", description = "prefer Preshared mode where it is possible")
  private boolean preshared;

  @Option(names = "--seed", paramLabel = "N", description = "no secret at all: the same each time")
  private @Nullable Long seed;

  @Option(names = "--loss", defaultValue = "0", paramLabel = "P", description = "of what we send")
  private double loss;

  @Option(names = "--reorder", defaultValue = "0", paramLabel = "P")
  private double reorder;

  @Option(names = "--duplicate", defaultValue = "0", paramLabel = "P")
  private double duplicate;

  @Option(names = "--json", description = "one JSON object a line")
  private boolean json;

  @Option(
      names = "--insecure-print-keys",
      description = "print the SRTP keys; the peer is told by the disclosure flag")
  private boolean printKeys;

  private final PrintStream out;

  UdpCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    Reporter reporter = json ? new JsonReporter(out) : new TextReporter(out, "");
    SecureRandom random = seed == null ? new SecureRandom() : new SeededRandom(seed);
    InetSocketAddress own = address("--listen", listen);
    InetSocketAddress remote = address("--peer", peer);
    require(streams >= 1 && streams <= 64, "--streams is 1 to 64");
    require(packets >= 0, "--packets is 0 or more");
    require(!(verifySas && rejectSas), "the words are the same or they differ, not both");
    for (double probability : new double[] {loss, reorder, duplicate}) {
      require(probability >= 0 && probability <= 1, "a probability is 0 to 1");
    }
    byte[] sound = play == null ? Audio.tone(440, 8000) : Audio.read(play);
    require(sound.length >= Audio.FRAME, "--play: less than 20 milliseconds of sound");
    UdpCall.Settings settings =
        new UdpCall.Settings(
            config(),
            bestEffort ? MediaPolicy.BEST_EFFORT : MediaPolicy.REQUIRED,
            zidStore,
            label,
            verifySas,
            rejectSas,
            aux == null ? null : octets("--aux", aux),
            helloHashes(),
            printKeys,
            packets,
            seconds(timeoutSeconds),
            seconds(lingerSeconds));
    IntFunction<Impairment> impairments =
        stream -> new Impairment(loss, duplicate, reorder, (seed == null ? 1 : seed) + stream);
    try (UdpCall call = new UdpCall(settings, random, reporter)) {
      int firstSsrc = ssrc == null ? random.nextInt() : ssrc(ssrc);
      for (int stream = 0; stream < streams; stream++) {
        call.add(
            port(own, 2 * stream),
            port(remote, 2 * stream),
            firstSsrc + stream,
            sound,
            impairments.apply(stream));
      }
      Exit exit = call.run();
      byte[] heard = call.heard();
      if (record != null && heard != null) {
        Audio.write(record, heard);
      }
      return exit.code();
    }
  }

  private ZrtpConfig config() {
    ZrtpConfig.Builder config =
        ZrtpConfig.builder()
            .passive(passive)
            .allowClear(allowClear)
            .preferPreshared(preshared)
            .disclosesKeys(printKeys);
    if (preset != null) {
      config.preset(
          AlgorithmPreset.ofName(preset)
              .orElseThrow(() -> usage("--preset: there is no " + preset)));
    }
    if (hashes != null) {
      config.hashes(types("--hash", hashes, HashType::ofCode).toArray(new HashType[0]));
    }
    if (ciphers != null) {
      config.ciphers(types("--cipher", ciphers, CipherType::ofCode).toArray(new CipherType[0]));
      config.followPairingAdvice(false);
    }
    if (authTags != null) {
      config.authTags(types("--auth", authTags, AuthTagType::ofCode).toArray(new AuthTagType[0]));
    }
    if (keyAgreements != null) {
      config.keyAgreements(
          types("--key-agreement", keyAgreements, KeyAgreementType::ofCode)
              .toArray(new KeyAgreementType[0]));
    }
    if (sasTypes != null) {
      config.sasTypes(types("--sas", sasTypes, SasType::ofCode).toArray(new SasType[0]));
    }
    try {
      if (mtu != null) {
        config.mtu(mtu);
      }
      return config.build();
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private <T> List<T> types(
      String option, List<String> codes, Function<String, Optional<T>> registry) {
    List<T> types = new ArrayList<>();
    for (String code : codes) {
      String padded = (code + "    ").substring(0, Math.max(4, code.length()));
      types.add(registry.apply(padded).orElseThrow(() -> usage(option + ": there is no " + code)));
    }
    return types;
  }

  private List<HelloHash> helloHashes() {
    List<HelloHash> hashes = new ArrayList<>();
    for (String hex : peerHelloHashes == null ? List.<String>of() : peerHelloHashes) {
      Octets hash = octets("--peer-zrtp-hash", hex);
      require(hash.length() == HELLO_HASH_OCTETS, "--peer-zrtp-hash has 64 hex digits");
      hashes.add(new HelloHash(ZrtpVersion.V1_10, hash));
    }
    return hashes;
  }

  private Octets octets(String option, String hex) {
    try {
      return Octets.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw usage(option + ": hex digits are wanted");
    }
  }

  private int ssrc(String text) {
    try {
      return (int) (long) Long.decode(text);
    } catch (NumberFormatException e) {
      throw usage("--ssrc: a number is wanted, with 0x before it if it is hex");
    }
  }

  private InetSocketAddress address(String option, String text) {
    int colon = text.lastIndexOf(':');
    try {
      require(colon > 0, option + ": HOST:PORT is wanted");
      String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
      InetSocketAddress address =
          new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
      require(!address.isUnresolved(), option + ": no such host as " + host);
      return address;
    } catch (IllegalArgumentException e) {
      throw usage(option + ": HOST:PORT is wanted");
    }
  }

  private static InetSocketAddress port(InetSocketAddress address, int more) {
    return new InetSocketAddress(address.getAddress(), address.getPort() + more);
  }

  private static long seconds(double seconds) {
    return (long) (seconds * 1e9);
  }

  private void require(boolean met, String rule) {
    if (!met) {
      throw usage(rule);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
