package org.aparte.zrtp.crypto;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.aparte.srtp.secret.Octets;
import org.aparte.vectors.EngineFile;
import org.aparte.zrtp.model.Role;
import org.jspecify.annotations.Nullable;

/** All recorded exchanges whose every value is known. */
public final class RecordedExchanges {

  /** The recorded calls of libbzrtp and Linphone, by the names of their files. */
  public static final List<String> HANDSHAKES =
      List.of(
          "bz_DH2k_S256_AES1_HS80_B32",
          "bz_DH2k_S384_AES3_HS32_B256",
          "bz_DH3k_S256_AES1_HS32_B32",
          "bz_DH3k_S384_AES3_HS80_B256",
          "bz_X255_S256_AES1_HS32_B256",
          "bz_X255_S384_AES3_HS80_B32",
          "bz_X448_S256_AES1_HS80_B32",
          "bz_X448_S384_AES3_HS32_B256",
          "bz_aux_match",
          "bz_aux_mismatch",
          "bz_cache_call1",
          "bz_cache_call2_rs1",
          "bz_cache_call3_rs2match",
          "bz_cache_call5_mismatch",
          "bz_contention_DH3k_0",
          "bz_export",
          "bz_loss_DH3k",
          "bz_multistream_DH3k",
          "dh_DH3k_S512_AES1_GCM_B32",
          "dh_X255_S512_AES3_GCM_B32",
          "dh_X448_S512_AES3_HS80_B32",
          "linphone_call1",
          "linphone_video");

  private RecordedExchanges() {}

  static Stream<RecordedExchange> all() {
    return Stream.of(handshakes(), gnuZrtp(), libzrtp()).flatMap(List::stream);
  }

  /** bzrtp and Linphone. */
  static List<RecordedExchange> handshakes() {
    List<RecordedExchange> exchanges = new ArrayList<>();
    for (String name : HANDSHAKES) {
      JsonObject file = VectorFiles.json("zrtp-handshakes/" + name + ".json").getAsJsonObject();
      for (JsonElement channel : file.getAsJsonArray("channels")) {
        exchanges.add(ofChannel(name + "#" + exchanges.size(), channel.getAsJsonObject()));
      }
    }
    return exchanges;
  }

  private static RecordedExchange ofChannel(String name, JsonObject channel) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : channel.entrySet()) {
      if (entry.getValue().isJsonPrimitive()) {
        values.put(entry.getKey(), entry.getValue().getAsString());
      }
    }
    if (channel.has("sas_b256_idx")) {
      int even = channel.getAsJsonArray("sas_b256_idx").get(0).getAsInt();
      int odd = channel.getAsJsonArray("sas_b256_idx").get(1).getAsInt();
      values.put("sas_b256", PgpWordList.even(even) + ":" + PgpWordList.odd(odd));
    }
    Map<Role, Map<String, String>> retained = new HashMap<>();
    if (channel.has("retained")) {
      for (Role role : Role.values()) {
        Map<String, String> held = new HashMap<>();
        channel
            .getAsJsonObject("retained")
            .getAsJsonObject(role == Role.INITIATOR ? "initiator" : "responder")
            .entrySet()
            .forEach(entry -> held.put(entry.getKey(), entry.getValue().getAsString()));
        retained.put(role, held);
      }
    }
    return new RecordedExchange(
        name,
        Octets.ofHex(values.get("hello_i")),
        Octets.ofHex(values.get("hello_r")),
        Octets.ofHex(values.get("commit")),
        optionalHex(values.get("dhpart1")),
        optionalHex(values.get("dhpart2")),
        Octets.ofHex(values.get("confirm1")),
        Octets.ofHex(values.get("confirm2")),
        retained,
        values);
  }

  private static @Nullable Octets optionalHex(@Nullable String hex) {
    return hex == null ? null : Octets.ofHex(hex);
  }

  /** GNU ZRTP, but for the Skein run, of which no secret was recorded. */
  static List<RecordedExchange> gnuZrtp() {
    return ofEngine("zrtp-engines/gnu-zrtp.txt");
  }

  /** libzrtp. */
  static List<RecordedExchange> libzrtp() {
    return ofEngine("zrtp-engines/libzrtp.txt");
  }

  private static List<RecordedExchange> ofEngine(String path) {
    List<RecordedExchange> exchanges = new ArrayList<>();
    for (JsonObject call : EngineFile.resource(path).handshakes()) {
      JsonArray channels = call.getAsJsonArray("channels");
      for (int i = 0; i < channels.size(); i++) {
        JsonObject channel = channels.get(i).getAsJsonObject();
        if (channel.has("s0")) {
          exchanges.add(ofChannel(call.get("name").getAsString() + "#" + i, channel));
        }
      }
    }
    return exchanges;
  }
}
