package org.aparte.srtp.model;

/**
 * A packet as it comes to a receiver: what can be read in it, and what only the storm knows.
 *
 * @param number SEQ, or the SRTCP index
 * @param carriedRoc the ROC that the packet carries, -1 when it carries none
 * @param mki the MKI that it carries
 * @param index the index that it was made with; -1 for a packet that nobody with the key has made
 * @param key the number of the key that it was made with
 */
record Arrival(
    boolean rtcp, int ssrc, long number, long carriedRoc, int mki, long index, int key) {}
