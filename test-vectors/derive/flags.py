"""What the flags of the derived vectors mean: the kind of defect that each was seen to catch."""


def _note(bug_type, description, effect, *links):
    note = {"bugType": bug_type, "description": description, "effect": effect}
    if links:
        note["links"] = list(links)
    return note


NOTES = {
    "AeadE0": _note(
        "WRONG_LAYOUT",
        "An unencrypted SRTCP packet under AEAD has its tag over the whole packet and the "
        "index word, and the tag stands before that word.",
        "Authentic packets are refused, or the tag is taken for a part of the packet before "
        "it was checked.",
    ),
    "CryptexInsert": _note(
        "MISSING_STEP",
        "With cryptex, CSRCs without a header extension need an empty extension, whose "
        "identifier tells the receiver that they are encrypted (RFC 9335 section 5.1).",
        "The CSRCs stay in the clear, or the receiver takes encrypted CSRCs for what they " "seem.",
    ),
    "EBit": _note(
        "AUTH_BYPASS",
        "The E bit is authenticated, and an SRTCP packet without encryption has a tag like "
        "any other. Receivers were seen that checked no tag when E was 0.",
        "Anybody can inject RTCP.",
    ),
    "EmptyPayload": _note(
        "EDGE_CASE",
        "A packet without payload is legal; its ciphertext is empty and its tag is there.",
        "Packets are lost.",
    ),
    "F8Portion": _note(
        "WRONG_OFFSET",
        "The encrypted portion under f8 is the one of every other cipher. An implementation "
        "was seen that left four octets of RTP and the last octets of every RTCP packet in "
        "the clear.",
        "Plaintext on the wire; two ends of the same make do not notice.",
    ),
    "Id15": _note(
        "PARSER",
        "Id 15 in the one-byte form ends the extension; what stands behind it is not looked "
        "at (RFC 8285 section 4.2).",
        "Octets behind it are changed on one side only.",
    ),
    "InteriorPadding": _note(
        "KEYSTREAM_POSITION",
        "The keystream of RFC 6904 runs over the complete extension, headers and padding "
        "included; padding between two elements uses up keystream like everything else.",
        "Every element behind the first padding is decrypted wrongly by a peer that has it "
        "right.",
        "https://github.com/cisco/libsrtp/pull/491",
    ),
    "Kdr": _note(
        "WRONG_INDEX",
        "r is the 48-bit index DIV the rate, over ROC and SEQ together; the keys of a packet "
        "depend on its own index.",
        "Wrong keys after the first derivation, or for late packets around one.",
    ),
    "LengthPastEnd": _note(
        "MEMORY_SAFETY",
        "Lengths in the header lead past the packet, or into its trailer.",
        "Reads and writes outside the packet.",
        "https://nvd.nist.gov/vuln/detail/CVE-2015-6360",
    ),
    "MkiPlace": _note(
        "WRONG_LAYOUT",
        "The MKI stands before the tag of HMAC profiles and behind the tag of AEAD ones, and "
        "is not authenticated.",
        "No interoperability as soon as an MKI is used.",
    ),
    "NullCipherKeys": _note(
        "EDGE_CASE",
        "The NULL cipher needs no session key, the HMAC does: the derivation runs all the " "same.",
        "Failure at the first packet.",
    ),
    "Prf192": _note(
        "WRONG_KEY_SIZE",
        "The PRF uses AES with the size of the master key. Derivations were seen that ran "
        "AES-256 over a 192-bit key filled up with zeros.",
        "No interoperability with 192-bit keys; two ends of the same make do not notice.",
    ),
    "Rcc": _note(
        "WRONG_LAYOUT",
        "Packets whose SEQ is a multiple of R carry ROC || MAC cut to the rest of the tag; "
        "the others carry no tag (modes 1 and 3) or a MAC of the whole tag length (mode 2).",
        "Receivers that join late never find the ROC.",
    ),
    "RocSignBit": _note(
        "INTEGER_OVERFLOW",
        "A ROC of 2^31 and more has its highest bit set; the index is a number of 48 bits "
        "without sign.",
        "All packets are refused as too old, or encrypted under a wrong index.",
    ),
    "Salt96": _note(
        "SALT_ALIGNMENT",
        "A 96-bit master salt is followed by 16 zero bits before the label is added (RFC "
        "7714, erratum 4938).",
        "All session keys of AEAD profiles are wrong.",
        "https://www.rfc-editor.org/errata/eid4938",
    ),
    "ShortTagRtcp": _note(
        "WRONG_TAG_SIZE",
        "The short tags are for RTP only: RTCP has 80 bits of HMAC-SHA1 (RFC 3711 section "
        "5.2). For Skein the same reason gives 64 bits.",
        "RTCP that can be forged, and no interoperability.",
    ),
    "SrtcpIndex": _note(
        "INTEGER_OVERFLOW",
        "The last SRTCP index is 2^31 - 1. It must not be taken for negative, and nothing may "
        "follow it under the same key.",
        "Keystream is used twice.",
    ),
    "SrtcpLabel": _note(
        "WRONG_OFFSET",
        "The label stays at octet 7 of the block for SRTCP too, although its index has only "
        "32 bits (erratum 3712).",
        "Wrong keys as soon as a key derivation rate is used.",
        "https://www.rfc-editor.org/errata/eid3712",
    ),
    "UnknownMki": _note(
        "WRONG_KEY",
        "A packet whose MKI names no key is refused as such; no other key is tried.",
        "Results that mislead.",
    ),
    "Version": _note(
        "PARSER",
        "The version of RTP and RTCP is 2; anything else is another protocol.",
        "Demultiplexing fails (RFC 7983).",
    ),
}
