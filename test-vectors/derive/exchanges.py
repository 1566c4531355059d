"""The ZRTP exchanges that nobody recorded, in the form of zrtp-handshakes."""

import hashlib
import json

from zrtp import Exchange, Side

GENERATOR = "test-vectors/derive/exchanges.py: both ends, from RFC 6189 alone"


def _octets(name):
    return lambda what, length: hashlib.shake_256(
        ("aparte exchange %s %s" % (name, what)).encode()
    ).digest(length)


class Call:
    """A file: two endpoints, and the exchanges between them."""

    def __init__(self, name, comment):
        self.name, self.comment, self.exchanges, self.extra = name, comment, [], []

    def exchange(self, algorithms, initiator="A", secrets=(None, None), stream=None, **more):
        """`secrets` and `flags` are those of initiator and responder."""
        number = len(self.exchanges)
        octets = _octets("%s %d" % (self.name, number))
        flags = more.pop("flags", (0, 0))
        extra = more.pop("extra", {})
        if stream is not None:  # the stream of an earlier exchange goes on, Hellos and all
            earlier = self.exchanges[stream]
            i, r = earlier.sides["i"], earlier.sides["r"]
            more["first"] = False
        else:
            zids = {side: _octets(self.name)("zid " + side, 12) for side in "AB"}
            other = "B" if initiator == "A" else "A"
            ssrcs = {side: octets("ssrc " + side, 4) for side in "AB"}
            i, r = (
                Side(octets, side, zids[side], ssrcs[side], held, flag)
                for side, held, flag in zip((initiator, other), secrets, flags)
            )
        made = Exchange(octets, tuple(algorithms), i, r, initiator, **more)
        self.exchanges.append(made)
        self.extra.append(extra)
        return made

    def document(self):
        channels = []
        for made, extra in zip(self.exchanges, self.extra):
            channel = made.document()
            channel.update(extra)
            channels.append(channel)
        return {
            "name": self.name,
            "generator": GENERATOR,
            "comment": self.comment,
            "channels": channels,
        }


def secret(name):
    return hashlib.sha256(("aparte secret " + name).encode()).digest()


def sha3():
    call = Call("sha3_N256_EC25", "SHA-3 of 256 bits; no secret retained")
    call.exchange(("N256", "AES1", "HS32", "EC25", "B32 "))
    yield call
    call = Call("sha3_N384_EC38_multistream", "SHA-3 of 384 bits; rs2 matches; one stream more")
    first = call.exchange(
        ("N384", "AES3", "HS80", "EC38", "B256"),
        "B",
        ({"rs1": secret("n1"), "rs2": secret("n0")}, {"rs1": secret("n0")}),
    )
    call.exchange(("N384", "AES3", "HS80", "Mult", "B256"), "A", session=first.zrtpsess)
    yield call
    call = Call("sha3_N384_preshared", "Preshared mode under SHA-3")
    call.exchange(
        ("N384", "AES3", "HS80", "Prsh", "B32 "),
        secrets=({"rs1": secret("n2")}, {"rs1": secret("n2"), "rs2": secret("n1")}),
    )
    yield call


def p521():
    call = Call("EC52_S384", "P-521: X and Y in 66 octets each, DHResult in 66 octets")
    call.exchange(("S384", "AES3", "HS80", "EC52", "B256"))
    yield call
    call = Call("EC52_S256_short", "P-521 with a hash shorter than the result; auxsecret shared")
    call.exchange(
        ("S256", "AES2", "HS32", "EC52", "B32 "),
        "B",
        ({"aux": secret("a")}, {"rs1": secret("alone"), "aux": secret("a")}),
    )
    yield call


def preshared():
    rs1, aux, pbx = {"rs1": secret("r")}, {"aux": secret("x")}, {"pbx": secret("p")}
    for name, i, r, comment in (
        ("rs1", rs1, rs1, "rs1 alone"),
        ("rs1_aux_pbx", {**rs1, **aux, **pbx}, {**rs1, **aux, **pbx}, "all that both hold"),
        (
            "responder_has_more",
            {**rs1, **pbx},
            {**rs1, **aux, **pbx, "rs2": secret("older")},
            "the responder has to leave its auxsecret out to find the key",
        ),
    ):
        call = Call("preshared_" + name, "Preshared mode (section 4.4.2): " + comment)
        call.exchange(("S256", "AES1", "HS32", "Prsh", "B32 "), "B", (i, r), flags=(4, 4))
        yield call
    call = Call("preshared_multistream", "Preshared mode, and a further stream from its ZRTPSess")
    first = call.exchange(("S384", "AES3", "HS80", "Prsh", "B256"), "A", (rs1, rs1))
    call.exchange(("S384", "AES3", "HS80", "Mult", "B256"), "B", session=first.zrtpsess)
    yield call


def go_clear():
    algorithms = ("S256", "AES1", "HS80", "X255", "B32 ")
    again = ("S256", "AES1", "HS80", "Mult", "B32 ")
    call = Call(
        "goclear_and_back",
        "GoClear by the responder, secure again by Multistream mode with the renewed ZRTPSess,"
        " GoClear by the initiator, and secure once more (section 4.7.2.1)",
    )
    first = call.exchange(algorithms, flags=(2, 2))
    first.go_clear("r")
    second = call.exchange(
        again, stream=0, session=first.renewed(), extra={"after_goclear_of": 0}
    )
    second.go_clear("i")
    third = call.exchange(
        again, stream=0, session=second.renewed(), extra={"after_goclear_of": 1}
    )
    third.go_clear("r")
    yield call
    call = Call(
        "goclear_S384_other_initiator",
        "after GoClear the other side commits: ZRTPSess is renewed with the ZIDs of the exchange"
        " that made it, in the order of the roles there",
    )
    first = call.exchange(("S384", "AES3", "HS32", "DH3k", "B256"), flags=(2, 2))
    first.go_clear("i")
    call.exchange(
        ("S384", "AES3", "HS32", "Mult", "B256"),
        "B",
        session=first.renewed(),
        extra={"after_goclear_of": 0},
    )
    yield call


def further_algorithms():
    for codes in (
        "SKN2 2FS1 SK32 E255 B32 ",
        "SKN3 2FS3 SK64 X448 B256",
        "S256 2FS2 SK64 DH2k B32 ",
        "SKN3 AES2 HS80 DH3k B256",
    ):
        algorithms = tuple(codes[at : at + 4] for at in range(0, len(codes), 5))
        name = "_".join(code.strip() for code in algorithms)
        call = Call(name, "algorithms that no engine was recorded with together")
        call.exchange(
            algorithms,
            secrets=(
                {"rs1": secret("1"), "rs2": secret("2"), "pbx": secret("3")},
                {"rs1": secret("2"), "rs2": secret("1"), "pbx": secret("3")},
            ),
            flags=(1, 8),
        )
        yield call


def files():
    """Name and text of each file."""
    for family in (sha3, p521, preshared, go_clear, further_algorithms):
        for call in family():
            text = json.dumps(call.document(), indent=1, ensure_ascii=False) + "\n"
            yield "zrtp-exchanges/%s.json" % call.name, text
