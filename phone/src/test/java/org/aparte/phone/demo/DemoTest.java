package org.aparte.phone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.aparte.phone.Audio;
import org.aparte.phone.PhoneMain;
import org.aparte.srtp.secret.Octets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * {@code bin/call} without arguments, its three processes and all; and that its checks can fail.
 */
class DemoTest {

  private static final String ALL_HELD = "The call was encrypted from end to end";

  @TempDir private Path folder;

  private record Shown(int exit, String text) {
    List<String> failed() {
      return text.lines().filter(line -> line.startsWith("  FAILED")).toList();
    }
  }

  @Test
  void callsAndAtTheSecondCallKnowsThePeer() throws IOException {
    Shown first = demo();

    assertThat(first.failed()).isEmpty();
    assertThat(first.exit).isZero();
    assertThat(first.text)
        .contains(" Commit ", "Conf2ACK", ALL_HELD)
        .contains("--- ... ---", "the rest of it", "both have X3M3 S512 AES3 GCM")
        .contains("first call with this peer", "Alice to Bob: 215 of 215 packets");
    assertThat(folder.resolve("alice-heard.wav")).hasBinaryContent(resource(Side.BOB));
    assertThat(folder.resolve("bob-heard.wav")).hasBinaryContent(resource(Side.ALICE));

    Shown second = demo("--packets", "30");

    assertThat(second.failed()).isEmpty();
    assertThat(second.exit).isZero();
    assertThat(second.text).contains("|  MATCHED: peer of earlier calls", "memory: MATCHED");

    Path picture = folder.resolve("ladder.svg");
    Shown third = demo("--packets", "30", "--forget", "--picture", picture.toString());

    assertThat(third.exit).isZero();
    assertThat(third.text).contains("first call with this peer").doesNotContain("MATCHED");
    assertThat(texts(picture))
        .startsWith("Alice", "Bob")
        .contains("Hello", "HelloACK", "Commit", "DHPart1", "DHPart2", "Confirm1", "Confirm2")
        .contains("...", "Conf2ACK", "28 octets: good");
  }

  @Test
  void failsWhenTheWiretapChangesAPacket() {
    Shown shown = demo("--packets", "30", "--wiretap", "change");

    assertThat(shown.exit).isEqualTo(1);
    assertThat(shown.failed())
        .containsExactly(
            "  FAILED  Alice to Bob: 29 of 30 packets, 0 lost, 1 refused, recording DIFFERS");
    assertThat(shown.text).contains("Bob is warned: media-dropped-not-authentic");
  }

  @Test
  void failsWhenTheWiretapHearsSpeech() {
    Shown shown = demo("--packets", "30", "--wiretap", "plain");

    assertThat(shown.exit).isEqualTo(1);
    assertThat(shown.failed())
        .contains("  FAILED  wiretap: SPEECH, 8 octets in a row and more, in 1 of them")
        .hasSizeGreaterThan(1);
  }

  @Test
  void shipsRecordingsThatACallDoesNotChange() throws IOException {
    for (Side side : Side.values()) {
      Path shipped = folder.resolve("shipped.wav");
      Files.write(shipped, resource(side));
      Path again = folder.resolve("again.wav");
      Audio.write(again, Audio.read(shipped));

      assertThat(again).hasSameBinaryContentAs(shipped);
      assertThat(Audio.read(shipped).length % Audio.FRAME).isZero();
    }
  }

  @Test
  void findsEightOctetsOfSpeechInAnyDatagramAndLooksThroughHoles() throws IOException {
    Random random = new Random(1);
    byte[] speech = new byte[100 * Audio.FRAME];
    random.nextBytes(speech);
    List<Capture.Packet> encrypted = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      encrypted.add(rtp(i, random));
    }
    Map<Side, byte[]> said = Map.of(Side.ALICE, speech);
    assertThat(Evidence.of(encrypted, said).hasNoRun()).isTrue();
    assertThat(Evidence.of(encrypted, said).looksRandom()).isTrue();

