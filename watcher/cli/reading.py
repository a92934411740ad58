"""Reads a listing that the operator points at: a file, or an address."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from watcher import extract, identity
from watcher.errors import FetchError
from watcher.fetch import Fetcher, FetchSettings, read_file
from watcher.fetch.guard import Guard
from watcher.models import Article, Kind, Listing, Page

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


def read(source: str, *, base: str = "", kind: Kind | None = None) -> Reading:
    """Read a file or an address. `base` is the address that a file came from.

    Raises `FetchError` where it cannot be had, `ReadError` where it is no listing.
    """
    if _ADDRESS.match(source):
        page, known_by = asyncio.run(_fetched(source)), source
    else:
        page, known_by = replace(read_file(Path(source), _MAX_BYTES), url=base), base
    listing = extract.read(page, kind)
    return Reading(source=source, listing=listing, articles=identity.articles(listing, known_by))


async def _fetched(url: str) -> Page:
    # Who types an address of the own network means it; a public page must still not lead there.
    settings = FetchSettings(per_host_delay=0.0, allow_private=leads_inside(url))
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
