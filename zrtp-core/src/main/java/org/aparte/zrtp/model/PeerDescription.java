package org.aparte.zrtp.model;

import java.util.List;

/**
 * What a peer's Hello says (RFC 6189 section 5.2). Not authenticated until the exchange has come to
 * its end.
 *
 * @param zid the ZID of the peer
 * @param clientName its client identifier, safe to show
 * @param version its version
 * @param signatureCapable flag S
 * @param mitm flag M: the peer says that it is a PBX
 * @param passive flag P: the peer never sends Commit
 * @param hashes as listed, codes that we do not know included, as all lists here
 * @param ciphers as listed
 * @param authTags as listed
 * @param keyAgreements as listed
 * @param sasTypes as listed
 */
public record PeerDescription(
    Zid zid,
    String clientName,
    ZrtpVersion version,
    boolean signatureCapable,
    boolean mitm,
    boolean passive,
    List<AlgorithmCode> hashes,
    List<AlgorithmCode> ciphers,
    List<AlgorithmCode> authTags,
    List<AlgorithmCode> keyAgreements,
    List<AlgorithmCode> sasTypes) {}
