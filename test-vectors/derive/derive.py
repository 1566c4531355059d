#!/usr/bin/env python3
"""Derives the vectors that no RFC prints, from the standards alone and apart from the library.

    python3 derive.py            writes the files below src/main/resources/org/aparte/vectors
    python3 derive.py --check    only compares them with the tree; exit 1 when they differ

Needs Python 3.8 and its standard library. Before anything is derived, every algorithm here has to
reproduce the published vectors (official.py).
"""

import hashlib
import json
import sys

import exchanges
import official
from aes import Aes, xor
from flags import NOTES
from skein import skein512
from srtp import (
    PROFILES,
    cm_keystream,
    derive_key,
    extension_mask,
    f8_keystream,
    protect_rtcp,
    protect_rtp,
)

METHOD = "test-vectors/derive/derive.py, which reproduces the published vectors first"
LABELS = ("k_e", "k_a", "k_s", "kc_e", "kc_a", "kc_s", "k_he", "k_hs")
MAX_ROC = 2**32 - 1
MAX_SRTCP_INDEX = 2**31 - 1


def octets(name, length):
    """Octets that follow from a name, so that no two vectors share a key by accident."""
    return hashlib.shake_256(("aparte " + name).encode()).digest(length)


def vector(identifier, document, section, inputs, expected, comment=None, flags=()):
    result = {
        "id": identifier,
        "source": {"document": document, "section": section, "official": False, "method": METHOD},
    }
    if comment:
        result["comment"] = comment
    if flags:
        result["flags"] = list(flags)
    if "failure" in expected:
        result["result"] = "invalid"
    result["inputs"] = inputs
    result["expected"] = expected
    return result


