package org.aparte.zrtp.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.aparte.zrtp.cache.Secrets.OWN;
import static org.aparte.zrtp.cache.Secrets.content;
import static org.aparte.zrtp.cache.Secrets.peer;
import static org.aparte.zrtp.cache.Secrets.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZidRecord;
import org.aparte.zrtp.model.ZidStoreException;
import org.aparte.zrtp.model.ZidStoreException.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a damaged file costs: the entry that was hit, by name, and nothing else. */
class DamagedFileTest {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PEERS = 3;

  @TempDir private Path folder;
  private Path path;
  private KeyProtector protector;
  private Zid own;
  private final Map<Zid, @Nullable String> stored = new HashMap<>();
  private byte[] whole;

  static Stream<KeyProtector> protectors() {
    return Stream.of(new PlainKeyProtector(), KeyProtectorTest.aesGcm(16, 1));
  }

  @BeforeEach
  void useAPlainFile() throws IOException {
    fill(new PlainKeyProtector());
  }

  /** Entries 0, 1 and 2, all different, and an own ZID. */
  private void fill(KeyProtector with) throws IOException {
    protector = with;
    path = folder.resolve("zids");
    Files.deleteIfExists(path);
    FileZidStore store = open();
    own = store.ownZid("me");
    for (int i = 0; i < PEERS; i++) {
      ZidRecord record =
          ZidRecord.builder(OWN, peer(i)).retained(secret(i + 1), null).peerName("p" + i).build();
      store.compareAndSet(0, record);
      stored.put(peer(i), content(record));
    }
    whole = Files.readAllBytes(path);
  }

  @ParameterizedTest
  @MethodSource("protectors")
  void losesAtMostTheEntryWithTheFlippedOctetAndNamesIt(KeyProtector with) throws IOException {
    fill(with);
    // How a line is read does not depend on the protector: the second needs fewer cases.
    int variants = with instanceof PlainKeyProtector ? 4 : 1;
    for (int at = 0; at < whole.length; at++) {
      byte[] flips = {(byte) (whole[at] ^ 1), (byte) (whole[at] ^ 0x80), ';', '\n'};
      for (int i = 0; i < variants; i++) {
        if (flips[i] != whole[at]) {
          byte[] damaged = whole.clone();
          damaged[at] = flips[i];
          int lost = checkFlip(at, damaged);
          if (i == 0) {
            checkWriteAfterFlip(at, damaged, lost);
          }
        }
      }
    }
  }

  /** How many entries are lost to the reader. */
  private int checkFlip(int at, byte[] damaged) throws IOException {
    Files.write(path, damaged);
    String where = "octet " + at + " of " + text(damaged);
    FileZidStore store = open();

    int lost = lostEntries(store, where);
    assertThat(lost).as(where).isLessThanOrEqualTo(1);
    if (lost == 1) {
      assertThat(store.damagedRecords()).as(where).isNotEmpty();
    }
    assertThat(store.ownZid("me")).as(where).isEqualTo(own);
    return lost;
  }

  /** A write mends the header, keeps the damage, and touches no other entry. */
  private void checkWriteAfterFlip(int at, byte[] damaged, int lost) {
    String where = "octet " + at + " of " + text(damaged);
    open().compareAndSet(0, ZidRecord.builder(OWN, peer(99)).build());
    FileZidStore store = open();

    assertThat(lostEntries(store, where)).as(where).isEqualTo(lost);
    assertThat(store.find(OWN, peer(99))).as(where).isNotNull();
    assertThat(store.ownZid("me")).as(where).isEqualTo(own);
    if (lost == 1) {
      assertThat(store.damagedRecords()).as(where).isNotEmpty();
      store.discardDamaged();
      assertThat(store.damagedRecords()).as(where).isEmpty();
      assertThat(store.records()).as(where).hasSize(PEERS);
    }
  }

  private int lostEntries(FileZidStore store, String where) {
    int lost = 0;
    for (int i = 0; i < PEERS; i++) {
      lost += isLost(store, peer(i), where) ? 1 : 0;
    }
    return lost;
  }

