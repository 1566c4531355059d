package org.aparte.srtp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.aparte.srtp.SdesParameters.FecOrder;
import org.aparte.srtp.SdesRefusal.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code a=crypto} attribute by the grammar of RFC 4568 section 9 and the rules of
 * section 6. Each step reads one part and says whether to go on; the text keeps the first refusal.
 *
 * <p>Here an attacker chooses the text. Its length is bounded before anything else looks at it, the
 * keys and the digits of an MKI are bounded too, and every step passes over its part once or twice.
 */
final class SdesParser {

  /** Only one of each may stand in an attribute: two values would leave open which one holds. */
  private enum Parameter {
    KDR,
    UNENCRYPTED_SRTP,
    UNENCRYPTED_SRTCP,
    UNAUTHENTICATED_SRTP,
    FEC_ORDER,
    FEC_KEY,
    WSH
  }

  private static final int MAX_TAG_DIGITS = 9;

  private final SdesText text;
  private final List<SrtpMasterKey> keys = new ArrayList<>();
  private final List<SrtpMasterKey> fecKeys = new ArrayList<>();
  private final Set<Parameter> seen = EnumSet.noneOf(Parameter.class);
  private final List<String> extensions = new ArrayList<>();
  private int next;
  private int tag;
  private @Nullable SrtpProfile profile;
  private int keyDerivationRate;
  private FecOrder fecOrder = FecOrder.FEC_SRTP;
  private OptionalInt windowSizeHint = OptionalInt.empty();

  private SdesParser(String value) {
    text = new SdesText(value);
  }

  static SdesResult<SdesCrypto> parse(String attribute) {
    int start = start(attribute);
    if (attribute.length() - start > SdesCrypto.MAX_CHARS) {
      return SdesResult.refused(Reason.TOO_LONG, attribute.length() + " characters");
    }
    return new SdesParser(attribute.substring(start)).read();
  }

  /**
   * The tag alone, also of an attribute that is refused for something behind it; negative when
   * there is none.
   */
  static int tagOf(String attribute) {
    int start = start(attribute);
    if (attribute.length() - start > SdesCrypto.MAX_CHARS) {
      return -1;
    }
    SdesParser parser = new SdesParser(attribute.substring(start));
    return parser.readTag() ? parser.tag : -1;
  }

  private static int start(String attribute) {
    // S4568-4-02: the attribute's name, unlike its values, is case-sensitive
    return attribute.startsWith(SdesCrypto.PREFIX) ? SdesCrypto.PREFIX.length() : 0;
  }

  private SdesResult<SdesCrypto> read() {
    boolean complete = false;
    try {
      if (!checkCharacters() || !readTag() || !readSuite() || !readKeys() || !readParameters()) {
        return SdesResult.refused(text.refusal());
      }
      SdesParameters parameters =
          new SdesParameters(
              keyDerivationRate,
              !seen.contains(Parameter.UNENCRYPTED_SRTP),
              !seen.contains(Parameter.UNENCRYPTED_SRTCP),
              fecOrder,
              windowSizeHint,
              extensions);
      SdesRefusal breach = SdesKeyRules.breach(keys, fecKeys, parameters);
      if (breach != null) {
        return SdesResult.refused(breach);
      }
      if (seen.contains(Parameter.UNAUTHENTICATED_SRTP)) {
        // S4568-6.3.3-01, S4568-6.4.1-04: well-formed, and not for us
        return SdesResult.refused(
            Reason.UNAUTHENTICATED_SRTP, "only authenticated SRTP is supported");
      }
      complete = true;
      return SdesResult.accepted(SdesCrypto.takeOver(tag, keys, fecKeys, parameters));
    } finally {
      if (!complete) {
        keys.forEach(SrtpMasterKey::close);
        fecKeys.forEach(SrtpMasterKey::close);
      }
    }
  }

  private boolean checkCharacters() {
    for (int i = 0; i < text.length(); i++) {
      if (!isWhiteSpace(i) && (text.at(i) <= ' ' || text.at(i) > '~')) {
        return text.refuse(Reason.BAD_CHARACTER, i, "neither visible ASCII, space nor tab");
      }
    }
    if (text.length() == 0) {
      return text.refuse(Reason.MISSING_FIELD, 0, "empty");
    }
    if (isWhiteSpace(0) || isWhiteSpace(text.length() - 1)) {
      return text.refuse(Reason.BAD_WHITE_SPACE, 0, "white space at the beginning or the end");
    }
    return true;
  }

  private boolean isWhiteSpace(int index) {
    return text.at(index) == ' ' || text.at(index) == '\t';
  }

  /** The end of the field that begins at {@link #next}. */
  private int fieldEnd() {
    int end = next;
    while (end < text.length() && !isWhiteSpace(end)) {
      end++;
    }
    return end;
  }

  /** Passes over a field and the white space behind it. */
  private void skipTo(int fieldEnd) {
    next = fieldEnd;
    while (next < text.length() && isWhiteSpace(next)) {
      next++;
    }
  }

