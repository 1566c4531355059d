#!/usr/bin/env python3
"""Records SAS signatures made by GnuPG and OpenSSL, and damaged ones made from them.

    python3 sas_signature.py     writes sas-signature/recorded.json

Needs gpg 2.2 or newer, openssl 3 and Python 3.8. Keys are made for one run and thrown away, and ECDSA
draws random numbers, so every run writes other octets: the file in the tree is a recording.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

VECTORS = Path(__file__).resolve().parent.parent / "src/main/resources/org/aparte/vectors"
SAS_HASH = hashlib.shake_256(b"aparte sashash").digest(32)
OTHER_HASH = hashlib.shake_256(b"aparte another sashash").digest(32)
URI = "https://example.org/k.pgp"
VERSIONS = {}


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, **options).stdout


def padded(octets):
    return octets + bytes(-len(octets) % 4)


def vector(identifier, method, block, expected, sas_hash=SAS_HASH, kind="PGP ", comment=None, **more):
    section = {"PGP ": "7.2.1", "X509": "7.2.2"}.get(kind, "5.1.7")
    result = {
        "id": identifier,
        "source": {"document": "RFC 6189", "section": section, "official": False, "method": method},
    }
    if comment:
        result["comment"] = comment
    if "failure" in expected:
        result["result"] = "invalid"
    result["inputs"] = {"type": kind, "sas_hash": sas_hash.hex(), "block": block.hex(), **more}
    result["expected"] = expected
    return result


class Pgp:
    """Keys and signatures of gpg, in a home folder of its own."""

    def __init__(self, folder):
        self.home = folder / "gnupg"
        self.home.mkdir(mode=0o700)
        self.document = folder / "sashash"
        VERSIONS["gpg"] = self.gpg("--version").decode().splitlines()[0].replace("gpg (GnuPG)", "GnuPG")

    def gpg(self, *arguments):
        return run("gpg", "--homedir", str(self.home), "--batch", "--pinentry-mode", "loopback", "--quiet", *arguments)

    def key(self, algorithm, subkey=None):
        name = f"{algorithm}{'-subkey' if subkey else ''}@example.org"
        usage = "cert" if subkey else "sign"
        self.gpg("--passphrase", "", "--quick-gen-key", name, algorithm, usage, "never")
        fingerprint = self.fingerprints(name)[0]
        if subkey:
            self.gpg("--passphrase", "", "--quick-add-key", fingerprint, subkey, "sign", "never")
        return name, self.fingerprints(name)[-1], self.gpg("--export", name)

    def fingerprints(self, name):
        listing = self.gpg("--with-colons", "--list-keys", name).decode()
        return re.findall(r"^fpr:+([0-9A-F]+):", listing, re.M)

    def sign(self, name, digest, *options, uri=URI, octets=SAS_HASH):
        self.document.write_bytes(octets)
        if uri:
            options = ("--sig-keyserver-url", uri, *options)
        return self.gpg(
            *("-u", name, "--digest-algo", digest, *options, "-o", "-", "--detach-sign"),
            str(self.document),
        )


def pgp_vectors(folder):
    pgp = Pgp(folder)
    method = VERSIONS["gpg"] + ": --detach-sign --sig-keyserver-url, by test-vectors/derive/sas_signature.py"
    changed = method + ", then changed"
    keys = {}
    for algorithm, digest in (
        ("nistp256", "SHA256"),
        ("nistp384", "SHA384"),
        ("dsa2048", "SHA256"),
        ("dsa3072", "SHA384"),
        ("rsa2048", "SHA512"),
    ):
        name, fingerprint, public = keys[algorithm] = pgp.key(algorithm)
        yield vector(
            f"pgp-{algorithm}-{digest.lower()}",
            method,
            padded(pgp.sign(name, digest)),
            {"signer": fingerprint.lower(), "key_server_uri": URI},
            pgp_key=public.hex(),
        )
    name, fingerprint, public = pgp.key("rsa2048", "nistp256/ecdsa")
    yield vector(
        "pgp-subkey",
        method,
        padded(pgp.sign(name, "SHA256")),
        {"signer": fingerprint.lower(), "key_server_uri": URI},
        pgp_key=public.hex(),
        comment="signed by a subkey; the primary key may only certify",
    )

    name, fingerprint, public = keys["nistp256"]
    good = pgp.sign(name, "SHA256")
    assert good[0] == 0x88 and good[1] == len(good) - 2

    def refused(identifier, block, failure, how=method, key=public, **more):
        return vector(identifier, how, block, {"failure": failure}, pgp_key=key.hex(), **more)

    # The same packet with a header of the new format.
    yield vector(
        "pgp-new-format",
        changed,
        padded(bytes([0xC2]) + good[1:]),
        {"signer": fingerprint.lower(), "key_server_uri": URI},
        pgp_key=public.hex(),
        comment="a packet header of the new format",
    )
    yield refused("pgp-other-sashash", padded(good), "does-not-fit", sas_hash=OTHER_HASH)
    yield refused(
        "pgp-other-key",
        padded(good),
        "unknown-key",
        key=keys["nistp384"][2],
        comment="the key that is at hand is not the one that the signature names",
    )
    yield refused("pgp-no-uri", padded(pgp.sign(name, "SHA256", uri=None)), "no-key-server-uri")
    rsa = keys["rsa2048"]
    yield refused(
        "pgp-sha1",
        padded(pgp.sign(rsa[0], "SHA1")),
        "unsupported-hash",
        key=rsa[2],
        comment="section 7.2 forbids SHA-1; the signature itself is right",
    )
    yield refused("pgp-text", padded(pgp.sign(name, "SHA256", "--textmode")), "unsupported-form")
    ed_name, _, ed_public = pgp.key("ed25519")
    yield refused(
        "pgp-ed25519", padded(pgp.sign(ed_name, "SHA256")), "unsupported-algorithm", key=ed_public
    )
    small_name, _, small_public = pgp.key("dsa1024")
    yield refused(
        "pgp-dsa1024", padded(pgp.sign(small_name, "SHA256")), "unsupported-key-size", key=small_public
    )
    armored = pgp.sign(name, "SHA256", "--armor")
    yield refused("pgp-radix-64", padded(armored), "malformed")
    yield refused("pgp-two-packets", padded(good + good), "malformed", changed)
    yield refused("pgp-word-of-zeros", padded(good) + bytes(4), "malformed", changed)
    uneven = good if len(good) % 4 else pgp.sign(name, "SHA256", uri=URI + "1")
    broken = bytearray(padded(uneven))
    broken[-1] = 1
    yield refused("pgp-padding", bytes(broken), "malformed", changed, comment="the padding is not zero")
    last = bytearray(good)
    last[-1] ^= 1
    yield refused("pgp-changed-s", padded(bytes(last)), "does-not-fit", changed)
    yield refused("pgp-empty", b"", "malformed", "nothing")
    run("gpgconf", "--homedir", str(pgp.home), "--kill", "gpg-agent")


def der_integers(der):
    """r and s of a DER signature."""
    assert der[0] == 0x30 and der[1] == len(der) - 2 and der[2] == 2
    r = der[4 : 4 + der[3]]
    assert der[4 + der[3]] == 2
    return int.from_bytes(r, "big"), int.from_bytes(der[6 + der[3] :], "big")


class X509:
    """A key, its self-signed certificate, and its signatures, by openssl."""

    def __init__(self, folder, name, key_options, digest, extensions=()):
        self.key = folder / f"{name}.key"
        self.digest = digest
        run("openssl", "genpkey", *key_options, "-out", str(self.key))
        options = [option for extension in extensions for option in ("-addext", extension)]
        self.certificate = run(
            *("openssl", "req", "-new", "-x509", "-key", str(self.key), "-subj", f"/CN={name}"),
            *("-days", "36500", f"-{digest}", "-outform", "DER", *options),
        )
        spki = run("openssl", "pkey", "-in", str(self.key), "-pubout", "-outform", "DER")
        self.key_id = hashlib.sha256(spki).hexdigest()

    def sign(self, digest=None):
        return run(
            "openssl", "dgst", f"-{digest or self.digest}", "-sign", str(self.key), input=SAS_HASH
        )

    def block(self, width, digest=None):
        r, s = der_integers(self.sign(digest))
        return padded(self.certificate) + r.to_bytes(width, "big") + s.to_bytes(width, "big")


def ec(curve):
    return ("-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve}")


def x509_vectors(folder):
    VERSIONS["openssl"] = " ".join(run("openssl", "version").decode().split()[:2])
    method = VERSIONS["openssl"] + ": req -x509, dgst -sign, by test-vectors/derive/sas_signature.py"
    changed = method + ", then changed"
    p256 = None
    # Its length varies by some octets; one is wanted that has to be padded.
    while p256 is None or len(p256.certificate) % 4 == 0:
        p256 = X509(folder, "alice", ec("P-256"), "sha256", ["keyUsage=critical,digitalSignature"])
    p384 = X509(folder, "bob", ec("P-384"), "sha384")
    for name, signer, width in (("p256", p256, 32), ("p384", p384, 48)):
        yield vector(
            f"x509-{name}", method, signer.block(width), {"signer": signer.key_id}, kind="X509"
        )
    r = s = 1 << 255
    while r >> 248:
        r, s = der_integers(p256.sign())
    yield vector(
        "x509-leading-zeros",
        method,
        padded(p256.certificate) + r.to_bytes(32, "big") + s.to_bytes(32, "big"),
        {"signer": p256.key_id},
        kind="X509",
        comment="r begins with a zero octet, which is not truncated (section 7.2.2)",
    )

    def refused(identifier, block, failure, how=method, **more):
        return vector(identifier, how, block, {"failure": failure}, kind="X509", **more)

    good = p256.block(32)
    certificate = padded(p256.certificate)
    yield refused("x509-other-sashash", good, "does-not-fit", sas_hash=OTHER_HASH)
    yield refused(
        "x509-untrusted",
        good,
        "unknown-key",
        trusted=False,
        comment="all is right but the app's trust",
    )
    yield refused("x509-other-hash", p256.block(32, "sha384"), "does-not-fit")
    yield refused(
        "x509-zero", certificate + bytes(64), "does-not-fit", changed, comment="CVE-2022-21449"
    )
    yield refused("x509-der-signature", certificate + padded(p256.sign()), "malformed")
    yield refused("x509-certificate-only", certificate, "malformed")
    yield refused("x509-wrong-width", certificate + bytes(96), "malformed", changed)
    broken = bytearray(good)
    broken[len(certificate) - 1] = 1
    yield refused("x509-padding", bytes(broken), "malformed", changed, comment="the padding is not zero")
    pem = b"-----BEGIN CERTIFICATE-----\n"
    yield refused("x509-pem", padded(pem) + good, "malformed", changed)
    p521 = X509(folder, "carol", ec("P-521"), "sha512")
    yield refused(
        "x509-p521",
        padded(p521.certificate) + bytes([1]) * 136,
        "unsupported-algorithm",
        comment="the curve is none of section 7.2.2; r and s are arbitrary",
    )
    p224 = X509(folder, "dave", ec("P-224"), "sha256")
    yield refused("x509-p224", p224.block(28), "unsupported-algorithm")
    rsa = X509(
        folder, "erin", ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"), "sha256"
    )
    yield refused("x509-rsa", padded(rsa.certificate) + rsa.sign(), "unsupported-algorithm")
    agreement = X509(folder, "frank", ec("P-256"), "sha256", ["keyUsage=critical,keyAgreement"])
    yield refused("x509-key-usage", agreement.block(32), "key-may-not-sign")
    yield vector(
        "unknown-type", changed, good, {"failure": "unsupported-type"}, kind="SPKI",
        comment="a signature type block that section 5.1.7 does not have",
    )


def main():
    os.environ["LC_ALL"] = "C"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vectors = [*pgp_vectors(folder), *x509_vectors(folder)]
    document = {
        "$schema": "../schema/sas-signature.schema.json",
        "kind": "sas-signature",
        "title": "SAS signatures as GnuPG and OpenSSL make them, and some that are none",
        "vectors": vectors,
    }
    path = VECTORS / "sas-signature/recorded.json"
    path.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{path.name}: {len(vectors)} vectors by {', '.join(VERSIONS.values())}")


if __name__ == "__main__":
    sys.exit(main())
