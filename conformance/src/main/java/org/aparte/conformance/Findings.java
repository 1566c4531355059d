package org.aparte.conformance;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What was found while the values of one recorded exchange were computed again. */
final class Findings {

  /** The most failures that one line shows: a wrong key makes all that follow wrong. */
  private static final int SHOWN = 6;

  private record Failure(String check, String text) {}

  private final Set<String> held = new LinkedHashSet<>();
  private final List<Failure> failures = new ArrayList<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private final Set<String> notChecked = new LinkedHashSet<>();
  private final Set<String> remarks = new LinkedHashSet<>();

  /** Compares a value of the file with the one computed. */
  void compare(String check, String expected, String actual) {
    if (expected.equals(actual)) {
      held.add(check);
    } else {
      fail(check, "is " + actual + ", expected " + expected);
    }
  }

  /** Notes a condition that holds, or else what is wrong. */
  void require(boolean holds, String check, String otherwise) {
    if (holds) {
      held.add(check);
    } else {
      fail(check, otherwise);
    }
  }

  void fail(String check, String what) {
    failures.add(new Failure(check, check + " " + what));
  }

  /** A value that the file does not have, so that there is nothing to compare. */
  void missing(String field) {
    missing.add(field);
  }

  /** A value that cannot be checked, and why. */
  void notChecked(String what) {
    notChecked.add(what);
  }

  /** Something worth knowing that makes nothing wrong. */
  void remark(String what) {
    remarks.add(what);
  }

  /** Whether nothing is wrong so far. */
  boolean areClean() {
    return failures.isEmpty();
  }

  /**
   * The verdict.
   *
   * @param intended the checks that the file itself says do not hold: they have to fail, and no
   *     other
   */
  Verdict verdict(List<String> intended) {
    for (String name : intended) {
      judgeIntended(name);
    }
    failures.removeIf(failure -> intended.stream().anyMatch(name -> named(name, failure.check)));
    if (!failures.isEmpty()) {
      return Verdict.fail(failureText() + tail());
    }
    if (held.isEmpty()) {
      return Verdict.unsupported("nothing in it could be checked" + tail());
    }
    return Verdict.pass(held.size() + " checks hold" + tail());
  }

  private void judgeIntended(String name) {
    List<String> failed =
        failures.stream().map(Failure::check).filter(check -> named(name, check)).toList();
    if (!failed.isEmpty()) {
      remarks.add("intended failure of " + name);
    } else if (held.stream().anyMatch(check -> named(name, check))) {
      failures.add(new Failure("checks_failed", "checks_failed names " + name + ", which holds"));
    } else {
      notChecked.add("checks_failed names " + name + ", which is no check known here");
    }
  }

  /** Whether a name out of checks_failed means this check, however it is written. */
  private static boolean named(String name, String check) {
    String a = plain(name);
    String b = plain(check);
    return !a.isEmpty() && (a.contains(b) || b.contains(a));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private String failureText() {
    String shown =
        failures.stream().limit(SHOWN).map(Failure::text).collect(Collectors.joining("; "));
    int more = failures.size() - SHOWN;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }

  private String tail() {
    StringBuilder tail = new StringBuilder();
    remarks.forEach(remark -> tail.append("; ").append(remark));
    if (!missing.isEmpty()) {
      tail.append("; not checked, for want of them in the file: ")
          .append(String.join(", ", missing));
    }
    if (!notChecked.isEmpty()) {
      tail.append("; not checked: ").append(String.join(", ", notChecked));
    }
    return tail.toString();
  }
}
