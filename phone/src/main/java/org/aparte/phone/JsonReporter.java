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

/** One JSON object a line, for programs. Its member {@code event} says what it is. */
final class JsonReporter implements Reporter {

  private final PrintStream out;

  JsonReporter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void helloHash(int stream, HelloHash hash) {
    JsonObject line = line("hello-hash", stream);
    line.addProperty("hash", hash.hash().toString());
    print(line);
  }

  @Override
  public void peerHello(int stream, PeerDescription peer) {
    JsonObject line = line("peer-hello", stream);
    line.addProperty("version", peer.version().toString());
    line.addProperty("clientId", peer.clientName());
    line.addProperty("zid", peer.zid().octets().toString());
    JsonObject lists = new JsonObject();
    lists.add("hash", codes(peer.hashes()));
    lists.add("cipher", codes(peer.ciphers()));
    lists.add("auth", codes(peer.authTags()));
    lists.add("keyAgreement", codes(peer.keyAgreements()));
    lists.add("sas", codes(peer.sasTypes()));
    line.add("lists", lists);
    print(line);
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
    JsonObject line = line("state", stream);
    line.addProperty("state", word(phase));
    print(line);
  }

  @Override
  public void secure(int stream, ZrtpEvent.Secure secure) {
    NegotiatedAlgorithms algorithms = secure.algorithms();
    JsonObject line = line("secure", stream);
    line.addProperty("role", word(secure.role()));
    line.addProperty("sas", secure.sas().text());
    line.addProperty("hash", code(algorithms.hash()));
    line.addProperty("cipher", code(algorithms.cipher()));
    line.addProperty("auth", code(algorithms.authTag()));
    line.addProperty("keyAgreement", code(algorithms.keyAgreement()));
    line.addProperty("sasType", code(secure.sas().type()));
    line.addProperty("continuity", word(secure.continuity()));
    line.addProperty(
        "verified",
        secure.standing() == SasStanding.COMPARED_EARLIER
            || secure.standing() == SasStanding.COMPARED_NOW);
    print(line);
  }

  @Override
  public void sdes(int stream, String profile) {
    JsonObject line = line("sdes", stream);
    line.addProperty("profile", profile);
    print(line);
  }

  @Override
  public void warning(int stream, String reason) {
    JsonObject line = line("warning", stream);
    line.addProperty("reason", reason);
    print(line);
  }

  @Override
  public void failed(int stream, String reason, String sentence) {
    JsonObject line = line("failed", stream);
    line.addProperty("reason", reason);
    line.addProperty("sentence", sentence);
    print(line);
  }

  @Override
  public void srtp(int stream, long sent, long decrypted, long refused, long plainDropped) {
    JsonObject line = line("srtp", stream);
    line.addProperty("sent", sent);
    line.addProperty("decrypted", decrypted);
    line.addProperty("refused", refused);
    line.addProperty("plainDropped", plainDropped);
    print(line);
  }

  @Override
  public void keys(int stream, String direction, String profile, String key, String salt) {
    JsonObject line = line("keys", stream);
    line.addProperty("direction", direction);
    line.addProperty("profile", profile);
    line.addProperty("key", key);
    line.addProperty("salt", salt);
    print(line);
  }

  @Override
  public void sip(String event, String detail) {
    JsonObject line = new JsonObject();
    line.addProperty("event", "sip");
    line.addProperty("state", event);
    line.addProperty("detail", detail);
    print(line);
  }

  @Override
  public void end(boolean secure, int exit) {
    JsonObject line = new JsonObject();
    line.addProperty("event", "end");
    line.addProperty("secure", secure);
    line.addProperty("exit", exit);
    print(line);
  }

  private static JsonObject line(String event, int stream) {
    JsonObject line = new JsonObject();
    line.addProperty("event", event);
    line.addProperty("stream", stream);
    return line;
  }

  /** {@code PEER_LOST_CACHE} is {@code peer-lost-cache} outside of Java. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void print(JsonObject line) {
    out.println(line);
    out.flush();
  }
}
