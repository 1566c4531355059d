"""SRTP and SRTCP packets from master keys, straight from the RFCs, one packet at a time.

Written to be compared with a library, so it shares nothing with one: no state, no speed, integers
and byte strings only. Sources: RFC 3711, 6188, 6904, 7714, 9335, 4771, 6189 (Twofish, Skein).
"""

import hashlib
import hmac
from collections import namedtuple

from aes import Aes, counter_keystream, gcm_encrypt, xor
from skein import skein512
from twofish import Twofish

Profile = namedtuple("Profile", "cipher key_octets salt_octets mac mac_key_octets rtp_tag rtcp_tag")


def _profiles():
    table = {
        "AEAD_AES_128_GCM": Profile("GCM", 16, 12, None, 0, 16, 16),
        "AEAD_AES_256_GCM": Profile("GCM", 32, 12, None, 0, 16, 16),
        "F8_128_HMAC_SHA1_80": Profile("F8", 16, 14, "HMAC_SHA1", 20, 10, 10),
    }
    ciphers = {"NULL": ("NULL", 16)}
    for bits in (128, 192, 256):
        ciphers["AES_CM_%d" % bits] = ("AES", bits // 8)
        ciphers["TWOFISH_CM_%d" % bits] = ("TWOFISH", bits // 8)
    # The RTCP tag of the short forms stays long: RFC 3711 section 5.2, RFC 6188 section 4.
    macs = {
        "HMAC_SHA1_80": ("HMAC_SHA1", 20, 10, 10),
        "HMAC_SHA1_32": ("HMAC_SHA1", 20, 4, 10),
        "SKEIN_64": ("SKEIN", 32, 8, 8),
        "SKEIN_32": ("SKEIN", 32, 4, 8),
    }
    for cipher_name, (cipher, key_octets) in ciphers.items():
        for mac_name, (mac, mac_key, rtp_tag, rtcp_tag) in macs.items():
            table[cipher_name + "_" + mac_name] = Profile(
                cipher, key_octets, 14, mac, mac_key, rtp_tag, rtcp_tag
            )
    return table


PROFILES = _profiles()

# Labels of RFC 3711 sections 4.3.1 and 4.3.2, RFC 6904 section 3.
K_E, K_A, K_S, KC_E, KC_A, KC_S, K_HE, K_HS = range(8)


def derive_key(master_key, master_salt, label, r, octets):
    """PRF_n(k_master, x) of RFC 3711 section 4.3; r is index DIV key_derivation_rate."""
    salt = int.from_bytes(master_salt + bytes(14 - len(master_salt)), "big")
    x = salt ^ (label << 48) ^ r
    return counter_keystream(Aes(master_key), x << 16, octets)


def _div(index, rate):
    return index // rate if rate else 0


class Keys:
    """The session keys of one packet."""

    def __init__(self, profile, master_key, master_salt, index, kdr, rtcp):
        p, r = PROFILES[profile], _div(index, kdr)
        assert len(master_key) == p.key_octets and len(master_salt) == p.salt_octets

        def derived(label, octets):
            return derive_key(master_key, master_salt, label, r, octets)

        self.encryption = derived(KC_E if rtcp else K_E, p.key_octets)
        self.authentication = derived(KC_A if rtcp else K_A, p.mac_key_octets)
        self.salt = derived(KC_S if rtcp else K_S, p.salt_octets)
        self.header_encryption = derived(K_HE, p.key_octets)
        self.header_salt = derived(K_HS, p.salt_octets)


def cm_keystream(cipher, salt, ssrc, index, octets):
    """RFC 3711 section 4.1.1; a 96-bit salt is extended as for the derivation (RFC 7714, 8.3)."""
    salt = int.from_bytes(salt + bytes(14 - len(salt)), "big")
    iv = (salt << 16) ^ (ssrc << 64) ^ (index << 16)
    return counter_keystream(cipher, iv, octets)


def f8_keystream(key, salt, iv, octets):
    """RFC 3711 section 4.1.2.1."""
    mask = (salt + b"\x55" * len(key))[: len(key)]
    iv_prime = Aes(xor(key, mask)).encrypt(iv)
    cipher, previous, stream, j = Aes(key), bytes(16), b"", 0
    while len(stream) < octets:
        previous = cipher.encrypt(xor(xor(iv_prime, j.to_bytes(16, "big")), previous))
        stream += previous
        j += 1
    return stream[:octets]


def mac(profile, key, octets, length):
    """The first `length` octets of HMAC-SHA1, or Skein-512-MAC made for that length."""
    p = PROFILES[profile]
    if p.mac == "SKEIN":
        return skein512(octets, length, key)
    return hmac.new(key, octets, hashlib.sha1).digest()[:length]


class Rtp:
    """The parts of an RTP packet (RFC 3550 section 5.1, RFC 8285 section 4)."""

    def __init__(self, packet):
        self.octets = packet
        self.csrc_count = packet[0] & 15
        self.has_extension = bool(packet[0] & 0x10)
        self.seq = int.from_bytes(packet[2:4], "big")
        self.ssrc = int.from_bytes(packet[8:12], "big")
        at = 12 + 4 * self.csrc_count
        self.csrcs = packet[12:at]
        self.extension_header = packet[at : at + 4] if self.has_extension else b""
        body = 4 * int.from_bytes(self.extension_header[2:4], "big")
        at += len(self.extension_header)
        self.extension_body = packet[at : at + body]
        at += body
        assert at <= len(packet)
        self.header_octets = at
        self.payload = packet[at:]


def extension_mask(profile_word, body, encrypted_ids):
    """RFC 6904 section 3: ff for each octet of data of an element to be encrypted."""
    mask, at = bytearray(len(body)), 0
    one_byte = profile_word == 0xBEDE
    while at < len(body):
        if body[at] == 0:
            at += 1  # padding, RFC 8285 sections 4.2 and 4.3
            continue
        if one_byte:
            identifier, length, head = body[at] >> 4, (body[at] & 15) + 1, 1
            if identifier in (0, 15):
                break  # nothing behind it is looked at, RFC 8285 section 4.2
        else:
            identifier, length, head = body[at], body[at + 1], 2
        assert at + head + length <= len(body)
        if identifier in encrypted_ids:
            mask[at + head : at + head + length] = b"\xff" * length
        at += head + length
    return bytes(mask)


def _keystream(profile, key, salt, packet, roc, octets):
    p, rtp = PROFILES[profile], Rtp(packet)
    if p.cipher == "NULL":
        return bytes(octets)
    if p.cipher == "F8":
        iv = b"\0" + packet[1:12] + roc.to_bytes(4, "big")  # RFC 3711 section 4.1.2.2
        return f8_keystream(key, salt, iv, octets)
    cipher = Twofish(key) if p.cipher == "TWOFISH" else Aes(key)
    return cm_keystream(cipher, salt, rtp.ssrc, roc << 16 | rtp.seq, octets)


def _encrypt_extension(profile, keys, packet, roc, encrypted_ids):
    rtp = Rtp(packet)
    word = int.from_bytes(rtp.extension_header[:2], "big")
    mask = extension_mask(word, rtp.extension_body, encrypted_ids)
    stream = _keystream(
        profile, keys.header_encryption, keys.header_salt, packet, roc, len(rtp.extension_body)
    )
    masked = bytes(a & b for a, b in zip(stream, mask))
    end = rtp.header_octets
    start = end - len(rtp.extension_body)
    return packet[:start] + xor(rtp.extension_body, masked) + packet[end:]


def gcm_iv(salt, ssrc, index):
    """RFC 7714 sections 8.1 and 9.1: both place SSRC and index the same way."""
    iv = bytes(2) + ssrc.to_bytes(4, "big") + index.to_bytes(6, "big")
    return xor(iv, salt)


def protect_rtp(
    profile,
    master_key,
    master_salt,
    roc,
    packet,
    kdr=0,
    mki=b"",
    cryptex=False,
    encrypted_ids=(),
    rcc=None,
):
    """The SRTP packet. rcc is (mode, R, tag octets) of RFC 4771."""
    p = PROFILES[profile]
    seq = Rtp(packet).seq
    index = roc << 16 | seq
    keys = Keys(profile, master_key, master_salt, index, kdr, rtcp=False)

    if encrypted_ids and Rtp(packet).has_extension:
        packet = _encrypt_extension(profile, keys, packet, roc, encrypted_ids)
    if cryptex:
        head, between, body = _cryptex_parts(packet)
    else:
        rtp = Rtp(packet)
        head, between, body = packet[: rtp.header_octets], b"", rtp.payload

    # cryptex: what is authenticated as header and encrypted as body is contiguous only after the
    # CSRCs and the extension header changed places (RFC 9335 section 6.2).
    if p.cipher == "GCM":
        iv = gcm_iv(keys.salt, Rtp(packet).ssrc, index)
        body = gcm_encrypt(keys.encryption, iv, head + between, body)
        packet = _join(head, between, body)
        return packet + mki if rcc is None else packet + mki + _rcc_rate(rcc, seq, roc)
    stream = _keystream(profile, keys.encryption, keys.salt, packet, roc, len(body))
    packet = _join(head, between, xor(body, stream))
    return packet + mki + _rtp_tag(profile, keys.authentication, packet, roc, seq, rcc)


def _cryptex_parts(packet):
    """RFC 9335 sections 5.1 and 6: fixed header, extension header, and everything to encrypt."""
    rtp = Rtp(packet)
    if not rtp.has_extension and not rtp.csrc_count:
        return packet[:12], b"", packet[12:]
    word, length = rtp.extension_header[:2], rtp.extension_header[2:]
    first = packet[0]
    if not rtp.has_extension:
        word, length, first = b"\xbe\xde", bytes(2), first | 0x10
    protected_word = {b"\xbe\xde": b"\xc0\xde", b"\x10\x00": b"\xc2\xde"}[word]
    fixed = bytes([first]) + packet[1:12]
    return fixed, protected_word + length, rtp.csrcs + rtp.extension_body + rtp.payload


def _join(head, between, body):
    if not between:
        return head + body
    csrc_octets = 4 * (head[0] & 15)
    return head + body[:csrc_octets] + between + body[csrc_octets:]


def _rtp_tag(profile, key, packet, roc, seq, rcc):
    authenticated, roc_octets = packet + roc.to_bytes(4, "big"), roc.to_bytes(4, "big")
    if rcc is None:
        return mac(profile, key, authenticated, PROFILES[profile].rtp_tag)
    mode, rate, tag_octets = rcc
    if seq % rate == 0:
        if mode == 3:
            return roc_octets
        return roc_octets + mac(profile, key, authenticated, tag_octets - 4)
    return mac(profile, key, authenticated, tag_octets) if mode == 2 else b""


def _rcc_rate(rcc, seq, roc):
    mode, rate, _ = rcc
    assert mode == 3, "AEAD authenticates by itself"
    return roc.to_bytes(4, "big") if seq % rate == 0 else b""


def protect_rtcp(profile, master_key, master_salt, index, packet, encrypt=True, kdr=0, mki=b""):
    """The SRTCP packet (RFC 3711 section 3.4, RFC 7714 section 9)."""
    p = PROFILES[profile]
    keys = Keys(profile, master_key, master_salt, index, kdr, rtcp=True)
    ssrc = int.from_bytes(packet[4:8], "big")
    word = (index | (1 << 31 if encrypt else 0)).to_bytes(4, "big")
    head, body = packet[:8], packet[8:]
    if p.cipher == "GCM":
        iv = gcm_iv(keys.salt, ssrc, index)
        if encrypt:
            return head + gcm_encrypt(keys.encryption, iv, head + word, body) + word + mki
        return packet + gcm_encrypt(keys.encryption, iv, packet + word, b"") + word + mki
    if encrypt and p.cipher == "F8":
        iv = bytes(4) + word + head  # RFC 3711 section 4.1.2.3
        body = xor(body, f8_keystream(keys.encryption, keys.salt, iv, len(body)))
    elif encrypt and p.cipher != "NULL":
        cipher = Twofish(keys.encryption) if p.cipher == "TWOFISH" else Aes(keys.encryption)
        body = xor(body, cm_keystream(cipher, keys.salt, ssrc, index, len(body)))
    protected = head + body + word
    return protected + mki + mac(profile, keys.authentication, protected, p.rtcp_tag)
