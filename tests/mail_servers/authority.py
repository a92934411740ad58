"""A private authority, and the certificate that it gives to 127.0.0.1."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """What clients trust, and what servers show."""

    authority: Path
    certificate: Path
    key: Path


def certificates(folder: Path) -> Certificates:
    """Make them."""
    made = Certificates(
        authority=folder / "authority.crt", certificate=folder / "server.crt", key=folder / "server.key"
    )
    trusted = folder / "authority.key"
    _openssl(f"req -x509 {_KEY} -subj /CN=authority -keyout {trusted} -out {made.authority}")
    request, names = folder / "server.csr", folder / "server.names"
    names.write_text("subjectAltName=IP:127.0.0.1\n")
    _openssl(f"req {_KEY} -subj /CN=loopback -keyout {made.key} -out {request}".replace("-days 2 ", ""))
    _openssl(
        f"x509 -req -in {request} -CA {made.authority} -CAkey {trusted} -CAcreateserial -days 2"
        f" -extfile {names} -out {made.certificate}"
    )
    return made


def _openssl(arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], check=True, capture_output=True)
