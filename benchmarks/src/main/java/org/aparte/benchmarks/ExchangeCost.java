package org.aparte.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.KeyAgreementType;

/**
 * What a complete key agreement costs: both ends in one thread of one process, from the first Hello
 * to the keys of both. Prints CPU time, octets and round trips; then what key pairs made ahead take
 * off; and where libbzrtp is there, slices of both engines in turn.
 *
 * <p>CPU time of the thread, which JMH does not measure: what neighbours on the machine take away
 * does not count, and libbzrtp can be measured the same way, by {@code bzrtp_exchanges.c}.
 */
public final class ExchangeCost {

  private final int slices;
  private final PrintStream out;

  private ExchangeCost(int slices, PrintStream out) {
    this.slices = slices;
    this.out = out;
  }

  /** {@code SLICES [PROGRAM]}: the program is bzrtp_exchanges, where there is one. */
  public static void main(String[] arguments) throws IOException {
    ExchangeCost cost = new ExchangeCost(Integer.parseInt(arguments[0]), System.out);
    // The first row would pay for the compiler: most code is common to all
    Exchanges.of(KeyAgreementType.X255, CipherType.AES1, AuthTagType.HS80).warmUp().warmUp();
    System.out.println("JDK " + Runtime.version() + ", " + System.getProperty("os.arch"));
    if (arguments.length > 1) {
      try (BzrtpExchanges bzrtp = new BzrtpExchanges(arguments[1])) {
        cost.printBesideBzrtp(bzrtp);
      }
    }
    cost.printAhead();
    cost.printAll();
  }

  private void printBesideBzrtp(BzrtpExchanges bzrtp) {
    head("exchange", "aparte", "libbzrtp", "ratio", "aparte, whole", "libbzrtp, whole", "ratio");
    besideBzrtp(KeyAgreementType.X255, CipherType.AES1, AuthTagType.HS32, bzrtp);
    besideBzrtp(KeyAgreementType.X255, CipherType.AES1, AuthTagType.HS80, bzrtp);
    besideBzrtp(KeyAgreementType.X255, CipherType.AES3, AuthTagType.HS80, bzrtp);
    besideBzrtp(KeyAgreementType.X448, CipherType.AES3, AuthTagType.HS80, bzrtp);
    besideBzrtp(KeyAgreementType.DH2K, CipherType.AES1, AuthTagType.HS80, bzrtp);
    besideBzrtp(KeyAgreementType.DH3K, CipherType.AES1, AuthTagType.HS80, bzrtp);
    besideBzrtp(KeyAgreementType.DH3K, CipherType.AES3, AuthTagType.HS80, bzrtp);
  }

  private void besideBzrtp(
      KeyAgreementType agreement, CipherType cipher, AuthTagType tag, BzrtpExchanges bzrtp) {
    Exchanges exchanges = Exchanges.of(agreement, cipher, tag).warmUp();
    bzrtp.slice(agreement, cipher, tag);
    List<Exchanges.Cost> ours = new ArrayList<>();
    List<Exchanges.Cost> theirs = new ArrayList<>();
    for (int slice = 0; slice < slices; slice++) {
      ours.add(exchanges.slice());
      theirs.add(bzrtp.slice(agreement, cipher, tag));
    }
    double[] exchange = ours.stream().mapToDouble(Exchanges.Cost::exchange).toArray();
    double[] theirExchange = theirs.stream().mapToDouble(Exchanges.Cost::exchange).toArray();
    double[] whole = ours.stream().mapToDouble(Exchanges.Cost::whole).toArray();
    double[] theirWhole = theirs.stream().mapToDouble(Exchanges.Cost::whole).toArray();
    row(
        agreement + " " + cipher + " " + tag,
        medianAndSpread(exchange),
        medianAndSpread(theirExchange),
        ratio(exchange, theirExchange),
        medianAndSpread(whole),
        medianAndSpread(theirWhole),
        ratio(whole, theirWhole));
  }

