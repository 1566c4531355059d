package org.aparte.phone;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.ZrtpSession;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpVersion;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/call udp}: two sockets and ZRTP between them, without SIP, for tests. */
@Command(name = "udp", description = "ZRTP and SRTP between two UDP addresses, without SIP")
final class UdpCommand implements Callable<Integer> {

  private static final int HELLO_HASH_OCTETS = 32;

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "HOST:PORT",
      description = "our address")
  private String listen = "";

  @Option(names = "--peer", required = true, paramLabel = "HOST:PORT", description = "the peer's")
  private String peer = "";

  @Mixin private AlgorithmOptions algorithms = new AlgorithmOptions();

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

  @Option(names = "--passive", description = "flag P: never send Commit")
  private boolean passive;

  @Option(names = "--seed", paramLabel = "N", description = "no secret at all: the same each time")
  private @Nullable Long seed;

  @Option(names = "--loss", defaultValue = "0", paramLabel = "P", description = "of what we send")
  private double loss;

  @Option(names = "--reorder", defaultValue = "0", paramLabel = "P")
  private double reorder;

  @Option(names = "--duplicate", defaultValue = "0", paramLabel = "P")
  private double duplicate;

  @Option(
      names = "--insecure-print-keys",
      description = "print the SRTP keys; the peer is told by the disclosure flag")
  private boolean printKeys;

  @Mixin private CallOptions calls = new CallOptions();

  private final PrintStream out;

  UdpCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    SecureRandom random = seed == null ? new SecureRandom() : new SeededRandom(seed);
    InetSocketAddress own = address("--listen", listen);
    InetSocketAddress remote = address("--peer", peer);
    calls.require(streams >= 1 && streams <= 64, "--streams is 1 to 64");
    calls.require(packets >= 0, "--packets is 0 or more");
    calls.require(
        !(calls.verifySas() && rejectSas), "the words are the same or they differ, not both");
    for (double probability : new double[] {loss, reorder, duplicate}) {
      calls.require(probability >= 0 && probability <= 1, "a probability is 0 to 1");
    }
    byte[] sound = play == null ? Audio.tone(440, 8000) : Audio.read(play);
    calls.require(sound.length >= Audio.FRAME, "--play: less than 20 milliseconds of sound");
    UdpCall.Settings settings =
        new UdpCall.Settings(
            calls.policy(),
            calls.verifySas(),
            rejectSas,
            aux == null ? null : octets("--aux", aux),
            helloHashes(),
            printKeys,
            packets,
            seconds(timeoutSeconds),
            seconds(lingerSeconds));
    IntFunction<Impairment> impairments =
        stream -> new Impairment(loss, duplicate, reorder, (seed == null ? 1 : seed) + stream);
    ZrtpConfig.Builder flags = calls.config().passive(passive).disclosesKeys(printKeys);
    ZrtpConfig config = algorithms.complete(flags, calls);
    ZrtpSession session = calls.endpoint(zidStore, random).openSession(config, label);
    try (UdpCall call = new UdpCall(settings, session, random, calls.reporter(out))) {
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
      Path record = calls.record();
      if (record != null && heard != null) {
        Audio.write(record, heard);
      }
      return exit.code();
    }
  }

  private List<HelloHash> helloHashes() {
    List<HelloHash> hashes = new ArrayList<>();
    for (String hex : peerHelloHashes == null ? List.<String>of() : peerHelloHashes) {
      Octets hash = octets("--peer-zrtp-hash", hex);
      calls.require(hash.length() == HELLO_HASH_OCTETS, "--peer-zrtp-hash has 64 hex digits");
      hashes.add(new HelloHash(ZrtpVersion.V1_10, hash));
    }
    return hashes;
  }

  private Octets octets(String option, String hex) {
    try {
      return Octets.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw calls.usage(option + ": hex digits are wanted");
    }
  }

  private int ssrc(String text) {
    try {
      return (int) (long) Long.decode(text);
    } catch (NumberFormatException e) {
      throw calls.usage("--ssrc: a number is wanted, with 0x before it if it is hex");
    }
  }

  private InetSocketAddress address(String option, String text) {
    int colon = text.lastIndexOf(':');
    try {
      calls.require(colon > 0, option + ": HOST:PORT is wanted");
      String host = text.substring(0, colon).replaceAll("^\\[|]$", "");
      InetSocketAddress address =
          new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
      calls.require(!address.isUnresolved(), option + ": no such host as " + host);
      return address;
    } catch (IllegalArgumentException e) {
      throw calls.usage(option + ": HOST:PORT is wanted");
    }
  }

  private static InetSocketAddress port(InetSocketAddress address, int more) {
    return new InetSocketAddress(address.getAddress(), address.getPort() + more);
  }

  private static long seconds(double seconds) {
    return (long) (seconds * 1e9);
  }
}
