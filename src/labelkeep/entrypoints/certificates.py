"""An own local certificate authority for ``--tls-self``: made once, kept in the home folder, known by fingerprint."""

import ipaddress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from labelkeep.core.clock import now

YEARS = 10
DAYS = 397
"""Longest life of a server certificate that browsers accept."""


def self_signed(folder: Path, host: str, *more: str) -> tuple[Path, Path]:
    """Return certificate chain and key files for ``host`` and more names, made when missing, near their end or too few.

    ``more`` is what browsers call the server where that is not the address that it listens on.
    """
    names = [host, *(name for name in dict.fromkeys(more) if name != host)]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    authority_key, authority = _authority(folder)
    chain, key_file = folder / f"{host.replace(':', '_')}.pem", folder / f"{host.replace(':', '_')}.key"
    if chain.exists() and _ends(chain) > now() + timedelta(days=30) and _names(chain) == set(names):
        return chain, key_file
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _signed(names, key, authority_key, authority)
    _write(key_file, _pem_key(key))
    _write(chain, _pem(certificate) + _pem(authority))
    return chain, key_file


def fingerprint(folder: Path) -> str:
    """Return the authority's SHA-256 fingerprint in pairs of hex digits, as browsers show it."""
    certificate = x509.load_pem_x509_certificate((folder / "authority.pem").read_bytes())
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _ends(chain: Path) -> datetime:
    return x509.load_pem_x509_certificate(chain.read_bytes()).not_valid_after_utc


def _names(chain: Path) -> set[str]:
    extension = x509.load_pem_x509_certificate(chain.read_bytes()).extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    )
    return {str(name.value) for name in extension.value}


def _authority(folder: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    file, key_file = folder / "authority.pem", folder / "authority.key"
    if file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101  we wrote it
        return key, x509.load_pem_x509_certificate(file.read_bytes())
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Labelkeep local authority")])
    made = (
        _builder(name, name, key.public_key(), timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signing=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(key_file, _pem_key(key))
    _write(file, _pem(made))
    return key, made


def _signed(
    names: list[str],
    key: ec.EllipticCurvePrivateKey,
    authority_key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    return (
        _builder(name, authority.subject, key.public_key(), timedelta(days=DAYS))
        .add_extension(x509.SubjectAlternativeName([_alternative(each) for each in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signing=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - timedelta(hours=1))
        .not_valid_after(now() + lasts)
    )


def _usage(*, signing: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signing, key_cert_sign=signing, crl_sign=signing, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _pem_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(file: Path, content: bytes) -> None:
    made = file.with_name(file.name + ".new")
    made.touch(mode=0o600)
    made.write_bytes(content)
    made.rename(file)