  private boolean isLost(FileZidStore store, Zid peer, String where) {
    try (ZidRecord found = store.find(OWN, peer)) {
      if (found != null) {
        assertThat(content(found)).as(where).isEqualTo(stored.get(peer));
      }
      return found == null;
    } catch (ZidStoreException e) {
      assertThat(e.kind()).as(where).isEqualTo(Kind.DAMAGED_RECORD);
      assertThat(e).hasMessageContaining(peer.toString()).hasMessageContaining(path.toString());
      return true;
    }
  }

  @Test
  void keepsAnEntryThatFailsItsCheckFromBeingReadOrReplacedUntilItIsForgotten() throws IOException {
    String damaged = text(whole).replaceFirst("(peer=" + peer(1) + ".*sealed=.{20}).", "$1+");
    assertThat(damaged).isNotEqualTo(text(whole));
    write(damaged);
    FileZidStore store = open();

    assertThat(store.damagedRecords())
        .singleElement()
        .satisfies(record -> {
          assertThat(record.ownZid()).isEqualTo(OWN);
          assertThat(record.peerZid()).isEqualTo(peer(1));
          assertThat(record.octets()).isPositive();
          assertThat(record.description()).contains(peer(1).toString());
        });
    assertDamaged(() -> store.find(OWN, peer(1)));
    ZidRecord next = ZidRecord.builder(OWN, peer(1)).build();
    assertDamaged(() -> store.compareAndSet(0, next));
    assertDamaged(() -> store.compareAndSet(3, next));
    assertThat(store.records()).hasSize(2);
    store.ownZid("a write");
    assertThat(text(Files.readAllBytes(path))).contains(lineOf(damaged, peer(1)));

    assertThat(store.forget(OWN, peer(1))).isTrue();

    assertThat(store.damagedRecords()).isEmpty();
    assertThat(store.find(OWN, peer(1))).isNull();
    assertThat(store.compareAndSet(0, next)).isTrue();
  }

  @Test
  void keepsTheOctetsOfAnEntryThatIsNoLongerALine() throws IOException {
    String damaged = text(whole).replace(peer(1) + " version=", peer(1) + " versiom=");
    write(damaged);
    FileZidStore store = open();

    assertDamaged(() -> store.find(OWN, peer(1)));
    store.ownZid("a write");
    store.ownZid("another");

    FileZidStore later = open();
    assertDamaged(() -> later.find(OWN, peer(1)));
    assertThat(later.damagedRecords())
        .singleElement()
        .satisfies(record -> assertThat(record.peerZid()).isEqualTo(peer(1)));
    String base64 =
        java.util.Base64.getEncoder()
            .encodeToString((lineOf(damaged, peer(1)) + "\n").getBytes(ISO_8859_1));
    assertThat(text(Files.readAllBytes(path))).contains("octets=" + base64);
    assertThat(later.forget(OWN, peer(1))).isTrue();
    assertThat(open().damagedRecords()).isEmpty();
  }

  @Test
  void missesTheEntriesThatWereCutOff() throws IOException {
    int lastHeader = text(whole).lastIndexOf("aparte-zid-cache");
    int firstEntry = text(whole).indexOf("record own=");
    for (int length = firstEntry; length < whole.length - 1; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      FileZidStore store = open();

      assertThat(store.damagedRecords()).as("cut to %d", length).isNotEmpty();
      store.ownZid("a write");
      boolean entriesMissing = length < lastHeader - 1;
      assertThat(open().damagedRecords().isEmpty())
          .as("still told after a write, cut to %d", length)
          .isEqualTo(!entriesMissing && length <= lastHeader);
    }
  }

  @Test
  void survivesTheLossOfAWholeLine() throws IOException {
    write(text(whole).replace(lineOf(text(whole), peer(1)) + "\n", ""));
    FileZidStore store = open();

    assertThat(store.damagedRecords())
        .singleElement()
        .satisfies(record -> assertThat(record.description()).contains("missing"));
    assertThat(store.records()).hasSize(2);
    store.ownZid("a write");
    assertThat(open().damagedRecords()).hasSize(1);
    assertThat(store.discardDamaged()).isEqualTo(1);
    assertThat(open().damagedRecords()).isEmpty();
  }

