"""Twofish ("Twofish: A 128-Bit Block Cipher", Schneier et al., June 1998), from the paper."""

# Section 4.3.5: the four-bit tables of the permutations q0 and q1.
_T = (
    (
        (0x8, 0x1, 0x7, 0xD, 0x6, 0xF, 0x3, 0x2, 0x0, 0xB, 0x5, 0x9, 0xE, 0xC, 0xA, 0x4),
        (0xE, 0xC, 0xB, 0x8, 0x1, 0x2, 0x3, 0x5, 0xF, 0x4, 0xA, 0x6, 0x7, 0x0, 0x9, 0xD),
        (0xB, 0xA, 0x5, 0xE, 0x6, 0xD, 0x9, 0x0, 0xC, 0x8, 0xF, 0x3, 0x2, 0x4, 0x7, 0x1),
        (0xD, 0x7, 0xF, 0x4, 0x1, 0x2, 0x6, 0xE, 0x9, 0xB, 0x3, 0x0, 0x8, 0x5, 0xC, 0xA),
    ),
    (
        (0x2, 0x8, 0xB, 0xD, 0xF, 0x7, 0x6, 0xE, 0x3, 0x1, 0x9, 0x4, 0x0, 0xA, 0xC, 0x5),
        (0x1, 0xE, 0x2, 0xB, 0x4, 0xC, 0x3, 0x7, 0x6, 0xD, 0xA, 0x5, 0xF, 0x9, 0x0, 0x8),
        (0x4, 0xC, 0x7, 0x5, 0x1, 0x6, 0x9, 0xA, 0x0, 0xE, 0xD, 0x8, 0x2, 0xB, 0x3, 0xF),
        (0xB, 0x9, 0x5, 0x1, 0xC, 0x3, 0xD, 0xE, 0x6, 0x4, 0x7, 0xF, 0x2, 0x0, 0x8, 0xA),
    ),
)

_MDS = (
    (0x01, 0xEF, 0x5B, 0x5B),
    (0x5B, 0xEF, 0xEF, 0x01),
    (0xEF, 0x5B, 0x01, 0xEF),
    (0xEF, 0x01, 0xEF, 0x5B),
)
_MDS_POLYNOMIAL = 0x169

_RS = (
    (0x01, 0xA4, 0x55, 0x87, 0x5A, 0x58, 0xDB, 0x9E),
    (0xA4, 0x56, 0x82, 0xF3, 0x1E, 0xC6, 0x68, 0xE5),
    (0x02, 0xA1, 0xFC, 0xC1, 0x47, 0xAE, 0x3D, 0x19),
    (0xA4, 0x55, 0x87, 0x5A, 0x58, 0xDB, 0x9E, 0x03),
)
_RS_POLYNOMIAL = 0x14D


def _multiply(a, b, polynomial):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a <<= 1
        if a & 0x100:
            a ^= polynomial
        b >>= 1
    return product


def _ror4(x):
    return ((x >> 1) | (x << 3)) & 0xF


def _q(table, x):
    """Section 4.3.5, equations for a0, b0 to a4, b4."""
    t0, t1, t2, t3 = _T[table]
    a, b = x >> 4, x & 0xF
    a, b = a ^ b, a ^ _ror4(b) ^ (8 * a & 0xF)
    a, b = t0[a], t1[b]
    a, b = a ^ b, a ^ _ror4(b) ^ (8 * a & 0xF)
    a, b = t2[a], t3[b]
    return b << 4 | a


_Q = tuple(tuple(_q(table, x) for x in range(256)) for table in (0, 1))
# Which q meets octet 0..3 at each stage of h, Figure 2: the last stage first.
_STAGES = ((1, 0, 1, 0), (0, 0, 1, 1), (0, 1, 0, 1), (1, 1, 0, 0), (1, 0, 0, 1))


def _h(x, words):
    """The function h of section 4.3.2; x and the words are octets, least significant first."""
    y = list(x)
    for stage in range(len(words), 0, -1):
        y = [_Q[_STAGES[stage][i]][y[i]] ^ words[stage - 1][i] for i in range(4)]
    y = [_Q[_STAGES[0][i]][y[i]] for i in range(4)]
    z = 0
    for row in range(4):
        total = 0
        for column in range(4):
            total ^= _multiply(_MDS[row][column], y[column], _MDS_POLYNOMIAL)
        z |= total << (8 * row)
    return z


def _rol(x, n):
    return ((x << n) | (x >> (32 - n))) & 0xFFFFFFFF


class Twofish:
    """One Twofish key of 16, 24 or 32 octets."""

    block_octets = 16

    def __init__(self, key):
        k = len(key) // 8
        if len(key) not in (16, 24, 32):
            raise ValueError("Twofish key of %d octets" % len(key))
        even = [key[8 * i : 8 * i + 4] for i in range(k)]
        odd = [key[8 * i + 4 : 8 * i + 8] for i in range(k)]
        self._s = []
        for i in range(k - 1, -1, -1):
            chunk = key[8 * i : 8 * i + 8]
            word = []
            for row in _RS:
                total = 0
                for factor, octet in zip(row, chunk):
                    total ^= _multiply(factor, octet, _RS_POLYNOMIAL)
                word.append(total)
            self._s.append(bytes(word))
        self._k = []
        for i in range(20):
            a = _h(bytes([2 * i]) * 4, even)
            b = _rol(_h(bytes([2 * i + 1]) * 4, odd), 8)
            self._k.append((a + b) & 0xFFFFFFFF)
            self._k.append(_rol((a + 2 * b) & 0xFFFFFFFF, 9))

    def _g(self, x):
        return _h(x.to_bytes(4, "little"), self._s)

    def encrypt(self, block):
        """Encrypts 16 octets (section 4.1)."""
        r = [int.from_bytes(block[4 * i : 4 * i + 4], "little") ^ self._k[i] for i in range(4)]
        for turn in range(16):
            t0, t1 = self._g(r[0]), self._g(_rol(r[1], 8))
            f0 = (t0 + t1 + self._k[2 * turn + 8]) & 0xFFFFFFFF
            f1 = (t0 + 2 * t1 + self._k[2 * turn + 9]) & 0xFFFFFFFF
            r = [_rol(r[2] ^ f0, 31), _rol(r[3], 1) ^ f1, r[0], r[1]]
        r = [r[2], r[3], r[0], r[1]]  # the last swap is undone
        return b"".join((r[i] ^ self._k[i + 4]).to_bytes(4, "little") for i in range(4))
