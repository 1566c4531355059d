"""Checks the algorithms of this folder against the published vectors. Nothing is derived before."""

import json
import pathlib

from aes import Aes, counter_keystream, gcm_encrypt, xor
from groups import AGREEMENTS
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
from zrtp import Hash, cfb, counted, crc32c

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
        _agreements,
        _recorded_exchanges,
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


def _agreements():
    count = 0
    for identifier, inputs, expected in _vectors("modp-group/rfc3526.json"):
        group = AGREEMENTS[{"2048": "DH2k", "3072": "DH3k"}[str(inputs["bits"])]]
        _require(identifier, "prime", "%x" % group.p, expected["prime"])
        count += 1
    for identifier, inputs, expected in _vectors("ecdh/rfc5903.json"):
        curve = AGREEMENTS[{"P-256": "EC25", "P-384": "EC38", "P-521": "EC52"}[inputs["curve"]]]
        a, b = _octets(inputs, "private_a", "private_b")
        for side, private in (("a", a), ("b", b)):
            public = expected["public_%s_x" % side] + expected["public_%s_y" % side]
            _require(identifier, "public value", curve.public(private), public)
        _require(identifier, "result", curve.result(a, curve.public(b)), expected["shared_x"])
        count += 1
    for identifier, inputs, expected in _vectors("xdh/rfc7748.json"):
        curve = AGREEMENTS[{"X25519": "X255", "X448": "X448"}[inputs["function"]]]
        if "private_a" in inputs:
            a, b = _octets(inputs, "private_a", "private_b")
            _require(identifier, "public value", curve.public(a), expected["public_a"])
            _require(identifier, "result", curve.result(a, curve.public(b)), expected["shared"])
        elif int(inputs.get("iterations", 1)) == 1:
            output = curve.result(*_octets(inputs, "scalar", "u"))
            _require(identifier, "output", output, expected["output"])
        else:
            continue
        count += 1
    return count


def _recorded_exchanges():
    """What foreign engines derived."""
    count = 0
    for path in sorted((RESOURCES / "zrtp-handshakes").glob("*.json")):
        for channel in json.loads(path.read_text(encoding="utf-8"))["channels"]:
            for packet in channel["packets"]:
                octets = bytes.fromhex(packet["zrtp"])
                _require(path.name, "CRC", crc32c(octets[:-4]), octets[-4:].hex())
            _require_schedule(path.name, channel)
            count += 1
    return count


def _require_schedule(name, channel):
    negotiated, agreement = Hash(channel["algs"][0]), channel["algs"][3]
    context, zrtpsess = _octets(channel, "kdf_context", "zrtpsess")
    if agreement == "Mult":
        s0 = negotiated.kdf(zrtpsess, b"ZRTP MSK", context, negotiated.octets)
    else:
        result, s1, s2, s3 = _octets(channel, "dh_result", "s1", "s2", "s3")
        s0 = negotiated.hash(
            b"\0\0\0\1", result, b"ZRTP-HMAC-KDF", context, counted(s1, s2, s3)
        )
        derived = AGREEMENTS[agreement].result(
            bytes.fromhex(channel["dh_private_i"]), bytes.fromhex(channel["dhpart1"])[76:-8]
        )
        _require(name, "dh_result", derived, channel["dh_result"])
        _require(name, "sashash", negotiated.kdf(s0, b"SAS", context, 32), channel["sashash"])
    _require(name, "s0", s0, channel["s0"])
    key = negotiated.kdf(s0, b"Initiator ZRTP key", context, len(channel["zrtpkeyi"]) // 2)
    plain, iv = _octets(channel, "confirm2_plain", "confirm2_iv")
    _require(name, "Confirm2", cfb(Aes(key), iv, plain), channel["confirm2"][72:])
