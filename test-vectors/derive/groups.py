"""The key agreements of RFC 6189 section 5.1.5, and X25519 and X448 (RFC 7748).

A key agreement has `public(private)` and `result(private, peer)`, both of octets.
"""


def _pi_times_two_to(bits):
    """The integer part of pi times a power of two, by Machin's formula."""
    guard = bits + 32
    one = 1 << guard

    def arctan_of_inverse(n):
        term = total = one // n
        k = 1
        while term:
            term //= n * n
            k += 2
            total += -(term // k) if k % 4 == 3 else term // k
        return total

    return 4 * (4 * arctan_of_inverse(5) - arctan_of_inverse(239)) >> 32


class Modp:
    """RFC 3526: p = 2^n - 2^(n-64) - 1 + 2^64 * ([2^(n-130) pi] + c), generator 2."""

    def __init__(self, bits, c):
        self.octets = bits // 8
        self.p = (1 << bits) - (1 << bits - 64) - 1 + ((_pi_times_two_to(bits - 130) + c) << 64)

    def public(self, private):
        return pow(2, int.from_bytes(private, "big"), self.p).to_bytes(self.octets, "big")

    def result(self, private, peer):
        power = pow(int.from_bytes(peer, "big"), int.from_bytes(private, "big"), self.p)
        return power.to_bytes(self.octets, "big")


class Curve:
    """A NIST curve y^2 = x^3 - 3x + b (FIPS 186-4 appendix D.1.2), cofactor 1."""

    def __init__(self, bits, p, b, x, y):
        self.octets = (bits + 7) // 8
        self.p, self.b, self.generator = p, b, (x, y)
        assert self._on_curve(self.generator)

    def _on_curve(self, point):
        x, y = point
        return (y * y - (x * x * x - 3 * x + self.b)) % self.p == 0

    def _add(self, one, other):
        if one is None or other is None:
            return one or other
        (x1, y1), (x2, y2) = one, other
        if x1 == x2:
            if (y1 + y2) % self.p == 0:
                return None
            slope = 3 * (x1 * x1 - 1) * pow(2 * y1, self.p - 2, self.p)
        else:
            slope = (y2 - y1) * pow(x2 - x1, self.p - 2, self.p)
        x = (slope * slope - x1 - x2) % self.p
        return x, (slope * (x1 - x) - y1) % self.p

    def _multiply(self, scalar, point):
        product = None
        for bit in bin(scalar)[2:]:
            product = self._add(product, product)
            if bit == "1":
                product = self._add(product, point)
        return product

    def public(self, private):
        x, y = self._multiply(int.from_bytes(private, "big"), self.generator)
        return x.to_bytes(self.octets, "big") + y.to_bytes(self.octets, "big")

    def result(self, private, peer):
        point = tuple(
            int.from_bytes(half, "big") for half in (peer[: self.octets], peer[self.octets :])
        )
        assert len(peer) == 2 * self.octets and self._on_curve(point)
        return self._multiply(int.from_bytes(private, "big"), point)[0].to_bytes(
            self.octets, "big"
        )


class Montgomery:
    """RFC 7748 section 5."""

    def __init__(self, bits, p, a24, base):
        self.bits, self.p, self.a24 = bits, p, a24
        self.octets = (bits + 7) // 8
        self.base = base.to_bytes(self.octets, "little")

    def _scalar(self, private):
        k = bytearray(private)
        if self.bits == 255:
            k[0] &= 248
            k[31] = k[31] & 127 | 64
        else:
            k[0] &= 252
            k[55] |= 128
        return int.from_bytes(k, "little")

    def result(self, private, peer):
        k, p = self._scalar(private), self.p
        x1 = int.from_bytes(peer, "little") % (1 << self.bits) % p
        x2, z2, x3, z3, swap = 1, 0, x1, 1, 0
        for t in reversed(range(self.bits)):
            bit = k >> t & 1
            if swap ^ bit:
                x2, x3, z2, z3 = x3, x2, z3, z2
            swap = bit
            a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
            aa, bb, da, cb = a * a % p, b * b % p, d * a % p, c * b % p
            x3, z3 = (da + cb) ** 2 % p, x1 * (da - cb) ** 2 % p
            e = aa - bb
            x2, z2 = aa * bb % p, e * (aa + self.a24 * e) % p
        if swap:
            x2, z2 = x3, z3
        return (x2 * pow(z2, p - 2, p) % p).to_bytes(self.octets, "little")

    def public(self, private):
        return self.result(private, self.base)


_P256 = 2**256 - 2**224 + 2**192 + 2**96 - 1
_P384 = 2**384 - 2**128 - 2**96 + 2**32 - 1
_P521 = 2**521 - 1

AGREEMENTS = {
    "DH2k": Modp(2048, 124476),
    "DH3k": Modp(3072, 1690314),
    "EC25": Curve(
        256,
        _P256,
        0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    ),
    "EC38": Curve(
        384,
        _P384,
        0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
        0xAA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB7,
        0x3617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F,
    ),
    "EC52": Curve(
        521,
        _P521,
        0x0051953EB9618E1C9A1F929A21A0B68540EEA2DA725B99B315F3B8B489918EF109E156193951EC7E937B1652C0BD3BB1BF073573DF883D2C34F1EF451FD46B503F00,
        0x00C6858E06B70404E9CD9E3ECB662395B4429C648139053FB521F828AF606B4D3DBAA14B5E77EFE75928FE1DC127A2FFA8DE3348B3C1856A429BF97E7E31C2E5BD66,
        0x011839296A789A3BC0045C8A5FB42C7D1BD998F54449579B446817AFBD17273E662C97EE72995EF42640C550B9013FAD0761353C7086A272C24088BE94769FD16650,
    ),
    "X255": Montgomery(255, 2**255 - 19, 121665, 9),
    "X448": Montgomery(448, 2**448 - 2**224 - 1, 39081, 5),
}
AGREEMENTS["E255"] = AGREEMENTS["X255"]
