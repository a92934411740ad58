"""What can go wrong between us and a host, in one clear line each."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp

from watcher.errors import FetchError


@contextmanager
def told(host: str) -> Iterator[None]:
    """Turn what aiohttp raises into a `FetchError` that names the host."""
    try:
        yield
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise FetchError(f"{host}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    match error:
        case aiohttp.ClientConnectorDNSError():
            return _lookup(error.os_error)
        case aiohttp.ClientConnectorCertificateError():
            return f"its certificate is not accepted: {_certificate(error.certificate_error)}"
        case _:
            return next((words for kind, words in _WORDS if isinstance(error, kind)), "") or _detail(error)


_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientSSLError, "no secure connection can be made (TLS)"),
    (aiohttp.ConnectionTimeoutError, "no connection in time"),
    (aiohttp.ServerDisconnectedError, "hung up without an answer"),
    (aiohttp.ClientPayloadError, "the body broke off, or is not what its headers say"),
    (TimeoutError, "no answer in time"),
)
"""The first kind that fits counts."""


def _detail(error: Exception) -> str:
    match error:
        case aiohttp.ClientConnectorError():
            return f"cannot connect: {(error.os_error.strerror or 'no reason given').lower()}"
        case aiohttp.ClientResponseError():
            return f"the answer is not valid HTTP: {_first_line(error.message)}"
        case ValueError():
            return f"cannot be asked: {_first_line(str(error))}"
        case _:
            return f"the connection broke ({type(error).__name__})"


def _lookup(error: OSError) -> str:
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return "its name cannot be looked up now (is there a network?)"
    return "no such host"


def _certificate(error: Exception) -> str:
    return str(getattr(error, "verify_message", "")) or type(error).__name__


def _first_line(text: str) -> str:
    line = (text.strip().splitlines() or ["no reason given"])[0]
    return line.encode("ascii", "backslashreplace").decode("ascii")[:120]
