package org.aparte.conformance;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.aparte.srtp.SrtpResult;
import org.jspecify.annotations.Nullable;

/**
 * What a vector says has to come out: a value, or a refusal and perhaps why.
 *
 * <p>Files say "to be refused" in many ways, and all are understood: {@code "result": "invalid"},
 * {@code "valid": false}, {@code "expected": null}, {@code {"error": "auth_fail"}}, {@code
 * {"failure": ...}}, a word where a packet would stand.
 *
 * @param value null when there is none
 * @param refusal null when the input is valid; otherwise the reason in the words of the file
 * @param exact whether the reason is one of our own schema and has to be met exactly
 */
record Expectation(@Nullable JsonElement value, @Nullable String refusal, boolean exact) {

  /** Fields that hold a reason, or true when there is one. */
  private static final List<String> FAULTS = List.of("error", "reason", "fail", "reject", "refuse");

  /** Fields that hold how it ended, or false when badly. */
  private static final List<String> ENDS = List.of("result", "status", "outcome", "verdict");

  private static final Set<String> ENDS_AND_FAULTS =
      Set.of(
          "error", "reason", "result", "status", "outcome", "verdict", "valid", "ok", "accepted");

  private static final Expectation ACCEPTED = value(new JsonPrimitive(true));

  private static final List<String> GOOD =
      List.of("ok", "pass", "valid", "accept", "accepted", "acceptable", "success", "none", "");

  /** The expectation of a vector, from all places where files put it. */
  static Expectation of(JsonObject vector) {
    JsonElement expected = firstOf(vector, "expected", "expect", "output");
    if (expected instanceof JsonObject object && object.has("failure")) {
      return new Expectation(null, object.get("failure").getAsString(), true);
    }
    String refusal = refusalOf(vector);
    if (refusal == null && expected != null) {
      refusal = refusalIn(expected);
    }
    if (refusal == null && expected == null && saysThatItIsValid(vector)) {
      return ACCEPTED;
    }
    return new Expectation(refusal == null ? expected : null, refusal, false);
  }

  private static boolean saysThatItIsValid(JsonObject vector) {
    return vector.get("valid") instanceof JsonPrimitive
        || vector.get("result") instanceof JsonPrimitive;
  }

  /** The expectation of one step, where the value itself is all there is. */
  static Expectation ofStep(JsonElement expected) {
    if (expected instanceof JsonObject object && object.has("failure")) {
      return new Expectation(null, object.get("failure").getAsString(), true);
    }
    String refusal = refusalIn(expected);
    return new Expectation(refusal == null ? expected : null, refusal, false);
  }

  /** Whether nothing is said but that the input is good. */
  boolean isAcceptance() {
    return value instanceof JsonPrimitive primitive
            && (primitive.isBoolean() || !Hex.isHex(primitive.getAsString()))
        || value instanceof JsonObject object && ENDS_AND_FAULTS.containsAll(object.keySet());
  }

  static Expectation value(JsonElement value) {
    return new Expectation(value, null, false);
  }

  boolean isRefusal() {
    return refusal != null;
  }

  /** The expected value as the fields of an object; a plain value becomes the given field. */
  CaseFields fields(String nameOfPlainValue) {
    if (value instanceof JsonObject object) {
      return new CaseFields(object);
    }
    JsonObject object = new JsonObject();
    if (value != null) {
      object.add(nameOfPlainValue, value);
    }
    return new CaseFields(object);
  }

  private static @Nullable JsonElement firstOf(JsonObject vector, String... names) {
    for (String name : names) {
      if (vector.has(name)) {
        return vector.get(name);
      }
    }
    return null;
  }

  private static @Nullable String refusalOf(JsonObject vector) {
    String reason = reasonIn(vector);
    for (String name : List.of("expected_error", "expect_error")) {
      reason = reason == null ? reason(vector.get(name), false) : reason;
    }
    boolean invalid = isFalse(vector.get("valid"));
    return invalid && reason == null ? "invalid" : reason;
  }

