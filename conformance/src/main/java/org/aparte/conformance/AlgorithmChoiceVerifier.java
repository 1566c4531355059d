package org.aparte.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The algorithms that two ends of Linphone's engine chose of each other's Hello: by that engine's
 * rules, and those of them that concern this library by its engine too.
 */
final class AlgorithmChoiceVerifier implements Verifier {

  /** The most entries of a list in Hello. */
  private static final int MAX_LISTED = 7;

  @Override
  public Set<String> kinds() {
    return Set.of("algorithm-choice");
  }

  @Override
  public Verdict verify(VectorCase vector) {
    CaseFields inputs = vector.inputs();
    LinphoneLists a = LinphoneLists.of(field(inputs, "hello_a"));
    LinphoneLists b = LinphoneLists.of(field(inputs, "hello_b"));
    List<Verdict> verdicts = new ArrayList<>();
    addConfigured(verdicts, "hello_a", a, inputs.text("configured_a"));
    addConfigured(verdicts, "hello_b", b, inputs.text("configured_b"));
    int before = verdicts.size();
    addCommit(verdicts, "commit_a", field(inputs, "commit_a"), a, b);
    addCommit(verdicts, "commit_b", field(inputs, "commit_b"), b, a);
    if (verdicts.size() == before) {
      verdicts.add(Verdict.unsupported("no side sent a Commit"));
    }
    return Verdict.all(verdicts);
  }

  private static JsonElement field(CaseFields inputs, String name) {
    JsonElement value = inputs.find(name);
    return value == null ? JsonNull.INSTANCE : value;
  }

  private static void addCommit(
      List<Verdict> verdicts,
      String name,
      JsonElement commit,
      LinphoneLists own,
      LinphoneLists peer) {
    if (!commit.isJsonNull()) {
      verdicts.add(compare(name, LinphoneLists.codes(commit), own.commitTo(peer)));
    }
  }

  private static Verdict compare(String what, List<String> expected, List<String> actual) {
    return expected.equals(actual)
        ? Verdict.pass()
        : Verdict.fail(what + " is " + actual + ", expected " + expected);
  }

  /** What that engine lists in Hello when it is told some of it. */
  private static void addConfigured(
      List<Verdict> verdicts, String name, LinphoneLists hello, @Nullable String configured) {
    if (configured == null || configured.isBlank()) {
      return;
    }
    List<String> words = List.of(configured.trim().split(" +"));
    List<String> agreements = new ArrayList<>();
    if (!words.get(0).startsWith("--")) {
      agreements.addAll(List.of(words.get(0).split(",")));
    }
    boolean postQuantum = agreements.stream().anyMatch(LinphoneLists::isPostQuantum);
    Function<String, List<String>> option =
        flag -> {
          int at = words.indexOf(flag);
          return at < 0 || at + 1 == words.size()
              ? List.of()
              : List.of(words.get(at + 1).split(","));
        };
    LinphoneLists standard = LinphoneLists.STANDARD;
    verdicts.add(listed(name + ".ka", hello.keyAgreement(), agreements, List.of(), "DH3k", "Mult"));
    verdicts.add(
        listed(
            name + ".hash",
            hello.hash(),
            option.apply("--hash"),
            standard.hash(),
            postQuantum ? new String[] {"S256", "S512"} : new String[] {"S256"}));
    verdicts.add(
        listed(
            name + ".cipher",
            hello.cipher(),
            option.apply("--cipher"),
            standard.cipher(),
            postQuantum ? new String[] {"AES1", "AES3"} : new String[] {"AES1"}));
    verdicts.add(
        listed(
            name + ".auth", hello.auth(), option.apply("--auth"), standard.auth(), "HS32", "HS80"));
    verdicts.add(listed(name + ".sas", hello.sas(), option.apply("--sas"), standard.sas(), "B32 "));
  }

  /** What was configured, or else the standard, and then what has to be there, in any order. */
  private static Verdict listed(
      String what,
      List<String> actual,
      List<String> configured,
      List<String> standard,
      String... mandatory) {
    List<String> head =
        (configured.isEmpty() ? standard : configured)
            .stream().map(code -> (code + "    ").substring(0, 4)).toList();
    List<String> tail = new ArrayList<>(List.of(mandatory));
    tail.removeAll(head);
    if (head.size() + tail.size() > MAX_LISTED) {
      head = head.subList(0, MAX_LISTED - tail.size());
    }
    boolean right =
        actual.size() == head.size() + tail.size()
            && actual.subList(0, head.size()).equals(head)
            && actual.containsAll(tail);
    return right
        ? Verdict.pass()
        : Verdict.fail(what + " is " + actual + ", expected " + head + " and " + tail);
  }
}
