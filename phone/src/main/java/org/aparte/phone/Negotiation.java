package org.aparte.phone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.aparte.phone.sip.Sdp;
import org.jspecify.annotations.Nullable;

/**
 * Offers and answers (RFC 3264). What signaling says decides where media go and how they are coded;
 * it cannot take their {@link Protection} away, nor put another in its place.
 */
final class Negotiation {

  /**
   * Why a description was not taken.
   *
   * @param downgrade whether it would have taken protection away
   * @param why for a person
   */
  record Refusal(boolean downgrade, String why) {}

  /** A stream of the session description, whether we take part in it or not. */
  private record Slot(Sdp.Media told, @Nullable SipLine line) {}

  private final SipMedia.Settings settings;
  private final SipMedia media;
  private final MediaAddresses addresses;
  private final Reporter reporter;
  private List<Slot> slots = new ArrayList<>();
  private Refusal refusal = new Refusal(false, "");

  Negotiation(
      SipMedia.Settings settings, SipMedia media, MediaAddresses addresses, Reporter reporter) {
    this.settings = settings;
    this.media = media;
    this.addresses = addresses;
    this.reporter = reporter;
  }

  /** The lines that both sides wanted. */
  List<SipLine> lines() {
    List<SipLine> agreed = new ArrayList<>();
    for (Slot slot : slots) {
      if (slot.line() != null) {
        agreed.add(slot.line());
      }
    }
    return agreed;
  }

  /** Why the last description was not taken. */
  Refusal refusal() {
    return refusal;
  }

  private boolean refuse(boolean downgrade, String why) {
    refusal = new Refusal(downgrade, why);
    return false;
  }

  // --- offers of ours ------------------------------------------------------------------------

  /** The offer that begins a call. */
  Sdp firstOffer() throws IOException {
    offer("audio");
    if (settings.video()) {
      offer("video");
    }
    return description();
  }

  private void offer(String kind) throws IOException {
    SipLine line = media.open(kind, settings.sdes());
    Protection protection = line.protection();
    Sdp.Media told =
        describe(
            line,
            protection.profiles().get(0),
            Format.offered(kind, settings.codecs()),
            protection.offer(),
            settings.rtcpMux());
    slots.add(new Slot(told, line));
  }

  private static Sdp.Media describe(
      SipLine line, String profile, List<Format> formats, List<String> protection, boolean mux)
      throws IOException {
    List<String> attributes = new ArrayList<>(formats.stream().map(Format::attribute).toList());
    attributes.addAll(protection);
    if (mux) {
      attributes.add("a=rtcp-mux");
    }
    attributes.add(line.direction().attribute());
    List<String> numbers = formats.stream().map(Format::number).toList();
    return new Sdp.Media(line.kind(), line.port(), profile, numbers, "", attributes);
  }

  private Sdp description() {
    List<Sdp.Media> told = slots.stream().map(Slot::told).toList();
    return new Sdp(settings.own().getHostAddress(), List.of(), told);
  }

  /** The offer of a re-INVITE: what is agreed, held or not. */
  Sdp nextOffer(boolean held) {
    Sdp.Direction direction = held ? Sdp.Direction.SENDONLY : Sdp.Direction.SENDRECV;
    List<Sdp.Media> told = new ArrayList<>();
    for (Slot slot : slots) {
      SipLine line = slot.line();
      told.add(
          line == null
              ? slot.told().rejected()
              : changed(slot.told(), direction, line.protection().offer()));
    }
    return new Sdp(settings.own().getHostAddress(), List.of(), told);
  }

  /** A description of ours with another direction, and with what protection says of itself now. */
  private static Sdp.Media changed(
      Sdp.Media told, Sdp.Direction direction, List<String> protection) {
    List<String> attributes = new ArrayList<>(told.attributes());
    for (Sdp.Direction any : Sdp.Direction.values()) {
      attributes.remove(any.attribute());
    }
    attributes.removeIf(Protection::isAttribute);
    attributes.addAll(protection);
    attributes.add(direction.attribute());
    return new Sdp.Media(
        told.kind(), told.port(), told.protocol(), told.formats(), told.address(), attributes);
  }

