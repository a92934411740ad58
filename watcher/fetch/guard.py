"""Which addresses may be fetched from: a source's address comes from outside, and so do its redirects."""

from __future__ import annotations

import ipaddress
import socket
from functools import lru_cache
from typing import TypeAlias

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from watcher.errors import AddressRefused

IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_CARRIES_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
"""NAT64 (RFC 6052) and the IPv4-compatible form: the last 32 bits are an IPv4 address."""
_INNER = (
    ipaddress.IPv4Network("168.63.129.16/32"),
    ipaddress.IPv4Network("192.0.0.0/24"),
    ipaddress.IPv4Network("192.88.99.0/24"),
    ipaddress.IPv6Network("fec0::/10"),
)
"""Not public, though Python's tables may say so: Azure's WireServer, protocol assignments (Oracle's metadata
service among them), 6to4 relays, site-local."""


class Guard:
    """Decides which IP addresses may be connected to."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private

    def allows(self, ip: IPAddress) -> bool:
        """Tell whether a connection to `ip` may be made."""
        return self._allow_private or _is_public(ip)


# A source is asked for again and again: parsed once, an address also keeps what aiohttp derives from it.
@lru_cache(maxsize=4096)
def parsed(url: str) -> URL:
    """Parse an address. Raises `AddressRefused` where it is none, or has no host."""
    try:
        address = URL(url.strip())
    except ValueError:
        raise AddressRefused("not an address that can be fetched") from None
    if address.scheme not in ("http", "https"):
        raise AddressRefused(f"only http and https can be fetched, not {address.scheme or 'a bare name'}")
    if not address.host:
        raise AddressRefused("the address names no host")
    return address


def check(address: URL, guard: Guard) -> None:
    """Raise `AddressRefused` for an address that must not be asked.

    A host name is judged later, by `GuardedResolver`, at the moment when it is used.
    """
    host = address.host or ""
    if address.scheme not in ("http", "https"):
        raise AddressRefused(f"{host or 'the address'}: only http and https can be fetched")
    ip = _literal(host)
    if ip is not None and not guard.allows(ip):
        raise refusal(host)


def refusal(host: str) -> AddressRefused:
    """Return the error for a host inside a network that is not to be reached."""
    return AddressRefused(f"{host}: on a private network (http.allow_private = true would allow it)")


class GuardedResolver(AbstractResolver):
    """Gives only addresses that may be connected to.

    The connection is made to what was checked here, so that a name cannot change its meaning in between.
    """

    def __init__(self, inner: AbstractResolver, guard: Guard) -> None:
        self._inner = inner
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Look a host up. Raises `AddressRefused` where nothing may be connected to, `OSError` as usual."""
        found = await self._inner.resolve(host, port, family)
        allowed = [one for one in found if self._guard.allows(_ip(one["host"]))]
        if found and not allowed:
            raise refusal(host)
        return allowed

    async def close(self) -> None:
        """Release the inner resolver."""
        await self._inner.close()


@lru_cache(maxsize=4096)
def _literal(host: str) -> IPAddress | None:
    try:
        return _ip(host)
    except ValueError:
        return None


def _ip(host: str) -> IPAddress:
    return ipaddress.ip_address(host.partition("%")[0])


def _is_public(ip: IPAddress) -> bool:
    inner = _embedded(ip) if isinstance(ip, ipaddress.IPv6Address) else None
    if inner is not None:
        return _is_public(inner)
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _INNER)


def _embedded(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one leads to, if it does."""
    if any(ip in network for network in _CARRIES_IPV4):
        return ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip.teredo:
        return ip.teredo[1]
    return ip.ipv4_mapped or ip.sixtofour