  private boolean readTag() {
    int end = fieldEnd();
    // S4568-4.1-01: no leading zeros
    long number = text.number(next, end);
    if (number == SdesText.MALFORMED || end - next > MAX_TAG_DIGITS) {
      return text.refuse(Reason.BAD_TAG, next, "the tag is not a number of 1 to 9 digits");
    }
    tag = (int) number;
    skipTo(end);
    return true;
  }

  private boolean readSuite() {
    int end = fieldEnd();
    if (end == next) {
      return text.refuse(Reason.MISSING_FIELD, next, "no crypto suite");
    }
    for (int i = next; i < end; i++) {
      char c = text.at(i);
      if (!SdesText.isLetterOrDigit(c) && c != '_') {
        return text.refuse(Reason.BAD_SUITE, i, "not a letter, digit or underscore");
      }
    }
    // S4568-6.2.4-02: no suites but registered ones
    for (SrtpProfile named : SrtpProfile.named()) {
      String name = named.sdesName().orElse("");
      if (text.is(name, next, end)) {
        profile = named;
        skipTo(end);
        return true;
      }
    }
    return text.refuse(Reason.UNSUPPORTED_SUITE, next, "this crypto suite is not supported");
  }

  private boolean readKeys() {
    int end = fieldEnd();
    if (end == next) {
      return text.refuse(Reason.MISSING_FIELD, next, "no key parameters");
    }
    boolean read = keyParser().read(next, end, keys);
    skipTo(end);
    return read;
  }

  private SdesKeyParser keyParser() {
    if (profile == null) {
      throw new IllegalStateException("the suite comes before its keys");
    }
    return new SdesKeyParser(text, profile);
  }

  private boolean readParameters() {
    while (next < text.length()) {
      int end = fieldEnd();
      if (!readParameter(next, end)) {
        return false;
      }
      skipTo(end);
    }
    return true;
  }

  private boolean readParameter(int from, int to) {
    if (text.at(from) == '-') {
      String extension = text.substring(from, to);
      if (!SdesParameters.isExtension(extension)) {
        return text.refuse(Reason.BAD_PARAMETER, from, "dashes where a parameter should be");
      }
      // S4568-6.3.7-01: may be ignored, so it is only kept to be shown
      return extensions.add(extension);
    }
    int equals = text.indexOf('=', from, to);
    Parameter parameter = parameter(from, equals, equals < to);
    if (parameter == null) {
      // S4568-6.3.7-02, S4568-5.1.3-04: what is unknown and has no dash is mandatory
      return text.refuse(Reason.UNKNOWN_PARAMETER, from, "an unknown mandatory parameter");
    }
    if (!seen.add(parameter)) {
      return text.refuse(Reason.DUPLICATE_PARAMETER, from, "a second " + parameter);
    }
    int value = equals + 1;
    return switch (parameter) {
      case KDR -> readKdr(value, to);
      case FEC_ORDER -> readFecOrder(value, to);
      case FEC_KEY -> keyParser().read(value, to, fecKeys);
      case WSH -> readWindowSize(value, to);
      case UNENCRYPTED_SRTP, UNENCRYPTED_SRTCP, UNAUTHENTICATED_SRTP -> true;
    };
  }

  private @Nullable Parameter parameter(int from, int nameEnd, boolean hasValue) {
    for (Parameter parameter : Parameter.values()) {
      boolean flag = parameter.name().startsWith("UN");
      if (flag != hasValue && text.is(parameter.name(), from, nameEnd)) {
        return parameter;
      }
    }
    return null;
  }

  private boolean readKdr(int from, int to) {
    // S4568-6.3.1-01, S4568-6.3.1-02: the text's 1 to 24, not the grammar's 0 to 24
    long exponent = text.number(from, to);
    if (exponent < 1 || exponent > SdesParameters.MAX_KDR) {
      return text.refuse(Reason.BAD_KDR, from, "KDR is not 1 to 24");
    }
    keyDerivationRate = 1 << exponent;
    return true;
  }

  private boolean readFecOrder(int from, int to) {
    for (FecOrder order : FecOrder.values()) {
      if (text.is(order.name(), from, to)) {
        fecOrder = order;
        return true;
      }
    }
    return text.refuse(Reason.BAD_FEC_ORDER, from, "neither FEC_SRTP nor SRTP_FEC");
  }

  private boolean readWindowSize(int from, int to) {
    // S4568-6.3.6-02: no leading zeros; the grammar's minimum is 64
    long packets = text.number(from, to);
    if (packets < SdesParameters.MIN_WINDOW_SIZE) {
      return text.refuse(Reason.BAD_WINDOW_SIZE, from, "WSH is not a number of at least 64");
    }
    windowSizeHint = OptionalInt.of((int) Math.min(packets, Integer.MAX_VALUE));
    return true;
  }
}