  private static @Nullable String refusalIn(JsonElement expected) {
    if (expected.isJsonNull()) {
      return "null";
    }
    if (expected instanceof JsonObject object) {
      String reason = reasonIn(object);
      boolean invalid = isFalse(firstOf(object, "valid", "ok", "accepted", "success"));
      return invalid && reason == null ? "invalid" : reason;
    }
    if (isFalse(expected)) {
      return "false";
    }
    boolean word = expected instanceof JsonPrimitive text && text.isString();
    return word && !Hex.isHex(expected.getAsString()) ? reason(expected, true) : null;
  }

  private static @Nullable String reasonIn(JsonObject object) {
    for (String name : FAULTS) {
      String reason = reason(object.get(name), false);
      if (reason != null) {
        return reason.equals("true") ? name : reason;
      }
    }
    for (String name : ENDS) {
      String reason = reason(object.get(name), true);
      if (reason != null) {
        return reason.equals("false") ? name : reason;
      }
    }
    return null;
  }

  /** The reason that a value is, or null when it speaks of success. */
  private static @Nullable String reason(@Nullable JsonElement value, boolean trueIsGood) {
    if (value == null || value.isJsonNull()) {
      return null;
    }
    if (!(value instanceof JsonPrimitive primitive)) {
      return value.toString();
    }
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean() == trueIsGood ? null : primitive.getAsString();
    }
    String text = primitive.getAsString();
    return GOOD.contains(text.toLowerCase(Locale.ROOT)) ? null : text;
  }

  private static boolean isFalse(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive primitive
        && primitive.isBoolean()
        && !primitive.getAsBoolean();
  }

  /**
   * Whether a refusal by this library is the one that the vector speaks of. A packet that is not
   * genuine may be found out at several places, so among those reasons any will do unless the
   * vector is of our own schema; a replay, a used-up key or a policy is another matter than a
   * forgery.
   */
  Verdict judge(SrtpResult result) {
    String reason = String.valueOf(refusal);
    if (result == SrtpResult.OK) {
      return Verdict.fail("accepted, but the vector says: " + reason);
    }
    Cause said = Cause.saidBy(reason);
    Cause ours = Cause.of(result);
    if (said == ours) {
      return Verdict.pass(result.name());
    }
    boolean compatible = !exact && (said == Cause.ANY || said.isNotGenuine && ours.isNotGenuine);
    return compatible
        ? Verdict.pass(result.name() + " (vector: " + reason + ")")
        : Verdict.fail("refused as " + result + ", but the vector says: " + reason);
  }

  /** Why a packet is refused, coarse enough to compare the words of different files. */
  private enum Cause {
    ANY(false, "(?!)"),
    FORGED(true, "auth|tag|mac|forg|integrity"),
    REPLAY(false, "replay|duplicate|old"),
    MKI(true, "mki"),
    MALFORMED(true, "malform|parse|short|length|version|header|trunc|bad_param"),
    EXHAUSTED(false, "exhaust|expired|limit|lifetime"),
    POLICY(false, "cant_check|e_?bit|encrypted|policy|cryptex");

    private final boolean isNotGenuine;
    private final Pattern words;

    Cause(boolean isNotGenuine, String words) {
      this.isNotGenuine = isNotGenuine;
      this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    static Cause saidBy(String reason) {
      for (Cause cause : List.of(MKI, REPLAY, EXHAUSTED, FORGED, MALFORMED, POLICY)) {
        if (cause.words.matcher(reason).find()) {
          return cause;
        }
      }
      return ANY;
    }

    static Cause of(SrtpResult result) {
      return switch (result) {
        case AUTHENTICATION_FAILED -> FORGED;
        case REPLAYED, TOO_OLD -> REPLAY;
        case UNKNOWN_MKI -> MKI;
        case KEY_EXHAUSTED -> EXHAUSTED;
        case MALFORMED_TOO_SHORT,
            MALFORMED_TOO_LONG,
            MALFORMED_VERSION,
            MALFORMED_HEADER,
            MALFORMED_EXTENSION ->
            MALFORMED;
        case RTCP_NOT_ENCRYPTED, RTCP_ENCRYPTED, CRYPTEX_REQUIRED, CRYPTEX_NOT_NEGOTIATED -> POLICY;
        case OK, TOO_MANY_SSRCS, BUFFER_TOO_SMALL -> ANY;
      };
    }
  }
}
