"""One receiver of webhooks."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from notifiers.guard import Guard, GuardedResolver, literal
from notifiers.measure import utf8_bytes
from notifiers.port import DeliveryError, Limits, Message, Part, Rate, Receipt, Refused, Rejected
from notifiers.webhook import options as webhook_options
from notifiers.webhook import signature
from notifiers.webhook.failures import broken, failure

LARGEST = 500_000
"""Bytes of a body; half of what many servers take."""
CONNECT_TIMEOUT = 10.0
"""Seconds."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Webhook:
    """Posts what the template wrote, signed. Follows no redirect, which could lead anywhere.

    Each call has a connection of its own: a kept one that is closed as we write makes every outcome unknown.
    """

    kind = "webhook"
    parts: Mapping[str, Part] = MappingProxyType({"body": Part("json", LARGEST, utf8_bytes)})
    Options = webhook_options.Options

    def __init__(
        self,
        options: webhook_options.Options,
        *,
        clock: Callable[[], datetime] = _utc_now,
        resolver: AbstractResolver | None = None,
        guard: Guard | None = None,
    ) -> None:
        self._options = options
        self._clock = clock
        self._resolver = resolver
        self._guard = guard or Guard(allow_private=options.allow_private)

    def limits(self, to: str) -> Limits:  # noqa: ARG002 - the options say where to
        """Return what the options say of the receiver."""
        return Limits(
            account=Rate(f"webhook:{self._options.url.fingerprint}", self._options.per_minute, 60.0)
        )

    async def send(self, to: str, message: Message) -> Receipt:  # noqa: ARG002 - the options say where to
        """Post the message once. Any 2xx is a receipt."""
        body = _compact(message.parts["body"])
        url = URL(self._options.url.reveal())
        ip = literal(url.host or "")
        if ip is not None and not self._guard.allows(ip):
            raise _inside(url.host or "")
        signed = signature.headers(
            message.key, body, self._options.secret.reveal(), int(self._clock().timestamp())
        )
        headers = {"Content-Type": "application/json", "User-Agent": "watcher", **signed}
        try:
            async with (
                self._session() as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                status, answered = answer.status, answer.headers
        except DeliveryError:
            raise
        except Exception as error:  # noqa: BLE001 - the port promises a DeliveryError, nothing else
            raise broken(error) from None
        if not 200 <= status < 300:
            raise failure(status, answered, self._clock())
        return Receipt()

    async def find(self, to: str, key: str) -> Receipt | None:  # noqa: ARG002 - part of the port
        """Return None: nothing is read back. The receiver knows a repeat by its `webhook-id`."""
        return None

    async def close(self) -> None:
        """Do nothing: no connection is kept."""

    def _session(self) -> aiohttp.ClientSession:
        resolver = GuardedResolver(self._resolver or ThreadedResolver(), self._guard, _inside)
        timeout = aiohttp.ClientTimeout(total=self._options.timeout, sock_connect=CONNECT_TIMEOUT)
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=resolver),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=timeout,
        )


def _compact(text: str) -> bytes:
    """Return the template's JSON without its white space. Raises `Rejected` where it is none."""
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")).encode()
    except ValueError:
        raise Rejected("the template did not write JSON") from None


def _inside(host: str) -> Refused:
    return Refused(f"{host} is on a private network (allow_private = true would allow it)")
