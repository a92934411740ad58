"""Reads a listing that the operator points at: a file, or an address."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from notifiers.guard import Guard
from watcher import extract, identity
from watcher.errors import FetchError
from watcher.fetch import Fetcher, FetchSettings, read_file
from watcher.models import Article, Kind, Listing, Page, Select

_MAX_BYTES = FetchSettings().max_bytes
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read from where."""

    source: str
    """The file or address, as it was given."""
    listing: Listing
    articles: tuple[Article, ...]
    """The listing's items, with their ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page that was had."""

    source: str
    """The file or address, as it was given."""
    page: Page
    known_by: str
    """The address that its articles are known under; empty for a bare file."""


def find(source: str, *, base: str = "") -> Found:
    """Get a file or an address. `base` is the address that a file came from.

    Raises `FetchError` where it cannot be had.
    """
    if is_address(source):
        return find_linked(source, source)
    page = replace(read_file(Path(source), _MAX_BYTES), url=base)
    return Found(source=source, page=page, known_by=base)


def find_linked(address: str, source: str) -> Found:
    """Get an address that stands on the page `source`, under whose address its articles are known.

    Raises `FetchError` where it cannot be had.
    """
    # Who types an address of the own network means it; a public page must still not lead there.
    page = asyncio.run(_fetched(address, allow_private=leads_inside(source)))
    return Found(source=address, page=page, known_by=source)


def read(found: Found, kind: Kind | None = None, select: Select | None = None) -> Reading:
    """Read a page that was found. Raises `ReadError` where it is no listing."""
    listing = extract.read(found.page, kind, select)
    articles = identity.articles(listing, found.known_by)
    return Reading(source=found.source, listing=listing, articles=articles)


def is_address(source: str) -> bool:
    """Tell whether `source` is an address, not a file."""
    return _ADDRESS.match(source) is not None


async def _fetched(url: str, *, allow_private: bool) -> Page:
    settings = FetchSettings(per_host_delay=0.0, allow_private=allow_private)
    async with Fetcher(settings) as fetcher:
        fetched = await fetcher.fetch(url)
    if fetched.page is None:
        raise FetchError("the host says that the page has not changed, though it was not asked")
    return fetched.page


def leads_inside(url: str) -> bool:
    """Tell whether the host of an address is on a private network, by all that its name stands for."""
    guard = Guard(allow_private=False)
    try:
        found = socket.getaddrinfo(urlsplit(url).hostname, None)
    except (OSError, ValueError):
        return False
    addresses = {ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found}
    return not any(map(guard.allows, addresses))
