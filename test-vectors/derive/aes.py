"""AES (FIPS 197), counter keystream and GCM (NIST SP 800-38D), for clarity and not for speed."""


def _xtime(a):
    return (a << 1) ^ (0x11B if a & 0x80 else 0)


def _multiply(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = _xtime(a), b >> 1
    return product


def _sbox():
    """The S-box of FIPS 197 section 5.1.1: inverse in GF(2^8), then the affine map."""
    box = []
    for value in range(256):
        inverse = next((x for x in range(256) if _multiply(value, x) == 1), 0)
        result = 0x63
        for turn in range(5):
            result ^= ((inverse << turn) | (inverse >> (8 - turn))) & 0xFF
        box.append(result)
    return box


SBOX = _sbox()


def expand_key(key):
    """The round keys of FIPS 197 section 5.2, each 16 octets."""
    words = [list(key[i : i + 4]) for i in range(0, len(key), 4)]
    nk, rounds, rcon = len(words), len(words) + 6, 1
    for i in range(nk, 4 * (rounds + 1)):
        word = list(words[-1])
        if i % nk == 0:
            word = [SBOX[b] for b in word[1:] + word[:1]]
            word[0] ^= rcon
            rcon = _xtime(rcon)
        elif nk > 6 and i % nk == 4:
            word = [SBOX[b] for b in word]
        words.append([a ^ b for a, b in zip(word, words[i - nk])])
    return [sum(words[i : i + 4], []) for i in range(0, len(words), 4)]


def _mix_column(column):
    total = column[0] ^ column[1] ^ column[2] ^ column[3]
    return [column[i] ^ total ^ _xtime(column[i] ^ column[(i + 1) % 4]) for i in range(4)]


class Aes:
    """One AES key of 16, 24 or 32 octets."""

    block_octets = 16

    def __init__(self, key):
        if len(key) not in (16, 24, 32):
            raise ValueError("AES key of %d octets" % len(key))
        self.round_keys = expand_key(key)

    def encrypt(self, block):
        """Encrypts 16 octets (FIPS 197 section 5.1)."""
        state = [a ^ b for a, b in zip(block, self.round_keys[0])]
        for number, round_key in enumerate(self.round_keys[1:], 1):
            state = [SBOX[b] for b in state]
            state = [state[(i + 4 * (i % 4)) % 16] for i in range(16)]  # ShiftRows, column order
            if number < len(self.round_keys) - 1:
                state = sum((_mix_column(state[i : i + 4]) for i in range(0, 16, 4)), [])
            state = [a ^ b for a, b in zip(state, round_key)]
        return bytes(state)


def xor(a, b):
    """The octetwise sum of two strings, as long as the shorter."""
    return bytes(x ^ y for x, y in zip(a, b))


def counter_keystream(cipher, first_counter, octets):
    """Keystream from successive encryptions of a 128-bit number and its followers modulo 2^128."""
    stream = b""
    while len(stream) < octets:
        stream += cipher.encrypt((first_counter % (1 << 128)).to_bytes(16, "big"))
        first_counter += 1
    return stream[:octets]


_GHASH_R = 0xE1 << 120


def _ghash_multiply(x, y):
    z = 0
    for bit in range(127, -1, -1):
        if (x >> bit) & 1:
            z ^= y
        y = (y >> 1) ^ (_GHASH_R if y & 1 else 0)
    return z


def _pad16(octets):
    return octets + bytes(-len(octets) % 16)


def gcm_encrypt(key, iv, aad, plaintext, tag_octets=16):
    """Ciphertext followed by the tag, for a 96-bit IV (SP 800-38D section 7.1)."""
    if len(iv) != 12:
        raise ValueError("only 96-bit IVs are needed here")
    cipher = Aes(key)
    h = int.from_bytes(cipher.encrypt(bytes(16)), "big")
    j0 = int.from_bytes(iv + b"\0\0\0\1", "big")
    ciphertext = xor(plaintext, counter_keystream(cipher, j0 + 1, len(plaintext)))
    lengths = (8 * len(aad)).to_bytes(8, "big") + (8 * len(ciphertext)).to_bytes(8, "big")
    hashed, data = 0, _pad16(aad) + _pad16(ciphertext) + lengths
    for i in range(0, len(data), 16):
        hashed = _ghash_multiply(hashed ^ int.from_bytes(data[i : i + 16], "big"), h)
    tag = xor(hashed.to_bytes(16, "big"), cipher.encrypt(j0.to_bytes(16, "big")))
    return ciphertext + tag[:tag_octets]
