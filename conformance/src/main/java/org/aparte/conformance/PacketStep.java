package org.aparte.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One packet of a vector, in the clear and protected, as far as the vector gives it. */
final class PacketStep {

  private static final String[] PLAIN = {"rtp", "rtcp", "plain", "plaintext", "unprotected"};
  private static final String[] WIRE = {"srtp", "srtcp", "protected", "ciphertext", "encrypted"};
  private static final String[] EITHER = {"packets", "packet", "input"};

  /** The packet in the clear; null when it is not given. */
  final byte @Nullable [] plain;

  /** The protected packet; null when it is not given. */
  final byte @Nullable [] wire;

  /** What the receiver gets, where the vector says that it is not {@link #plain}. */
  final byte @Nullable [] received;

  /** What has to become of it. */
  final Expectation expected;

  /** What the vector says besides of what comes out. */
  final CaseFields remarks;

  /** The ROC to set before, or -1. */
  final long roc;

  /** The SRTCP index that the packet has to have, or -1. */
  final long rtcpIndex;

  private PacketStep(
      byte @Nullable [] plain,
      byte @Nullable [] wire,
      byte @Nullable [] received,
      Expectation expected,
      CaseFields remarks,
      Place place) {
    this.plain = plain;
    this.wire = wire;
    this.received = received;
    this.expected = expected;
    this.remarks = remarks;
    this.roc = place.roc;
    this.rtcpIndex = place.rtcpIndex;
  }

  /** Where in the index space a packet of a list stands, as far as the list says; else -1. */
  private record Place(long roc, long rtcpIndex) {
    static final Place UNSAID = new Place(-1, -1);
  }

  /** Declares the packets of a vector understood that are not looked at. */
  static void ignoreAll(CaseFields inputs) {
    inputs.ignore(PLAIN);
    inputs.ignore(WIRE);
  }

  /** The packets of a vector, in their order. */
  static List<PacketStep> of(VectorCase vector, boolean rtcp) {
    CaseFields inputs = vector.inputs();
    String direction = direction(inputs);
    List<JsonElement> plain = inputs.list(PLAIN);
    List<JsonElement> wire = inputs.list(WIRE);
    List<JsonElement> either = inputs.list(EITHER);
    if (either != null) {
      if (plain != null || wire != null) {
        throw new Unsupported("several packets with unclear roles");
      }
      boolean objects = either.stream().allMatch(JsonElement::isJsonObject);
      if (!objects && direction.isEmpty()) {
        throw new Unsupported("no direction for the packet");
      }
      if (objects) {
        return stepsOfObjects(either, vector.expected(), rtcp);
      }
      plain = direction.equals("protect") ? either : null;
      wire = direction.equals("protect") ? null : either;
    }
    if (direction.equals("unprotect") && wire == null) {
      wire = plain;
      plain = null;
    }
    return stepsOfLists(plain, wire, vector.expected(), rtcp);
  }

  private static String direction(CaseFields inputs) {
    String direction = inputs.text("direction", "op", "operation");
    if (direction == null) {
      return "";
    }
    return switch (direction.toLowerCase(Locale.ROOT)) {
      case "protect", "encrypt", "seal", "send", "outbound" -> "protect";
      case "unprotect", "decrypt", "open", "receive", "inbound" -> "unprotect";
      case "both" -> "";
      default -> throw new Unsupported("direction " + direction);
    };
  }

  private static List<PacketStep> stepsOfLists(
      @Nullable List<JsonElement> plain,
      @Nullable List<JsonElement> wire,
      Expectation expected,
      boolean rtcp) {
    List<JsonElement> given = plain == null ? wire : plain;
    if (given == null) {
      throw new Unsupported("no packet");
    }
    if (given.size() == 1 && !(expected.value() instanceof JsonArray)) {
      return List.of(
          step(
              plain == null ? null : plain.get(0),
              wire == null ? null : wire.get(0),
              expected,
              Place.UNSAID));
    }
    if (plain != null && wire != null && plain.size() != wire.size()) {
      throw new Unsupported("lists of packets of different lengths");
    }
    List<Expectation> expectations = expectationsOf(expected, given.size(), rtcp);
    List<PacketStep> steps = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      JsonElement plainPacket = plain == null ? null : plain.get(i);
      JsonElement wirePacket = wire == null ? null : wire.get(i);
      steps.add(step(plainPacket, wirePacket, expectations.get(i), Place.UNSAID));
    }
    return steps;
  }

  private static List<Expectation> expectationsOf(Expectation expected, int count, boolean rtcp) {
    JsonElement value = expected.value();
    if (value instanceof JsonObject object) {
      CaseFields fields = new CaseFields(object);
      List<JsonElement> list = fields.list(rtcp ? "srtcp" : "srtp", rtcp ? "rtcp" : "rtp");
      fields.requireAllUnderstood();
      if (list != null) {
        JsonArray array = new JsonArray();
        list.forEach(array::add);
        value = array;
      }
    }
    if (!(value instanceof JsonArray array) || array.size() != count) {
      throw new Unsupported("as many expected values as packets are needed");
    }
    List<Expectation> expectations = new ArrayList<>();
    array.forEach(element -> expectations.add(Expectation.ofStep(element)));
    return expectations;
  }

  private static List<PacketStep> stepsOfObjects(
      List<JsonElement> packets, Expectation expected, boolean rtcp) {
    List<PacketStep> steps = new ArrayList<>();
    for (int i = 0; i < packets.size(); i++) {
      JsonObject packet = packets.get(i).getAsJsonObject();
      CaseFields fields = new CaseFields(packet);
      Expectation own = Expectation.of(packet);
      if (own.value() == null && !own.isRefusal() && expected.value() instanceof JsonArray array) {
        own = Expectation.ofStep(array.get(i));
      }
      fields.ignore("expected", "expect", "output", "result", "valid", "error", "reason");
      JsonElement plain = fields.find(PLAIN);
      JsonElement wire = fields.find(WIRE);
      long index = fields.number(-1, "index");
      long roc = fields.number(rtcp || index < 0 ? -1 : index >>> 16, "roc");
      steps.add(step(plain, wire, own, new Place(roc, rtcp ? index : -1)));
      fields.requireAllUnderstood();
    }
    return steps;
  }

  private static PacketStep step(
      @Nullable JsonElement plain, @Nullable JsonElement wire, Expectation expected, Place place) {
    byte[] plainOctets = plain == null ? null : CaseFields.octetsOf(plain, "packet");
    byte[] wireOctets = wire == null ? null : CaseFields.octetsOf(wire, "packet");
    CaseFields nothing = new CaseFields(new JsonObject());
    if (expected.isRefusal() || expected.isAcceptance()) {
      return new PacketStep(plainOctets, wireOctets, null, expected, nothing, place);
    }
    CaseFields fields = expected.fields(plain == null ? "rtp" : "srtp");
    byte[] expectedWire = fields.octetsOrNull(WIRE);
    byte[] received = fields.octetsOrNull(PLAIN);
    fields.ignore("result", "valid", "status", "ok", "error", "failure");
    if (expectedWire != null && expectedWire.length == 0
        || received != null && received.length == 0) {
      // No packet is empty: nothing is to come out.
      Expectation refusal = new Expectation(null, "nothing", false);
      return new PacketStep(plainOctets, wireOctets, null, refusal, nothing, place);
    }
    return new PacketStep(
        plainOctets == null ? received : plainOctets,
        wireOctets == null ? expectedWire : wireOctets,
        plainOctets == null ? null : received,
        expected,
        fields,
        place);
  }
}
