"""Which addresses may be connected to: one that comes from outside must not lead into our own network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from aiohttp.abc import AbstractResolver, ResolveResult

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


class GuardedResolver(AbstractResolver):
    """Gives only addresses that may be connected to.

    The connection is made to what was checked here, so that a name cannot change its meaning in between.
    `refusal` makes the error for a host of which nothing may be connected to.
    """

    def __init__(self, inner: AbstractResolver, guard: Guard, refusal: Callable[[str], Exception]) -> None:
        self._inner = inner
        self._guard = guard
        self._refusal = refusal

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Look a host up. Raises what `refusal` makes, and `OSError` as usual."""
        found = await self._inner.resolve(host, port, family)
        allowed = [one for one in found if self._guard.allows(_ip(one["host"]))]
        if found and not allowed:
            raise self._refusal(host)
        return allowed

    async def close(self) -> None:
        """Release the inner resolver."""
        await self._inner.close()


@lru_cache(maxsize=4096)
def literal(host: str) -> IPAddress | None:
    """Return the address that a host is; None where it is a name, to be judged when it is resolved."""
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
