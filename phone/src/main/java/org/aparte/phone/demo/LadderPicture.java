package org.aparte.phone.demo;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ladder of a call as an SVG: for the README, and for whoever explains ZRTP to others. */
final class LadderPicture {

  private static final int WIDTH = 760;
  private static final int ALICE_X = 90;
  private static final int BOB_X = 450;
  private static final int TOP = 64;
  private static final int RUNG = 34;

  /** How far a message falls on its way. */
  private static final int FALL = 12;

  private record Rung(Side from, String type, int octets, String meaning, double seconds) {}

  private final List<Rung> rungs = new ArrayList<>();
  private String sas = "";
  private String algorithms = "";

  void rung(Side from, String type, int octets, String meaning, double seconds) {
    rungs.add(new Rung(from, type, octets, meaning, seconds));
  }

  /** What both screens said in the end. */
  void secure(JsonObject secure) {
    sas = secure.get("sas").getAsString();
    algorithms = Screen.algorithms(secure);
  }

  /** The picture, whole. */
  String svg() {
    StringBuilder svg = new StringBuilder();
    int bottom = TOP + RUNG * rungs.size() + FALL;
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14">
            <title>The ZRTP handshake of a call of bin/call</title>
            <rect width="%1$d" height="%2$d" fill="#ffffff"/>
            """,
            WIDTH,
            bottom + 100));
    line(svg, ALICE_X, bottom);
    line(svg, BOB_X, bottom);
    text(svg, ALICE_X, 32, "middle", "#1a1a1a", "18", "Alice");
    text(svg, BOB_X, 32, "middle", "#1a1a1a", "18", "Bob");
    for (int i = 0; i < rungs.size(); i++) {
      rung(svg, rungs.get(i), TOP + RUNG * i);
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"72\" rx=\"8\" fill=\"#e6f4ea\""
                + " stroke=\"#188038\"/>%n",
            ALICE_X - 60,
            bottom + 12,
            BOB_X - ALICE_X + 120));
    int middle = (ALICE_X + BOB_X) / 2;
    text(svg, middle, bottom + 42, "middle", "#0d652d", "24", sas);
    text(svg, middle, bottom + 68, "middle", "#0d652d", "14", "on both screens; " + algorithms);
    return svg.append("</svg>\n").toString();
  }

  private static void line(StringBuilder svg, int x, int bottom) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" y1=\"44\" x2=\"%1$d\" y2=\"%d\" stroke=\"#80868b\"/>%n",
            x,
            bottom));
  }

  private void rung(StringBuilder svg, Rung rung, int y) {
    boolean right = rung.from == Side.ALICE;
    int fromX = right ? ALICE_X : BOB_X;
    int toX = right ? BOB_X : ALICE_X;
    int back = right ? -9 : 9;
    String colour = rung.type.startsWith("Conf") ? "#188038" : "#1a73e8";
    svg.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%d %d L%d %d M%d %d l%d %d m%d %d l%d %d\" stroke=\"%s\""
                + " stroke-width=\"1.5\" fill=\"none\"/>%n",
            fromX,
            y,
            toX,
            y + FALL,
            toX,
            y + FALL,
            back,
            -5,
            -back,
            5,
            back,
            4,
            colour));
    text(svg, (ALICE_X + BOB_X) / 2, y, "middle", colour, "14", rung.type);
    double since = rung.seconds - rungs.get(0).seconds;
    text(svg, ALICE_X - 12, y + 5, "end", "#5f6368", "12", millis(since));
    String told = rung.octets + " octets: " + rung.meaning;
    text(svg, BOB_X + 16, y + 10, "start", "#3c4043", "13", told);
  }

  private static String millis(double seconds) {
    return String.format(Locale.ROOT, "%.0f ms", 1000 * seconds);
  }

  private static void text(
      StringBuilder svg, int x, int y, String anchor, String fill, String size, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            fill,
            size,
            text.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
