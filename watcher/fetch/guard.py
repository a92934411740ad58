"""Which addresses may be fetched: a source's address comes from outside, and so do its redirects."""

from __future__ import annotations

from functools import lru_cache

from yarl import URL

from notifiers.guard import Guard, literal
from watcher.errors import AddressRefused


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

    A host name is judged later, by the resolver, at the moment when it is used.
    """
    host = address.host or ""
    if address.scheme not in ("http", "https"):
        raise AddressRefused(f"{host or 'the address'}: only http and https can be fetched")
    ip = literal(host)
    if ip is not None and not guard.allows(ip):
        raise refusal(host)


def refusal(host: str) -> AddressRefused:
    """Return the error for a host inside a network that is not to be reached."""
    return AddressRefused(f"{host}: on a private network (http.allow_private = true would allow it)")
