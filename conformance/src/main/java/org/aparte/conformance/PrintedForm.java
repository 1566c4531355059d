package org.aparte.conformance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * Vectors whose fields stand side by side as an RFC prints them, inputs, intermediate values and
 * results together, and whose kinds are called after algorithms ({@code "SRTP KDF AES-128"}). Each
 * is turned into the kind and the field names of our own schemas.
 */
final class PrintedForm {

  private static final Map<String, String> KDF_NAMES =
      Map.of(
          "cipher_key", "k_e",
          "cipher_salt", "k_s",
          "auth_key", "k_a",
          "hdr_cipher_key", "k_he",
          "hdr_cipher_salt", "k_hs");

  private PrintedForm() {}

  static VectorCase caseOf(String id, String kind, JsonObject printed) {
    JsonObject inputs = printed.deepCopy();
    for (String name : List.of("id", "kind", "source", "section", "recomputed", "note")) {
      inputs.remove(name);
    }
    JsonObject expected = new JsonObject();
    String ourKind = convert(kind, inputs, expected);
    if (expected.size() == 0) {
      return new VectorCase(id, ourKind, new CaseFields(inputs), Expectation.of(printed));
    }
    return new VectorCase(id, ourKind, new CaseFields(inputs), Expectation.value(expected));
  }

  private static String convert(String kind, JsonObject inputs, JsonObject expected) {
    if (kind.equals("AES-f8")) {
      rename(inputs, "salt_key", "session_salt");
      rename(inputs, "rtp_payload", "plaintext");
      move(inputs, expected, "ciphertext", "iv_prime", "keystream");
      drop(inputs, "key_mask", "key_xor_mask");
      return "aes-f8";
    }
    if (kind.equals("AES-CM keystream")) {
      splitBlocks(inputs, expected);
      drop(inputs, "session_salt_shifted", "keystream_length_octets");
      return "aes-cm-keystream";
    }
    if (kind.contains("KDF")) {
      KDF_NAMES.forEach((theirs, ours) -> rename(inputs, theirs, ours));
      move(inputs, expected, KDF_NAMES.values().toArray(String[]::new));
      inputs.addProperty("prf", kind);
      drop(inputs, "labels");
      return "kdf";
    }
    if (kind.startsWith("AEAD_")) {
      return convertAead(kind, inputs, expected);
    }
    if (kind.startsWith("header-extension encryption")) {
      rename(inputs, "session_key", "k_he");
      rename(inputs, "session_salt", "k_hs");
      move(inputs, expected, "ciphertext", "keystream", "mask");
      JsonElement word = inputs.remove("defined_by_profile_and_length");
      if (word != null) {
        inputs.addProperty("profile_word", word.getAsString().substring(0, 4));
      }
      inputs.addProperty("cipher", kind.substring(kind.lastIndexOf(' ') + 1));
      drop(inputs, "init_counter", "masked_keystream");
      return "hdrext-6904";
    }
    if (kind.startsWith("cryptex ")) {
      rename(inputs, "suite", "profile");
      rename(inputs, "rtp_packet", "rtp");
      inputs.addProperty("cryptex", true);
      rename(inputs, "encrypted_packet", "srtp");
      move(inputs, expected, "srtp");
      return "srtp";
    }
    return convertPrimitive(kind, inputs, expected);
  }

