package org.aparte.phone.demo;

import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the one who typed {@code bin/call} sees. ASCII only: no terminal is asked what it can. */
final class Screen {

  /** In place of a type, for the packets of a long message after the first. */
  static final String MORE = "...";

  private static final int LADDER = 28;
  private static final int BOX = 36;
  private static final int PACKETS_A_DOT = 10;

  // What each message says, in words of a user (RFC 6189 section 4, Figure 1), in KEM mode.
  private static final Map<String, String> MEANINGS =
      Map.of(
          "Hello", "this is what I can do",
          "HelloACK", "heard",
          "Commit", "let us take these; my key, a seal",
          "DHPart1", "a secret, locked with your key",
          "DHPart2", "what opens the seal",
          "Confirm1", "we have the same keys",
          "Confirm2", "so we have; all else is encrypted",
          "Conf2ACK", "good");

  private final PrintStream out;
  private final long began = System.nanoTime();
  private final Set<String> seen = new HashSet<>();
  private final LadderPicture picture = new LadderPicture();
  private int packets;
  private boolean inLine;
  private boolean shown;

  Screen(PrintStream out) {
    this.out = out;
  }

  /** A line of its own. */
  void line(String text) {
    if (inLine) {
      inLine = false;
      out.println();
    }
    out.println(text);
    out.flush();
  }

  void intro(boolean knowEachOther) {
    line("Two phones on this machine call each other. Between them a third process taps");
    line("the wire: every datagram passes through it, and it keeps a copy.");
    line(
        knowEachOther
            ? "They have called before, and remember it."
            : "They have never called each other before.");
    line("");
    line("     s  Alice                       Bob  octets");
  }

  /** A datagram of the key agreement, as the wiretap saw it. */
  void rung(Side from, String type, int octets) {
    boolean again = !seen.add(from + type);
    String said = " " + type + " ";
    int dashes = LADDER - 1 - said.length();
    String left = "-".repeat(Math.max(0, dashes / 2));
    String right = "-".repeat(Math.max(0, dashes - dashes / 2));
    String meaning = meaning(from, type, again);
    picture.rung(from, type, octets, meaning, seconds());
    String arrow = from == Side.ALICE ? left + said + right + ">" : "<" + left + said + right;
    line(String.format(Locale.ROOT, "%6.2f   |%s|  %4d  %s", seconds(), arrow, octets, meaning));
  }

  private String meaning(Side from, String type, boolean again) {
    if (type.equals(MORE)) {
      return "the rest of it";
    } else if (again) {
      return "(again)";
    } else if (type.equals("Commit") && seen.contains(from.other() + type)) {
      return "at the same time: one yields"; // RFC 6189 section 4.2
    }
    return MEANINGS.getOrDefault(type, "");
  }

  /**
   * A packet of SRTP passed. What is said before both screens are shown is counted with the rest.
   */
  void media() {
    if (packets++ % PACKETS_A_DOT == 0 && shown) {
      if (!inLine) {
        out.print("  sound, encrypted: ");
        inLine = true;
      }
      out.print('.');
      out.flush();
    }
  }

  /** Both screens, side by side. */
  void secure(JsonObject alice, JsonObject bob) {
    picture.secure(alice);
    String edge = "  +" + "-".repeat(BOX) + "+";
    line("");
    line(edge + edge);
    List<String> ofAlice = display(Side.ALICE, alice);
    List<String> ofBob = display(Side.BOB, bob);
    for (int i = 0; i < ofAlice.size(); i++) {
      line(boxed(ofAlice.get(i)) + boxed(ofBob.get(i)));
    }
    line(edge + edge);
    line("  In a real call the two read this to each other: the same on both screens means");
    line("  that nobody sits between them with keys of their own.");
    line("");
    shown = true;
  }

  private static String boxed(String text) {
    return String.format(Locale.ROOT, "  |%-" + BOX + "s|", text);
  }

  private static List<String> display(Side side, JsonObject secure) {
    List<String> letters = BigLetters.of(secure.get("sas").getAsString());
    List<String> lines = new ArrayList<>();
    lines.add("  " + side.title() + "'s phone: ENCRYPTED");
    lines.add("");
    letters.forEach(row -> lines.add("     " + row));
    lines.add("");
    lines.add("  " + algorithms(secure));
    lines.add("  " + memory(secure));
    return lines;
  }

  /** The codes of RFC 6189 sections 5.1.2 to 5.1.5. */
  static String algorithms(JsonObject secure) {
    return String.join(
        " ",
        secure.get("keyAgreement").getAsString(),
        secure.get("hash").getAsString(),
        secure.get("cipher").getAsString(),
        secure.get("auth").getAsString());
  }

  private static String memory(JsonObject secure) {
    return switch (secure.get("continuity").getAsString()) {
      case "no-cache" -> "first call with this peer";
      case "match" ->
          "MATCHED: peer of earlier calls"
              + (secure.get("verified").getAsBoolean() ? "" : " (not compared)");
      default -> "NOT THE PEER OF EARLIER CALLS";
    };
  }

  /** A thing that was to hold. */
  void check(Verdict.Check check) {
    line((check.held() ? "  held    " : "  FAILED  ") + check.what());
  }

  /** The ladder as a picture. */
  LadderPicture picture() {
    return picture;
  }

  /** Time since the command began. */
  double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }
}
