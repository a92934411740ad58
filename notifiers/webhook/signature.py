"""The signature of a request, as https://www.standardwebhooks.com says. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac

PREFIX = "whsec_"


def key_of(secret: str) -> bytes:
    """Return the bytes to sign with. Raises `ValueError` where what stands behind `whsec_` is not base64."""
    if secret.startswith(PREFIX):
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    return secret.encode()


def headers(key: str, body: bytes, secret: str, now: int) -> dict[str, str]:
    """Return the headers that name, date and sign a body; `now` in seconds since 1970.

    `key` is the same for every attempt at one message, so it also serves whoever keeps `Idempotency-Key`s.
    """
    signed = f"{key}.{now}.".encode() + body
    digest = hmac.new(key_of(secret), signed, hashlib.sha256).digest()
    return {
        "webhook-id": key,
        "webhook-timestamp": str(now),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
        "Idempotency-Key": f'"{key}"',
    }
