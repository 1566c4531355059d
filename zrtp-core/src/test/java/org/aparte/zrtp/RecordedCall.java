package org.aparte.zrtp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private static final String FOLDER = "org/aparte/vectors/";

  private static final int FRAGMENT = 0x11;

  private final String name;
  private final List<Channel> channels = new ArrayList<>();

  private RecordedCall(String name) {
    this.name = name;
  }

  static RecordedCall read(String name) {
    String folder = name.startsWith("pq_") ? "zrtp-post-quantum/" : "zrtp-handshakes/";
    try (InputStream in = ClassLoader.getSystemResourceAsStream(FOLDER + folder + name + ".json")) {
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

    /**
     * What an end drew for the KEM of an exchange: the initiator its private keys, the responder
     * what makes its ciphertexts; for ML-KEM the seeds (FIPS 203: d and z, or m).
     */
    Octets kemRandomness(Role role) {
      StringBuilder drawn = new StringBuilder();
      for (JsonElement element : json.getAsJsonArray("kem_components")) {
        JsonObject component = element.getAsJsonObject();
        boolean curve = component.has("ephemeral_private");
        String key =
            role == Role.INITIATOR
                ? curve ? "private_key" : "keygen_seed"
                : curve ? "ephemeral_private" : "encaps_seed";
        drawn.append(component.get(key).getAsString());
      }
      return Octets.ofHex(drawn.toString());
    }

    /** Whether both ends sent a Commit. */
    boolean isContention() {
      return has("contention") && json.get("contention").getAsBoolean();
    }

    /** The packets of one side, in order, fragments among them. */
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

  /**
   * The packets with what came in fragments as one packet, where the last of its fragments was. A
   * message of which a fragment was lost comes with its repetition.
   */
  private static List<Octets> joined(List<Octets> packets) {
    List<Octets> whole = new ArrayList<>();
    Map<Integer, byte[]> messages = new HashMap<>();
    Map<Integer, Set<Integer>> offsets = new HashMap<>();
    for (Octets packet : packets) {
      if (packet.at(0) != FRAGMENT) {
        whole.add(packet);
        continue;
      }
      ByteBuffer fields = ByteBuffer.wrap(packet.toArray());
      int id = fields.getShort(12) & 0xffff;
      byte[] message = messages.computeIfAbsent(id, any -> new byte[4 * fields.getShort(14)]);
      int offset = 4 * fields.getShort(16);
      packet.slice(20, packet.length() - 4).copyTo(message, offset);
      Set<Integer> seen = offsets.computeIfAbsent(id, any -> new HashSet<>());
      for (int i = offset; i < offset + packet.length() - 24; i += 4) {
        seen.add(i);
      }
      if (4 * seen.size() == message.length) {
        whole.add(
            new ZrtpPacket(fields.getShort(2) & 0xffff, fields.getInt(8), Octets.of(message))
                .write());
        seen.clear();
      }
    }
    return whole;
  }

  static Map<String, Octets> byType(List<Octets> packets) {
    Map<String, Octets> messages = new LinkedHashMap<>();
    for (Octets packet : joined(packets)) {
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
