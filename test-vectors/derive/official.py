"""Checks the algorithms of this folder against the published vectors. Nothing is derived before."""

import json
import pathlib

from aes import Aes, counter_keystream, gcm_encrypt, xor
from skein import skein512
from srtp import (
    K_A,
    K_E,
    K_HE,
    K_HS,
    K_S,
    cm_keystream,
    derive_key,
    extension_mask,
    f8_keystream,
    gcm_iv,
    protect_rtp,
)
from twofish import Twofish

RESOURCES = pathlib.Path(__file__).parent.parent / "src/main/resources/org/aparte/vectors"


def _vectors(path):
    for vector in json.loads((RESOURCES / path).read_text(encoding="utf-8"))["vectors"]:
        yield vector["id"], vector["inputs"], vector["expected"]


def _octets(inputs, *names):
    return [bytes.fromhex(inputs[name]) for name in names]


def _require(identifier, name, computed, published):
    computed = computed.hex() if isinstance(computed, bytes) else computed
    if computed != published:
        raise SystemExit("%s: %s is %s, published is %s" % (identifier, name, computed, published))


def check():
    """Ends the program when any published vector is not reproduced; returns how many were."""
    checks = [
        _blocks,
        _skein,
        _keystreams,
        _f8,
        _derivations,
        _gcm,
        _extensions,
        _sessions,
        _cryptex,
    ]
    return sum(part() for part in checks)


def _blocks():
    fips197 = (
        ("000102030405060708090a0b0c0d0e0f", "69c4e0d86a7b0430d8cdb78070b4c55a"),
        ("000102030405060708090a0b0c0d0e0f1011121314151617", "dda97ca4864cdfe06eaf70a0ec0d7191"),
        (
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "8ea2b7ca516745bfeafc49904b496089",
        ),
    )
    for key, ciphertext in fips197:
        block = bytes.fromhex("00112233445566778899aabbccddeeff")
        _require("FIPS 197 Appendix C", key, Aes(bytes.fromhex(key)).encrypt(block), ciphertext)
    count = len(fips197)
    for identifier, inputs, expected in _vectors("twofish/published.json"):
        key, plaintext = _octets(inputs, "key", "plaintext")
        _require(identifier, "ciphertext", Twofish(key).encrypt(plaintext), expected["ciphertext"])
        count += 1
    return count


def _skein():
    count = 0
    for identifier, inputs, expected in _vectors("skein-512/published.json"):
        key, message = _octets(inputs, "key", "message")
        digest = skein512(message, inputs["output_octets"], key)
        _require(identifier, "digest", digest, expected["digest"])
        count += 1
    return count


def _keystreams():
    count = 0
    for identifier, inputs, expected in _vectors("aes-cm-keystream/rfc.json"):
        key, salt = _octets(inputs, "session_key", "session_salt")
        stream = cm_keystream(Aes(key), salt, int(inputs["ssrc"], 16), 0, 32)
        _require(identifier, "start", stream.hex(), "".join(expected["keystream"][:2]))
        for counter, block in zip(inputs["counters"], expected["keystream"]):
            _require(identifier, counter, counter_keystream(Aes(key), int(counter, 16), 16), block)
        count += 1
    return count


def _f8():
    for identifier, inputs, expected in _vectors("aes-f8/rfc.json"):
        key, salt, iv, plaintext = _octets(inputs, "session_key", "session_salt", "iv", "plaintext")
        header = bytes.fromhex(inputs["rtp_header"])
        _require(identifier, "IV", b"\0" + header[1:] + inputs["roc"].to_bytes(4, "big"), iv.hex())
        stream = f8_keystream(key, salt, iv, len(plaintext))
        _require(identifier, "ciphertext", xor(stream, plaintext), expected["ciphertext"])
    return 1


def _derivations():
    labels = {"k_e": K_E, "k_a": K_A, "k_s": K_S, "k_he": K_HE, "k_hs": K_HS}
    count = 0
    for identifier, inputs, expected in _vectors("kdf/rfc.json"):
        key, salt = _octets(inputs, "master_key", "master_salt")
        for name, value in expected.items():
            derived = derive_key(key, salt, labels[name], 0, len(value) // 2)
            _require(identifier, name, derived, value)
        count += 1
    return count


def _gcm():
    count = 0
    for identifier, inputs, expected in _vectors("aes-gcm/published.json"):
        key, iv, aad, plaintext = _octets(inputs, "key", "iv", "aad", "plaintext")
        sealed = gcm_encrypt(key, iv, aad, plaintext)
        _require(identifier, "ciphertext", sealed, expected["ciphertext"] + expected["tag"])
        count += 1
    return count


def _extensions():
    for identifier, inputs, expected in _vectors("hdrext-6904/rfc.json"):
        key, salt, body = _octets(inputs, "k_he", "k_hs", "plaintext")
        mask = extension_mask(int(inputs["profile_word"], 16), body, inputs["encrypted_ids"])
        _require(identifier, "mask", mask, expected["mask"])
        stream = cm_keystream(Aes(key), salt, int(inputs["ssrc"], 16), inputs["seq"], len(body))
        masked = bytes(a & b for a, b in zip(stream, mask))
        _require(identifier, "ciphertext", xor(body, masked), expected["ciphertext"])
    return 1


def _sessions():
    count = 0
    for identifier, inputs, expected in _vectors("srtp-session-keys/rfc7714.json"):
        key, salt, rtp = _octets(inputs, "k_e", "k_s", "rtp")
        index = inputs["roc"] << 16 | int.from_bytes(rtp[2:4], "big")
        iv = gcm_iv(salt, int.from_bytes(rtp[8:12], "big"), index)
        clear = 12 if inputs["encrypt"] else len(rtp)
        sealed = rtp[:clear] + gcm_encrypt(key, iv, rtp[:clear], rtp[clear:])
        _require(identifier, "srtp", sealed, expected["srtp"])
        count += 1
    for identifier, inputs, expected in _vectors("srtcp-session-keys/rfc7714.json"):
        key, salt, rtcp = _octets(inputs, "kc_e", "kc_s", "rtcp")
        iv = gcm_iv(salt, int.from_bytes(rtcp[4:8], "big"), inputs["index"])
        clear = 8 if inputs["encrypt"] else len(rtcp)
        word = (inputs["index"] | (inputs["encrypt"] << 31)).to_bytes(4, "big")
        sealed = rtcp[:clear] + gcm_encrypt(key, iv, rtcp[:clear] + word, rtcp[clear:]) + word
        _require(identifier, "srtcp", sealed, expected["srtcp"])
        count += 1
    return count


def _cryptex():
    count = 0
    for identifier, inputs, expected in _vectors("srtp/rfc9335.json"):
        key, salt, rtp = _octets(inputs, "master_key", "master_salt", "rtp")
        srtp = protect_rtp(inputs["profile"], key, salt, inputs["roc"], rtp, cryptex=True)
        _require(identifier, "srtp", srtp, expected["srtp"])
        count += 1
    return count
