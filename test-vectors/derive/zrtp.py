"""ZRTP exchanges from RFC 6189 alone: both ends, every octet of the wire, every derived value."""

import hashlib
import hmac

from aes import Aes, xor
from groups import AGREEMENTS
from skein import skein512
from srtp import PROFILES, protect_rtp
from twofish import Twofish

OFFERS = {
    "hash": ("S256", "S384", "N256", "N384", "SKN2", "SKN3"),
    "cipher": ("AES1", "AES2", "AES3", "2FS1", "2FS2", "2FS3"),
    "auth": ("HS32", "HS80", "SK32", "SK64"),
    "ka": ("DH2k", "DH3k", "EC25", "EC38", "EC52", "X255", "X448", "E255", "Prsh", "Mult"),
    "sas": ("B32 ", "B256"),
}
_DIGESTS = {
    "S256": "sha256",
    "S384": "sha384",
    "S512": "sha512",
    "N256": "sha3_256",
    "N384": "sha3_384",
}
_TAGS = {"HS32": "HMAC_SHA1_32", "HS80": "HMAC_SHA1_80", "SK32": "SKEIN_32", "SK64": "SKEIN_64"}
_BASE32 = "ybndrfg8ejkmcpqxot1uwisza345h769"
_LABELS = {"i": b"Initiator", "r": b"Responder"}


class Hash:
    """A negotiated hash with its MAC (section 5.1.2.1)."""

    def __init__(self, code):
        self.code = code
        self.octets = {"S256": 32, "N256": 32, "SKN2": 32, "S512": 64}.get(code, 48)

    def hash(self, *parts):
        octets = b"".join(parts)
        if self.code in _DIGESTS:
            return hashlib.new(_DIGESTS[self.code], octets).digest()
        return skein512(octets, self.octets)

    def mac(self, key, octets):
        if self.code in _DIGESTS:
            return hmac.new(key, octets, _DIGESTS[self.code]).digest()
        return skein512(octets, self.octets, key)

    def kdf(self, key, label, context, octets):
        """Section 4.5.1."""
        length = (8 * octets).to_bytes(4, "big")
        return self.mac(key, b"\0\0\0\1" + label + b"\0" + context + length)[:octets]


IMPLICIT = Hash("S256")


def crc32c(octets):
    """RFC 3309 section 3, as it stands on the wire."""
    crc = 0xFFFFFFFF
    for octet in octets:
        crc ^= octet
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return (crc ^ 0xFFFFFFFF).to_bytes(4, "little")


def packet(sequence_number, ssrc, message):
    """Figure 2."""
    octets = b"\x10\0" + sequence_number.to_bytes(2, "big") + b"ZRTP" + ssrc + message
    return octets + crc32c(octets)


