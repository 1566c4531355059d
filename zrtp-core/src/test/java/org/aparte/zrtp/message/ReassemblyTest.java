package org.aparte.zrtp.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.aparte.srtp.secret.Octets;
import org.aparte.trace.Attack;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The genuine message comes out, whatever else comes beside its fragments. */
class ReassemblyTest {

  private static final int ID = 1000;
  private static final Octets MESSAGE = FragmentTest.messageOf(435);
  private static final Octets OTHER = FragmentTest.messageOf(427);

  private final Reassembly reassembly = new Reassembly();
  private long now;

  private static List<Fragment> split(Octets message, int messageId, int mtu) {
    List<Fragment> fragments = new ArrayList<>();
    for (int at = 0; at < message.length(); at += mtu - 24) {
      Octets part = message.slice(at, Math.min(message.length(), at + mtu - 24));
      fragments.add(new Fragment(at, 1, messageId, message.length() / 4, at / 4, part));
    }
    return fragments;
  }

  private static List<Fragment> genuine(int mtu) {
    return split(MESSAGE, ID, mtu);
  }

  private static Fragment forged(Fragment genuine, int octet) {
    byte[] part = genuine.part().toArray();
    int from = genuine.offsetWords() == 0 ? 4 : 0; // how a message begins is given
    part[from + octet % (part.length - from)] ^= 0x55;
    return new Fragment(
        3,
        genuine.ssrc(),
        genuine.messageId(),
        genuine.totalWords(),
        genuine.offsetWords(),
        Octets.of(part));
  }

  private List<Octets> take(List<Fragment> fragments) {
    List<Octets> messages = new ArrayList<>();
    fragments.forEach(fragment -> messages.addAll(reassembly.take(fragment, now)));
    return messages;
  }

