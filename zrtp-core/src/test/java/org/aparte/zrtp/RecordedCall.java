package org.aparte.zrtp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.message.ConfirmPlaintext;
import org.aparte.zrtp.message.Hello;
import org.aparte.zrtp.message.MessageParser;
import org.aparte.zrtp.message.Received;
import org.aparte.zrtp.message.ZrtpPacket;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CacheInterval;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.Zid;
import org.aparte.zrtp.model.ZrtpConfig;
import org.jspecify.annotations.Nullable;

/** A call that foreign engines made, in the handshake schema of test-vectors. */
final class RecordedCall {

  private static final String FOLDER = "org/aparte/vectors/zrtp-handshakes/";

  private final String name;
  private final List<Channel> channels = new ArrayList<>();

  private RecordedCall(String name) {
    this.name = name;
  }

  static RecordedCall read(String name) {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(FOLDER + name + ".json")) {
      RecordedCall call = new RecordedCall(name);
      JsonArray channels =
          JsonParser.parseString(new String(in.readAllBytes(), StandardCharsets.UTF_8))
              .getAsJsonObject()
              .getAsJsonArray("channels");
      channels.forEach(channel -> call.channels.add(new Channel(channel.getAsJsonObject())));
      return call;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Channel> channels() {
    return channels;
  }

  @Override
  public String toString() {
    return name;
  }

  /** One stream of the call. */
  static final class Channel {

    private final JsonObject json;

    Channel(JsonObject json) {
      this.json = json;
    }

    Octets value(String key) {
      return Octets.ofHex(json.get(key).getAsString());
    }

    boolean has(String key) {
      return json.has(key) && !json.get(key).isJsonNull();
    }

    Role roleOf(String side) {
      return json.get("initiator").getAsString().equals(side) ? Role.INITIATOR : Role.RESPONDER;
    }

    /** The packets of one side, in order. */
    List<Octets> packetsFrom(String side) {
      List<Octets> packets = new ArrayList<>();
      for (JsonElement packet : json.getAsJsonArray("packets")) {
        if (packet.getAsJsonObject().get("from").getAsString().equals(side)) {
          packets.add(Octets.ofHex(packet.getAsJsonObject().get("zrtp").getAsString()));
        }
      }
      return packets;
    }

    /** Each message of one side, by its type; a type that came with two contents is a defect. */
    Map<String, Octets> messagesFrom(String side) {
      return byType(packetsFrom(side));
    }

    @Nullable SecretBytes retained(Role role, String name) {
      if (!json.has("retained")) {
        return null;
      }
      JsonObject held =
          json.getAsJsonObject("retained")
              .getAsJsonObject(role == Role.INITIATOR ? "initiator" : "responder");
      return held.has(name)
          ? SecretBytes.takeOver(Octets.ofHex(held.get(name).getAsString()).toArray())
          : null;
    }

    Zid zid(Role role) {
      return new Zid(hello(role).zid().octets());
    }

    private Hello hello(Role role) {
      Octets octets = value(role == Role.INITIATOR ? "hello_i" : "hello_r");
      return (Hello) ((Received<?>) MessageParser.parse(octets)).message();
    }

    ConfirmPlaintext confirmPlaintext(Role role) {
      return (ConfirmPlaintext)
          ConfirmPlaintext.parse(
              value(role == Role.RESPONDER ? "confirm1_plain" : "confirm2_plain"));
    }

    Octets confirmIv(Role role) {
      return value(role == Role.RESPONDER ? "confirm1_iv" : "confirm2_iv");
    }

    /** What makes our Hello and Confirm the ones of that end. */
    ZrtpConfig config(Role role) {
      Hello hello = hello(role);
      return ZrtpConfig.builder()
          .clientIdentifier(hello.clientIdentifier())
          .hashes(types(hello.offered().hashes(), HashType::ofCode).toArray(HashType[]::new))
          .ciphers(types(hello.offered().ciphers(), CipherType::ofCode).toArray(CipherType[]::new))
          .authTags(
              types(hello.offered().authTags(), AuthTagType::ofCode).toArray(AuthTagType[]::new))
          .keyAgreements(
              types(hello.offered().keyAgreements(), KeyAgreementType::ofCode)
                  .toArray(KeyAgreementType[]::new))
          .sasTypes(types(hello.offered().sasTypes(), SasType::ofCode).toArray(SasType[]::new))
          .cacheInterval(new CacheInterval(confirmPlaintext(role).cacheExpirationSeconds()))
          .allowClear(confirmPlaintext(role).allowClear())
          .disclosesKeys(confirmPlaintext(role).disclosure())
          .followPairingAdvice(false) // those engines do not
          .build();
    }

    private static <T> List<T> types(
        List<AlgorithmCode> codes, Function<String, Optional<T>> registry) {
      return codes.stream().map(code -> registry.apply(code.text()).orElseThrow()).toList();
    }
  }

  static Map<String, Octets> byType(List<Octets> packets) {
    Map<String, Octets> messages = new LinkedHashMap<>();
    for (Octets packet : packets) {
      byte[] octets = packet.toArray();
      Octets message = ((ZrtpPacket) ZrtpPacket.parse(octets, 0, octets.length)).message();
      String type = new String(message.slice(4, 12).toArray(), StandardCharsets.US_ASCII);
      Octets earlier = messages.putIfAbsent(type, message);
      if (earlier != null && !earlier.equals(message)) {
        throw new AssertionError(type + " with two contents");
      }
    }
    return messages;
  }
}
