"""HTTP mode: what Slack posts to us, let in where it is signed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from notifiers.secret import Secret
from notifiers.slack.signature import is_from_slack


@dataclass(frozen=True, slots=True)
class Admission:
    """What Slack is answered."""

    status: int
    text: str = ""


class Door:
    """Checks requests and hands their payloads to `take`, which must return within three seconds."""

    def __init__(
        self,
        secret: Secret,
        take: Callable[[Mapping[str, Any]], Awaitable[None]],
        clock: Callable[[], datetime],
    ) -> None:
        self._secret = secret
        self._take = take
        self._clock = clock

    async def admit(self, headers: Mapping[str, str], body: bytes) -> Admission:
        """Take one request: its headers, and its body as it came. Raises `StoreError`."""
        if not is_from_slack(headers, body, self._secret.reveal(), self._clock().timestamp()):
            return Admission(401, "not signed by Slack, or too long ago")
        try:
            payload = _payload(headers.get("Content-Type", ""), body.decode())
        except (ValueError, AttributeError):
            return Admission(400, "not readable")
        if payload.get("type") == "url_verification":
            return Admission(200, str(payload.get("challenge", "")))
        await self._take(payload)
        return Admission(200)


def _payload(content_type: str, body: str) -> Mapping[str, Any]:
    """Read JSON (events), a form (commands), or JSON in a form (interactions). Raises `ValueError`."""
    if content_type.partition(";")[0].strip().casefold() == "application/json":
        return _object(body)
    form = dict(parse_qsl(body, keep_blank_values=True))
    return _object(form["payload"]) if "payload" in form else form


def _object(text: str) -> Mapping[str, Any]:
    return dict(json.loads(text).items())
