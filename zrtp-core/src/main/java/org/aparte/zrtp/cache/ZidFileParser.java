package org.aparte.zrtp.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.cache.ZidFile.Entry;
import org.aparte.zrtp.cache.ZidFile.Pair;
import org.aparte.zrtp.cache.ZidFile.Span;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidStoreException;
import org.aparte.zrtp.model.ZidStoreException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link ZidFile}: line by line, and after octets that are no line goes on with the next
 * that starts like one. Takes any octets at all.
 */
final class ZidFileParser {

  /** Octets that are no line, and where they stand. */
  private record Gap(int start, int end) {}

  private final byte[] octets;
  private final KeyProtector protector;
  private final ZidFile file = new ZidFile();
  private final List<Gap> gaps = new ArrayList<>();
  private int at;

  private int headerCopies;
  private int headerOctets;
  private long entriesByHeader;

  ZidFileParser(byte[] octets, KeyProtector protector) {
    this.octets = octets;
    this.protector = protector;
  }

  ZidFile parse() {
    try {
      while (at < octets.length) {
        int start = at;
        if (header() || record() || damaged()) {
          skipLineEnd();
        } else {
          at = nextLineAfter(start);
          gaps.add(new Gap(start, at));
        }
      }
      if (headerCopies == 0) {
        throw withoutHeader();
      }
      keepGaps();
      return file;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private boolean header() {
    int start = at;
    boolean isOurs =
        take(ZidFile.HEADER + ZidFile.FORMAT + " protector=" + protector.name() + " sequence=");
    long sequence = isOurs ? number() : -1;
    long entries = take(" entries=") ? number() : -1;
    int textEnd = at;
    byte[] sealed = take(" sealed=") ? base64() : null;
    if (sequence < 0 || entries < 0 || sealed == null) {
      return restart(start);
    }
    try (SecretBytes list = protector.open(sealed, Arrays.copyOfRange(octets, start, textEnd))) {
      Map<String, Zid> ownZids = list == null ? null : ZidFile.decodeOwnZids(list);
      if (ownZids == null) {
        return restart(start);
      }
      if (headerCopies++ == 0) {
        headerOctets = at - start;
        entriesByHeader = entries;
        file.setSequence(sequence);
        file.ownZids().putAll(ownZids);
      }
      return true;
    }
  }

  private boolean record() {
    int start = at;
    Zid own = take(ZidFile.RECORD) ? zid() : null;
    Zid peer = take(" peer=") ? zid() : null;
    long version = take(" version=") ? number() : -1;
    byte[] sealed = take(" sealed=") ? base64() : null;
    if (own == null || peer == null || version < 1 || sealed == null) {
      return restart(start);
    }
    // A damaged ZID may name another peer: of two entries for one pair the sound one counts.
    Pair pair = new Pair(own, peer);
    Entry other = file.entries().get(pair);
    if (other != null && !ZidFile.isDamaged(pair, other, protector)) {
      return restart(start);
    }
    file.entries().put(pair, new Entry(version, SecretBytes.takeOver(sealed)));
    if (other != null) {
      file.damaged()
          .add(new Span(null, null, SecretBytes.takeOver(ZidFile.recordLine(pair, other))));
    }
    return true;
  }

  private boolean damaged() {
    int start = at;
    boolean isDamaged = take(ZidFile.DAMAGED);
    Zid own = zid();
    boolean hasOwn = isDamaged && (own != null || take("-")) && take(" peer=");
    Zid peer = zid();
    boolean hasPeer = hasOwn && (peer != null || take("-")) && take(" octets=");
    byte[] kept = hasPeer ? base64() : null;
    if (kept == null) {
      return restart(start);
    }
    file.damaged().add(new Span(own, peer, SecretBytes.takeOver(kept)));
    return true;
  }

  private void keepGaps() {
    file.setHeaderCopyDamaged(headerCopies < 2);
    for (Gap gap : gaps) {
      if (!isOtherHeaderCopy(gap)) {
        file.damaged().add(span(gap));
      }
    }
    if (file.entries().size() + file.damaged().size() < entriesByHeader) {
      file.damaged().add(new Span(null, null, SecretBytes.takeOver(new byte[0])));
    }
  }

  /** What stands in the place of a header and is as long was one: the other copy has it all. */
  private boolean isOtherHeaderCopy(Gap gap) {
    int lineOctets = headerOctets + 1; // and the line feed
    return headerCopies == 1
        && (gap.start == 0 || gap.end == octets.length)
        && gap.end - gap.start == lineOctets;
  }

  /** A gap that still starts like an entry is taken to be one, unless that is there. */
  private Span span(Gap gap) {
    at = gap.start;
    Zid own = take(ZidFile.RECORD) ? zid() : null;
    Zid peer = take(" peer=") ? zid() : null;
    boolean isNamed =
        own != null && peer != null && !file.entries().containsKey(new Pair(own, peer));
    SecretBytes kept = SecretBytes.copyOf(octets, gap.start, gap.end - gap.start);
    return isNamed ? new Span(own, peer, kept) : new Span(null, null, kept);
  }

  private ZidStoreException withoutHeader() {
    List<String> headers = new ArrayList<>();
    for (int i = 0; i < octets.length; i++) {
      if (startsAt(i, ZidFile.HEADER)) {
        int end = Math.min(indexOf(';', i), i + 4096);
        headers.add(new String(octets, i, end - i, US_ASCII));
      }
    }
    if (headers.isEmpty()) {
      return new ZidStoreException(Kind.NOT_A_ZID_CACHE, "the file is no ZID cache");
    }
    String ours = ZidFile.HEADER + ZidFile.FORMAT + " ";
    if (headers.stream().noneMatch(header -> header.startsWith(ours))) {
      return new ZidStoreException(
          Kind.NEWER_FORMAT, "the ZID cache has a format that only a later version can read");
    }
    if (headers.stream().noneMatch(h -> h.startsWith(ours + "protector=" + protector.name()))) {
      return new ZidStoreException(
          Kind.WRONG_KEY, "the ZID cache is not protected by '" + protector.name() + "'");
    }
    // Both copies are alike when they are whole, and hardly so when they are not.
    return headers.size() == 2 && headers.get(0).equals(headers.get(1))
        ? new ZidStoreException(Kind.WRONG_KEY, "the ZID cache is sealed with another key")
        : new ZidStoreException(
            Kind.DAMAGED_FILE, "both copies of the header of the ZID cache are damaged");
  }

  private boolean restart(int start) {
    at = start;
    return false;
  }

  private boolean take(String ascii) {
    boolean is = startsAt(at, ascii);
    at += is ? ascii.length() : 0;
    return is;
  }

  private @Nullable Zid zid() {
    int digits = 2 * Zid.OCTETS;
    if (octets.length - at < digits) {
      return null;
    }
    for (int i = at; i < at + digits; i++) {
      if (!isBetween('0', octets[i], '9') && !isBetween('a', octets[i], 'f')) {
        return null;
      }
    }
    Zid zid = Zid.ofHex(new String(octets, at, digits, US_ASCII));
    at += digits;
    return zid;
  }

  /** A number of 1 to 18 digits without leading zeros, or -1: so that it is written in one way. */
  private long number() {
    int start = at;
    long number = 0;
    while (at < octets.length && isBetween('0', octets[at], '9') && at - start < 18) {
      number = 10 * number + octets[at++] - '0';
    }
    boolean isPlain = at > start && (octets[start] != '0' || at - start == 1);
    return isPlain ? number : -1;
  }

  /** The octets written as base64 up to the semicolon, which is passed. */
  private byte @Nullable [] base64() {
    int end = at;
    while (end < octets.length && isBase64(octets[end])) {
      end++;
    }
    if (end == octets.length || octets[end] != ';') {
      return null;
    }
    byte[] text = Arrays.copyOfRange(octets, at, end);
    try {
      byte[] decoded = Base64.getDecoder().decode(text);
      at = end + 1;
      return decoded;
    } catch (IllegalArgumentException e) {
      return null;
    } finally {
      Wipe.octets(text);
    }
  }

  private static boolean isBase64(byte octet) {
    return isBetween('A', octet, 'Z')
        || isBetween('a', octet, 'z')
        || isBetween('/', octet, '9')
        || octet == '+'
        || octet == '=';
  }

  private static boolean isBetween(char first, byte octet, char last) {
    return octet >= first && octet <= last;
  }

  /** A line feed; but any octet in its place will do, for nothing hangs on it. */
  private void skipLineEnd() {
    if (at < octets.length && !isLineStart(at)) {
      at++;
    }
    while (at < octets.length && (octets[at] == '\r' || octets[at] == '\n')) {
      at++;
    }
  }

  private int nextLineAfter(int start) {
    int next = start + 1;
    while (next < octets.length && !isLineStart(next)) {
      next++;
    }
    return next;
  }

  private boolean isLineStart(int index) {
    return startsAt(index, ZidFile.HEADER)
        || startsAt(index, ZidFile.RECORD)
        || startsAt(index, ZidFile.DAMAGED);
  }

  private boolean startsAt(int index, String ascii) {
    if (octets.length - index < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (octets[index + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int indexOf(char wanted, int from) {
    int index = from;
    while (index < octets.length && octets[index] != wanted) {
      index++;
    }
    return index;
  }
}
