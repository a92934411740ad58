"""Where a list goes on. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from watcher.gap import numbering
from watcher.models import Kind, Listing, Page

_FEEDS = (Kind.RSS, Kind.ATOM)
_WORDPRESS = re.compile(rb"<generator[^<>]*>\s*(?:https?://)?(?:www\.)?wordpress\b", re.IGNORECASE)
_HEAD = 16_384
"""Bytes of a feed that hold what it says of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An address that may be the next page."""

    url: str
    linked: bool = False
    """The page itself names it; else it is made from the addresses of the pages so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page that was read, in its place."""

    page: Page
    listing: Listing
    number: int = 1
    linked: bool = False
    """The page before it links it."""
    previous: str = ""
    """The address of the page before it; empty for the first."""


def ways_on(leaf: Leaf, count: int) -> tuple[Way, ...]:
    """Return where the page after this one may be, in the order to try. `count` is the size of a page."""
    listing, address = leaf.listing, leaf.page.url
    if listing.next_page:
        return (Way(url=listing.next_page, linked=True),)
    if _is_last(leaf):
        return ()
    if counted := numbering.following(address, leaf.number, count) or _continued(leaf):
        return (Way(url=counted),)
    if leaf.number > 1:
        return ()
    if listing.kind in _FEEDS:
        return (Way(url=_wordpress(address)),) if _is_wordpress(leaf.page) else ()
    if listing.last_page:
        return tuple(Way(url=guess) for guess in numbering.guesses(address))
    return ()


def on_same_site(url: str, current: str) -> str | None:
    """Return `url` where it is on the host of `current`, never less secure than that; else None."""
    there, here = _parts(url), _parts(current)
    if there is None or here is None or there.scheme not in ("http", "https"):
        return None
    if (there.scheme, here.scheme) == ("http", "https") and there.port in (None, 80):
        there = there._replace(scheme="https", netloc=there.hostname or "")
    if there.scheme == "http" and here.scheme == "https":
        return None
    return there.geturl() if (_host(there), there.port) == (_host(here), here.port) else None


def same_origin(url: str, other: str) -> bool:
    """Tell whether two addresses have one origin: what is secret at one is safe at the other."""
    one, two = _parts(url), _parts(other)
    return one is not None and two is not None and (one.scheme, one.netloc) == (two.scheme, two.netloc)


def _is_last(leaf: Leaf) -> bool:
    """Tell whether the page says so: by its pager, or by linking no next page where those before it did."""
    last_page = leaf.listing.last_page
    if last_page is not None:
        return last_page <= leaf.number
    return leaf.linked and leaf.listing.kind is Kind.HTML


def _continued(leaf: Leaf) -> str | None:
    return numbering.continued(leaf.previous, leaf.page.url) if leaf.previous else None


def _is_wordpress(page: Page) -> bool:
    return _WORDPRESS.search(page.body[:_HEAD]) is not None


def _wordpress(address: str) -> str:
    """Return the second page of a WordPress feed: `paged` is its query parameter for any list of posts."""
    base = address.partition("#")[0]
    return f"{base}{'&' if '?' in base else '?'}paged=2"


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        has_host = parts.hostname is not None and parts.port != 0
    except ValueError:
        return None
    return parts if has_host else None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")
