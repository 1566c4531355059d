package org.aparte.zrtp.state;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.ZrtpOutput;
import org.aparte.zrtp.ZrtpStream;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.Initiation;
import org.aparte.zrtp.model.ZrtpConfig;
import org.aparte.zrtp.model.ZrtpEvent;
import org.aparte.zrtp.scenario.Classical;
import org.aparte.zrtp.scenario.Peer;
import org.aparte.zrtp.scenario.TwoPeers;
import org.aparte.zrtp.scenario.Wire;

/**
 * What each state does with each input, found out by bringing a stream into it and giving it the
 * input: the text of docs/state-machine.md.
 */
final class StateTable {

  private static final ZrtpConfig CALLER =
      Classical.builder().allowClear(true).sasTypes(org.aparte.zrtp.model.SasType.B32).build();
  private static final ZrtpConfig CALLEE =
      CALLER.toBuilder().initiation(Initiation.ON_REQUEST).build();

  private static final String GENUINE = " genuine";
  private static final String FORGED = " forged";

  private static final List<String> TYPES =
      List.of(
          "Hello   ",
          "HelloACK",
          "Commit  ",
          "DHPart1 ",
          "DHPart2 ",
          "Confirm1",
          "Confirm2",
          "Conf2ACK",
          "GoClear ",
          "ClearACK",
          "Error   ",
          "ErrorACK",
          "SASrelay",
          "RelayACK");

  /**
   * How a stream gets into a state.
   *
   * @param state the class
   * @param name for the table
   * @param caller whether it is the stream of the end that commits
   * @param line its number in the call
   * @param lost the messages, by sender and type, that do not arrive
   * @param then what the app does once the call is secure
   */
  private record Way(
      Class<? extends StreamState> state,
      String name,
      boolean caller,
      int line,
      Set<String> lost,
      Consumer<TwoPeers> then) {

    Way(Class<? extends StreamState> state, boolean caller, String... lost) {
      this(state, state.getSimpleName(), caller, 0, Set.of(lost), call -> {});
    }
  }

  private static final Consumer<TwoPeers> GO_CLEAR =
      call -> call.take(call.a(), 0, call.a().line().stream().goClear(call.now()));

  /** A way for each state. A new state has none, and {@link #missing} names it. */
  private static final List<Way> WAYS =
      List.of(
          new Way(Idle.class, true),
          new Way(Discovering.class, true),
          new Way(ExpectHello.class, true, "b Hello   "),
          new Way(ExpectHelloAck.class, true, "b HelloACK"),
          new Way(ExpectCommit.class, false),
          new Way(ExpectDhPart1.class, true),
          new Way(ExpectDhPart2.class, false),
          new Way(ExpectConfirm1.class, true),
          new Way(
              ExpectConfirm1WithoutDh.class,
              "ExpectConfirm1WithoutDh",
              true,
              1,
              Set.of(),
              call -> call.start()),
          new Way(ExpectConfirm2.class, false),
          new Way(ExpectConf2Ack.class, true),
          new Way(Secure.class, "Secure (initiator)", true, 0, Set.of(), call -> {}),
          new Way(Secure.class, "Secure (responder)", false, 0, Set.of(), call -> {}),
          new Way(ExpectClearAck.class, "ExpectClearAck", true, 0, Set.of("b ClearACK"), GO_CLEAR),
          new Way(Clear.class, "Clear (by the peer)", false, 0, Set.of(), GO_CLEAR),
          new Way(Clear.class, "Clear (by us)", true, 0, Set.of(), GO_CLEAR),
          new Way(ExpectErrorAck.class, true, "b DHPart1 ", "b ErrorACK"),
          new Way(Terminated.class, true, "b DHPart1 "));

  private final Map<String, byte[]> recorded = new LinkedHashMap<>();
  private final Set<String> arrows = new TreeSet<>();

  StateTable() {
    // What the ends say to each other in a call that goes through all of it
    TwoPeers call = call(Set.of());
    call.start().runUntilSecure(20_000);
    GO_CLEAR.accept(call);
    call.run(1_000, () -> false);
    TwoPeers second = call(Set.of());
    second.start().runUntilSecure(20_000).start().runUntilSecure(20_000);
    TwoPeers failed = call(Set.of("b DHPart1 "));
    failed.start().run(60_000, () -> false);
  }

  /** The states that no way leads to. */
  static Set<String> missing() {
    Set<String> missing = new TreeSet<>();
    for (Class<?> state : StreamState.class.getPermittedSubclasses()) {
      if (WAYS.stream().noneMatch(way -> way.state() == state)) {
        missing.add(state.getSimpleName());
      }
    }
    return missing;
  }

