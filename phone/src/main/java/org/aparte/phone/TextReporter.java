package org.aparte.phone;

import java.io.PrintStream;
import java.util.Locale;
import org.aparte.zrtp.model.HelloHash;
import org.aparte.zrtp.model.NegotiatedAlgorithms;
import org.aparte.zrtp.model.PeerDescription;
import org.aparte.zrtp.model.SasStanding;
import org.aparte.zrtp.model.StreamPhase;
import org.aparte.zrtp.model.ZrtpEvent;

/** Lines for a person. */
final class TextReporter implements Reporter {

  private final PrintStream out;
  private final String name;
  private final long began = System.nanoTime();
  private boolean keysInSignaling;

  /** Lines that begin with a name. */
  TextReporter(PrintStream out, String name) {
    this.out = out;
    this.name = name;
  }

  private void print(String line) {
    double seconds = (System.nanoTime() - began) / 1e9;
    out.printf(Locale.ROOT, "%7.3f %s %s%n", seconds, name, line);
    out.flush();
  }

  private void print(int stream, String line) {
    print("stream " + stream + ": " + line);
  }

  @Override
  public void helloHash(int stream, HelloHash hash) {
    print(stream, hash.attribute());
  }

  @Override
  public void peerHello(int stream, PeerDescription peer) {
    print(stream, "found " + peer.clientName().trim() + ", ZID " + peer.zid().octets());
  }

  @Override
  public void state(int stream, StreamPhase phase) {
    String words =
        switch (phase) {
          case IDLE -> "not started";
          case DISCOVERING -> "looking for a peer that can encrypt; NOT ENCRYPTED";
          case PEER_FOUND -> "the peer can encrypt; NOT ENCRYPTED YET";
          case KEY_AGREEMENT -> "agreeing on keys; nothing is sent meanwhile";
          case SECURE -> "ENCRYPTED";
          case CLEARING -> "the encryption ends; nothing is sent until that is confirmed";
          case CLEAR -> "NOT ENCRYPTED ANY MORE, as both sides wished";
          case FAILED -> "NOT ENCRYPTED: no keys; nothing is sent";
          case CLOSED -> "over";
        };
    print(stream, words);
  }

  @Override
  public void secure(int stream, ZrtpEvent.Secure secure) {
    NegotiatedAlgorithms algorithms = secure.algorithms();
    print(
        stream,
        "%s, %s, %s, %s, we are %s"
            .formatted(
                algorithms.keyAgreement(),
                algorithms.hash(),
                algorithms.cipher(),
                algorithms.authTag(),
                JsonReporter.word(secure.role())));
    print(stream, "compare by voice:  * * *  " + secure.sas().text() + "  * * *");
    print(stream, continuity(secure));
  }

  @Override
  public void sdes(int stream, String profile) {
    keysInSignaling = true;
    print(
        stream,
        "encrypted by "
            + profile
            + " with KEYS IN THE SIGNALING: only as safe as the signaling; every server on its way"
            + " can listen, and there are no words to compare");
  }

  private static String continuity(ZrtpEvent.Secure secure) {
    boolean verified =
        secure.standing() == SasStanding.COMPARED_EARLIER
            || secure.standing() == SasStanding.COMPARED_NOW;
    return switch (secure.continuity()) {
      case NO_CACHE -> "the first call with this peer";
      case MATCH ->
          "MATCHED: the peer of earlier calls" + (verified ? ", and its words were compared" : "");
      case MISMATCH -> "NOT the peer of earlier calls, or it lost its memory: COMPARE THE WORDS";
      case PEER_LOST_CACHE -> "the peer has no memory of earlier calls: COMPARE THE WORDS";
    };
  }

  @Override
  public void warning(int stream, String reason) {
    String words =
        switch (reason) {
          case "no-peer" ->
              "the peer's phone DOES NOT ENCRYPT: nothing is sent to it, nothing of it is played";
          case "in-the-clear" ->
              "the peer's phone DOES NOT ENCRYPT: everybody on the way can listen to this call";
          case "announced-but-silent" ->
              "the peer's phone announced encryption, and none came: SOMEBODY TAKES IT AWAY;"
                  + " nothing is sent, nothing is played";
          case "hello-hash-mismatch" ->
              "the one at the other end of the sound is NOT THE ONE WHO ANSWERED THE CALL:"
                  + " somebody is in between";
          case "cache-mismatch" ->
              "NOT the peer of earlier calls, or it lost its memory: COMPARE THE WORDS";
          case "clear-refused" -> "the peer wants to END THE ENCRYPTION; refused";
          case "peer-ended-encryption" ->
              "the peer ENDED THE ENCRYPTION: nothing is sent until you agree, by the key c";
          case "encryption-ended" -> "you ENDED THE ENCRYPTION";
          case "downgrade-refused" ->
              "somebody, the peer or a server between, wanted to change this call to one that is"
                  + " NOT ENCRYPTED END TO END; refused, the call goes on as it was";
          default -> reason.replace('-', ' ');
        };
    print(stream, "WARNING: " + words);
  }

  @Override
  public void sip(String event, String detail) {
    print(event + (detail.isEmpty() ? "" : ": " + detail));
  }

  @Override
  public void failed(int stream, String reason, String sentence) {
    print(stream, "FAILED: " + sentence + " (" + reason + ")");
  }

  @Override
  public void srtp(int stream, long sent, long decrypted, long refused, long plainDropped) {
    print(
        stream,
        sent
            + " packets sent, "
            + decrypted
            + " received and decrypted, "
            + refused
            + " refused, "
            + plainDropped
            + " in the clear dropped");
  }

  @Override
  public void datagram(int stream, boolean outgoing, String type, int octets) {
    String arrow = outgoing ? "-->" : "<--";
    print(stream, String.format(Locale.ROOT, "%s %-8s %4d octets", arrow, type, octets));
  }

  @Override
  public void keys(int stream, String direction, String profile, String key, String salt) {
    print(stream, direction + " key of " + profile + ": " + key + " " + salt);
  }

  @Override
  public void end(boolean secure, int exit) {
    if (secure) {
      print("the call was encrypted");
    } else {
      print(
          keysInSignaling
              ? "the call was NOT encrypted end to end: its keys were in the signaling"
              : "the call was NOT encrypted");
    }
  }
}
