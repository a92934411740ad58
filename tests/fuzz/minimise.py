"""Makes a body that fails smaller while it fails, as far as some seconds allow."""

from __future__ import annotations

import time
from collections.abc import Callable


def minimise(body: bytes, fails: Callable[[bytes], bool], seconds: float = 20.0) -> bytes:
    """Return a part of `body` for which `fails` is still true, after `seconds` of CPU at most.

    Pieces are taken out, from halves down to single bytes.
    """
    end = time.process_time() + seconds
    size = len(body) // 2
    while size and time.process_time() < end:
        body = _without(body, size, fails, end)
        size = min(size, len(body)) // 2
    return body


def _without(body: bytes, size: int, fails: Callable[[bytes], bool], end: float) -> bytes:
    """Take out every piece of `size` bytes that is not needed."""
    at = 0
    while at < len(body) and time.process_time() < end:
        shorter = body[:at] + body[at + size :]
        if fails(shorter):
            body = shorter
        else:
            at += size
    return body
