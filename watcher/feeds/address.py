"""The address of a watch's feed: signed, so that nobody guesses that of another. Pure, but for its key."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from watcher.store.port import Reader, Store

_KEY = "feeds:key"
_LENGTH = 32
"""Hexadecimal digits of a signature: 128 bits."""


async def make_key(store: Store) -> None:
    """Make the key that addresses are signed with, where there is none yet. Raises `StoreError`."""
    await store.put_new(_KEY, secrets.token_hex(32))


async def key_of(store: Reader) -> str | None:
    """Return the key, None before the service first ran."""
    return await store.get(_KEY)


def path_of(key: str, watch_id: int) -> str:
    """Return the path of a watch's feed."""
    return f"/feeds/{watch_id}-{_signature(key, watch_id)}.atom"


def watch_of(key: str, token: str) -> int | None:
    """Return the watch that a token of an address was made for, None where it was not made by us."""
    number, _, signature = token.partition("-")
    if not (number.isascii() and number.isdecimal() and len(number) < 16):
        return None
    expected = _signature(key, int(number)).encode()
    return int(number) if hmac.compare_digest(expected, signature.encode()) else None


def _signature(key: str, watch_id: int) -> str:
    return hmac.new(key.encode(), f"feed {watch_id}".encode(), hashlib.sha256).hexdigest()[:_LENGTH]