  private List<Octets> take(Fragment... fragments) {
    return take(List.of(fragments));
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 604, 1452})
  @Attack("N-18.06")
  void joinsTheFragmentsInWhateverOrderTheyCome(int mtu) {
    for (long seed = 0; seed < 50; seed++) {
      List<Fragment> fragments = new ArrayList<>(genuine(mtu));
      Collections.shuffle(fragments, new Random(seed));
      reassembly.clear();
      assertThat(take(fragments)).as("seed %d", seed).containsExactly(MESSAGE);
    }
  }

  @Test
  @Attack("N-18.06")
  void makesNothingOfAMessageThatLacksAnyFragment() {
    List<Fragment> fragments = genuine(600);
    for (int missing = 0; missing < fragments.size(); missing++) {
      List<Fragment> others = new ArrayList<>(fragments);
      others.remove(missing);
      reassembly.clear();
      assertThat(take(others)).isEmpty();
      assertThat(take(others)).as("twice").isEmpty();
    }
  }

  @Test
  @Attack("N-18.06")
  void joinsTwoMessagesWhoseFragmentsComeMixed() {
    List<Fragment> fragments = new ArrayList<>(genuine(600));
    fragments.addAll(split(OTHER, ID + 1, 600));
    for (long seed = 0; seed < 50; seed++) {
      Collections.shuffle(fragments, new Random(seed));
      reassembly.clear();
      assertThat(take(fragments)).as("seed %d", seed).containsExactlyInAnyOrder(MESSAGE, OTHER);
    }
  }

  @Test
  @Attack("N-18.06")
  void completesAMessageFromFragmentsOfSeveralTransmissions() {
    List<Fragment> fragments = genuine(600);
    assertThat(take(fragments.get(2))).isEmpty();
    now += 150_000_000;
    assertThat(take(fragments.get(0), fragments.get(2))).isEmpty();
    now += 300_000_000;
    assertThat(take(fragments.get(3), fragments.get(1))).containsExactly(MESSAGE);
  }

  @Test
  @Attack("N-18.07")
  void givesAMessageOncePerTransmissionThoughFragmentsAreDoubled() {
    List<Fragment> fragments = genuine(600);
    for (int transmission = 0; transmission < 5; transmission++) {
      List<Octets> messages = new ArrayList<>();
      for (int copies = 0; copies < 10; copies++) {
        messages.addAll(take(fragments));
      }
      assertThat(messages).containsExactly(MESSAGE);
      now += Reassembly.AGAIN_NANOS;
    }
  }

  @Test
  void givesAMessageAgainThoughMostOfASecondTransmissionIsLost() {
    List<Fragment> fragments = genuine(600);
    take(fragments);
    for (Fragment last : fragments) {
      now += Reassembly.AGAIN_NANOS;
      assertThat(take(last)).containsExactly(MESSAGE);
    }
  }

  @Test
  @Attack("N-18.02")
  void isNotBlockedByAHigherId() {
    Octets poison = FragmentTest.messageOf(435);
    for (int id : new int[] {0xffff, ID + 1, 0x8000}) {
      assertThat(take(split(poison, id, 600).get(0))).isEmpty();
    }
    assertThat(take(genuine(600))).containsExactly(MESSAGE);
    assertThat(take(split(OTHER, 1, 600))).containsExactly(OTHER);
  }

  @Test
  @Attack("N-18.03")
  void makesNothingOfFragmentsWhoseLengthsAddUpButThatOverlap() {
    Octets part = MESSAGE.slice(0, 4 * 145);
    assertThat(
            take(
                new Fragment(1, 1, ID, 435, 0, part),
                new Fragment(2, 1, ID, 435, 1, part),
                new Fragment(3, 1, ID, 435, 290, part),
                new Fragment(4, 1, ID, 435, 289, part)))
        .isEmpty();
    assertThat(take(new Fragment(5, 1, ID, 435, 145, MESSAGE.slice(580, 1160)))).hasSize(1);
  }

  @Test
  @Attack("N-18.03")
  void doesNotLetOverlappingFragmentsChangeTheGenuine() {
    Octets noise = Octets.of(new byte[4 * 100]);
    List<Fragment> fragments = genuine(600);
    for (int offset = 1; offset < 300; offset += 20) {
      assertThat(take(new Fragment(1, 1, ID, 435, offset, noise))).isEmpty();
    }
    assertThat(take(fragments)).containsExactly(MESSAGE);
  }

  /** A message of one id has one length; what says another belongs to another message. */
  @Test
  @Attack("N-18.04")
  void isNotMisledByAnotherTotalLengthUnderTheGenuineId() {
    Octets longer = FragmentTest.messageOf(436);
    assertThat(take(split(longer, ID, 600).get(0))).isEmpty();
    assertThat(take(genuine(600))).containsExactly(MESSAGE);
    assertThat(take(split(longer, ID, 600))).containsExactly(longer);
  }

  @ParameterizedTest
  @ValueSource(ints = {600, 1452})
  @Attack("N-18.04")
  void givesTheGenuineMessageThoughForgedFragmentsUnderItsIdComeBeforeEach(int mtu) {
    List<Octets> messages = new ArrayList<>();
    List<Fragment> fragments = genuine(mtu);
    for (int i = 0; i < fragments.size(); i++) {
      messages.addAll(take(forged(fragments.get(i), i), forged(fragments.get(i), 100 + i)));
      messages.addAll(take(fragments.get(i)));
    }
    assertThat(messages).contains(MESSAGE).doesNotHaveDuplicates();
  }

  @Test
  @Attack("N-18.04")
  void givesTheGenuineMessageThoughForgedFragmentsFollowEach() {
    List<Octets> messages = new ArrayList<>();
    for (Fragment fragment : genuine(600)) {
      messages.addAll(take(fragment, forged(fragment, 1), forged(fragment, 2)));
    }
    assertThat(messages).contains(MESSAGE);
  }

  /** More forged ones than there is room for beside the genuine, between any two of them. */
  @Test
  @Attack({"N-18.04", "N-18.05"})
  void givesTheGenuineMessageWithARetransmissionThatIsNotFloodedItself() {
    List<Fragment> fragments = genuine(1452);
    for (int forgery = 0; forgery < 1_000; forgery++) {
      take(forged(fragments.get(0), forgery));
      take(forged(fragments.get(1), forgery));
    }
    now += Reassembly.AGAIN_NANOS;
    List<Octets> messages = take(fragments.get(0));
    messages.addAll(take(fragments.get(1)));

    assertThat(messages).contains(MESSAGE);
    List<Octets> again = reassembly.take(fragments.get(1), now + Reassembly.AGAIN_NANOS);
    assertThat(again.get(0)).as("what was heard last comes first").isEqualTo(MESSAGE);
  }

  @Test
  @Attack("N-18.05")
  void triesNoMoreThanItsLimitOfMessagesPerFragment() {
    List<Fragment> fragments = genuine(600);
    int most = 0;
    for (int forgery = 0; forgery < 200; forgery++) {
      int made = take(forged(fragments.get(forgery % 4), forgery)).size();
      most = Math.max(most, made);
    }
    assertThat(most).isEqualTo(Reassembly.MAX_MESSAGES);
  }

  /**
   * Words with two forms each, of which no row comes to an end: the paths alone are 2 to the 31.
   */
  @Test
  @Attack("N-18.05")
  void losesNoTimeInRowsThatLeadNowhere() {
    for (int word = 1; word <= 31; word++) {
      for (int form = 0; form < 2; form++) {
        Octets part = Octets.of((byte) form, (byte) 0, (byte) 0, (byte) 0);
        assertThat(take(new Fragment(1, 1, ID, 33, word, part))).isEmpty();
      }
    }
    Octets beginning = FragmentTest.messageOf(33).slice(0, 4);
    assertThat(take(new Fragment(1, 1, ID, 33, 0, beginning))).isEmpty();
    Octets end = Octets.of(new byte[4]);
    assertThat(take(new Fragment(1, 1, ID, 33, 32, end))).as("more than 16 pieces").isEmpty();
  }

  @Test
  @Attack("N-18.05")
  void keepsNoMoreThanItsLimitsOfWhateverComes() {
    Random random = new Random(6189);
    for (int i = 0; i < 5_000; i++) {
      int total = 3 + random.nextInt(528);
      int offset = 1 + random.nextInt(total - 1);
      byte[] part = new byte[4 * (1 + random.nextInt(total - offset))];
      random.nextBytes(part);
      take(
          new Fragment(
              1, 1, 1 + random.nextInt(i % 2 == 0 ? 2 : 0xffff), total, offset, Octets.of(part)));
      assertThat(reassembly.heldFragments()).isLessThanOrEqualTo(Reassembly.MAX_FRAGMENTS);
      assertThat(reassembly.heldOctets()).isLessThanOrEqualTo(Reassembly.MAX_OCTETS);
    }
    assertThat(reassembly.heldFragments()).isGreaterThan(30);
    assertThat(take(genuine(600))).containsExactly(MESSAGE);

    reassembly.clear();
    assertThat(reassembly.heldFragments() + reassembly.heldOctets()).isZero();
  }

  @Test
  @Attack("N-18.08")
  void takesIdsInAnyOrderAndAnyNumberOfThem() {
    int[] ids = {0xffff, 1, 2, 0xfffe, 1};
    for (int i = 0; i < ids.length; i++) {
      Octets message = FragmentTest.messageOf(300 + i);
      assertThat(take(split(message, ids[i], 600))).containsExactly(message);
    }
  }

  /**
   * Fragments of three messages, some of them damaged on the way, doubled, forged and out of order:
   * whatever is refused leaves nothing behind, and all three come out at the end.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  @Attack({"N-18.01", "N-18.04", "N-18.05", "N-18.06"})
  void givesEveryGenuineMessageOutOfAnyMixtureWithHostileFragments(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 100; round++) {
      reassembly.clear();
      List<Fragment> genuine = new ArrayList<>();
      Set<Octets> wanted = new HashSet<>();
      for (int message = 0; message < 3; message++) {
        Octets octets = FragmentTest.messageOf(200 + random.nextInt(330));
        wanted.add(octets);
        genuine.addAll(
            split(octets, 1 + random.nextInt(0xffff), random.nextBoolean() ? 600 : 1452));
      }
      List<Octets> datagrams = new ArrayList<>();
      for (Fragment fragment : genuine) {
        Octets datagram = fragment.write();
        datagrams.add(datagram);
        if (random.nextInt(3) == 0) {
          datagrams.add(datagram);
        }
        if (random.nextInt(2) == 0) {
          datagrams.add(forged(fragment, random.nextInt(2000)).write());
        }
        byte[] damaged = datagram.toArray();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
        datagrams.add(Octets.of(damaged));
      }
      Collections.shuffle(datagrams, random);
      List<Octets> got = new ArrayList<>();
      for (Octets datagram : datagrams) {
        int fragments = reassembly.heldFragments();
        int octets = reassembly.heldOctets();
        if (FragmentTest.parse(datagram) instanceof Fragment fragment) {
          got.addAll(reassembly.take(fragment, now));
        } else {
          assertThat(reassembly.heldFragments()).isEqualTo(fragments);
          assertThat(reassembly.heldOctets()).isEqualTo(octets);
        }
        assertThat(reassembly.heldOctets()).isLessThanOrEqualTo(Reassembly.MAX_OCTETS);
      }
      assertThat(got).as("seed %d, round %d", seed, round).containsAll(wanted);
    }
  }
}
