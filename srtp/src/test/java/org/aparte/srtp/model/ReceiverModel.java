package org.aparte.srtp.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.aparte.srtp.SrtpResult;

/** What a receiver has to say to each packet, told without octets: keys are numbers here. */
final class ReceiverModel {

  /** Replay lists of SRTP and SRTCP are apart: RFC 3711 section 3.2.1. */
  private record Ssrc(StreamModel rtp, StreamModel rtcp) {}

  private static final int NONE = -1;

  private final Storm.Setting setting;
  private final Map<Integer, Ssrc> ssrcs = new HashMap<>();
  private final Set<Integer> keys = new TreeSet<>();
  private int current;
  private int previous = NONE;
  private long overlap;

  ReceiverModel(Storm.Setting setting, int key) {
    this.setting = setting;
    current = key;
    keys.add(key);
  }

  SrtpResult receive(Arrival packet) {
    if (setting.mki() && !keys.contains(packet.mki())) {
      return SrtpResult.UNKNOWN_MKI;
    }
    Ssrc ssrc = ssrcs.get(packet.ssrc());
    if (ssrc == null && ssrcs.size() == setting.maxSsrcs()) {
      return SrtpResult.TOO_MANY_SSRCS;
    }
    Ssrc known = ssrc == null ? unseen() : ssrc;
    StreamModel stream = packet.rtcp() ? known.rtcp : known.rtp;
    long index = indexOf(packet, stream);
    boolean guessed = !packet.rtcp() && packet.carriedRoc() < 0;
    SrtpResult verdict = stream.judge(index, guessed);
    if (verdict == SrtpResult.OK
        && packet.index() == index
        && fits(packet, stream.mayBeOfPreviousKey(index))) {
      return accept(packet, known, stream);
    }
    if (verdict == SrtpResult.KEY_EXHAUSTED) {
      return verdict;
    }
    for (int i = 1; guessed && i <= setting.rocTrials(); i++) {
      long later = index + i * 65_536L;
      if (packet.index() == later
          && fits(packet, false)
          && stream.judge(later, true) == SrtpResult.OK) {
        return accept(packet, known, stream);
      }
    }
    return verdict == SrtpResult.OK ? SrtpResult.AUTHENTICATION_FAILED : verdict;
  }

  private long indexOf(Arrival packet, StreamModel stream) {
    if (packet.rtcp()) {
      return packet.number();
    }
    int sequence = (int) packet.number();
    return packet.carriedRoc() >= 0
        ? packet.carriedRoc() * 65_536 + sequence
        : stream.guess(sequence);
  }

  /** The tag was made under the key that the receiver checks it with. */
  private boolean fits(Arrival packet, boolean orPrevious) {
    if (setting.mki()) {
      return packet.key() == packet.mki();
    }
    return packet.key() == current || (orPrevious && packet.key() == previous);
  }

  private SrtpResult accept(Arrival packet, Ssrc ssrc, StreamModel stream) {
    ssrcs.put(packet.ssrc(), ssrc);
    if (stream.accept(packet.index())) {
      endOverlap();
    }
    if (previous != NONE && --overlap == 0) {
      endOverlap();
    }
    return SrtpResult.OK;
  }

  private Ssrc unseen() {
    return new Ssrc(
        new StreamModel(StreamModel.RTP_END, setting.window()),
        new StreamModel(StreamModel.RTCP_END, setting.window()));
  }

  void rekey(int key, long overlapPackets) {
    endOverlap();
    previous = current;
    overlap = overlapPackets;
    current = key;
    keys.add(key);
    if (overlapPackets == 0) {
      endOverlap();
    }
    if (!setting.mki()) {
      for (Ssrc ssrc : ssrcs.values()) {
        ssrc.rtp.keyChanged();
        ssrc.rtcp.keyChanged();
      }
    }
  }

  void endOverlap() {
    keys.remove(previous);
    previous = NONE;
  }

  void addKey(int key) {
    keys.add(key);
  }

  boolean removeKey(int key) {
    previous = key == previous ? NONE : previous;
    return keys.remove(key);
  }

  int current() {
    return current;
  }

  boolean knows(int key) {
    return keys.contains(key);
  }

  boolean setRoc(int ssrc, long roc) {
    if (!ssrcs.containsKey(ssrc) && ssrcs.size() == setting.maxSsrcs()) {
      return false;
    }
    return ssrcs.computeIfAbsent(ssrc, any -> unseen()).rtp.giveRoc(roc);
  }

  long roc(int ssrc) {
    return ssrcs.containsKey(ssrc) ? ssrcs.get(ssrc).rtp.roc() : 0;
  }

  boolean forget(int ssrc) {
    return ssrcs.remove(ssrc) != null;
  }

  Set<Integer> ssrcs() {
    return ssrcs.keySet();
  }
}
