"""The words of the project as data: what flows from a page to a delivery. No behaviour, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
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
    select: Select | None = None
    """None reads the listing without selectors."""


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
class Watch:
    """A query with an owner."""

    id: int
    """1 and up, unique in a store; 0 until stored."""
    owner: str
    """`config`, or the destination id of the chat that made it."""
    query: str
    destinations: tuple[str, ...]
    sources: tuple[str, ...] = ()
    """Ids of the sources it listens to; empty means all."""
    name: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestTime:
    """When a destination's digest is due, on the wall clock of its own zone."""

    at: time
    days: frozenset[int] = frozenset(range(7))
    """Weekdays, Monday is 0."""
    empty: bool = False
    """Send one even when nothing is held, as a sign of life."""


class State(StrEnum):
    """Where a delivery is on its way."""

    HELD = "held"
    """Waits for its destination's digest."""
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    DIGESTED = "digested"
    """Became part of a digest delivery."""


class Event(StrEnum):
    """What a delivery tells; also the name of the template folder that words it."""

    ALERT = "alert"
    EDITED = "edited"
    DIGEST = "digest"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article inside a delivery, with the watches that it matched."""

    source: str
    article: str
    watches: tuple[int, ...] = ()
    before: str = ""
    """The headline that its reader was told, where this tells that it changed; else empty."""
    after: str = ""
    """What it changed to then; by the time that this is sent, the article may have a third."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A row of the outbox: one event for one destination."""

    id: str
    """Made from what it tells and whom, so that the same news cannot be queued twice."""
    event: Event
    destination: str
    entries: tuple[Entry, ...] = ()
    text: str = ""
    """The words of a notice; empty for the rest."""
    created_at: datetime
    state: State = State.PENDING
    not_before: datetime | None = None
    attempts: int = 0
    fence: int = 0
    """Goes up with each claim; a settle under an older fence changes nothing."""
    claimed_at: datetime | None = None
    maybe_dup: bool = False
    """True once an attempt ended without a known outcome: the receiver may see it twice."""
    error: str = ""
    """Why the last attempt failed, in one line without secrets."""
    receipt: str = ""
    """The provider's own id of the message, once sent."""
    settled_at: datetime | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A destination that made itself known by talking to a bot."""

    id: str
    """`telegram:<chat id>`, also the destination's id and its watches' owner."""
    title: str = ""
    created_at: datetime
    active: bool = True
    """False once it blocked or removed the bot."""
