package org.aparte.phone;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.aparte.zrtp.model.AlgorithmCode;
import org.aparte.zrtp.model.AlgorithmType;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.PeerDescription;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;

/** A {@link JsonLine} for each thing that is told. */
final class JsonReporter implements Reporter {

  private final PrintStream out;

  JsonReporter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void helloHash(int stream, HelloHash hash) {
    new JsonLine("hello-hash", stream).add("hash", hash.hash().toString()).print(out);
  }

  @Override
  public void peerHello(int stream, PeerDescription peer) {
    JsonObject lists = new JsonObject();
    lists.add("hash", codes(peer.hashes()));
    lists.add("cipher", codes(peer.ciphers()));
    lists.add("auth", codes(peer.authTags()));
    lists.add("keyAgreement", codes(peer.keyAgreements()));
    lists.add("sas", codes(peer.sasTypes()));
    new JsonLine("peer-hello", stream)
        .add("version", peer.version().toString())
        .add("clientId", peer.clientName())
        .add("zid", peer.zid().octets().toString())
        .add("lists", lists)
        .print(out);
  }

  private static JsonArray codes(List<AlgorithmCode> codes) {
    JsonArray array = new JsonArray();
    codes.forEach(code -> array.add(code.text().trim()));
    return array;
  }

  private static String code(AlgorithmType type) {
    return AlgorithmCode.of(type).text().trim();
  }

  @Override
  public void state(int stream, StreamPhase phase) {
    new JsonLine("state", stream).add("state", word(phase)).print(out);
  }

  @Override
  public void secure(int stream, ZrtpEvent.Secure secure) {
    NegotiatedAlgorithms algorithms = secure.algorithms();
    boolean verified =
        secure.standing() == SasStanding.COMPARED_EARLIER
            || secure.standing() == SasStanding.COMPARED_NOW;
    new JsonLine("secure", stream)
        .add("role", word(secure.role()))
        .add("sas", secure.sas().text())
        .add("hash", code(algorithms.hash()))
        .add("cipher", code(algorithms.cipher()))
        .add("auth", code(algorithms.authTag()))
        .add("keyAgreement", code(algorithms.keyAgreement()))
        .add("sasType", code(secure.sas().type()))
        .add("continuity", word(secure.continuity()))
        .add("verified", verified)
        .print(out);
  }

  @Override
  public void sdes(int stream, String profile) {
    new JsonLine("sdes", stream).add("profile", profile).print(out);
  }

  @Override
  public void warning(int stream, String reason) {
    new JsonLine("warning", stream).add("reason", reason).print(out);
  }

  @Override
  public void failed(int stream, String reason, String sentence) {
    new JsonLine("failed", stream).add("reason", reason).add("sentence", sentence).print(out);
  }

  @Override
  public void srtp(int stream, long sent, long decrypted, long refused, long plainDropped) {
    new JsonLine("srtp", stream)
        .add("sent", sent)
        .add("decrypted", decrypted)
        .add("refused", refused)
        .add("plainDropped", plainDropped)
        .print(out);
  }

  @Override
  public void keys(int stream, String direction, String profile, String key, String salt) {
    new JsonLine("keys", stream)
        .add("direction", direction)
        .add("profile", profile)
        .add("key", key)
        .add("salt", salt)
        .print(out);
  }

  @Override
  public void sip(String event, String detail) {
    new JsonLine("sip").add("state", event).add("detail", detail).print(out);
  }

  @Override
  public void end(boolean secure, int exit) {
    new JsonLine("end").add("secure", secure).add("exit", exit).print(out);
  }

  /** {@code PEER_LOST_CACHE} is {@code peer-lost-cache} outside of Java. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
