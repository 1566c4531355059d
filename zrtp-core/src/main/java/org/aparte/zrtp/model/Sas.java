package org.aparte.zrtp.model;

import org.aparte.srtp.secret.Octets;

/**
 * The short authentication string of a call, for all its streams (RFC 6189 section 4.5.2). Not
 * secret: the users read it to each other.
 *
 * @param type how it is rendered
 * @param text what the user sees
 * @param sasHash the 32 octets it is made of; a signature or a trusted MiTM speaks about all of
 *     them
 */
public record Sas(SasType type, String text, Octets sasHash) {}