  /** Takes the answer to the first offer. */
  boolean conclude(Sdp answer) throws IOException {
    if (answer.media().size() != slots.size()) {
      return refuse(false, "the answer has another number of streams than the offer");
    }
    List<Slot> concluded = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      SipLine line = slot.line();
      Sdp.Media stream = answer.media().get(i);
      boolean wanted = line != null && stream.port() > 0 && choose(line, stream);
      if (i == 0 && !wanted) {
        return refuse(false, "the answer takes no sound that we offered");
      }
      if (line == null || !wanted) {
        concluded.add(new Slot(slot.told(), null));
        continue;
      }
      if (!line.protection().profiles().contains(stream.protocol())) {
        return refuse(true, "the answer is of another kind than the offer: " + stream.protocol());
      }
      if (!concludeKeys(line, stream)) {
        return false;
      }
      connect(line, answer, stream);
      concluded.add(slot);
    }
    slots = concluded;
    return true;
  }

  private boolean concludeKeys(SipLine line, Sdp.Media answer) {
    Optional<String> objection = line.protection().conclude(answer);
    return objection.isEmpty()
        || refuse(true, "the answer has no keys that can be taken: " + objection.get());
  }

  /** Agrees on the first format that we know; whether there is one. */
  private boolean choose(SipLine line, Sdp.Media stream) throws IOException {
    Optional<Format> chosen = Format.chosen(stream, line.kind(), settings.codecs());
    if (chosen.isPresent()) {
      line.talk().agree(chosen.get(), settings.sound());
    }
    return chosen.isPresent();
  }

  private void connect(SipLine line, Sdp description, Sdp.Media stream) {
    addresses.direct(line, description, stream);
    if (!line.protection().expect(stream)) {
      reporter.sip("unannounced", line.kind() + ": signaling has no zrtp-hash of the peer");
    }
  }

  /** Takes the answer to a change of ours. */
  boolean reconclude(Sdp answer, boolean held) {
    if (!keepsProtection(answer)) {
      return false;
    }
    for (int i = 0; i < slots.size(); i++) {
      SipLine line = slots.get(i).line();
      if (line == null || answer.media().get(i).port() == 0) {
        continue;
      }
      if (!concludeKeys(line, answer.media().get(i))) {
        return false;
      }
      change(line, answer, answer.media().get(i), held);
    }
    return true;
  }

  private void change(SipLine line, Sdp description, Sdp.Media stream, boolean held) {
    addresses.direct(line, description, stream);
    if (held) {
      line.direct(Sdp.Direction.of(line.direction().sends(), false));
    }
  }

  // --- offers of the peer --------------------------------------------------------------------

  /** Answers the offer that begins a call; nothing when it cannot be taken. */
  Optional<Sdp> answer(Sdp offer) throws IOException {
    List<Slot> answered = new ArrayList<>();
    for (Sdp.Media stream : offer.media()) {
      answered.add(answer(offer, stream));
    }
    slots = answered;
    if (lines().stream().noneMatch(line -> line.kind().equals("audio"))) {
      boolean keys = offer.media().stream().anyMatch(stream -> stream.protocol().contains("SAVP"));
      refuse(
          false,
          keys
              ? "the caller wants keys of its server's knowledge (SDES or DTLS), not ZRTP"
              : "the caller offers no sound that we know");
      media.abandon();
      slots = new ArrayList<>();
      return Optional.empty();
    }
    return Optional.of(description());
  }

  private Slot answer(Sdp offer, Sdp.Media stream) throws IOException {
    boolean wanted =
        stream.kind().equals("audio") || stream.kind().equals("video") && settings.video();
    boolean sdes = settings.sdes() && SdesProtection.PROFILES.contains(stream.protocol());
    boolean zrtp = ZrtpProtection.PROFILES.contains(stream.protocol());
    if (!wanted || stream.port() == 0 || media.has(stream.kind()) || !sdes && !zrtp) {
      return new Slot(stream.rejected(), null);
    }
    SipLine line = media.open(stream.kind(), sdes);
    Optional<List<String>> protection = line.protection().answer(stream);
    Optional<Format> format = Format.chosen(stream, line.kind(), settings.codecs());
    if (format.isEmpty() || protection.isEmpty()) {
      media.abandon(line);
      return new Slot(stream.rejected(), null);
    }
    line.talk().agree(format.get(), settings.sound());
    connect(line, offer, stream);
    List<Format> formats = List.of(format.get());
    boolean mux = stream.has("rtcp-mux");
    return new Slot(describe(line, stream.protocol(), formats, protection.get(), mux), line);
  }

  /** Answers a change of the call; nothing when it would take protection away. */
  Optional<Sdp> reanswer(Sdp offer, boolean held) {
    if (!keepsProtection(offer)) {
      return Optional.empty();
    }
    List<Slot> answered = new ArrayList<>();
    for (int i = 0; i < offer.media().size(); i++) {
      Sdp.Media stream = offer.media().get(i);
      SipLine line = i < slots.size() ? slots.get(i).line() : null;
      answered.add(
          line == null
              ? new Slot(stream.rejected(), null)
              : new Slot(reanswer(line, slots.get(i).told(), offer, stream, held), line));
    }
    slots = answered;
    return Optional.of(description());
  }

  private Sdp.Media reanswer(
      SipLine line, Sdp.Media told, Sdp offer, Sdp.Media stream, boolean held) {
    List<String> protection = List.of();
    if (stream.port() == 0) {
      line.direct(Sdp.Direction.INACTIVE);
    } else {
      change(line, offer, stream, held);
      protection = line.protection().answer(stream).orElseThrow();
    }
    return new Sdp.Media(
        told.kind(),
        stream.port() == 0 ? 0 : told.port(),
        stream.protocol(),
        List.of(Integer.toString(line.talk().payloadType())),
        "",
        changed(told, line.direction(), protection).attributes());
  }

  /** Whether a later description leaves the protection of all streams as it was. */
  private boolean keepsProtection(Sdp later) {
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      SipLine line = slot.line();
      if (line == null) {
        continue;
      }
      if (i >= later.media().size() || !later.media().get(i).kind().equals(slot.told().kind())) {
        return refuse(false, "a stream is missing in it");
      }
      Sdp.Media stream = later.media().get(i);
      if (stream.port() == 0) {
        continue;
      }
      Optional<String> objection = line.protection().objection(stream);
      if (objection.isPresent()) {
        return refuse(true, objection.get());
      }
      if (!stream.formats().contains(Integer.toString(line.talk().payloadType()))) {
        return refuse(false, "another codec during a call is not possible with this phone");
      }
    }
    return true;
  }
}