  private TwoPeers call(Set<String> lost) {
    Peer a = Peer.of("a", 1, CALLER);
    Peer b = Peer.of("b", 2, CALLEE);
    TwoPeers call = new TwoPeers(a, b, Wire.PERFECT, 1).withoutMedia();
    call.tap((from, line, datagram) -> {
      String key = from.name() + " " + type(datagram);
      recorded.putIfAbsent(line + " " + key, datagram);
      return lost.contains(key) ? List.of() : List.of(datagram);
    });
    return call;
  }

  /** A stream in the state, in a call that stands still. */
  private TwoPeers reach(Way way) {
    TwoPeers call = call(way.lost());
    Function<TwoPeers, ZrtpStream> stream = stream(way);
    if (way.state() == Idle.class) {
      call.a().open();
      return call;
    }
    call.start();
    boolean later =
        way.line() > 0 || way.state() == ExpectClearAck.class || way.state() == Clear.class;
    if (later) {
      call.runUntilSecure(20_000).run(15_000, () -> false);
      way.then().accept(call);
    }
    call.run(60_000, () -> stateOf(stream.apply(call)).getClass() == way.state());
    if (stateOf(stream.apply(call)).getClass() != way.state()) {
      throw new AssertionError("the way to " + way.name() + " leads elsewhere");
    }
    return call;
  }

  private static Function<TwoPeers, ZrtpStream> stream(Way way) {
    return call -> (way.caller() ? call.a() : call.b()).lines().get(way.line()).stream();
  }

  private static StreamState stateOf(ZrtpStream stream) {
    try {
      Field machine = ZrtpStream.class.getDeclaredField("machine");
      machine.setAccessible(true);
      Field state = StreamMachine.class.getDeclaredField("state");
      state.setAccessible(true);
      return (StreamState) state.get(machine.get(stream));
    } catch (ReflectiveOperationException renamed) {
      throw new AssertionError("the field of the state has another name now", renamed);
    }
  }

  /** The whole text. */
  String text() {
    StringBuilder tables = new StringBuilder();
    for (Way way : WAYS) {
      tables.append("\n## ").append(way.name()).append("\n\n");
      tables.append("| input | next state | sends | tells |\n|---|---|---|---|\n");
      Map<String, String> outcomes = new LinkedHashMap<>();
      inputs(way).forEach((name, input) -> outcomes.put(name, outcome(way, name, input)));
      List<String> unused = new ArrayList<>();
      joined(outcomes)
          .forEach((name, outcome) -> {
            if (outcome.isEmpty()) {
              unused.add(name);
            } else {
              tables.append("| ").append(name).append(outcome);
            }
          });
      tables.append("| ").append(String.join(", ", unused)).append(" | same | | nothing |\n");
    }
    StringBuilder diagram = new StringBuilder("```mermaid\nstateDiagram-v2\n");
    arrows.forEach(arrow -> diagram.append("  ").append(arrow).append("\n"));
    return INTRODUCTION + diagram.append("```\n") + tables;
  }

  private static final String INTRODUCTION =
      """
      # What a stream does in each state

      Generated: `StateTableTest` brings a stream into each state by an exchange with another, gives
      it each input, and writes down what comes of it. *Genuine* is the message that the peer of this
      exchange sends; *forged* the same with its last bit changed, in a packet of somebody else, or,
      where the peer sends no such message, that of its other role. `T` is the next timer to run out,
      *at the end* the last of its schedule. A message that a state has no use for is ignored as
      `UNEXPECTED_MESSAGE`.

      """;

  private interface Input {
    ZrtpOutput give(ZrtpStream stream, TwoPeers call);
  }

  private Map<String, Input> inputs(Way way) {
    Map<String, Input> inputs = new LinkedHashMap<>();
    String peer = way.caller() ? "b " : "a ";
    String self = way.caller() ? "a " : "b ";
    for (String type : TYPES) {
      byte[] genuine = recorded.get(way.line() + " " + peer + type);
      byte[] other =
          genuine != null
              ? genuine
              : recorded.getOrDefault("0 " + self + type, recorded.get("0 " + peer + type));
      if (genuine != null) {
        inputs.put(type.trim() + GENUINE, (stream, call) -> stream.receive(genuine, call.now()));
      }
      byte[] forged = other != null ? forged(other) : made(type);
      inputs.put(type.trim() + FORGED, (stream, call) -> stream.receive(forged, call.now()));
    }
    inputs.put("T", StateTable::once);
    inputs.put("T at the end", StateTable::exhaust);
    inputs.put("SRTP of the peer", (stream, call) -> stream.mediaAuthenticated(call.now()));
    if (way.state() == Idle.class) {
      inputs.put("start", (stream, call) -> stream.start(call.now()));
    }
    if (way.state() == Secure.class) {
      inputs.put("goClear", (stream, call) -> stream.goClear(call.now()));
    }
    inputs.put("goSecure", (stream, call) -> stream.goSecure(call.now()));
    return inputs;
  }