  @Test
  void usesOneOfTwoEntriesForOnePeerAndKeepsTheOther() throws IOException {
    String line = lineOf(text(whole), peer(1));
    write(text(whole).replace(line + "\n", line + "\n" + line + "\n"));
    FileZidStore store = open();

    assertThat(content(store.find(OWN, peer(1)))).isEqualTo(stored.get(peer(1)));
    assertThat(store.damagedRecords()).hasSize(1);
  }

  @Test
  void readsAFileWhoseLineEndsAnEditorChanged() throws IOException {
    for (String end : new String[] {"\r\n", "", "\n\n"}) {
      write(text(whole).replace("\n", end));
      FileZidStore store = open();

      assertThat(store.damagedRecords()).as("%s", end).isEmpty();
      assertThat(store.records()).hasSize(PEERS);
    }
  }

  /** Blocks of zeros, blocks of noise, pieces cut out, doubled or swapped. */
  @Test
  void answersAnyDamageWithNamedErrorsOnly() throws IOException {
    long seed = RANDOM.nextLong();
    Random chance = new Random(seed);
    for (int i = 0; i < 1_500; i++) {
      byte[] damaged = damage(chance);
      Files.write(path, damaged);
      String where = "case " + i + ", seed " + seed;
      try {
        FileZidStore store = open();
        store.damagedRecords();
        for (int p = 0; p < PEERS; p++) {
          isLost(store, peer(p), where);
        }
        store.ownZid("a write");
        open().records().forEach(ZidRecord::close);
      } catch (ZidStoreException e) {
        assertThat(e.kind())
            .as(where)
            .isIn(Kind.NOT_A_ZID_CACHE, Kind.NEWER_FORMAT, Kind.WRONG_KEY, Kind.DAMAGED_FILE);
        assertThat(Files.readAllBytes(path)).as(where).isEqualTo(damaged);
      }
    }
  }

  private byte[] damage(Random chance) {
    byte[] damaged = whole.clone();
    for (int left = 1 + chance.nextInt(3); left > 0 && damaged.length > 0; left--) {
      int from = chance.nextInt(damaged.length);
      int to = from + chance.nextInt(Math.min(200, damaged.length - from) + 1);
      byte[] piece = Arrays.copyOfRange(damaged, from, to);
      switch (chance.nextInt(5)) {
        case 0 -> Arrays.fill(damaged, from, to, (byte) 0);
        case 1 -> {
          chance.nextBytes(piece);
          System.arraycopy(piece, 0, damaged, from, piece.length);
        }
        case 2 -> damaged = joined(Arrays.copyOf(damaged, from), tail(damaged, to));
        case 3 -> damaged = joined(Arrays.copyOf(damaged, to), piece, tail(damaged, to));
        default -> damaged = joined(tail(damaged, to), piece, Arrays.copyOf(damaged, from));
      }
    }
    return damaged;
  }

  private static byte[] tail(byte[] octets, int from) {
    return Arrays.copyOfRange(octets, from, octets.length);
  }

  private static byte[] joined(byte[]... parts) {
    byte[] joined = new byte[Stream.of(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }

  /** A store that does not wait for the disk: thousands of files here need not survive. */
  private FileZidStore open() {
    AtomicFile hasty =
        new AtomicFile(path) {
          @Override
          void writeAndForce(Path file, byte[] content) throws IOException {
            Files.write(file, content);
          }

          @Override
          void forceFolder(Path folder) {}
        };
    return new FileZidStore(hasty, protector, RANDOM);
  }

  private void write(String text) throws IOException {
    Files.write(path, text.getBytes(ISO_8859_1));
  }

  private static String text(byte[] octets) {
    return new String(octets, ISO_8859_1);
  }

  private static String lineOf(String text, Zid peer) {
    return Stream.of(text.split("\n"))
        .filter(line -> line.contains("peer=" + peer))
        .findFirst()
        .orElseThrow();
  }

  private static void assertDamaged(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ZidStoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DAMAGED_RECORD));
  }
}
