package org.aparte.zrtp.model;

import java.util.List;
import org.aparte.srtp.SrtpMasterKey;
import org.aparte.srtp.secret.Octets;
import org.jspecify.annotations.Nullable;

/** What an app is told. */
public sealed interface ZrtpEvent {

  /** The stream moved on. */
  record PhaseChanged(StreamPhase phase) implements ZrtpEvent {}

  /** A Hello came; not authenticated yet. */
  record PeerFound(PeerDescription peer) implements ZrtpEvent {}

  /**
   * A Hello came that offers nothing, of one kind, of what our configuration allows ({@link
   * ZrtpConfig#onlyListed}). Not authenticated, as {@link PeerFound}: a better one may follow, and
   * if none does, {@link ZrtpFailure#POLICY_NOT_MET} is the reason given in the end.
   *
   * @param kind what the two sides have nothing in common of
   * @param wanted what our configuration allows
   * @param offered what the peer listed; the mandatory algorithms of RFC 6189 are meant besides
   */
  record PolicyNotMet(AlgorithmKind kind, List<AlgorithmCode> wanted, List<AlgorithmCode> offered)
      implements ZrtpEvent {

    /** Copies the lists. */
    public PolicyNotMet {
      wanted = List.copyOf(wanted);
      offered = List.copyOf(offered);
    }
  }

  /** Nobody answered the Hellos. A late Hello or Commit is still served (Z-6-15). */
  record NoPeer() implements ZrtpEvent {}

  /**
   * The key for what the peer sends: the app makes its SRTP receiver of it and closes it. Comes
   * before {@link SendKey}, for an initiator hears SRTP before it may send any (section 4).
   *
   * <p>The keys of these two events are for the SRTP of this stream. An app that stores or logs
   * them, or passes them on to another program or device, has to tell the peer so by {@link
   * ZrtpConfig.Builder#disclosesKeys} (Z-11-01, Z-11-02).
   */
  record ReceiveKey(SrtpMasterKey key) implements ZrtpEvent {}

  /** The key for what we send: from now on everything is to be sent as SRTP. */
  record SendKey(SrtpMasterKey key) implements ZrtpEvent {}

  /**
   * Both directions are protected.
   *
   * @param role our part in this exchange
   * @param algorithms what was negotiated for this stream
   * @param sas of the call
   * @param standing on whose word the SAS counts as compared
   * @param continuity what the retained secrets say about the peer
   * @param signature what the verifier made of the peer's signature over the SAS hash; {@code null}
   *     when there was none, or there is no verifier (section 7.2)
   * @param helloHashFits whether an integrity-protected {@code a=zrtp-hash} named the peer's Hello
   * @param peerDisclosesKeys flag D of the peer
   * @param peerAllowsClear flag A of the peer, false whenever it set E
   */
  record Secure(
      Role role,
      NegotiatedAlgorithms algorithms,
      Sas sas,
      SasStanding standing,
      KeyContinuity continuity,
      @Nullable SasVerdict signature,
      boolean helloHashFits,
      boolean peerDisclosesKeys,
      boolean peerAllowsClear)
      implements ZrtpEvent {}

  /**
   * GoClear ended the protection of this stream. The app closes what it made of the keys, and shows
   * the user that the call is not encrypted any more (Z-4.7.2-13).
   *
   * @param byPeer whether the peer wanted it; then nothing may be sent until the user here has
   *     confirmed it (Z-4.7.2-12)
   */
  record ProtectionEnded(boolean byPeer) implements ZrtpEvent {}

  /**
   * The peer, a trusted MiTM with whom the user enrolled, tells of the party behind it (section
   * 7.3). The user compares this SAS with that party, in place of the one of {@link Secure}.
   *
   * @param sas to be shown from now on: that of the leg behind the MiTM; or that of our own leg
   *     when the other end is the one to whom a SAS was relayed
   * @param standing on whose word it counts as compared, {@link SasStanding#RELAYED} at first
   * @param peerSasVerified flag V of that party
   * @param peerAllowsClear flag A of that party
   * @param peerDisclosesKeys flag D of that party
   * @param signature what the verifier made of the MiTM's signature over the relayed hash; {@code
   *     null} when there was none, or there is no verifier
   */
  record SasRelayed(
      Sas sas,
      SasStanding standing,
      boolean peerSasVerified,
      boolean peerAllowsClear,
      boolean peerDisclosesKeys,
      @Nullable SasVerdict signature)
      implements ZrtpEvent {}

  /**
   * The SAS is to be shown in another rendering: a PBX between the two ends, not trusted by the one
   * here, brings both to the same (section 7.3). The hash is the one of {@link Secure}.
   */
  record SasRerendered(Sas sas) implements ZrtpEvent {}

  /** Something that the user or the operator should know. */
  record Warning(ZrtpWarning warning) implements ZrtpEvent {}

  /**
   * The peer, or anybody else, sent an Error. It is a hint: the exchange goes on, and only if
   * nothing comes of it did the peer mean it.
   *
   * @param code as received
   */
  record PeerReportsError(int code) implements ZrtpEvent {}

  /** The key agreement came to nothing; media are not protected. */
  record Failed(ZrtpFailure failure) implements ZrtpEvent {}

  /**
   * {@code SecureMedia} dropped an RTP or RTCP packet, or what looked like one: the first of its
   * kind, or many seconds after this was told last.
   *
   * @param count how many were dropped for this reason so far
   */
  record MediaDropped(MediaDrop reason, long count) implements ZrtpEvent {}

  /**
   * A datagram had no effect.
   *
   * @param messageType the type block of the message, or {@code null} when it did not get so far
   */
  record Ignored(IgnoredReason reason, @Nullable Octets messageType) implements ZrtpEvent {}
}
