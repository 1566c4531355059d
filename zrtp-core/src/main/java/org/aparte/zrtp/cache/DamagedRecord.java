package org.aparte.zrtp.cache;

import org.aparte.zrtp.model.Zid;
import org.jspecify.annotations.Nullable;

/**
 * A part of the file that is not what was written. Its octets stay in the file, for they may hold
 * secrets or be mended by hand, until they are discarded.
 *
 * @param ownZid our ZID, if the damaged part still names one; not authenticated
 * @param peerZid the peer's ZID, if the damaged part still names one; not authenticated
 * @param octets how many octets are damaged; 0 for what is missing altogether, or was there twice
 * @param description what is wrong, for a person; no secret
 */
public record DamagedRecord(
    @Nullable Zid ownZid, @Nullable Zid peerZid, int octets, String description) {}
