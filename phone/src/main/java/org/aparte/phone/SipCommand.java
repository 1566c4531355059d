package org.aparte.phone;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.aparte.phone.sip.SipUri;
import org.aparte.phone.sip.SipUser;
import org.aparte.zrtp.ZrtpSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bin/call sip:...} and {@code bin/call --answer}: a phone that speaks SIP over UDP. */
@Command(
    name = "sip",
    description = {
      "Calls sip:NAME@HOST[:PORT], or waits for a call. The word \"sip\" may be left out.",
      "Keys, each with Enter: v the words are the same, d they differ, o hold and resume, a answer,"
          + " c end the encryption, h hang up."
    })
final class SipCommand implements Callable<Integer> {

  private static final int SIP_PORT = 5060;
  private static final String NOBODY = "sip:anonymous@invalid";

  @Parameters(
      arity = "0..1",
      paramLabel = "sip:NAME@HOST[:PORT]",
      description = "who is called; with --answer, who and where we are")
  private @Nullable String target;

  @Option(names = "--answer", description = "wait for a call")
  private boolean answer;

  @Option(
      names = "--as",
      paramLabel = "sip:NAME@HOST",
      description = "our own address, as it is told to others")
  private @Nullable String as;

  @Option(names = "--listen", paramLabel = "HOST:PORT", description = "our socket of SIP")
  private @Nullable String listen;

  @Option(
      names = "--proxy",
      paramLabel = "HOST:PORT",
      description = "the server that calls go through")
  private @Nullable String proxy;

  @Option(names = "--register", description = "tell the server where we are")
  private boolean register;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "its first line is the password for the server")
  private @Nullable Path passwordFile;

  @Option(
      names = "--codec",
      split = ",",
      defaultValue = "opus,PCMU,PCMA",
      paramLabel = "NAME",
      description = "in order of preference: ${DEFAULT-VALUE}")
  private List<String> codecs = List.of();

  @Option(names = "--video", description = "a second stream, with a still pattern")
  private boolean video;

  @Option(names = "--rtcp-mux", description = "offer RTCP on the port of RTP")
  private boolean rtcpMux;

  @Option(
      names = "--play",
      paramLabel = "WAV",
      description = "sound to send in place of the microphone's")
  private @Nullable Path play;

  @Option(names = "--tone", defaultValue = "0", paramLabel = "HERTZ", description = "or a tone")
  private int tone;

  @Option(
      names = "--zid-store",
      paramLabel = "FILE",
      description = "what is remembered of earlier calls; ~/.aparte/zids by default")
  private @Nullable Path zidStore;

  @Option(
      names = "--sdes",
      description =
          "keys in the signaling (SDES): only as safe as the signaling; offered by our calls, and"
              + " taken of others besides ZRTP")
  private boolean sdes;

  @Option(
      names = "--timeout",
      defaultValue = "60",
      paramLabel = "SECONDS",
      description = "for an answer, or for a call; 0 for ever")
  private double timeoutSeconds;

  @Option(
      names = "--ring",
      defaultValue = "0",
      paramLabel = "SECONDS",
      description = "with --answer: let it ring so long before we answer, or until the key a")
  private double ringSeconds;

  @Option(
      names = "--duration",
      defaultValue = "0",
      paramLabel = "SECONDS",
      description = "hang up so long after the answer; 0 never")
  private double durationSeconds;

  @Mixin private CallOptions calls = new CallOptions();

  private final InputStream keys;
  private final PrintStream out;

  SipCommand(InputStream keys, PrintStream out) {
    this.keys = keys;
    this.out = out;
  }

  /** The arguments with the name of this command, where they begin as only its own do. */
  static String[] named(String... arguments) {
    boolean ours =
        arguments.length > 0
            && (arguments[0].startsWith("sip:") || arguments[0].equals("--answer"));
    if (!ours) {
      return arguments;
    }
    String[] named = new String[arguments.length + 1];
    named[0] = "sip";
    System.arraycopy(arguments, 0, named, 1, arguments.length);
    return named;
  }

  @Override
  public Integer call() throws IOException {
    SipUri uri = target == null ? null : uri(target);
    calls.require(
        answer || uri != null, "whom to call? sip:NAME@HOST, or --answer to wait for a call");
    for (String name : codecs) {
      calls.require(Codec.named(name).isPresent(), "--codec: there is no " + name);
    }
    calls.require(!register || as != null && proxy != null, "--register needs --as and --proxy");
    calls.require(tone >= 0 && tone < 4000, "--tone is 0 to 3999 hertz");
    InetSocketAddress server = proxy == null ? null : address("--proxy", proxy);
    InetSocketAddress where = answer || uri == null ? null : server != null ? server : socket(uri);
    SecureRandom random = new SecureRandom();
    // Closed by the phone
    @SuppressWarnings("resource")
    DatagramChannel socket = DatagramChannel.open();
    socket.bind(own(answer ? uri : null, where == null ? server : where));
    InetSocketAddress bound = (InetSocketAddress) socket.getLocalAddress();
    String own = as != null ? as : answer && uri != null ? uri.plain() : NOBODY;
    SipUser.Account account = new SipUser.Account(uri(own), bound, server, password());
    ZrtpSession session = calls.endpoint(zids(), random).openSession(calls.config().build(), "");
    SipMedia.Settings media =
        new SipMedia.Settings(
            bound.getAddress(),
            codecs,
            video,
            rtcpMux,
            sdes,
            calls.policy(),
            new Sound.Wishes(play, tone, calls.record()));
    SipPhone.Settings settings =
        new SipPhone.Settings(
            account,
            answer ? null : uri,
            where,
            register,
            calls.verifySas(),
            (long) (timeoutSeconds * 1e9),
            (long) (ringSeconds * 1e9),
            (long) (durationSeconds * 1e9));
    try (SipPhone phone =
        new SipPhone(settings, media, socket, session, random, calls.reporter(out))) {
      phone.listenTo(keys);
      return phone.run().code();
    }
  }

  private Path zids() throws IOException {
    Path file =
        zidStore != null
            ? zidStore
            : Path.of(System.getProperty("user.home", "."), ".aparte", "zids");
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return file;
  }

  /** Our socket: as told, else the address that leads to the other end. */
  private InetSocketAddress own(@Nullable SipUri self, @Nullable InetSocketAddress other)
      throws IOException {
    if (listen != null) {
      return address("--listen", listen);
    }
    if (self != null && other == null) {
      return socket(self);
    }
    if (other == null) {
      return new InetSocketAddress(InetAddress.getLocalHost(), SIP_PORT);
    }
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.connect(other); // sends nothing
      return new InetSocketAddress(probe.getLocalAddress(), 0);
    }
  }

  private String password() throws IOException {
    if (passwordFile == null) {
      return "";
    }
    return Arrays.stream(Files.readString(passwordFile).split("\n", 2))
        .findFirst()
        .orElse("")
        .trim();
  }

  private SipUri uri(String text) {
    return SipUri.parse(text).orElseThrow(() -> calls.usage("no SIP address: " + text));
  }

  private InetSocketAddress socket(SipUri uri) {
    InetSocketAddress address = new InetSocketAddress(uri.host(), uri.portOrDefault());
    calls.require(!address.isUnresolved(), "no such host as " + uri.host());
    return address;
  }

  private InetSocketAddress address(String option, String text) {
    return socket(
        SipUri.parse("sip:" + text)
            .orElseThrow(() -> calls.usage(option + ": HOST:PORT is wanted")));
  }
}
