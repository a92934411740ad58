"""How a receiver of webhooks fails, as the errors of the port."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from datetime import datetime

import aiohttp

from notifiers.port import DeliveryError, Refused, Rejected, Unknown
from notifiers.retry_after import retry_after

UNFIT = frozenset({400, 413, 414, 415, 422, 431})
"""What the receiver says of this message, not of itself."""
HALF_DONE = frozenset({408, 500, 502, 504})
"""Part of the work may have been done before it struck."""


def failure(status: int, headers: Mapping[str, str], now: datetime) -> DeliveryError:
    """Return the error for an answer that is no success. Nothing of its body is told: it may echo secrets.

    What a person can mend at the receiver (401, 404, a redirect) is asked again, so that no alert is lost.
    """
    said = f"the receiver answered {status}"
    if status == 410:
        return Rejected(f"{said}: it is gone", gone=True)
    if status in UNFIT:
        return Rejected(said)
    if status in HALF_DONE:
        return Unknown(said)
    if 300 <= status < 400:
        said += ", a redirect, which is not followed: put the address that it leads to into url"
    return Refused(said, retry_after=retry_after(headers.get("Retry-After"), now))


def broken(error: Exception) -> DeliveryError:
    """Return the error for a request that got no answer. Only a failure to connect is surely harmless."""
    match error:
        case aiohttp.ClientConnectorDNSError() | socket.gaierror():
            return Refused("the receiver's name cannot be looked up")
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Refused(f"cannot connect to the receiver: {type(error).__name__}")
        case aiohttp.InvalidURL():
            return Refused("the receiver's address cannot be asked")
        case TimeoutError():
            return Unknown("no answer from the receiver in time")
        case _:
            return Unknown(f"the connection to the receiver broke: {type(error).__name__}")
