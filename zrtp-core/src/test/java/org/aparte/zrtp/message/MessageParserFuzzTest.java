package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.aparte.srtp.secret.Octets;
import org.aparte.zrtp.message.Malformed.Reason;
import org.junit.jupiter.api.Test;

/** Any octets give a message or a named refusal, and what was read is what is written. */
class MessageParserFuzzTest {

  private static final int MESSAGES_PER_SEED = 20_000;
  private static final long[] SEEDS = {1, 2, 3, 5, 8, 13, 21, 34};

  private static List<Octets> corpus() {
    List<Octets> corpus = new ArrayList<>();
    Samples.messages().forEach(message -> corpus.add(message.write()));
    Recordings.messages().forEach(recorded -> corpus.add(recorded.datagram()));
    return corpus;
  }

  @Test
  void anyOctetsGiveAMessageOrANamedRefusal() {
    List<Octets> corpus = corpus();
    Set<Reason> refusals = EnumSet.noneOf(Reason.class);
    Set<MessageType> types = EnumSet.noneOf(MessageType.class);
    for (long seed : SEEDS) {
      Mutator mutator = new Mutator(seed, corpus);
      for (int i = 0; i < MESSAGES_PER_SEED; i++) {
        byte[] octets = mutator.next();
        if (octets.length >= 4 && mutator.chance(80)) {
          octets[2] = (byte) ((octets.length / 4) >>> 8);
          octets[3] = (byte) (octets.length / 4);
        }
        Octets message = Octets.of(octets);
        ParsedMessage parsed = result(() -> MessageParser.parse(message), seed, message);
        if (parsed instanceof Malformed malformed) {
          refusals.add(malformed.reason());
          assertThat(malformed.offset()).isBetween(0, message.length());
        } else {
          Received<?> received = (Received<?>) parsed;
          types.add(received.message().type());
          assertReadIsWritten(received, message, seed);
        }
      }
    }
    assertThat(types).as("types that survived").containsExactlyInAnyOrder(MessageType.values());
    assertThat(refusals)
        .as("refusals that were met")
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(Reason.SIGNATURE_LENGTH_MISMATCH)));
  }

  private static <T> T result(Supplier<T> parser, long seed, Octets octets) {
    try {
      return parser.get();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed + ", octets " + octets, e);
    }
  }

  /** Written again it may have lost unused bits; read once more, it is the same. */
  private static void assertReadIsWritten(Received<?> received, Octets message, long seed) {
    assertThat(received.octets()).isEqualTo(message);
    Octets written = received.message().write();
    if (!(received.message() instanceof Ping)) {
      assertThat(written.length()).as("seed %d, %s", seed, message).isEqualTo(message.length());
    }
    Received<?> again = (Received<?>) MessageParser.parse(written);
    assertThat(again.message().write()).as("seed %d, %s", seed, message).isEqualTo(written);
  }

  @Test
  void anyPlaintextGivesItsContentOrANamedRefusal() {
    List<Octets> corpus =
        List.of(
            new ConfirmPlaintext(Samples.IMAGE, true, true, true, true, 1, null).write(),
            new ConfirmPlaintext(
                    Samples.IMAGE,
                    false,
                    false,
                    false,
                    false,
                    ConfirmPlaintext.NEVER_EXPIRES,
                    new SignatureBlock(Samples.X509, Samples.SIGNATURE))
                .write(),
            new SasRelayPlaintext(true, true, true, Samples.X509, Samples.IMAGE, null).write());
    Set<Class<?>> results = new HashSet<>();
    for (long seed : SEEDS) {
      Mutator mutator = new Mutator(seed, corpus);
      for (int i = 0; i < MESSAGES_PER_SEED; i++) {
        Octets plaintext = Octets.of(mutator.next());
        ParsedPlaintext confirm = result(() -> ConfirmPlaintext.parse(plaintext), seed, plaintext);
        ParsedPlaintext relay = result(() -> SasRelayPlaintext.parse(plaintext), seed, plaintext);
        results.add(confirm.getClass());
        results.add(relay.getClass());
        if (confirm instanceof ConfirmPlaintext content) {
          assertThat(content.write().length()).as("seed %d", seed).isEqualTo(plaintext.length());
          assertThat(ConfirmPlaintext.parse(content.write())).isEqualTo(content);
        }
        if (relay instanceof SasRelayPlaintext content) {
          assertThat(content.write().length()).as("seed %d", seed).isEqualTo(plaintext.length());
          assertThat(SasRelayPlaintext.parse(content.write())).isEqualTo(content);
        }
      }
    }
    assertThat(results)
        .containsExactlyInAnyOrder(
            ConfirmPlaintext.class, SasRelayPlaintext.class, Malformed.class);
  }
}
