package org.aparte.zrtp.message;

/**
 * What {@link ZrtpPacket#parse} makes of a datagram: a message, a part of one, or why there is
 * neither.
 */
public sealed interface ParsedPacket permits ZrtpPacket, Fragment, RefusedPacket {}
