package org.aparte.phone.demo;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a call was to show, and whether it did. */
final class Verdict {

  /** A thing that was to hold. */
  record Check(boolean held, String what) {}

  /**
   * What was said and heard by one phone.
   *
   * @param secure its event of that name; empty if it never came
   * @param srtp its counts
   * @param said what the other one said
   * @param heard what came of it
   */
  record Phone(JsonObject secure, JsonObject srtp, Path said, Path heard) {
    private String word(String member) {
      return secure.has(member) ? secure.get(member).getAsString() : "";
    }

    private int count(String member) {
      return srtp.has(member) ? srtp.get(member).getAsInt() : 0;
    }
  }

  private final Map<Side, Phone> phones = new EnumMap<>(Side.class);
  private final int packets;
  private final List<Check> checks = new ArrayList<>();

  /** Judges a call in which each said so many packets. */
  Verdict(Phone alice, Phone bob, int packets, boolean knewEachOther, Evidence evidence)
      throws IOException {
    this.packets = packets;
    phones.put(Side.ALICE, alice);
    phones.put(Side.BOB, bob);
    keys(alice, bob);
    memory(alice, bob, knewEachOther);
    sound(Side.ALICE, alice, bob);
    sound(Side.BOB, bob, alice);
    wiretap(evidence);
  }

  List<Check> checks() {
    return List.copyOf(checks);
  }

  boolean held() {
    return checks.stream().allMatch(Check::held);
  }

  private void add(boolean held, String what) {
    checks.add(new Check(held, what));
  }

  private void keys(Phone alice, Phone bob) {
    String algorithms = alice.secure().size() == 0 ? "" : Screen.algorithms(alice.secure());
    boolean same =
        !algorithms.isEmpty()
            && bob.secure().size() > 0
            && algorithms.equals(Screen.algorithms(bob.secure()))
            && !alice.word("sas").isEmpty()
            && alice.word("sas").equals(bob.word("sas"));
    if (same) {
      add(
          true,
          String.format(
              Locale.ROOT, "keys: both have %s, both read %s", algorithms, alice.word("sas")));
    } else {
      add(
          false,
          String.format(
              Locale.ROOT,
              "keys: Alice reads '%s', Bob reads '%s'",
              alice.word("sas"),
              bob.word("sas")));
    }
  }

  private void memory(Phone alice, Phone bob, boolean knewEachOther) {
    String wanted = knewEachOther ? "match" : "no-cache";
    boolean held =
        wanted.equals(alice.word("continuity"))
            && wanted.equals(bob.word("continuity"))
            && alice.word("verified").equals(String.valueOf(knewEachOther))
            && bob.word("verified").equals(String.valueOf(knewEachOther));
    if (!held) {
      add(
          false,
          String.format(
              Locale.ROOT,
              "memory: Alice says '%s' and Bob says '%s', not '%s'",
              alice.word("continuity"),
              bob.word("continuity"),
              wanted));
    } else if (knewEachOther) {
      add(true, "memory: MATCHED: both know keys of an earlier call, and compared then");
    } else {
      add(true, "memory: none, for this is their first call; now they have one");
    }
  }

  private void sound(Side from, Phone speaker, Phone hearer) throws IOException {
    int sent = speaker.count("sent");
    int decrypted = hearer.count("decrypted");
    int refused = hearer.count("refused");
    int plain = hearer.count("plainDropped");
    boolean same =
        Files.exists(hearer.heard()) && Files.mismatch(hearer.said(), hearer.heard()) < 0;
    add(
        same && sent == packets && decrypted == packets && refused == 0 && plain == 0,
        String.format(
            Locale.ROOT,
            "%s to %s: %d of %d packets, %d lost, %d refused, recording %s",
            from.title(),
            from.other().title(),
            decrypted,
            sent,
            Math.max(0, sent - decrypted - refused - plain),
            refused + plain,
            same ? "equal" : "DIFFERS"));
  }

  private void wiretap(Evidence evidence) {
    add(
        evidence.media() == 2 * packets,
        String.format(
            Locale.ROOT,
            "wiretap: recorded %d datagrams of ZRTP, and %d of %d packets of SRTP",
            evidence.agreement(),
            evidence.media(),
            2 * packets));
    add(
        evidence.hasNoRun(),
        String.format(
            Locale.ROOT,
            evidence.plainRuns() == 0
                ? "wiretap: of what was said %d octets in a row are in %d of them"
                : "wiretap: SPEECH, %d octets in a row and more, in %d of them",
            Evidence.RUN,
            evidence.plainRuns()));
    add(
        evidence.looksRandom(),
        String.format(
            Locale.ROOT,
            "wiretap: %d of %d octets are what was said then; chance makes %d",
            evidence.sameOctets(),
            evidence.mediaOctets(),
            evidence.mediaOctets() / 256));
  }
}
