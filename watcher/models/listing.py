"""What a page shows: a listing, its items, and what an item becomes with an identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

Published: TypeAlias = date | datetime
"""A date where the page gives only a day; else a datetime, aware where the page names an offset."""


class Kind(StrEnum):
    """What a page turned out to be."""

    HTML = "html"
    TEXT = "text"
    RSS = "rss"
    ATOM = "atom"
    JSONFEED = "jsonfeed"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One fetched body. `url` is the address after redirects, empty for a bare file."""

    url: str
    body: bytes
    content_type: str = ""
    """The media type of the header, lower case and without parameters; empty when unknown."""
    charset: str | None = None
    """The charset parameter of the header, if any."""
    fetched_at: datetime | None = None
    """When it was fetched (aware): what "3 hours ago" on the page is relative to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One record as a listing shows it: text is plain (no markup), trimmed, white space folded."""

    title: str
    url: str | None = None
    """Absolute where the listing's own address is known."""
    summary: str = ""
    authors: tuple[str, ...] = ()
    published: Published | None = None
    labels: tuple[str, ...] = ()
    image: str | None = None
    guid: str | None = None
    """The feed's own identifier of the item, where it has one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Item):
    """An item with an identity."""

    id: str
    """Stable over redesigns: see `watcher.identity`."""
    keys: tuple[str, ...] = ()
    """All keys it may be known by, strongest first; `id` is made from the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one reading of a page gave, in the page's order."""

    kind: Kind
    items: tuple[Item, ...]
    heading: str = ""
    next_page: str | None = None
    last_page: int | None = None
    feeds: tuple[str, ...] = ()
    """Addresses of feeds that the page links."""
    pattern: str = ""
    """The chain of tags from the list to a title where the page is markup, as a CSS-like text."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of an article that was seen before."""

    id: str
    title: str
    url: str | None = None
    summary: str = ""
    keys: tuple[str, ...] = ()
    published: Published | None = None
    last_seen: datetime | None = None
