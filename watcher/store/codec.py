"""Models as documents and back. Pure.

Times are UTC texts of one width, so that they sort as they follow; an article's publication time alone is
kept as the page gave it, a bare date or with its own offset.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from sys import intern
from typing import Any, ClassVar, Protocol, TypeVar

from watcher.delivery.gate import Gate
from watcher.models import (
    Article,
    Cause,
    Chat,
    Delivery,
    DigestTime,
    Doubt,
    Entry,
    Event,
    Known,
    Preferences,
    Profile,
    Published,
    QuietHours,
    Rest,
    SourceState,
    State,
    Validators,
    Watch,
    When,
)
from watcher.store.port import Stored

Document = Mapping[str, Any]
Body = dict[str, Any]


class Record(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


Model = TypeVar("Model", bound=Record)

ANY_TIME = "0"
"""Sorts before every stamp, and after the rank of a document without one."""


def stamp(at: datetime) -> str:
    """Return an aware time as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def just_after(at: datetime) -> str:
    """Return the stamp that ends a window in which `at` is still included."""
    return stamp(at + timedelta(microseconds=1))


def time_or_none(text: str | None) -> datetime | None:
    """Return the time of a stamp, or None."""
    return None if text is None else datetime.fromisoformat(text)


def to_body(model: Record) -> Body:
    """Return the fields of a model as JSON knows them."""
    values = ((name, getattr(model, name)) for name in model.__dataclass_fields__)
    return {name: value if type(value) in _AS_THEY_ARE else _plain(value) for name, value in values}


def article_body(article: Article) -> Body:
    """Return an article's own fields."""
    published = None if article.published is None else article.published.isoformat()
    return {**to_body(article), "published": published}


def to_known(document: Document) -> Known:
    """Return what is remembered of an article."""
    return _make(
        Known,
        document,
        keys=tuple(document["keys"]),
        published=_published(document["published"]),
        last_seen=time_or_none(document["last_seen"]),
    )


def to_stored(document: Document) -> Stored:
    """Return an article as remembered."""
    article = _make(
        Article,
        document,
        authors=tuple(document["authors"]),
        labels=tuple(document["labels"]),
        keys=tuple(document["keys"]),
        published=_published(document["published"]),
    )
    first_seen = datetime.fromisoformat(document["first_seen"])
    return Stored(source=document["source"], article=article, first_seen=first_seen)


def delivery_body(delivery: Delivery) -> Body:
    """Return a delivery, with the references of its articles for the index."""
    articles = [reference(entry.source, entry.article) for entry in delivery.entries]
    return {**to_body(delivery), "articles": articles}


def reference(source: str, article: str) -> str:
    """Return the text that names one article of one source."""
    return f"{source}\n{article}"


def to_delivery(document: Document) -> Delivery:
    """Return a delivery."""
    times = {
        name: time_or_none(document[name])
        for name in ("created_at", "not_before", "claimed_at", "settled_at")
    }
    return _make(
        Delivery,
        document,
        event=Event(document["event"]),
        state=State(document["state"]),
        entries=tuple(map(to_entry, document["entries"])),
        **times,
    )


def to_entry(document: Document) -> Entry:
    """Return one article inside a delivery."""
    return _make(Entry, document, watches=tuple(document["watches"]))


def to_source(document: Document) -> SourceState:
    """Return the state of a source."""
    names = ("baseline_at", "last_poll", "last_success", "last_change", "retry_at")
    return _make(
        SourceState,
        document,
        validators=to_validators(document["validators"]),
        page_ids=tuple(document["page_ids"]),
        profile=to_profile(document.get("profile", {})),
        doubt=to_doubt(document.get("doubt")),
        **{name: time_or_none(document[name]) for name in names},
    )


def to_validators(document: Document) -> Validators:
    """Return what lets the next poll be conditional."""
    return _make(Validators, document)


def to_profile(document: Document) -> Profile:
    """Return what a source yields."""
    return _make(Profile, document)


def to_doubt(document: Document | None) -> Doubt | None:
    """Return an occasion of doubt, None for none."""
    if document is None:
        return None
    return _make(
        Doubt,
        document,
        since=datetime.fromisoformat(document["since"]),
        cause=Cause(document["cause"]),
        first_ids=tuple(document["first_ids"]),
        last_ids=tuple(document["last_ids"]),
    )


def watch_body(watch: Watch) -> Body:
    """Return a watch's fields, but for its id, which is its row's."""
    body = to_body(watch)
    del body["id"]
    return body


_WHENS = {str(when): when for when in When}


def to_watch(document: Document, watch_id: int) -> Watch:
    """Return a watch with its id; a million are read at a start, many to the same owners and places."""
    sources = document["sources"]
    return Watch(
        id=watch_id,
        owner=intern(document["owner"]),
        query=document["query"],
        destinations=_shared(tuple(document["destinations"])),
        sources=_shared(tuple(sources)) if sources else (),
        name=document.get("name", ""),
        language=intern(document.get("language", "")),
        limit_per_day=document.get("limit_per_day"),
        when=_WHENS[document.get("when", When.NOW)],
        muted_until=time_or_none(document.get("muted_until")),
        created_at=time_or_none(document["created_at"]),
    )


@lru_cache(maxsize=1 << 12)
def _shared(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return one tuple for all that are equal."""
    return texts


def to_chat(document: Document) -> Chat:
    """Return a chat."""
    return _make(
        Chat,
        document,
        created_at=time_or_none(document["created_at"]),
        preferences=to_preferences(document.get("preferences", {})),
    )


def to_preferences(document: Document) -> Preferences:
    """Return what a chat chose."""
    rest, digest = document.get("rest", {}), document.get("digest")
    hours = rest.get("quiet_hours")
    return _make(
        Preferences,
        document,
        digest=digest and _make(DigestTime, digest, at=_clock(digest["at"]), days=frozenset(digest["days"])),
        rest=_make(
            Rest,
            rest,
            muted_until=time_or_none(rest.get("muted_until")),
            quiet_hours=hours and QuietHours(since=_clock(hours["since"]), until=_clock(hours["until"])),
        ),
    )


def to_gate(document: Document) -> Gate:
    """Return a gate; of an empty document a new one."""
    names = ("at", "closed_until", "probed_until", "line", "head")
    return Gate(
        taken=tuple(map(datetime.fromisoformat, document.get("taken", ()))),
        **{name: time_or_none(document.get(name)) for name in names},
    )


def _make(model: type[Model], document: Document, **converted: object) -> Model:
    """Make a model of a document's fields of the same names, some converted; a missing one is its default."""
    stored = {name: document[name] for name in model.__dataclass_fields__ if name in document}
    return model(**{**stored, **converted})


_AS_THEY_ARE = frozenset((str, int, float, bool, type(None)))
"""What JSON knows: nearly all values, so asked for first, and by the type itself."""


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int | float):
        return value
    match value:
        case datetime():
            return stamp(value)
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return [one if type(one) in _AS_THEY_ARE else _plain(one) for one in value]
        case frozenset():
            return sorted(value)
        case (
            Entry()
            | Validators()
            | Profile()
            | Doubt()
            | Preferences()
            | DigestTime()
            | Rest()
            | QuietHours()
        ):
            return to_body(value)
    return value


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _published(text: str | None) -> Published | None:
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == len("2026-11-22") else datetime.fromisoformat(text)