  private void printAhead() {
    head("exchange, one Commit", "CPU ms, both ends", "pairs ahead", "answer", "pair ahead");
    ahead(KeyAgreementType.X255, CipherType.AES1);
    ahead(KeyAgreementType.EC25, CipherType.AES1);
    ahead(KeyAgreementType.X448, CipherType.AES3);
    ahead(KeyAgreementType.DH3K, CipherType.AES1);
    ahead(KeyAgreementType.K255, CipherType.AES1);
    ahead(KeyAgreementType.X3M3, CipherType.AES3);
  }

  private void ahead(KeyAgreementType agreement, CipherType cipher) {
    Exchanges fresh = Exchanges.withOneCommit(agreement, cipher, false).warmUp();
    Exchanges prepared = Exchanges.withOneCommit(agreement, cipher, true).warmUp();
    double[][] millis = new double[4][slices];
    for (int slice = 0; slice < slices; slice++) {
      Exchanges.Cost without = fresh.slice();
      Exchanges.Cost with = prepared.slice();
      millis[0][slice] = without.exchange();
      millis[1][slice] = with.exchange();
      millis[2][slice] = without.answers();
      millis[3][slice] = with.answers();
    }
    row(
        agreement + " " + cipher,
        medianAndSpread(millis[0]),
        medianAndSpread(millis[1]),
        answers(millis[2]),
        answers(millis[3]));
  }

  /** Of a Commit in fragments there is no one datagram that is answered. */
  private static String answers(double[] millis) {
    return at(millis, 2) == 0 ? "-" : medianAndSpread(millis);
  }

  private void printAll() {
    head("exchange", "CPU ms, both ends", "packets", "octets", "round trips");
    print(KeyAgreementType.X255, CipherType.AES3);
    print(KeyAgreementType.EC25, CipherType.AES3);
    print(KeyAgreementType.EC38, CipherType.AES3);
    print(KeyAgreementType.X448, CipherType.AES3);
    print(KeyAgreementType.DH2K, CipherType.AES1);
    print(KeyAgreementType.DH3K, CipherType.AES1);
    print(KeyAgreementType.DH3K, CipherType.AES3);
    print(KeyAgreementType.K255, CipherType.AES3);
    print(KeyAgreementType.MLK1, CipherType.AES3);
    print(KeyAgreementType.X1M1, CipherType.AES3);
    print(KeyAgreementType.P1M2, CipherType.AES3);
    print(KeyAgreementType.X3M3, CipherType.AES3);
    print(KeyAgreementType.P3M3, CipherType.AES3);
    print(KeyAgreementType.PRSH, CipherType.AES3);
    print(KeyAgreementType.MULT, CipherType.AES3);
  }

  private void print(KeyAgreementType agreement, CipherType cipher) {
    Exchanges exchanges = Exchanges.of(agreement, cipher, AuthTagType.HS80).warmUp();
    double[] millis = new double[slices];
    for (int slice = 0; slice < slices; slice++) {
      millis[slice] = exchanges.slice().exchange();
    }
    row(
        agreement + " " + cipher,
        medianAndSpread(millis),
        Integer.toString(exchanges.packets()),
        Integer.toString(exchanges.octets()),
        String.format(Locale.ROOT, "%.1f", exchanges.roundTrips()));
  }

  private void head(String... cells) {
    out.println();
    row(cells);
    out.println("|" + "---|".repeat(cells.length));
  }

  private void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
  }

  private static String ratio(double[] ours, double[] theirs) {
    return String.format(Locale.ROOT, "%.2f", at(ours, 2) / at(theirs, 2));
  }

  /** The median, and in brackets the middle half. */
  private static String medianAndSpread(double[] values) {
    return String.format(
        Locale.ROOT, "%.3f (%.3f-%.3f)", at(values, 2), at(values, 1), at(values, 3));
  }

  private static double at(double[] values, int quarter) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[quarter * (sorted.length - 1) / 4];
  }
}
