package org.aparte.zrtp.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.srtp.secret.Wipe;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The content of a {@link FileZidStore}: lines of ASCII, each ended by a semicolon.
 *
 * <pre>
 * aparte-zid-cache format=1 protector=none sequence=17 entries=2 sealed=AAEC...;
 * record own=0011...aabb peer=2233...ccdd version=16 sealed=BwgJ...;
 * damaged own=0011...aabb peer=- octets=cmVj...;
 * aparte-zid-cache format=1 protector=none sequence=17 entries=2 sealed=AAEC...;
 * </pre>
 *
 * <ul>
 *   <li>{@code sealed} is base64 of what the {@link KeyProtector} made; its context is the text of
 *       the line before it, so that no field can be changed and no line be moved.
 *   <li>The header stands first and last, alike: one copy may be damaged and nothing is lost. It
 *       holds our own ZIDs by label, and shows whether the key is the right one.
 *   <li>{@code sequence} is the version given last. Versions are never given twice, so that an
 *       entry that was dropped and made anew is not taken for the old one.
 *   <li>{@code entries} counts the lines between the headers: a missing one is noticed.
 *   <li>What cannot be read is kept as a {@code damaged} line. The next line is found by its first
 *       word, so damage does not spread.
 * </ul>
 */
final class ZidFile implements AutoCloseable {

  static final String HEADER = "aparte-zid-cache format=";
  static final String FORMAT = "1";
  static final String RECORD = "record own=";
  static final String DAMAGED = "damaged own=";

  /** The key of an entry. */
  record Pair(Zid own, Zid peer) {}

  /** An entry still sealed. */
  record Entry(long version, SecretBytes sealed) {}

  /** Octets that are no line. */
  record Span(@Nullable Zid own, @Nullable Zid peer, SecretBytes octets) {}

  private final Map<String, Zid> ownZids = new LinkedHashMap<>();
  private final Map<Pair, Entry> entries = new LinkedHashMap<>();
  private final List<Span> damaged = new ArrayList<>();
  private long sequence;
  private boolean headerCopyDamaged;

  /**
   * Reads a file.
   *
   * @throws ZidStoreException when no copy of the header can be opened; the kind says why
   */
  static ZidFile parse(byte[] octets, KeyProtector protector) {
    return new ZidFileParser(octets, protector).parse();
  }

  /** Our own ZIDs by label; changes count. */
  Map<String, Zid> ownZids() {
    return ownZids;
  }

  /** The entries in the order of the file; removals count. */
  Map<Pair, Entry> entries() {
    return entries;
  }

  /** What is no line, in the order of the file; removals count. */
  List<Span> damaged() {
    return damaged;
  }

  /** Whether one copy of the header is not as it should be; the next write mends it. */
  boolean isHeaderCopyDamaged() {
    return headerCopyDamaged;
  }

  void setHeaderCopyDamaged(boolean headerCopyDamaged) {
    this.headerCopyDamaged = headerCopyDamaged;
  }

  /** The version given last. */
  void setSequence(long sequence) {
    this.sequence = sequence;
  }

  /** Opens an entry, or gives {@code null} when it is damaged. */
  static @Nullable ZidRecord open(Pair pair, Entry entry, KeyProtector protector) {
    byte[] context = recordText(pair, entry.version).getBytes(US_ASCII);
    try (SecretBytes payload = protector.open(entry.sealed.expose(), context)) {
      return payload == null || pair.own.equals(pair.peer)
          ? null
          : RecordPayload.decode(
              payload, ZidRecord.builder(pair.own, pair.peer).version(entry.version));
    }
  }

  /** Whether an entry cannot be opened. */
  static boolean isDamaged(Pair pair, Entry entry, KeyProtector protector) {
    try (ZidRecord record = open(pair, entry, protector)) {
      return record == null;
    }
  }

  /** The line of an entry, as it stands in a file. */
  static byte[] recordLine(Pair pair, Entry entry) {
    return line(recordText(pair, entry.version) + " sealed=", entry.sealed.expose());
  }

  /** Puts an entry in place under a new version. */
  void put(ZidRecord record, KeyProtector protector) {
    Pair pair = new Pair(record.ownZid(), record.peerZid());
    long version = ++sequence;
    try (SecretBytes payload = RecordPayload.encode(record)) {
      byte[] context = recordText(pair, version).getBytes(US_ASCII);
      SecretBytes sealed = SecretBytes.takeOver(protector.seal(payload, context));
      Entry old = entries.put(pair, new Entry(version, sealed));
      if (old != null) {
        old.sealed.close();
      }
    }
  }

  /** The whole file; to be wiped. */
  byte[] encode(KeyProtector protector) {
    List<byte[]> parts = new ArrayList<>();
    String headerText = headerText(protector.name(), sequence, entries.size() + damaged.size());
    byte[] header;
    try (SecretBytes list = encodeOwnZids()) {
      byte[] sealed = protector.seal(list, headerText.getBytes(US_ASCII));
      header = line(headerText + " sealed=", sealed);
    }
    parts.add(header);
    entries.forEach((pair, entry) -> parts.add(recordLine(pair, entry)));
    for (Span span : damaged) {
      String text = DAMAGED + text(span.own) + " peer=" + text(span.peer) + " octets=";
      parts.add(line(text, span.octets.expose()));
    }
    parts.add(header);
    byte[] file = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, file, at, part.length);
      at += part.length;
    }
    parts.forEach(Wipe::octets);
    return file;
  }

  /** Wipes what was read. */
  @Override
  public void close() {
    entries.values().forEach(entry -> entry.sealed.close());
    damaged.forEach(span -> span.octets.close());
  }

  private static String headerText(String protector, long sequence, long entries) {
    return HEADER
        + FORMAT
        + (" protector=" + protector)
        + (" sequence=" + sequence)
        + (" entries=" + entries);
  }

  private static String recordText(Pair pair, long version) {
    return RECORD + pair.own + " peer=" + pair.peer + " version=" + version;
  }

  private static String text(@Nullable Zid zid) {
    return zid == null ? "-" : zid.toString();
  }

  private static byte[] line(String text, byte[] octets) {
    byte[] start = text.getBytes(US_ASCII);
    byte[] base64 = Base64.getEncoder().encode(octets);
    byte[] line = new byte[start.length + base64.length + 2];
    System.arraycopy(start, 0, line, 0, start.length);
    System.arraycopy(base64, 0, line, start.length, base64.length);
    line[line.length - 2] = ';';
    line[line.length - 1] = '\n';
    Wipe.octets(base64);
    return line;
  }

  private SecretBytes encodeOwnZids() {
    try {
      ByteArrayOutputStream octets = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(octets);
      for (Map.Entry<String, Zid> own : ownZids.entrySet()) {
        out.writeUTF(own.getKey());
        out.write(own.getValue().octets().toArray());
      }
      return SecretBytes.takeOver(octets.toByteArray());
    } catch (IOException e) {
      throw new IllegalStateException("an array does not fail", e);
    }
  }

  static @Nullable Map<String, Zid> decodeOwnZids(SecretBytes list) {
    Map<String, Zid> ownZids = new LinkedHashMap<>();
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(list.expose()));
      while (in.available() > 0) {
        String label = in.readUTF();
        byte[] zid = new byte[Zid.OCTETS];
        in.readFully(zid);
        ownZids.put(label, Zid.of(zid));
      }
      return ownZids;
    } catch (IOException e) {
      return null;
    }
  }
}
