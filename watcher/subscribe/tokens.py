"""Signed words for links: nobody else can make one, and those that end, end. Pure."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import datetime
from hashlib import sha256

from watcher.errors import LinkError
from watcher.wording.text import text

SIGNATURE = 16
"""Bytes: 128 bits."""
LONGEST = 4000
"""Characters that are looked at; ours are far shorter."""


def sign(key: str, purpose: str, subject: str, ends: datetime | None = None) -> str:
    """Return a token for one purpose; it is never good for another. Without an end it is good for ever."""
    body = json.dumps([purpose, subject, int(ends.timestamp()) if ends else 0], ensure_ascii=False).encode()
    return f"{_text(body)}.{_text(_signature(key, body))}"


def read(key: str, purpose: str, token: str, now: datetime) -> str:
    """Return the subject of a token. Raises `LinkError` for one that is not ours, not for this, or over."""
    body, _, signature = token.partition(".")
    try:
        signed, given = _bytes(body), _bytes(signature)
    except (NotBase64, ValueError):
        signed, given = b"", b""
    if len(token) > LONGEST or not hmac.compare_digest(_signature(key, signed), given):
        raise LinkError(text("This link is not one of ours: perhaps a part of it was lost on the way."))
    meant, subject, ends = json.loads(signed)
    if meant != purpose:
        raise LinkError(text("This link is for something else."))
    if ends and now.timestamp() > ends:
        raise LinkError(text("This link has expired."), expired=True)
    return str(subject)


def _signature(key: str, body: bytes) -> bytes:
    return hmac.new(key.encode(), b"link " + body, sha256).digest()[:SIGNATURE]


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(encoded: str) -> bytes:
    return urlsafe_b64decode(encoded.encode("ascii") + b"=" * (-len(encoded) % 4))