def message(block, *parts):
    """Figure 2: preamble, length in words, type block."""
    body = block.encode().ljust(8) + b"".join(parts)
    assert len(body) % 4 == 0
    return b"\x50\x5a" + (len(body) // 4 + 1).to_bytes(2, "big") + body


def sealed_by_chain(key, block, *parts):
    """A message that ends with a MAC by the implicit hash (section 8.1.1)."""
    without = message(block, *parts, bytes(8))[:-8]
    return without + IMPLICIT.mac(key, without)[:8]


def cfb(cipher, iv, plaintext):
    out, feedback = b"", iv
    for at in range(0, len(plaintext), 16):
        feedback = xor(cipher.encrypt(feedback), plaintext[at : at + 16])
        out += feedback
    return out


def counted(*secrets):
    """len(s) || s for each, of which any may be null."""
    return b"".join(len(s or b"").to_bytes(4, "big") + (s or b"") for s in secrets)


class Side:
    """One end of one stream: its ZID, its hash chain (section 9), its random values."""

    def __init__(self, octets, name, zid, ssrc, secrets=None, flags=0, **hello):
        self.octets = lambda what, length: octets(name + " " + what, length)
        self.zid, self.ssrc, self.flags = zid, ssrc, flags
        self.secrets = secrets or {}
        self.h = [self.octets("h0", 32)]
        for _ in range(3):
            self.h.append(hashlib.sha256(self.h[-1]).digest())
        self.sequence_number = int.from_bytes(self.octets("sequence number", 2), "big") >> 1
        self.hello = self._hello(**hello)

    def _hello(self, client="Aparte vectors", smp=0, offers=None):
        lists = [(offers or {}).get(name, OFFERS[name][:7]) for name in OFFERS]
        counts = [len(codes) for codes in lists]
        word = bytes([smp << 4, counts[0], counts[1] << 4 | counts[2], counts[3] << 4 | counts[4]])
        codes = "".join("".join(codes) for codes in lists).encode()
        return sealed_by_chain(
            self.h[2], "Hello", b"1.10", client.encode().ljust(16), self.h[3], self.zid, word, codes
        )


class Exchange:
    """One channel; `i` and `r` are its sides, A is the initiator unless told otherwise."""

    def __init__(self, octets, algorithms, i, r, initiator="A", **more):
        self.random = octets
        self.algorithms = algorithms
        self.hash = Hash(algorithms[0])
        self.sides = {"i": i, "r": r}
        self.names = {"i": initiator, "r": "B" if initiator == "A" else "A"}
        self.session = more.get("session")  # ZRTPSess of an earlier exchange, for Multistream
        self.first = more.get("first", True)  # False: the Hellos went before
        self.plaintexts = more.get("signatures", {})
        self.packets, self.channel = [], {}
        self._run()

    def send(self, role, octets):
        side = self.sides[role]
        whole = packet(side.sequence_number, side.ssrc, octets)
        side.sequence_number += 1
        self.packets.append((self.names[role], octets, whole))

    def _put(self, **values):
        for name, value in values.items():
            self.channel[name] = value.hex() if isinstance(value, bytes) else value

    def _run(self):
        i, r = self.sides["i"], self.sides["r"]
        agreement = self.algorithms[3]
        self._put(initiator=self.names["i"], algs=list(self.algorithms), zid_i=i.zid, zid_r=r.zid)
        self._put(hello_i=i.hello, hello_r=r.hello)
        if self.first:
            self._greet()
        codes = "".join(self.algorithms).encode()
        if agreement == "Mult":
            self._commit_with_nonce(codes)
            self.zrtpsess = self.session
            self._put(zrtpsess=self.session)
        elif agreement == "Prsh":
            self._commit_preshared(codes)
        else:
            self._agree(codes, AGREEMENTS[agreement])
        self._derive()
        self._confirm()
        self._sample()

    def _greet(self):
        for role, other in (("i", "r"), ("r", "i")):
            self.send(role, self.sides[role].hello)
            self.send(other, message("HelloACK"))

    def _context(self, *between):
        i, r = self.sides["i"], self.sides["r"]
        total_hash = self.hash.hash(r.hello, self.commit, *between)
        self.context = i.zid + r.zid + total_hash
        self._put(total_hash=total_hash, kdf_context=self.context)

    def _commit(self, codes, *end):
        i = self.sides["i"]
        self.commit = sealed_by_chain(i.h[1], "Commit", i.h[2], i.zid, codes, *end)
        self._put(commit=self.commit)
        self.send("i", self.commit)

    def _commit_with_nonce(self, codes):
        """Section 4.4.3."""
        nonce = self.random("nonce", 16)
        self._commit(codes, nonce)
        self._put(nonce=nonce)
        self._context()
        self.s0 = self.hash.kdf(self.session, b"ZRTP MSK", self.context, self.hash.octets)

    def _commit_preshared(self, codes):
        """Section 4.4.2; the initiator uses all secrets it has."""
        secrets = self.sides["i"].secrets
        key = self.hash.hash(counted(secrets["rs1"], secrets.get("aux"), secrets.get("pbx")))
        nonce, key_id = self.random("nonce", 16), self.hash.mac(key, b"Prsh")[:8]
        self._put(retained=self._retained(), preshared_key=key)
        self._commit(codes, nonce, key_id)
        self._put(nonce=nonce, key_id=key_id)
        self._context()
        self.s0 = self.hash.kdf(key, b"ZRTP PSK", self.context, self.hash.octets)

    def _retained(self):
        return {
            name: {secret: value.hex() for secret, value in self.sides[role].secrets.items()}
            for name, role in (("initiator", "i"), ("responder", "r"))
        }

    def _ids(self, role):
        """Section 4.3.1; a random value for what is missing."""
        side = self.sides[role]
        inputs = {"aux": side.h[3]}
        return b"".join(
            self.hash.mac(side.secrets[name], inputs.get(name, _LABELS[role]))[:8]
            if name in side.secrets
            else side.octets("instead of the id of " + name, 8)
            for name in ("rs1", "rs2", "aux", "pbx")
        )

    def _shared(self):
        """s1, s2, s3 (section 4.3)."""
        i, r = self.sides["i"].secrets, self.sides["r"].secrets
        theirs = [r[name] for name in ("rs1", "rs2") if name in r]
        s1 = next((i[n] for n in ("rs1", "rs2") if n in i and i[n] in theirs), b"")
        s2, s3 = (i[n] if n in i and i[n] == r.get(n) else b"" for n in ("aux", "pbx"))
        return s1, s2, s3

    def _agree(self, codes, group):
        """Section 4.4.1."""
        i, r = self.sides["i"], self.sides["r"]
        octets = getattr(group, "octets")
        length = 32 if octets > 200 else octets
        private = {role: bytearray(self.sides[role].octets("private value", length)) for role in "ir"}
        if octets == 66:
            for value in private.values():
                value[0] &= 1
        parts = {
            role: sealed_by_chain(
                self.sides[role].h[0],
                block,
                self.sides[role].h[1],
                self._ids(role),
                group.public(bytes(private[role])),
            )
            for role, block in (("r", "DHPart1"), ("i", "DHPart2"))
        }
        hvi = self.hash.hash(parts["i"], r.hello)[:32]
        self._commit(codes, hvi)
        self.send("r", parts["r"])
        self.send("i", parts["i"])
        publics = {role: parts[role][76:-8] for role in "ir"}
        result = group.result(bytes(private["i"]), publics["r"])
        assert result == group.result(bytes(private["r"]), publics["i"])
        s1, s2, s3 = self._shared()
        self._put(dhpart1=parts["r"], dhpart2=parts["i"], hvi=hvi, dh_result=result)
        self._put(dh_private_i=bytes(private["i"]), dh_private_r=bytes(private["r"]))
        self._put(retained=self._retained(), s1=s1, s2=s2, s3=s3)
        self._context(parts["r"], parts["i"])
        self.s0 = self.hash.hash(
            b"\0\0\0\1", result, b"ZRTP-HMAC-KDF", self.context, counted(s1, s2, s3)
        )

    def _derive(self):
        """Sections 4.5.2, 4.5.3 and 4.6.1."""
        self._put(s0=self.s0)
        bits = {"1": 16, "2": 24, "3": 32}[self.algorithms[1][3]]
        n = self.hash.octets
        salt = 12 if self.algorithms[2] == "GCM " else 14
        self.keys = {}
        for role, label in _LABELS.items():
            for name, suffix, octets in (
                ("mackey", b" HMAC key", n),
                ("zrtpkey", b" ZRTP key", bits),
                ("srtpkey", b" SRTP master key", bits),
                ("srtpsalt", b" SRTP master salt", salt),
            ):
                self.keys[name + role] = self._kdf(label + suffix, octets)
        self._put(**self.keys)
        if self.algorithms[3] == "Mult":
            return
        self.zrtpsess = self._kdf(b"ZRTP Session Key", n)
        sashash = self._kdf(b"SAS", 32)
        value = int.from_bytes(sashash[:4], "big")
        self._put(
            zrtpsess=self.zrtpsess,
            sashash=sashash,
            sasvalue=sashash[:4],
            sas_b32="".join(_BASE32[value >> 27 - 5 * at & 31] for at in range(4)),
            sas_b256_idx=[sashash[0], sashash[1]],
            exported_key=self._kdf(b"Exported key", n),
            new_rs1=self._kdf(b"retained secret", 32),
            pbxsecret=self.hash.kdf(self.zrtpsess, b"Trusted MiTM key", self.context[:24], 32),
        )

    def _kdf(self, label, octets):
        return self.hash.kdf(self.s0, label, self.context, octets)

    def renewed(self):
        """ZRTPSess after GoClear (section 4.7.2.1)."""
        return self.hash.kdf(
            self.zrtpsess, b"New ZRTP Session", self.context[:24], self.hash.octets
        )

    def _confirm(self):
        """Sections 4.6 and 5.7."""
        cipher = Twofish if self.algorithms[1].startswith("2FS") else Aes
        for role, name in (("r", "confirm1"), ("i", "confirm2")):
            side = self.sides[role]
            signature = self.plaintexts.get(role, b"")
            word = (len(signature) // 4 << 8 | side.flags).to_bytes(4, "big")
            plain = side.h[0] + word + b"\xff" * 4 + signature
            iv = self.random(name + " iv", 16)
            text = cfb(cipher(self.keys["zrtpkey" + role]), iv, plain)
            mac = self.hash.mac(self.keys["mackey" + role], text)[:8]
            confirm = message(name.capitalize(), mac, iv, text)
            self.send(role, confirm)
            self.channel.update(
                {
                    name: confirm.hex(),
                    name + "_plain": plain.hex(),
                    name + "_iv": iv.hex(),
                    name + "_flags": "%02x" % side.flags,
                }
            )
        self.send("r", message("Conf2ACK"))

    def _sample(self):
        bits = {"1": "128", "2": "192", "3": "256"}[self.algorithms[1][3]]
        cipher = "TWOFISH_CM_" if self.algorithms[1].startswith("2FS") else "AES_CM_"
        profile = cipher + bits + "_" + _TAGS[self.algorithms[2]]
        assert profile in PROFILES
        self.samples = []
        for role in "ir":
            head = b"\x80\x00" + self.sides[role].octets("rtp", 6) + self.sides[role].ssrc
            rtp = head + self.sides[role].octets("payload", 40)
            key, salt = self.keys["srtpkey" + role], self.keys["srtpsalt" + role]
            srtp = protect_rtp(profile, key, salt, 0, rtp)
            self.samples.append({"from": self.names[role], "srtp": srtp.hex(), "rtp": rtp.hex()})

    def go_clear(self, role):
        """Section 4.7.2: a side asks, the other answers."""
        mac = self.hash.mac(self.keys["mackey" + role], b"GoClear ")[:8]
        asked = message("GoClear", mac)
        self.send(role, asked)
        self.send("r" if role == "i" else "i", message("ClearACK"))
        self.channel.setdefault("goclear", []).append(
            {
                "from": self.names[role],
                "message": asked.hex(),
                "clear_mac": mac.hex(),
                "sender_is_initiator": role == "i",
                "clear_mac_rfc": mac.hex(),
            }
        )

    def document(self):
        """The channel in the handshake schema."""
        for role, side in self.sides.items():
            for number, link in enumerate(side.h):
                self.channel["h%d_%s" % (number, role)] = link.hex()
            self.channel["zrtp_hash_" + role] = "1.10 " + hashlib.sha256(side.hello).hexdigest()
        self.channel["message_sequence"] = [
            "%s:%s" % (name, octets[4:12].decode().strip()) for name, octets, _ in self.packets
        ]
        self.channel["packets"] = [
            {"from": name, "zrtp": whole.hex()} for name, _, whole in self.packets
        ]
        self.channel["srtp_sample"] = self.samples
        self.channel["checks_failed"] = []
        return self.channel