    List<Capture.Packet> leaked = new ArrayList<>(encrypted);
    byte[] stun = new byte[40];
    System.arraycopy(speech, 1234, stun, 7, Evidence.RUN);
    leaked.add(new Capture.Packet(Side.BOB, Octets.of(stun)));
    assertThat(Evidence.of(leaked, said).plainRuns()).isEqualTo(1);
    stun[7] ^= 1;
    leaked.set(100, new Capture.Packet(Side.BOB, Octets.of(stun)));
    assertThat(Evidence.of(leaked, said).plainRuns()).isZero();

    List<Capture.Packet> holes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] octets = encrypted.get(i).octets().toArray();
      for (int at = 0; at < Audio.FRAME; at += 16) {
        octets[12 + at] = speech[i * Audio.FRAME + at];
      }
      holes.add(new Capture.Packet(Side.ALICE, Octets.of(octets)));
    }
    assertThat(Evidence.of(holes, said).hasNoRun()).isTrue();
    assertThat(Evidence.of(holes, said).looksRandom()).isFalse();

    assertThat(Evidence.of(List.of(), said).hasNoRun()).isFalse();
    assertThat(Evidence.of(List.of(), said).looksRandom()).isFalse();
  }

  private static Capture.Packet rtp(int sequence, Random random) {
    byte[] octets = new byte[12 + Audio.FRAME + 10];
    random.nextBytes(octets);
    octets[0] = (byte) 0x80;
    octets[1] = 0;
    octets[2] = 0;
    octets[3] = (byte) sequence;
    return new Capture.Packet(Side.ALICE, Octets.of(octets));
  }

  @Test
  void readsARecordingAsItWasWritten() throws IOException {
    Path file = folder.resolve("wire.pcap");
    byte[] one = {1, 2, 3};
    try (Capture capture = new Capture(file)) {
      capture.add(Side.BOB, one, 1_700_000_000_123_456L);
      capture.add(Side.ALICE, new byte[0], 1_700_000_000_123_457L);
    }

    List<Capture.Packet> read = Capture.read(file);

    assertThat(read).extracting(Capture.Packet::from).containsExactly(Side.BOB, Side.ALICE);
    assertThat(read.get(0).octets().toArray()).isEqualTo(one);
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 1));
    assertThat(Capture.read(file)).hasSize(1);
  }

  @Test
  void drawsEveryLetterOfBase32Differently() {
    List<String> letters =
        "ybndrfg8ejkmcpqxot1uwisza345h769"
            .chars()
            .mapToObj(letter -> String.join("\n", BigLetters.of(String.valueOf((char) letter))))
            .toList();

    assertThat(letters).hasSize(32).doesNotHaveDuplicates();
    assertThat(BigLetters.of("topmost Istanbul")).hasSize(BigLetters.HEIGHT);
    assertThat(BigLetters.of("topmost Istanbul").get(2)).isEqualTo("topmost Istanbul");
  }

  /** What is written in a picture. */
  private static List<String> texts(Path svg) throws IOException {
    try (InputStream in = Files.newInputStream(svg)) {
      NodeList texts =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(in)
              .getElementsByTagName("text");
      return IntStream.range(0, texts.getLength())
          .mapToObj(i -> texts.item(i).getTextContent())
          .toList();
    } catch (ParserConfigurationException | SAXException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] resource(Side side) throws IOException {
    try (InputStream in = DemoCommand.class.getResourceAsStream(side.recording())) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }

  private Shown demo(String... options) {
    List<String> arguments = new ArrayList<>(List.of("demo", "--folder", folder.toString()));
    arguments.addAll(List.of(options));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        PhoneMain.run(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            System.err,
            arguments.toArray(new String[0]));
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text.lines()).allMatch(line -> line.length() <= 80 || line.contains("Listen"));
    return new Shown(exit, text);
  }
}
