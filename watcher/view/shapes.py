"""The shapes that templates see. Texts are plain: the renderer escapes them for where they go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from watcher.models import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchView:
    """A watch that an article met."""

    id: int
    query: str
    label: str
    """Its name where it has one, else its query."""


@dataclass(frozen=True, slots=True)
class PieceView:
    """Some characters of a text in a row, and what they are."""

    kind: str
    """`same` for what stands there plainly, `matched` for words that a watch asked for; `removed` and `added`
    on the way from an old headline to a new one."""
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoView:
    """The same story, elsewhere or under another headline."""

    title: str
    url: str
    """As of an article."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """One article."""

    title: str
    url: str
    """http or https; empty where the article has no such address."""
    summary: str
    authors: tuple[str, ...]
    published: str
    """`25 May 2020` or `25 May 2020, 14:03` in the reader's timezone; empty where the page gave no date."""
    published_at: Published | None
    """A date, or a datetime (in the reader's timezone where the page named an offset), or None."""
    labels: tuple[str, ...]
    source: str
    """The source's name."""
    watches: tuple[WatchView, ...]
    title_pieces: tuple[PieceView, ...] = ()
    """The title, cut where matched words begin and end; empty where there are none."""
    summary_pieces: tuple[PieceView, ...] = ()
    before: str = ""
    """Its headline before, where this tells that it changed; else empty."""
    changes: tuple[PieceView, ...] = ()
    """The way from `before` to the title, word by word; empty where `before` is."""
    also: tuple[AlsoView, ...] = ()
    """Others that tell the same story."""
    told: str = ""
    """The headline under which the reader was told the same story before; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertView:
    """What the templates of an alert may use."""

    articles: tuple[ArticleView, ...]
    """At least one."""
    count: int
    """How many articles it is about, shown or not."""
    more: int
    """How many of them had to be left out to stay within the channel's limits."""
    continued: bool = False
    """True where it goes on with what had no room in the message before."""
    remark: str = ""
    """What else there is to say, such as that a limit is reached; may be empty."""
    manage: str = ""
    """The link to the reader's own watches; empty where there is no such page for them."""
    unsubscribe: str = ""
    """The link that ends all messages to this reader; empty where there is none."""
    maybe_dup: bool
    """True where an earlier attempt had no known outcome, so this may be a repeat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedView:
    """What the templates of a changed headline may use."""

    article: ArticleView
    """Under its new headline; `before` and `changes` are never empty."""
    manage: str = ""
    """As of an alert."""
    unsubscribe: str = ""
    """As of an alert."""
    maybe_dup: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """The articles of a digest under one watch, newest first."""

    label: str
    """The watch's name or query, `Changed headlines`, or `no longer watched`."""
    query: str
    articles: tuple[ArticleView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """What was polled, to prove that silence is silence."""

    name: str
    last_success: str
    """Date and time in the reader's timezone, or `never`."""
    articles_read: int
    """Articles on the last listing that was read."""
    polls: int
    """Polls since the digest before."""
    failed: int = 0
    """How many of them failed."""
    longest_gap: str = ""
    """The longest time without a good poll since then, `2 hours 5 minutes`; empty where none is known."""
    error: str
    """Why its last poll failed; empty while it is well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """What the templates of a digest may use."""

    date: str
    """The day it is made, `Monday 25 May 2020`."""
    groups: tuple[GroupView, ...]
    """By watch; an article that meets several watches stands under the first."""
    count: int
    edited: int
    """How many of the articles are known ones whose headline changed."""
    more: int
    sources: tuple[SourceView, ...]
    """Those in trouble first, then by name."""
    more_sources: int
    failing: int
    """How many sources are in trouble, shown or not."""
    since: str = ""
    """When the digest before was due, as an article's `published`."""
    polls: int = 0
    """Polls of all sources since then."""
    continued: bool = False
    """As of an alert."""
    manage: str = ""
    """As of an alert."""
    unsubscribe: str = ""
    """As of an alert."""
    maybe_dup: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """What the templates of a notice may use."""

    text: str
    link: str = ""
    """The last line of the text, where it is a link to a page of ours; else empty."""
    manage: str = ""
    """As of an alert."""
    unsubscribe: str = ""
    """As of an alert."""
    maybe_dup: bool


View: TypeAlias = AlertView | EditedView | DigestView | NoticeView
