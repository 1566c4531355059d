package org.aparte.phone.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two phones on a wire of the test's own, in a time of its own. */
class SipUserTest {

  private static final Sdp OFFER =
      new Sdp(
          "127.0.0.1",
          List.of(),
          List.of(new Sdp.Media("audio", 20_000, "RTP/AVP", List.of("0"), "", List.of())));

  private final Random random = new Random(7);
  private final Names names = new Names(() -> {});
  private final Queue<Datagram> wire = new ArrayDeque<>();
  private final Phone alice = new Phone("alice", 5062);
  private final Phone bob = new Phone("bob", 5064);
  private double loss;
  private long now;

  private record Datagram(byte[] octets, InetSocketAddress from, InetSocketAddress to) {}

  @BeforeEach
  void begins() {
    now = 0;
    loss = 0;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4})
  void callsChangesAndEndsACall(double lost) {
    loss = lost;
    call();
    assertThat(alice.told).contains("answered");
    assertThat(bob.told).containsOnlyOnce("called", "acknowledged");

    assertThat(bob.user.reinvite(OFFER, now)).isTrue();
    pass(40);
    assertThat(alice.told).containsOnlyOnce("reoffered");
    assertThat(bob.told).containsOnlyOnce("reanswered 200");

    bob.user.hangUp(now);
    pass(40);
    assertThat(alice.told).containsOnlyOnce("ended 0");
    assertThat(bob.told.get(bob.told.size() - 1)).startsWith("ended");
  }

  @Test
  void goesOnWithTheCallWhenAChangeIsRefused() {
    call();
    alice.answer = SipUser.Answer.refuse(488, "Not Acceptable Here");

    bob.user.reinvite(OFFER, now);
    pass(10);
    assertThat(bob.told).contains("reanswered 488").doesNotContain("ended 488");

    alice.user.hangUp(now);
    pass(10);
    assertThat(bob.told).contains("ended 0");
  }

  @Test
  void isToldThatACallIsRefused() {
    bob.answer = SipUser.Answer.refuse(488, "Not Acceptable Here");
    call();
    assertThat(alice.told).contains("ended 488");
  }

  @Test
  void isAnsweredAfterItRang() {
    bob.answer = SipUser.Answer.ring();
    call();
    assertThat(alice.told).contains("progress 180").doesNotContain("answered");

    bob.user.decide(SipUser.Answer.accept(OFFER), now);
    pass(10);
    assertThat(alice.told).contains("answered");
    assertThat(bob.told).contains("acknowledged");
  }

  @Test
  void goesOnRingingWhenTheCallerChangesACallThatRings() {
    bob.answer = SipUser.Answer.ring();
    SipMessage first = request("INVITE").withSdp(OFFER.format(1, 1));
    bob.receiveFromCarol(first);
    Datagram ringing = wire.remove();
    SipMessage response = SipMessage.parse(ringing.octets, ringing.octets.length).orElseThrow();
    bob.receiveFromCarol(
        SipMessage.request("INVITE", "sip:bob@127.0.0.1:5064")
            .with("Via", "SIP/2.0/UDP 127.0.0.1:5066;branch=z9hG4bKsecond;rport")
            .with("From", "<sip:carol@127.0.0.1>;tag=c")
            .with("To", response.to())
            .with("Call-ID", first.field("Call-ID").orElseThrow())
            .with("CSeq", "2 INVITE")
            .withSdp(OFFER.format(1, 2)));

    assertThat(new String(wire.remove().octets, StandardCharsets.US_ASCII))
        .startsWith("SIP/2.0 500");
    assertThat(bob.told).containsExactly("called");
    bob.user.decide(SipUser.Answer.accept(OFFER), now);
    assertThat(new String(wire.remove().octets, StandardCharsets.US_ASCII))
        .startsWith("SIP/2.0 200")
        .contains("CSeq: 1 INVITE");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.4})
  void takesBackACallThatRings(double lost) {
    bob.answer = SipUser.Answer.ring();
    call();
    assertThat(bob.told).contains("called");
    loss = lost;

    alice.user.hangUp(now);
    pass(40);
    assertThat(bob.told).contains("ended 487");
    assertThat(alice.told).anyMatch(told -> told.startsWith("ended"));
    bob.user.decide(SipUser.Answer.accept(OFFER), now);
    pass(10);
    assertThat(alice.told).doesNotContain("answered");
  }

  @Test
  void declinesACallThatRings() {
    bob.answer = SipUser.Answer.ring();
    call();

    bob.user.hangUp(now);
    pass(10);
    assertThat(alice.told).contains("ended 603");
  }

  @Test
  void answersOptionsInsideAndOutsideOfACall() {
    call();
    bob.receiveFromCarol(request("OPTIONS"));

    Datagram answer = wire.remove();
    assertThat(new String(answer.octets, StandardCharsets.US_ASCII))
        .startsWith("SIP/2.0 200 OK")
        .contains("Allow: INVITE, ACK, BYE, CANCEL, OPTIONS");
  }

  @Test
  void givesUpWhenNobodyAnswers() {
    loss = 1;
    call();
    assertThat(alice.told).containsExactly("ended 408");
  }

  @Test
  void answersOthersDuringACallThatItIsBusy() {
    call();
    Phone carol = new Phone("carol", 5066);
    carol.user.call(SipUri.parse("sip:bob@127.0.0.1:5064").orElseThrow(), bob.own, OFFER, now);
    long end = now + 2_000_000_000L;
    while (now < end) {
      step(alice, bob, carol);
    }
    assertThat(carol.told).contains("ended 486");
    assertThat(bob.told).doesNotContain("ended 0");
  }

  @Test
  void goesOnWithACallThoughABusyCallerDoesNotAcknowledge() {
    bob.answer = SipUser.Answer.ring();
    call();
    bob.receiveFromCarol(request("INVITE").withSdp(OFFER.format(1, 1)));
    pass(60);
    bob.user.decide(SipUser.Answer.accept(OFFER), now);
    pass(10);
    bob.receiveFromCarol(request("INVITE").withSdp(OFFER.format(1, 1)));
    pass(60);

    assertThat(bob.told).containsExactly("called", "acknowledged");
  }

  @Test
  void goesOnWithACallThoughAStrangerUnderItsCallIdDoesNotAcknowledge() {
    alice.user.call(SipUri.parse("sip:bob@127.0.0.1:5064").orElseThrow(), bob.own, OFFER, now);
    byte[] invite = wire.element().octets;
    String callId = SipMessage.parse(invite, invite.length).orElseThrow().field("Call-ID").get();
    pass(40);
    bob.receiveFromCarol(
        request("INVITE").replacing("Call-ID", callId).withSdp(OFFER.format(1, 1)));
    pass(60);

    assertThat(bob.told).containsExactly("called", "acknowledged");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void waitsForTheNextCallThoughARefusedCallerDoesNotAcknowledge(boolean offers) {
    bob.answer = SipUser.Answer.refuse(488, "Not Acceptable Here");
    SipMessage invite = request("INVITE");
    bob.receiveFromCarol(offers ? invite.withSdp(OFFER.format(1, 1)) : invite);
    pass(60);
    assertThat(bob.told).doesNotContain("ended 408");

    bob.answer = SipUser.Answer.accept(OFFER);
    call();
    assertThat(alice.told).contains("answered");
  }

  /** Of somebody who is no phone of this test. */
  private SipMessage request(String method) {
    String token = Long.toString(now) + method;
    return SipMessage.request(method, "sip:bob@127.0.0.1:5064")
        .with("Via", "SIP/2.0/UDP 127.0.0.1:5066;branch=z9hG4bK" + token + ";rport")
        .with("From", "<sip:carol@127.0.0.1>;tag=c")
        .with("To", "<sip:bob@127.0.0.1>")
        .with("Call-ID", token)
        .with("CSeq", "1 " + method);
  }

  private void call() {
    alice.user.call(SipUri.parse("sip:bob@127.0.0.1:5064").orElseThrow(), bob.own, OFFER, now);
    pass(40);
  }

  private void pass(int seconds) {
    long end = now + seconds * 1_000_000_000L;
    while (now < end) {
      step(alice, bob);
    }
  }

  private void step(Phone... phones) {
    for (Datagram datagram = wire.poll(); datagram != null; datagram = wire.poll()) {
      for (Phone phone : phones) {
        if (phone.own.equals(datagram.to)) {
          phone.user.receive(datagram.octets, datagram.octets.length, datagram.from, now);
        }
      }
    }
    now += 100_000_000L;
    for (Phone phone : phones) {
      phone.user.timeout(now);
    }
  }

  private final class Phone implements SipUser.Listener {
    final InetSocketAddress own;
    final SipUser user;
    final List<String> told = new ArrayList<>();
    SipUser.Answer answer = SipUser.Answer.accept(OFFER);

    Phone(String name, int port) {
      own = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      SipUri address = new SipUri(name, "127.0.0.1", port, "");
      user =
          new SipUser(
              new SipUser.Account(address, own, null, ""),
              random,
              names,
              (octets, to) -> {
                if (random.nextDouble() >= loss) {
                  wire.add(new Datagram(octets, own, to));
                }
              },
              this);
    }

    void receiveFromCarol(SipMessage message) {
      byte[] octets = message.toOctets();
      user.receive(
          octets,
          octets.length,
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 5066),
          now);
    }

    @Override
    public void progress(int status, String reason) {
      told.add("progress " + status);
    }

    @Override
    public SipUser.Answer called(String peer, InetAddress from, Sdp offer, long when) {
      told.add("called");
      return answer;
    }

    @Override
    public void answered(Sdp description, long when) {
      told.add("answered");
    }

    @Override
    public void acknowledged(long when) {
      told.add("acknowledged");
    }

    @Override
    public SipUser.Answer reoffered(@Nullable Sdp offer) {
      told.add("reoffered");
      return answer;
    }

    @Override
    public void reanswered(int status, @Nullable Sdp description) {
      told.add("reanswered " + status);
    }

    @Override
    public void ended(int status, String reason) {
      told.add("ended " + status);
    }

    @Override
    public void registered(int status, String reason) {
      told.add("registered " + status);
    }
  }
}
