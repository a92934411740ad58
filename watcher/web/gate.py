"""Who may see what the service does: whoever is on this machine, or has the token."""

from __future__ import annotations

import hmac
import ipaddress
from base64 import b64decode
from binascii import Error as NotBase64

from aiohttp import web


class Gate:
    """Asks for a token where there is one. Without one it is open to a server on loopback only."""

    def __init__(self, host: str, token: str = "") -> None:
        self._token = token
        self._is_open = not token and _is_loopback(host)

    @property
    def is_shut(self) -> bool:
        """Tell whether nobody at all is let in: others could come, and there is no token to know them by."""
        return not self._token and not self._is_open

    def admits(self, request: web.Request) -> bool:
        """Tell whether a request may see it: by a bearer token, or as the password of a browser's log-in."""
        if self._is_open or not self._token:
            return self._is_open
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() == "basic":
            given = _password(given)
        return hmac.compare_digest(given.strip().encode(), self._token.encode())

    def refusal(self) -> web.Response:
        """Return the answer to one that is not let in."""
        if self.is_shut:
            text = "Other machines may come here: set web.token in the configuration to see this."
            return web.Response(status=403, text=text)
        headers = {"WWW-Authenticate": 'Basic realm="watcher", charset="UTF-8"'}
        return web.Response(status=401, text="The password is web.token.", headers=headers)


def _password(basic: str) -> str:
    try:
        return b64decode(basic.strip()).decode().partition(":")[2]
    except (NotBase64, ValueError):
        return ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
