"""Skein-512 hash and MAC ("The Skein Hash Function Family", version 1.3, October 2010)."""

_MASK = (1 << 64) - 1
_C240 = 0x1BD11BDAA9FC1A22
_ROTATIONS = (
    (46, 36, 19, 37),
    (33, 27, 14, 42),
    (17, 49, 36, 39),
    (44, 9, 54, 56),
    (39, 30, 34, 24),
    (13, 50, 10, 17),
    (25, 29, 39, 43),
    (8, 35, 56, 22),
)
_PERMUTATION = (2, 1, 4, 7, 6, 5, 0, 3)

# Table 6: block types.
_KEY, _CONFIGURATION, _MESSAGE, _OUTPUT = 0, 4, 48, 63


def _threefish512(key, tweak, plaintext):
    """Section 3.3; key, tweak and plaintext are lists of 64-bit words."""
    k = list(key) + [_C240]
    for word in key:
        k[8] ^= word
    t = list(tweak) + [tweak[0] ^ tweak[1]]
    v = list(plaintext)
    for number in range(72):
        if number % 4 == 0:
            v = _add_subkey(v, k, t, number // 4)
        rotations = _ROTATIONS[number % 8]
        for j in range(4):
            x0, x1 = v[2 * j], v[2 * j + 1]
            y0 = (x0 + x1) & _MASK
            v[2 * j] = y0
            v[2 * j + 1] = ((x1 << rotations[j] | x1 >> (64 - rotations[j])) & _MASK) ^ y0
        v = [v[_PERMUTATION[i]] for i in range(8)]
    return _add_subkey(v, k, t, 18)


def _add_subkey(v, k, t, s):
    subkey = [k[(s + i) % 9] for i in range(8)]
    subkey[5] += t[s % 3]
    subkey[6] += t[(s + 1) % 3]
    subkey[7] += s
    return [(a + b) & _MASK for a, b in zip(v, subkey)]


def _words(octets):
    return [int.from_bytes(octets[i : i + 8], "little") for i in range(0, 64, 8)]


def _ubi(chain, message, kind):
    """Section 3.4: unique block iteration with the given block type."""
    blocks = max(1, (len(message) + 63) // 64)
    padded = message + bytes(64 * blocks - len(message))
    for i in range(blocks):
        position = min(len(message), 64 * (i + 1))
        tweak_high = kind << 56
        if i == 0:
            tweak_high |= 1 << 62
        if i == blocks - 1:
            tweak_high |= 1 << 63
        block = _words(padded[64 * i : 64 * (i + 1)])
        encrypted = _threefish512(chain, [position & _MASK, tweak_high], block)
        chain = [a ^ b for a, b in zip(encrypted, block)]
    return chain


def skein512(message, output_octets, key=b""):
    """Skein-512 of a message; with a key it is Skein-512-MAC (sections 3.5 and 2.6)."""
    chain = [0] * 8
    if key:
        chain = _ubi(chain, key, _KEY)
    configuration = b"SHA3" + (1).to_bytes(2, "little") + bytes(2)
    configuration += (8 * output_octets).to_bytes(8, "little") + bytes(16)
    chain = _ubi(chain, configuration, _CONFIGURATION)
    chain = _ubi(chain, message, _MESSAGE)
    output, counter = b"", 0
    while len(output) < output_octets:
        words = _ubi(chain, counter.to_bytes(8, "little"), _OUTPUT)
        output += b"".join(word.to_bytes(8, "little") for word in words)
        counter += 1
    return output[:output_octets]
