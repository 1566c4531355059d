package org.aparte.zrtp.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.aparte.srtp.secret.Octets;
import org.aparte.srtp.secret.SecretBytes;
import org.aparte.zrtp.model.AuthTagType;
import org.aparte.zrtp.model.CipherType;
import org.aparte.zrtp.model.HashType;
import org.aparte.zrtp.model.KeyAgreementType;
import org.aparte.zrtp.model.Role;
import org.aparte.zrtp.model.SasType;
import org.aparte.zrtp.model.Zid;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of a foreign engine: its messages, what its two ends held before, and every value
 * that was derived in it, by the names of the handshake schema.
 */
record RecordedExchange(
    String name,
    Octets helloI,
    Octets helloR,
    Octets commit,
    @Nullable Octets dhPart1,
    @Nullable Octets dhPart2,
    Octets confirm1,
    Octets confirm2,
    Map<Role, Map<String, String>> retained,
    Map<String, String> values) {

  private String code(int offset) {
    return new String(commit.slice(offset, offset + 4).toArray(), StandardCharsets.US_ASCII);
  }

  HashType hashType() {
    return HashType.ofCode(code(56)).orElseThrow();
  }

  CipherType cipherType() {
    return CipherType.ofCode(code(60)).orElseThrow();
  }

  AuthTagType authTagType() {
    return AuthTagType.ofCode(code(64)).orElseThrow();
  }

  KeyAgreementType keyAgreementType() {
    return KeyAgreementType.ofCode(code(68)).orElseThrow();
  }

  SasType sasType() {
    return SasType.ofCode(code(72)).orElseThrow();
  }

  Zid zidI() {
    return new Zid(commit.slice(44, 56));
  }

  Zid zidR() {
    return new Zid(helloR.slice(64, 76));
  }

  Octets h3(Role role) {
    return (role == Role.INITIATOR ? helloI : helloR).slice(32, 64);
  }

  Octets dhPart(Role role) {
    Octets message = role == Role.INITIATOR ? dhPart2 : dhPart1;
    if (message == null) {
      throw new IllegalStateException(name + " has no DHPart");
    }
    return message;
  }

  Octets publicValue(Role role) {
    return dhPart(role).slice(76, dhPart(role).length() - 8);
  }

  SecretIds secretIds(Role role) {
    Octets message = dhPart(role);
    return new SecretIds(
        message.slice(44, 52), message.slice(52, 60), message.slice(60, 68), message.slice(68, 76));
  }

  ConfirmSeal.Sealed sealed(Role role) {
    return sealed(role == Role.INITIATOR ? confirm2 : confirm1);
  }

  /** The sealed part of Confirm1, Confirm2 or SASrelay. */
  static ConfirmSeal.Sealed sealed(Octets message) {
    return new ConfirmSeal.Sealed(
        message.slice(12, 20), message.slice(20, 36), message.slice(36, message.length()));
  }

  boolean has(String key) {
    return values.containsKey(key) && !values.get(key).isEmpty();
  }

  Octets value(String key) {
    return Octets.ofHex(values.get(key));
  }

  SecretBytes secret(String key) {
    return SecretBytes.takeOver(value(key).toArray());
  }

  OwnSecrets ownSecrets(Role role) {
    Map<String, String> held = retained.getOrDefault(role, Map.of());
    return new OwnSecrets(
        secret(held, "rs1"), secret(held, "rs2"), secret(held, "aux"), secret(held, "pbx"));
  }

  private static @Nullable SecretBytes secret(Map<String, String> held, String key) {
    return held.containsKey(key)
        ? SecretBytes.takeOver(Octets.ofHex(held.get(key)).toArray())
        : null;
  }

  @Override
  public String toString() {
    return name;
  }
}
