/**
 * What stands on the wire (RFC 6189 section 5): packets, messages as records, and the way between
 * them and octets.
 *
 * <p>One record per message, its components in the order of the RFC's figure. {@link
 * org.aparte.zrtp.message.ZrtpPacket#parse} takes a datagram apart, {@link
 * org.aparte.zrtp.message.MessageParser#parse} the message in it. Whatever the octets are, the
 * answer is a value: nothing from the network throws. What cannot be read is told apart by whose
 * rule it breaks:
 *
 * <ul>
 *   <li>{@link org.aparte.zrtp.message.RefusedPacket}: no ZRTP packet, or one that was damaged on
 *       its way. Dropped without a sign.
 *   <li>{@link org.aparte.zrtp.message.Malformed}: the CRC is right and the structure wrong, which
 *       is error 0x10 of Table 8.
 * </ul>
 *
 * <p>Bounds: a datagram of more than {@link org.aparte.zrtp.message.ZrtpPacket#MAX_OCTETS} octets
 * is refused unread; what is read is copied at most twice, once as the message and once as its
 * fields. Nothing is kept between calls, except for fragments of messages, of which {@link
 * org.aparte.zrtp.message.Reassembly} keeps less than 64 KB per stream.
 *
 * <p>This package knows no state and no key. A record says that lengths and counts are right, never
 * that what it says is true: hash chain, MACs, hvi and public values are judged by the engine.
 */
@NullMarked
package org.aparte.zrtp.message;

import org.jspecify.annotations.NullMarked;