  /** RFC 7714 sections 16 and 17: one direction each, so that decryption has its own vectors. */
  private static String convertAead(String kind, JsonObject inputs, JsonObject expected) {
    boolean rtcp = textOf(inputs, "protocol").equals("SRTCP");
    String plainName = rtcp ? "rtcp" : "rtp";
    String protectedName = rtcp ? "srtcp" : "srtp";
    String operation = textOf(inputs, "op");
    inputs.addProperty("profile", kind);
    rename(inputs, "key", rtcp ? "kc_e" : "k_e");
    rename(inputs, "salt", rtcp ? "kc_s" : "k_s");
    rename(inputs, "srtcp_index", "index");
    inputs.addProperty("encrypt", operation.endsWith("crypt"));
    boolean seals = operation.equals("encrypt") || operation.equals("authenticate only");
    rename(inputs, "input_packet", seals ? plainName : protectedName);
    JsonElement output = inputs.remove("output_packet");
    if (seals) {
      expected.add(protectedName, output);
    } else if (operation.equals("decrypt") && !rtcp) {
      expected.add("payload", output); // printed without the header
    } else if (operation.equals("decrypt") || operation.equals("verify only")) {
      boolean printed = output != null && !output.isJsonNull();
      expected.add(plainName, printed ? output : inputs.get("aad"));
    }
    drop(inputs, "op", "protocol", "iv", "aad", "ghash_h", "plaintext", "tag", "esrtcp_word");
    drop(inputs, "ciphertext_and_tag");
    return rtcp ? "srtcp-session-keys" : "srtp-session-keys";
  }

  private static String convertPrimitive(String kind, JsonObject inputs, JsonObject expected) {
    switch (kind) {
      case "HMAC-SHA1" -> {
        move(inputs, expected, "mac", "mac_96");
        drop(inputs, "hash");
        return "hmac-sha1";
      }
      case "HMAC-SHA2" -> {
        for (String hash : List.of("sha224", "sha256", "sha384", "sha512")) {
          rename(inputs, "mac_" + hash, hash);
          move(inputs, expected, hash);
        }
        return "hmac-sha2";
      }
      case "ECDH" -> {
        rename(inputs, "d_a", "private_a");
        rename(inputs, "d_b", "private_b");
        for (String name : List.of("a_x", "a_y", "b_x", "b_y")) {
          rename(inputs, "q" + name, "public_" + name);
          move(inputs, expected, "public_" + name);
        }
        move(inputs, expected, "shared_x", "shared_y");
        return "ecdh";
      }
      case "X25519", "X448" -> {
        move(inputs, expected, "output");
        return "xdh";
      }
      case "X25519 iterated", "X448 iterated" -> {
        rename(inputs, "initial_k", "scalar");
        rename(inputs, "initial_u", "u");
        move(inputs, expected, "after_1", "after_1000");
        drop(inputs, "after_1000000"); // hours of work, and printed as not recomputed
        return "xdh";
      }
      case "X25519 DH", "X448 DH" -> {
        rename(inputs, "alice_private", "private_a");
        rename(inputs, "bob_private", "private_b");
        rename(inputs, "alice_public", "public_a");
        rename(inputs, "bob_public", "public_b");
        move(inputs, expected, "public_a", "public_b", "shared");
        return "xdh";
      }
      case "MODP group" -> {
        move(inputs, expected, "prime", "generator", "group_id");
        drop(inputs, "formula");
        return "modp-group";
      }
      default -> {
        return kind.isEmpty() ? "unknown" : kind;
      }
    }
  }

  private static void splitBlocks(JsonObject inputs, JsonObject expected) {
    JsonArray counters = new JsonArray();
    JsonArray keystream = new JsonArray();
    if (inputs.remove("blocks") instanceof JsonArray blocks) {
      for (JsonElement block : blocks) {
        counters.add(block.getAsJsonObject().get("counter"));
        keystream.add(block.getAsJsonObject().get("keystream"));
      }
    }
    inputs.add("counters", counters);
    expected.add("keystream", keystream);
  }

  private static void rename(JsonObject object, String from, String to) {
    JsonElement value = object.remove(from);
    if (value != null) {
      object.add(to, value);
    }
  }

  private static void move(JsonObject from, JsonObject to, String... names) {
    for (String name : names) {
      JsonElement value = from.remove(name);
      if (value != null) {
        to.add(name, value);
      }
    }
  }

  private static void drop(JsonObject object, String... names) {
    for (String name : names) {
      object.remove(name);
    }
  }

  private static String textOf(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null ? "" : value.getAsString();
  }
}