def rtp(seq=0x1234, payload=b"Aparte, between two.", ssrc=0xCAFEBABE, **parts):
    """An RTP packet; parts: marker, csrcs, extension (profile word, body), padding octets."""
    first = 0x80
    csrcs = parts.get("csrcs", ())
    first |= len(csrcs)
    header = bytes([parts.get("payload_type", 96) | (0x80 if parts.get("marker") else 0)])
    header += seq.to_bytes(2, "big") + (0xDECAFBAD).to_bytes(4, "big") + ssrc.to_bytes(4, "big")
    header += b"".join(csrc.to_bytes(4, "big") for csrc in csrcs)
    if "extension" in parts:
        first |= 0x10
        word, body = parts["extension"]
        assert len(body) % 4 == 0
        header += word.to_bytes(2, "big") + (len(body) // 4).to_bytes(2, "big") + body
    padding = parts.get("padding", 0)
    if padding:
        first |= 0x20
        payload += bytes(padding - 1) + bytes([padding])
    return bytes([first]) + header + payload


def keys_of(profile, identifier):
    p = PROFILES[profile]
    return octets(identifier + " key", p.key_octets), octets(identifier + " salt", p.salt_octets)


def packet_vector(identifier, profile, packet, section, roc=0, document="RFC 3711", **more):
    """A valid SRTP vector; `more` goes to protect_rtp, but for unprotected, comment, flags."""
    key, salt = keys_of(profile, identifier)
    comment, flags = more.pop("comment", None), more.pop("flags", ())
    unprotected = more.pop("unprotected", None)
    inputs = {"profile": profile, "master_key": key.hex(), "master_salt": salt.hex(), "roc": roc}
    for name, value in more.items():
        inputs[name] = value.hex() if isinstance(value, bytes) else value
    if "rcc" in more:
        mode, rate, tag_octets = more["rcc"]
        inputs["rcc"] = {"mode": mode, "rate": rate, "tag_octets": tag_octets}
    inputs["rtp"] = packet.hex()
    expected = {"srtp": protect_rtp(profile, key, salt, roc, packet, **more).hex()}
    if unprotected:
        expected["rtp"] = unprotected.hex()
    return vector(identifier, document, section, inputs, expected, comment, flags)


def document_of(profile):
    """Where the profile is defined."""
    if "GCM" in profile:
        return "RFC 7714", "8"
    if "TWOFISH" in profile:
        return "RFC 6189", "5.1.3"
    if "SKEIN" in profile:
        return "RFC 6189", "5.1.4"
    if "192" in profile or "256" in profile:
        return "RFC 6188", "3"
    return "RFC 3711", {"F": "4.1.2", "N": "4.1.3"}.get(profile[0], "4.1.1")


def every_profile():
    for profile in PROFILES:
        document, section = document_of(profile)
        flags = ["NullCipherKeys"] if profile.startswith("NULL") else []
        if profile.startswith("F8"):
            flags.append("F8Portion")
        packet = rtp(marker=True, payload=b"thirty-three octets of a payload.")
        yield packet_vector(
            profile.lower().replace("_", "-"),
            profile,
            packet,
            section,
            document=document,
            flags=flags,
        )


USUAL = (
    "AES_CM_128_HMAC_SHA1_80",
    "AES_CM_256_HMAC_SHA1_32",
    "F8_128_HMAC_SHA1_80",
    "NULL_HMAC_SHA1_80",
)
AEAD = ("AEAD_AES_128_GCM", "AEAD_AES_256_GCM")


def short(profile):
    return profile.lower().replace("_", "-")


def lengths():
    for profile in USUAL + AEAD:
        document, section = document_of(profile)
        name = short(profile)
        yield packet_vector(
            name + "-empty-payload",
            profile,
            rtp(payload=b""),
            section,
            document=document,
            flags=["EmptyPayload"],
        )
        yield packet_vector(
            name + "-one-octet", profile, rtp(payload=b"\x5a"), section, document=document
        )
        for blocks in (15, 16, 17, 1200):
            packet = rtp(payload=octets("payload", blocks))
            yield packet_vector(
                "%s-%d-octets" % (name, blocks), profile, packet, section, document=document
            )


def indices():
    for profile in USUAL + AEAD + ("AES_CM_192_HMAC_SHA1_80", "TWOFISH_CM_256_SKEIN_64"):
        document, section = document_of(profile)
        name = short(profile)
        for label, roc, seq, flags in (
            ("first-index", 0, 0, []),
            ("end-of-first-roc", 0, 0xFFFF, []),
            ("roc-1", 1, 0, []),
            ("roc-2-31", 2**31, 0x8000, ["RocSignBit"]),
            ("last-index", MAX_ROC, 0xFFFF, ["RocSignBit"]),
        ):
            yield packet_vector(
                name + "-" + label, profile, rtp(seq), section, roc, document=document, flags=flags
            )


def derivation_rates():
    for profile in (
        "AES_CM_128_HMAC_SHA1_80",
        "AES_CM_192_HMAC_SHA1_80",
        "AEAD_AES_256_GCM",
        "F8_128_HMAC_SHA1_80",
    ):
        for exponent, roc, seq in (
            (0, 0, 1),
            (4, 0, 0x1234),
            (16, 5, 0x1234),
            (24, MAX_ROC, 0xFFFF),
        ):
            yield packet_vector(
                "%s-kdr-2-%d" % (short(profile), exponent),
                profile,
                rtp(seq),
                "4.3.1",
                roc,
                kdr=2**exponent,
                flags=["Kdr"],
            )


def key_identifiers():
    for profile in (
        "AES_CM_128_HMAC_SHA1_80",
        "AES_CM_128_HMAC_SHA1_32",
        "NULL_HMAC_SHA1_80",
    ) + AEAD:
        for mki in (b"\x01", bytes.fromhex("e1f97a0d"), bytes(range(128))):
            yield packet_vector(
                "%s-mki-%d" % (short(profile), len(mki)),
                profile,
                rtp(),
                "3.1",
                mki=mki,
                flags=["MkiPlace"],
            )


def headers():
    csrcs = (0x0001E240, 0x0000B26E)
    extension = (0xBEDE, bytes.fromhex("51000200"))
    foreign = (0xABAC, bytes.fromhex("0011223344556677"))
    cases = (
        ("csrcs", rtp(csrcs=csrcs)),
        ("fifteen-csrcs", rtp(csrcs=range(1, 16))),
        ("extension", rtp(extension=extension)),
        ("empty-extension", rtp(extension=(0xBEDE, b""))),
        ("foreign-extension", rtp(extension=foreign)),
        ("csrcs-and-extension", rtp(csrcs=csrcs, extension=extension)),
        ("padding", rtp(padding=4)),
        ("padding-only", rtp(payload=b"", padding=16)),
        ("extension-and-empty-payload", rtp(extension=extension, payload=b"")),
    )
    for profile in ("AES_CM_128_HMAC_SHA1_80", "F8_128_HMAC_SHA1_80", "AEAD_AES_128_GCM"):
        for label, packet in cases:
            yield packet_vector(short(profile) + "-" + label, profile, packet, "3.1")


# Bodies for RFC 6904: what is to be seen is the place of the keystream behind an interior padding.
def _hex(text):
    return bytes.fromhex(text.replace(" ", ""))


ONE_BYTE = _hex("17414273a475262748 220000c8 308e 00 4655996386b395fb 0000 50aa")
ONE_BYTE_STOP = _hex("10aa 21bbcc f0 10dd 21eeff 00")
TWO_BYTE = _hex("0103aabbcc 00 0200 000000 ff04deadbeef 0301ee 00000000")


def encrypted_elements():
    cases = (
        ("one-byte-interior-padding", 0xBEDE, ONE_BYTE, [1, 3, 4, 5], ["InteriorPadding"]),
        ("one-byte-not-listed", 0xBEDE, ONE_BYTE, [9], []),
        ("one-byte-id-15-stops", 0xBEDE, ONE_BYTE_STOP, [1, 2], ["Id15"]),
        ("two-byte-interior-padding", 0x1000, TWO_BYTE, [1, 2, 3, 255], ["InteriorPadding"]),
        ("two-byte-appbits", 0x1007, TWO_BYTE, [3, 255], ["InteriorPadding"]),
    )
    profiles = ("AES_CM_128_HMAC_SHA1_80", "AES_CM_256_HMAC_SHA1_80", "F8_128_HMAC_SHA1_80")
    for profile in profiles + ("NULL_HMAC_SHA1_80", "TWOFISH_CM_128_HMAC_SHA1_80") + AEAD:
        for label, word, body, identifiers, flags in cases:
            yield packet_vector(
                short(profile) + "-6904-" + label,
                profile,
                rtp(extension=(word, body), csrcs=(0x0001E240,)),
                "3",
                roc=7,
                document="RFC 6904",
                encrypted_ids=identifiers,
                flags=flags,
            )


def cryptex():
    csrcs = (0x0001E240, 0x0000B26E)
    one, two = (0xBEDE, bytes.fromhex("51000200")), (0x1000, bytes.fromhex("05020002"))
    profiles = ("AES_CM_128_HMAC_SHA1_32", "AES_CM_192_HMAC_SHA1_80", "AES_CM_256_HMAC_SHA1_80")
    for profile in profiles + ("F8_128_HMAC_SHA1_80", "AEAD_AES_256_GCM"):
        for label, packet in (
            ("one-byte", rtp(extension=one)),
            ("two-byte-csrcs", rtp(extension=two, csrcs=csrcs)),
            ("empty-payload", rtp(extension=one, csrcs=csrcs, payload=b"")),
            ("nothing-to-hide", rtp()),
        ):
            yield packet_vector(
                short(profile) + "-cryptex-" + label,
                profile,
                packet,
                "6",
                roc=MAX_ROC,
                document="RFC 9335",
                cryptex=True,
            )
        yield packet_vector(
            short(profile) + "-cryptex-csrcs-alone",
            profile,
            rtp(csrcs=csrcs),
            "5.1",
            document="RFC 9335",
            cryptex=True,
            unprotected=rtp(csrcs=csrcs, extension=(0xBEDE, b"")),
            comment="CSRCs without an extension: the sender adds an empty one, which stays",
            flags=["CryptexInsert"],
        )
        yield packet_vector(
            short(profile) + "-cryptex-mki",
            profile,
            rtp(extension=one),
            "6",
            document="RFC 9335",
            cryptex=True,
            mki=b"\x00\x2a",
        )


def carried_rocs():
    profile = "AES_CM_128_HMAC_SHA1_80"
    for mode, tag_octets in ((1, 14), (2, 14), (1, 10), (2, 10), (3, 4)):
        for seq, label in ((8, "with-roc"), (9, "without-roc")):
            yield packet_vector(
                "aes-cm-128-rcc-mode-%d-tag-%d-%s" % (mode, tag_octets, label),
                profile,
                rtp(seq),
                "2",
                roc=0xFEDCBA98,
                document="RFC 4771",
                rcc=(mode, 4, tag_octets),
                flags=["Rcc"],
            )
    for profile in AEAD:
        for seq, label in ((8, "with-roc"), (9, "without-roc")):
            yield packet_vector(
                "%s-rcc-mode-3-%s" % (short(profile), label),
                profile,
                rtp(seq),
                "2",
                roc=0xFEDCBA98,
                document="RFC 4771",
                mki=b"\xab",
                rcc=(3, 4, 4),
                comment="the ROC stands last; AEAD itself tells a wrong one, which changes the IV",
                flags=["Rcc"],
            )
    yield packet_vector(
        "aes-cm-256-rcc-mode-2-mki",
        "AES_CM_256_HMAC_SHA1_80",
        rtp(0),
        "2",
        roc=MAX_ROC,
        document="RFC 4771",
        mki=b"\xab",
        rcc=(2, 1, 10),
        flags=["Rcc", "MkiPlace"],
    )


def rtcp_packets():
    sender = bytes.fromhex("80c80006cafebabe") + octets("sender report", 20)
    sdes = bytes.fromhex("81ca0003cafebabe010641706172746500000000")[:16]
    return {
        "sender-report": sender,
        "compound": sender + sdes,
        "empty-receiver-report": bytes.fromhex("80c90001cafebabe"),
    }


def rtcp_vector(
    identifier, profile, packet, index, encrypt=True, document="RFC 3711", section="3.4", **more
):
    key, salt = keys_of(profile, identifier)
    comment, flags = more.pop("comment", None), more.pop("flags", ())
    inputs = {"profile": profile, "master_key": key.hex(), "master_salt": salt.hex()}
    inputs["index"] = index
    inputs["encrypt"] = encrypt
    for name, value in more.items():
        inputs[name] = value.hex() if isinstance(value, bytes) else value
    inputs["rtcp"] = packet.hex()
    srtcp = protect_rtcp(profile, key, salt, index, packet, encrypt, **more)
    return vector(identifier, document, section, inputs, {"srtcp": srtcp.hex()}, comment, flags)


def srtcp():
    packets = rtcp_packets()
    report = packets["sender-report"]
    for profile in PROFILES:
        name, document = short(profile), document_of(profile)[0]
        section = "9" if document == "RFC 7714" else "3.4"
        document = document if document == "RFC 7714" else "RFC 3711"
        flags = ["ShortTagRtcp"] if profile.endswith("32") else []
        if profile.startswith("NULL"):
            flags.append("NullCipherKeys")
        if profile.startswith("F8"):
            flags.append("F8Portion")
        encrypt = not profile.startswith("NULL")  # what is not encrypted does not say that it is
        yield rtcp_vector(
            name, profile, report, 0, encrypt, document=document, section=section, flags=flags
        )
    for profile in USUAL[:1] + USUAL[2:3] + AEAD:
        name = short(profile)
        document = "RFC 7714" if profile in AEAD else "RFC 3711"
        section = "9" if profile in AEAD else "3.4"
        place = {"document": document, "section": section}
        clear = ["AeadE0"] if profile in AEAD else []
        for label, packet in packets.items():
            yield rtcp_vector("%s-%s" % (name, label), profile, packet, 1, **place)
            yield rtcp_vector(
                "%s-%s-clear" % (name, label), profile, packet, 1, False, flags=clear, **place
            )
        yield rtcp_vector(
            name + "-last-index", profile, report, MAX_SRTCP_INDEX, flags=["SrtcpIndex"], **place
        )
        yield rtcp_vector(
            name + "-last-index-clear",
            profile,
            report,
            MAX_SRTCP_INDEX,
            False,
            flags=["SrtcpIndex"] + clear,
            **place
        )
        for mki in (b"\x01", bytes.fromhex("e1f97a0d")):
            identifier = "%s-mki-%d" % (name, len(mki))
            yield rtcp_vector(identifier, profile, report, 2, mki=mki, flags=["MkiPlace"], **place)
            yield rtcp_vector(
                identifier + "-clear",
                profile,
                report,
                2,
                False,
                mki=mki,
                flags=["MkiPlace"] + clear,
                **place
            )
        for exponent, index in ((0, 3), (4, 0x1234), (24, MAX_SRTCP_INDEX)):
            yield rtcp_vector(
                "%s-kdr-2-%d" % (name, exponent),
                profile,
                report,
                index,
                kdr=2**exponent,
                flags=["SrtcpLabel"],
                **place
            )


def refused(identifier, base, failure, comment, flags=(), **changes):
    """A vector whose packet a receiver must refuse: `base` with changed inputs."""
    inputs, kind = dict(base["inputs"]), "srtcp" if "rtcp" in base["inputs"] else "srtp"
    del inputs["rtcp" if kind == "srtcp" else "rtp"]
    inputs.pop("index", None)
    inputs.pop("encrypt", None)
    inputs[kind] = base["expected"][kind]
    for name, value in changes.items():
        inputs[name] = value.hex() if isinstance(value, bytes) else value
    source = base["source"]
    return vector(
        identifier,
        source["document"],
        source["section"],
        inputs,
        {"failure": failure},
        comment,
        flags,
    )


def flip(packet_hex, at, bit=1):
    packet = bytearray.fromhex(packet_hex)
    packet[at] ^= bit
    return bytes(packet)


def refused_srtp():
    for profile in USUAL + AEAD:
        name = short(profile)
        base = packet_vector(name + "-refused", profile, rtp(), "3.3")
        packet = base["expected"]["srtp"]
        octet_count = len(packet) // 2
        for label, at in (
            ("header", 1),
            ("timestamp", 4),
            ("ssrc", 11),
            ("payload", 12),
            ("tag-first", -PROFILES[profile].rtp_tag),
            ("tag-last", -1),
        ):
            yield refused(
                "%s-%s-bit" % (name, label),
                base,
                "authentication",
                "one bit of the packet changed",
                srtp=flip(packet, at),
            )
        yield refused(
            name + "-other-roc", base, "authentication", "the receiver is one ROC ahead", roc=1
        )
        yield refused(
            name + "-no-tag",
            base,
            "authentication",
            "the tag is missing",
            srtp=bytes.fromhex(packet)[: octet_count - PROFILES[profile].rtp_tag],
        )
        for count in (0, 1, 11, 12, 12 + PROFILES[profile].rtp_tag - 1):
            yield refused(
                "%s-cut-to-%d" % (name, count),
                base,
                "malformed",
                "shorter than header and tag",
                srtp=bytes.fromhex(packet)[:count],
            )
        yield refused(
            name + "-version-1",
            base,
            "malformed",
            "version 1",
            srtp=flip(packet, 0, 0xC0),
            flags=["Version"],
        )
        yield refused(
            name + "-csrcs-past-end",
            base,
            "malformed",
            "15 CSRCs in a packet that has room for none",
            srtp=flip(packet, 0, 0x0F),
            flags=["LengthPastEnd"],
        )
        extended = packet_vector(
            name + "-refused-extension",
            profile,
            rtp(extension=(0xBEDE, bytes.fromhex("10aa0000")), payload=b""),
            "3.3",
        )
        yield refused(
            name + "-extension-past-end",
            extended,
            "malformed",
            "an extension that reaches into the tag",
            srtp=flip(extended["expected"]["srtp"], 15, 2),
            flags=["LengthPastEnd"],
        )
        named = packet_vector(name + "-refused-mki", profile, rtp(), "3.3", mki=b"\x01\x02")
        yield refused(
            name + "-unknown-mki",
            named,
            "unknown-mki",
            "no key has this MKI",
            mki="0103",
            flags=["UnknownMki"],
        )


def refused_srtcp():
    report = rtcp_packets()["sender-report"]
    for profile in USUAL + AEAD:
        name, p = short(profile), PROFILES[profile]
        base = rtcp_vector(name + "-refused", profile, report, 5, not profile.startswith("NULL"))
        packet = base["expected"]["srtcp"]
        word_at = -4 if profile in AEAD else -4 - p.rtcp_tag
        tag_at = -4 - p.rtcp_tag if profile in AEAD else -p.rtcp_tag
        for label, at, bit in (
            ("header", 1, 1),
            ("ssrc", 7, 1),
            ("body", 8, 1),
            ("index", word_at + 3, 1),
            ("e-bit", word_at, 0x80),
            ("tag-first", tag_at, 1),
            ("tag-last", tag_at + p.rtcp_tag - 1, 1),
        ):
            yield refused(
                "%s-%s-bit" % (name, label),
                base,
                "authentication",
                "one bit of the packet changed",
                srtcp=flip(packet, at, bit),
                flags=["EBit"] if label == "e-bit" else (),
            )
        clear = rtcp_vector(name + "-refused-clear", profile, report, 5, False)
        yield refused(
            name + "-clear-forged-tag",
            clear,
            "authentication",
            "an unencrypted packet with a wrong tag",
            srtcp=flip(clear["expected"]["srtcp"], tag_at),
            flags=["EBit"],
        )
        for count in (0, 7, 8, 8 + 4 + p.rtcp_tag - 1):
            yield refused(
                "%s-cut-to-%d" % (name, count),
                base,
                "malformed",
                "shorter than header, index and tag",
                srtcp=bytes.fromhex(packet)[:count],
            )
        yield refused(
            name + "-version-1",
            base,
            "malformed",
            "version 1",
            srtcp=flip(packet, 0, 0xC0),
            flags=["Version"],
        )


def derivations():
    for size, salt_octets in ((16, 14), (24, 14), (32, 14), (16, 12), (32, 12)):
        for exponent, index in (
            (None, 0),
            (0, 2**48 - 1),
            (4, 0x123456789ABC),
            (24, 2**48 - 1),
            (16, 0x0000FFFF),
        ):
            name = "aes-%d-salt-%d-%s" % (
                8 * size,
                8 * salt_octets,
                "no-kdr" if exponent is None else "kdr-2-%d" % exponent,
            )
            kdr = 0 if exponent is None else 2**exponent
            key, salt = octets(name + " key", size), octets(name + " salt", salt_octets)
            r = index // kdr if kdr else 0
            lengths_of = (size, 20, salt_octets)
            expected = {}
            for label, label_name in enumerate(LABELS):
                length = lengths_of[label % 3] if label < 6 else (size, salt_octets)[label - 6]
                expected[label_name] = derive_key(key, salt, label, r, length).hex()
            if index >= 2**31:
                for label_name in LABELS[3:6]:
                    del expected[label_name]  # no SRTCP index is so large
            flags = ["Kdr"] if kdr else []
            if salt_octets == 12:
                flags.append("Salt96")
            if size == 24:
                flags.append("Prf192")
            inputs = {
                "master_key": key.hex(),
                "master_salt": salt.hex(),
                "index": index,
                "kdr": kdr,
            }
            yield vector(name, "RFC 3711", "4.3", inputs, expected, flags=flags)
    for index in (0x1234, MAX_SRTCP_INDEX):
        name = "srtcp-kdr-2-4-index-%x" % index
        key, salt = octets(name + " key", 16), octets(name + " salt", 14)
        inputs = {"master_key": key.hex(), "master_salt": salt.hex(), "index": index, "kdr": 16}
        lengths_of = (16, 20, 14)
        expected = {
            LABELS[label]: derive_key(key, salt, label, index // 16, lengths_of[label - 3]).hex()
            for label in (3, 4, 5)
        }
        yield vector(
            name,
            "RFC 3711",
            "4.3.2",
            inputs,
            expected,
            "the label stays at octet 7 (erratum 3712)",
            ["SrtcpLabel"],
        )


def f8():
    for length in (0, 1, 16, 17, 100):
        name = "f8-%d-octets" % length
        key, salt = octets(name + " key", 16), octets(name + " salt", 14)
        header, roc = rtp(payload=b"", marker=True), MAX_ROC
        iv = b"\0" + header[1:] + roc.to_bytes(4, "big")
        plaintext = octets(name, length)
        inputs = {
            "session_key": key.hex(),
            "session_salt": salt.hex(),
            "iv": iv.hex(),
            "rtp_header": header.hex(),
            "roc": roc,
            "plaintext": plaintext.hex(),
        }
        ciphertext = xor(plaintext, f8_keystream(key, salt, iv, length))
        yield vector(
            name,
            "RFC 3711",
            "4.1.2",
            inputs,
            {"ciphertext": ciphertext.hex()},
            "with the salt of 112 bits that SRTP uses",
        )


def skein_macs():
    for length in (4, 32, 63, 64, 65, 200):
        for output in (4, 8):
            name = "skein-mac-%d-octets-to-%d" % (length, output)
            key, message = octets(name + " key", 32), octets(name, length)
            inputs = {"key": key.hex(), "message": message.hex(), "output_octets": output}
            expected = {"digest": skein512(message, output, key).hex()}
            yield vector(name, "RFC 6189", "5.1.4", inputs, expected)


def extension_bodies():
    cases = (
        ("one-byte-interior-padding", 0xBEDE, ONE_BYTE, [1, 3, 4, 5], ["InteriorPadding"]),
        ("one-byte-id-15-stops", 0xBEDE, ONE_BYTE_STOP, [1, 2], ["Id15"]),
        ("two-byte-interior-padding", 0x1000, TWO_BYTE, [1, 2, 3, 255], ["InteriorPadding"]),
        ("two-byte-some", 0x1000, TWO_BYTE, [255], ["InteriorPadding"]),
    )
    for size in (16, 24, 32):
        for label, word, body, identifiers, flags in cases:
            name = "aes-cm-%d-%s" % (8 * size, label)
            key, salt = octets(name + " key", size), octets(name + " salt", 14)
            mask = extension_mask(word, body, identifiers)
            stream = cm_keystream(Aes(key), salt, 0xCAFEBABE, MAX_ROC << 16 | 0x1234, len(body))
            masked = bytes(a & b for a, b in zip(stream, mask))
            inputs = {
                "cipher": "AES_CM",
                "k_he": key.hex(),
                "k_hs": salt.hex(),
                "ssrc": "cafebabe",
                "roc": MAX_ROC,
                "seq": 0x1234,
                "profile_word": "%04x" % word,
                "encrypted_ids": identifiers,
                "plaintext": body.hex(),
            }
            expected = {
                "keystream": stream.hex(),
                "mask": mask.hex(),
                "ciphertext": xor(body, masked).hex(),
            }
            yield vector(name, "RFC 6904", "3", inputs, expected, flags=flags)


def chained(*parts):
    return [v for part in parts for v in part]


FILES = {
    "kdf/derived.json": ("Key derivation: every label, key size, salt size and rate", derivations),
    "aes-f8/derived.json": ("AES in f8 mode under salts of SRTP's size", f8),
    "skein-512/derived.json": ("Skein-512-MAC as ZRTP uses it for SRTP tags", skein_macs),
    "hdrext-6904/derived.json": (
        "Encrypted header extension elements with padding between them",
        extension_bodies,
    ),
    "srtp/derived.json": (
        "SRTP packets that no RFC prints",
        lambda: chained(
            every_profile(),
            lengths(),
            indices(),
            derivation_rates(),
            key_identifiers(),
            headers(),
            carried_rocs(),
        ),
    ),
    "srtp/derived-header-protection.json": (
        "SRTP packets with encrypted header extensions (RFC 6904) and cryptex (RFC 9335)",
        lambda: chained(encrypted_elements(), cryptex()),
    ),
    "srtp/derived-refused.json": ("SRTP packets that a receiver refuses", refused_srtp),
    "srtcp/derived.json": ("SRTCP packets that no RFC prints", srtcp),
    "srtcp/derived-refused.json": ("SRTCP packets that a receiver refuses", refused_srtcp),
}


def document(path, title, vectors):
    kind = path.split("/")[0]
    used = sorted({flag for v in vectors for flag in v.get("flags", ())})
    result = {"$schema": "../schema/%s.schema.json" % kind, "kind": kind, "title": title}
    if used:
        result["notes"] = {flag: NOTES[flag] for flag in used}
    result["vectors"] = vectors
    identifiers = [v["id"] for v in vectors]
    assert len(identifiers) == len(set(identifiers)), path
    return json.dumps(result, indent=2, ensure_ascii=False) + "\n"


def documents():
    for path, (title, make) in FILES.items():
        yield path, document(path, title, list(make()))


def main(arguments):
    if arguments not in ([], ["--check"]):
        raise SystemExit(__doc__)
    print("%d published vectors reproduced" % official.check())
    stale = []
    for path, text in chained(documents(), exchanges.files()):
        target = official.RESOURCES / path
        if not arguments:
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            stale.append(path)
        print(
            "%s: %d vectors%s"
            % (
                path,
                text.count('"id":') or text.count('"algs":'),
                ", differs from the tree" if path in stale else "",
            )
        )
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