  /** Lets the timer run out once; before that may come what another stream has changed. */
  private static ZrtpOutput once(ZrtpStream stream, TwoPeers call) {
    ZrtpOutput output = new ZrtpOutput(List.of(), List.of());
    for (int i = 0; i < 2 && stream.nextTimeout().isPresent(); i++) {
      output = stream.timeout(stream.nextTimeout().getAsLong());
      if (!output.datagrams().isEmpty() || !output.events().isEmpty()) {
        return output;
      }
    }
    return output;
  }

  /** Lets the timer run until something else than a repetition comes of it. */
  private static ZrtpOutput exhaust(ZrtpStream stream, TwoPeers call) {
    StreamState before = stateOf(stream);
    ZrtpOutput last = new ZrtpOutput(List.of(), List.of());
    for (int i = 0; i < 100 && stream.nextTimeout().isPresent(); i++) {
      last = stream.timeout(stream.nextTimeout().getAsLong());
      if (stateOf(stream) != before || !last.events().isEmpty()) {
        return last;
      }
    }
    return new ZrtpOutput(List.of(), List.of());
  }

  private static byte[] forged(byte[] datagram) {
    byte[] message = Octets.of(datagram).slice(12, datagram.length - 4).toArray();
    if (message.length > 12) {
      message[message.length - 1] ^= 1;
    }
    return new ZrtpPacket(1, 0x51515151, Octets.of(message)).write().toArray();
  }

  /** A message that the recorded calls have not, of zeros. */
  private static byte[] made(String type) {
    int words = type.equals("SASrelay") ? 19 : 3;
    ByteBuffer message = ByteBuffer.allocate(4 * words);
    message.putShort((short) 0x505a).putShort((short) words);
    message.put(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    return new ZrtpPacket(1, 0x51515151, Octets.of(message.array())).write().toArray();
  }

  /** One row for a message where the forged one does what the genuine one does. */
  private static Map<String, String> joined(Map<String, String> outcomes) {
    Map<String, String> joined = new LinkedHashMap<>();
    outcomes.forEach((name, outcome) -> {
      String genuine = name.replace(FORGED, GENUINE);
      if (!genuine.equals(name) && outcome.equals(joined.get(genuine))) {
        joined.remove(genuine);
        joined.put(name.replace(FORGED, "") + " genuine/forged", outcome);
      } else {
        joined.put(name, outcome);
      }
    });
    return joined;
  }

  /** Empty when the input does nothing. */
  private String outcome(Way way, String name, Input input) {
    TwoPeers call = reach(way);
    ZrtpStream stream = stream(way).apply(call);
    StreamState before = stateOf(stream);
    ZrtpOutput output = input.give(stream, call);
    StreamState after = stateOf(stream);
    String from = before.getClass().getSimpleName();
    String to = after.getClass().getSimpleName();
    if (!from.equals(to)) {
      arrows.add(
          from
              + " --> "
              + to
              + ": "
              + name.replace(GENUINE, "").replace(FORGED, "").replace(" at the end", ""));
    }
    String sends =
        output.datagrams().stream()
            .map(datagram -> type(octets(datagram)).trim())
            .collect(Collectors.joining(", "));
    String tells = output.events().stream().map(StateTable::told).collect(Collectors.joining(", "));
    boolean nothing =
        from.equals(to)
            && sends.isEmpty()
            && (tells.isEmpty() || tells.equals("ignored: UNEXPECTED_MESSAGE"));
    return nothing
        ? ""
        : " | %s | %s | %s |\n"
            .formatted(from.equals(to) ? "same" : "**" + to + "**", sends, tells);
  }

  private static String told(ZrtpEvent event) {
    if (event instanceof ZrtpEvent.Ignored ignored) {
      return "ignored: " + ignored.reason();
    } else if (event instanceof ZrtpEvent.PhaseChanged changed) {
      return changed.phase().toString();
    } else if (event instanceof ZrtpEvent.Failed failed) {
      return "Failed: " + failed.failure();
    } else if (event instanceof ZrtpEvent.Warning warning) {
      return "Warning: " + warning.warning();
    }
    return event.getClass().getSimpleName();
  }

  private static byte[] octets(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.duplicate().get(octets);
    return octets;
  }

  private static String type(byte[] datagram) {
    return new String(datagram, 16, 8, java.nio.charset.StandardCharsets.US_ASCII);
  }

  /** The states that the arrows of the diagram name. */
  Set<String> drawn() {
    Set<String> states = new LinkedHashSet<>();
    arrows.forEach(arrow -> {
      states.add(arrow.substring(0, arrow.indexOf(' ')));
      states.add(arrow.substring(arrow.indexOf('>') + 2, arrow.indexOf(':')));
    });
    return states;
  }
}
