"""A listing that is polled, and what is remembered of it between polls."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from watcher.models.listing import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """CSS selectors that overrule the automatic reading of HTML: `css`, `css@attribute` or `@attribute`.

    Empty leaves the field to the automatic reading.
    """

    item: str
    """One element a record, or the first element of each."""
    title: str = ""
    link: str = ""
    summary: str = ""
    author: str = ""
    date: str = ""
    label: str = ""
    image: str = ""
    next_page: str = ""
    """The only one that is looked for outside of the records too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A listing that is polled."""

    id: str
    name: str
    url: str
    kind: Kind | None = None
    """None leaves it to the page."""
    interval: float = 300.0
    """Seconds between polls."""
    jitter: float = 30.0
    """Each poll comes up to this many seconds late, so that sources do not march in step."""
    headers: tuple[tuple[str, str], ...] = ()
    language: str = "english"
    """That its articles are stemmed in."""
    select: Select | None = None
    """None reads the listing without selectors."""
    max_pages: int | None = None
    """Older pages that are read at most to close a gap; None leaves it to the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What lets the next poll be conditional."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    """Hex digest of the last believed body; an equal body needs no reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What the believed listings of a source yielded. Shares (0 to 1), count and length are smoothed."""

    listings: int = 0
    """Believed listings with items, since the source last changed its looks."""
    count: float = 0.0
    """Items on a listing."""
    least: int | None = None
    """The fewest items that were ever believed; 0 means that it is sometimes empty, None never read."""
    links: float = 0.0
    """Share of items that have one; so with the next two."""
    dates: float = 0.0
    summaries: float = 0.0
    title_length: float = 0.0
    """Characters of a title, the median of a listing."""
    pattern: str = ""
    """`Listing.pattern` of the first listing that looked so."""
    heading: str = ""
    """`Listing.heading` of the last one with items: an empty page shows by it that it is still the same."""
    empty_heading: str = ""
    """The same of the last empty one."""


class Cause(StrEnum):
    """Why a poll is not believed."""

    UNREADABLE = "unreadable"
    """No listing could be read from a page that used to be one."""
    EMPTY = "empty"
    FEW = "few"
    """Far fewer items than usual, which otherwise look as usual or are known."""
    STRANGE = "strange"
    """Items that are not known and do not look like those that are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An occasion on which a source's polls are not believed; it ends with one that is."""

    since: datetime
    cause: Cause
    reason: str
    """In plain words, for operators."""
    polls: int = 1
    """Polls in a row that showed much the same as the one before."""
    first_ids: tuple[str, ...] = ()
    """Ids on the first of these."""
    last_ids: tuple[str, ...] = ()
    """Ids on the last of these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the store remembers of a source between polls."""

    id: str
    address: str = ""
    """The canonical address of the listing when it was last believed."""
    validators: Validators = field(default_factory=Validators)
    baseline_at: datetime | None = None
    """When the silent first poll was committed; None before it."""
    last_poll: datetime | None = None
    last_success: datetime | None = None
    last_change: datetime | None = None
    failures: int = 0
    """Consecutive failed polls."""
    error: str = ""
    retry_at: datetime | None = None
    """Not to be polled before this (backoff, or the server's Retry-After)."""
    polls: int = 0
    articles_read: int = 0
    """Items on the last believed listing."""
    page_ids: tuple[str, ...] = ()
    """Ids on the last believed listing, in order."""
    profile: Profile = field(default_factory=Profile)
    doubt: Doubt | None = None
    """Set from the first poll that is not believed to the next that is."""
