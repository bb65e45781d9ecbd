"""The local network: phones give the camera only to encrypted pages, so the service signs a certificate for itself."""

import os
import socket
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

CERTIFICATE_LASTS = timedelta(days=365)
ELSEWHERE = ("192.0.2.1", 9)
"""An address of documentation (RFC 5737): asking for the way there sends nothing and tells our own address."""


def own_address() -> str:
    """Give this machine's address on the local network, or 127.0.0.1 where there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(ELSEWHERE)
        except OSError:
            return "127.0.0.1"
        address: str = probe.getsockname()[0]
        return address


def certificate_for(address: str, folder: Path, now: datetime) -> Path:
    """Give a PEM file with certificate and key for an address; make it when there is none that is still good."""
    path = folder / f"lan-{address}.pem"
    if path.exists() and x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc > now:
        return path
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Mangrove AR on the local network")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + CERTIFICATE_LASTS)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(certificate.public_bytes(Encoding.PEM) + private)
    return path
