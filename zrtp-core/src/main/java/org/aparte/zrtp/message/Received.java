package org.aparte.zrtp.message;

import org.aparte.srtp.secret.Octets;

/**
 * A message with the octets that it was read from.
 *
 * <p>Both are needed: total_hash, hvi, the Hello hash and all MACs are over octets, and what the
 * record forgets (unused bits) is in them.
 *
 * @param octets the whole message as it came, without packet header and CRC
 * @param message what they say
 */
public record Received<M extends ZrtpMessage>(Octets octets, M message) implements ParsedMessage {}
