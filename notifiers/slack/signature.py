"""Whether a request comes from Slack: its v0 signature over the raw body. Pure.

https://docs.slack.dev/authentication/verifying-requests-from-slack/
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

WINDOW = 300
"""Seconds that a request may be old, or ahead of our clock."""


def is_from_slack(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> bool:
    """Tell whether `body`, as it came, was signed with the app's signing secret within the last minutes."""
    stamp, given = headers.get("X-Slack-Request-Timestamp", ""), headers.get("X-Slack-Signature", "")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 16) or abs(now - int(stamp)) > WINDOW:
        return False
    return hmac.compare_digest(sign(int(stamp), body, secret).encode(), given.encode())


def sign(stamp: int, body: bytes, secret: str) -> str:
    """Return the signature of a body that was sent at `stamp`, in seconds since 1970."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
