package org.aparte.phone.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SIP request or response (RFC 3261 section 7). Immutable; each {@code with} makes another.
 *
 * <p>What {@link #parse} lets through has the header fields that section 8.1.1 asks of every
 * message, each of a form that the rest of this package can use.
 */
public final class SipMessage {

  private static final String VERSION = "SIP/2.0";
  private static final int MAX_OCTETS = 65_535;
  private static final int MAX_FIELDS = 256;
  private static final Pattern REQUEST_LINE =
      Pattern.compile("([A-Za-z0-9.!%*_+`'~-]{1,32}) (\\S{1,2048}) SIP/2\\.0");
  private static final Pattern STATUS_LINE = Pattern.compile("SIP/2\\.0 ([1-6][0-9]{2}) ?(.*)");
  private static final Pattern CSEQ = Pattern.compile("([0-9]{1,10})[ \\t]+(\\S{1,32})");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");
  private static final Map<String, String> COMPACT =
      Map.of(
          "v",
          "via",
          "f",
          "from",
          "t",
          "to",
          "i",
          "call-id",
          "m",
          "contact",
          "l",
          "content-length",
          "c",
          "content-type",
          "k",
          "supported",
          "s",
          "subject");

  /** A header field as it is written. */
  private record Field(String name, String value) {
    boolean is(String wanted) {
      return name.equalsIgnoreCase(wanted);
    }
  }

  private final String method;
  private final String target;
  private final int status;
  private final List<Field> fields;
  private final String body;

  private SipMessage(String method, String target, int status, List<Field> fields, String body) {
    this.method = method;
    this.target = target;
    this.status = status;
    this.fields = List.copyOf(fields);
    this.body = body;
  }

  /** A request without header fields. */
  public static SipMessage request(String method, String uri) {
    return new SipMessage(method, uri, 0, List.of(), "");
  }

  /** A response to a request, with the fields that section 8.2.6.2 copies. */
  public static SipMessage response(SipMessage request, int status, String reason) {
    List<Field> copied = new ArrayList<>();
    for (Field field : request.fields) {
      for (String name : List.of("Via", "Record-Route", "From", "To", "Call-ID", "CSeq")) {
        if (field.is(name) && (status < 300 || !field.is("Record-Route"))) {
          copied.add(new Field(name, field.value));
        }
      }
    }
    return new SipMessage(request.method(), reason, status, copied, "");
  }

  /** This message with one more header field, at the end. */
  public SipMessage with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new SipMessage(method, target, status, more, body);
  }

  /** This message with the first field of a name replaced. */
  public SipMessage replacing(String name, String value) {
    List<Field> changed = new ArrayList<>(fields);
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).is(name)) {
        changed.set(i, new Field(changed.get(i).name, value));
        break;
      }
    }
    return new SipMessage(method, target, status, changed, body);
  }

  /** This message with a session description. */
  public SipMessage withSdp(String sdp) {
    SipMessage typed = with("Content-Type", "application/sdp");
    return new SipMessage(method, target, status, typed.fields, sdp);
  }

  /** Reads a datagram; nothing when it is not a whole SIP message. */
  public static Optional<SipMessage> parse(byte[] datagram, int length) {
    if (length > MAX_OCTETS) {
      return Optional.empty();
    }
    String text = new String(datagram, 0, length, StandardCharsets.UTF_8);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return Optional.empty();
    }
    if (CONTROL.matcher(text.substring(0, end).replace("\r\n", "")).find()) {
      return Optional.empty(); // nothing of it shall write on a terminal, or into other headers
    }
    // Section 7.3.1: a line that begins with white space goes on with the one before
    String[] lines = text.substring(0, end).replaceAll("\r\n[ \\t]+", " ").split("\r\n", -1);
    Optional<List<Field>> fields = fields(lines);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    String body = text.substring(end + 4);
    Matcher request = REQUEST_LINE.matcher(lines[0]);
    Matcher response = STATUS_LINE.matcher(lines[0]);
    SipMessage message;
    if (response.matches()) {
      String cseq =
          fields.get().stream()
              .filter(field -> field.is("cseq"))
              .findFirst()
              .map(Field::value)
              .orElse("");
      Matcher method = CSEQ.matcher(cseq);
      message =
          new SipMessage(
              method.matches() ? method.group(2) : "",
              response.group(2),
              Integer.parseInt(response.group(1)),
              fields.get(),
              body);
    } else if (request.matches()) {
      message = new SipMessage(request.group(1), request.group(2), 0, fields.get(), body);
    } else {
      return Optional.empty();
    }
    return message.isWhole() ? Optional.of(message.bounded()) : Optional.empty();
  }

  private static Optional<List<Field>> fields(String[] lines) {
    if (lines.length > MAX_FIELDS) {
      return Optional.empty();
    }
    List<Field> fields = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0) {
        return Optional.empty();
      }
      String name = lines[i].substring(0, colon).trim();
      fields.add(
          new Field(
              COMPACT.getOrDefault(name.toLowerCase(Locale.ROOT), name),
              lines[i].substring(colon + 1).trim()));
    }
    return Optional.of(fields);
  }

  private boolean isWhole() {
    Matcher cseq = CSEQ.matcher(field("CSeq").orElse(""));
    return cseq.matches()
        && cseq.group(2).equals(method)
        && Long.parseLong(cseq.group(1)) < 1L << 31
        && field("Call-ID").isPresent()
        && field("From").isPresent()
        && field("To").isPresent()
        && !topVia().isEmpty()
        && contentLength() <= body.getBytes(StandardCharsets.UTF_8).length;
  }

  private int contentLength() {
    String length = field("Content-Length").orElse("");
    return length.matches("[0-9]{1,6}") ? Integer.parseInt(length) : 0;
  }

  /** Section 18.3: what is behind the body is dropped. */
  private SipMessage bounded() {
    if (field("Content-Length").isEmpty()) {
      return this;
    }
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    String cut = new String(octets, 0, contentLength(), StandardCharsets.UTF_8);
    return new SipMessage(method, target, status, fields, cut);
  }

  /** As it goes on the wire. */
  public byte[] toOctets() {
    StringBuilder text = new StringBuilder(512);
    text.append(isRequest() ? method + " " + target + " " + VERSION : startOfResponse());
    for (Field field : fields) {
      if (!field.is("Content-Length")) {
        text.append("\r\n").append(field.name).append(": ").append(field.value);
      }
    }
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    text.append("\r\nContent-Length: ").append(content.length).append("\r\n\r\n").append(body);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String startOfResponse() {
    return VERSION + " " + status + " " + target;
  }

  public boolean isRequest() {
    return status == 0;
  }

  /** The method: of a response, the one in CSeq. */
  public String method() {
    return method;
  }

  public boolean is(String wanted) {
    return method.equals(wanted);
  }

  /** The Request-URI. */
  public String uri() {
    return target;
  }

  /** The status code; 0 of a request. */
  public int status() {
    return status;
  }

  /** The reason phrase. */
  public String reason() {
    return target;
  }

  public String body() {
    return body;
  }

  /** Whether the body is a session description. */
  public boolean hasSdp() {
    return !body.isBlank()
        && field("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("application/sdp");
  }

  /** The first field of a name. */
  public Optional<String> field(String name) {
    return fields.stream().filter(field -> field.is(name)).map(Field::value).findFirst();
  }

  /** All fields of a name, each as it is written. */
  List<String> fields(String name) {
    return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
  }

  /** All values of a field that is a list, whether in one line or several (section 7.3.1). */
  public List<String> list(String name) {
    List<String> values = new ArrayList<>();
    for (Field field : fields) {
      if (field.is(name)) {
        values.addAll(NameAddress.split(field.value, ','));
      }
    }
    return values;
  }

  public String callId() {
    return field("Call-ID").orElse("");
  }

  public String from() {
    return field("From").orElse("");
  }

  public String to() {
    return field("To").orElse("");
  }

  /** The number in CSeq. */
  public long sequence() {
    Matcher cseq = CSEQ.matcher(field("CSeq").orElse(""));
    return cseq.matches() ? Long.parseLong(cseq.group(1)) : 0;
  }

  String topVia() {
    List<String> via = list("Via");
    return via.isEmpty() ? "" : via.get(0);
  }

  /** What tells transactions apart (section 17.1.3). */
  String branch() {
    return NameAddress.parameter(topVia(), "branch").orElse("");
  }
}
