package org.aparte.zrtp.message;

/** What {@link ZrtpPacket#parse} makes of a datagram: the packet, or why there is none. */
public sealed interface ParsedPacket permits ZrtpPacket, RefusedPacket {}
