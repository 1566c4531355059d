package org.aparte.zrtp.message;

/** What {@link MessageParser#parse} makes of octets: the message, or why there is none. */
public sealed interface ParsedMessage permits Received, Malformed {}
