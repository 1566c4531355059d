/**
 * The state machine of one stream (RFC 6189 sections 4 and 6).
 *
 * <p>One class per state. A state lists what it hears as {@code onX} methods, owns exactly the
 * secrets that are legal in it, and answers each input with a {@link org.aparte.zrtp.state.Step}:
 * the next state, the messages to send, what becomes of the timer, the events. {@link
 * org.aparte.zrtp.state.StreamMachine} applies steps, and is the only thing here that changes with
 * time, beside what the streams of a call share ({@link org.aparte.zrtp.state.SessionContext}) and
 * what the calls with one peer share ({@link org.aparte.zrtp.state.ExchangeTurns}).
 *
 * <p><b>DH and KEM mode</b> have the same states. A key encapsulation mechanism, as the engine of
 * Linphone has it, changes what stands in three messages: the public key in Commit, the ciphertext
 * in DHPart1, a nonce in DHPart2 (Z-KEM-01).
 *
 * <p><b>What ends an exchange.</b> Most of ZRTP is not authenticated when it arrives: a message's
 * MAC can be checked only when the next one shows its key, and by then the key is public. So a
 * message that does not fit is ignored, whatever is wrong with it, and remembered as a suspicion;
 * the exchange goes on waiting for the one that fits. When a timer has run out, the suspicion is
 * the reason given to the app and, as an Error, to the peer. Only what nobody but the peer can have
 * made ends an exchange at once.
 *
 * <p><b>Bounds.</b> Per stream: at most {@value org.aparte.zrtp.state.PeerCandidates#LIMIT} Hellos,
 * {@value org.aparte.zrtp.state.AnswerLimits#COMMITS} answered Commits, with a key pair each, for
 * each of {@value org.aparte.zrtp.state.AnswerLimits#HELLOS} of them; one datagram's worth of work
 * per datagram. A public-key operation takes place for a DHPart1 whose H1 belongs to the Hello that
 * our Commit answered, and for a DHPart2 that an accepted Commit promised: at most one for each
 * Commit. In KEM mode the answer to a Commit is one, an encapsulation in the place of the key pair,
 * and DHPart2 takes none.
 */
@NullMarked
package org.aparte.zrtp.state;

import org.jspecify.annotations.NullMarked;
