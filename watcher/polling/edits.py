"""What changed headlines owe, and to whom. Pure: decides, stores nothing.

Whoever was told of an article is told of its new headline, once for each headline. Whoever was not, and
is asked for by a watch that met neither the old headline nor the old summary, gets an ordinary alert. The
store drops the news of an edit where the alert still waits: it will leave with the new headline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from watcher import plan
from watcher.diff import Changes
from watcher.identity import title_key
from watcher.models import Article, Delivery, Entry, Event, Known, Watch
from watcher.plan import HoldOf, WaysOf

_MANY = 4
"""So many edits on one page, and more than half of its known articles, are a page that reads otherwise."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """A known article under its old headline and under its new one."""

    before: Article
    after: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """Who may hear of an edit."""

    told: Mapping[str, Mapping[str, tuple[int, ...]]]
    """Article id → destination that was told of it, or will be → its watches then."""
    match: Callable[[Article, str], Sequence[Watch]]
    awake: Callable[[Iterable[int]], Sequence[Watch]]
    """Those of some watches that still listen, by their ids."""
    hold: HoldOf
    ways: WaysOf


def owed(
    source: str, changes: Changes, known: Iterable[Known], readers: Readers, now: datetime
) -> tuple[Delivery, ...]:
    """Return what the edits on a page owe, oldest first. `known` are its articles as they are remembered."""
    is_news = not _reads_otherwise(changes)
    return tuple(
        delivery
        for edit in _edits(changes, known)
        for delivery in (
            *(_news(source, edit, readers, now) if is_news else ()),
            *_first_alerts(source, edit, readers, now),
        )
    )


def _edits(changes: Changes, known: Iterable[Known]) -> Iterable[_Edit]:
    summaries = {one.id: one.summary for one in known}
    for article in reversed(changes.edited):
        before = replace(article, title=changes.before[article.id], summary=summaries[article.id])
        yield _Edit(before, article)


def _reads_otherwise(changes: Changes) -> bool:
    edited = len(changes.edited)
    return edited >= _MANY and 2 * edited > len(changes.page) - len(changes.new)


def _news(source: str, edit: _Edit, readers: Readers, now: datetime) -> Iterable[Delivery]:
    """Yield news of an edit for whoever was told of the article and still has a watch that asks for it."""
    article = edit.after
    title = sha256(title_key(article.title).encode()).hexdigest()[:16]
    for destination, ids in readers.told.get(article.id, {}).items():
        asking = [*readers.awake(ids), *readers.match(edit.before, source), *readers.match(article, source)]
        watches = tuple(dict.fromkeys(watch.id for watch in asking if destination in watch.destinations))
        if watches:
            entry = Entry(
                source=source,
                article=article.id,
                watches=watches,
                before=edit.before.title,
                after=article.title,
            )
            news = Delivery(
                id=f"{Event.EDITED}:{article.id}:{title}:{destination}",
                event=Event.EDITED,
                destination=destination,
                entries=(entry,),
                created_at=now,
            )
            yield plan.held_by(readers.hold(destination, watches, now), news)


def _first_alerts(source: str, edit: _Edit, readers: Readers, now: datetime) -> Iterable[Delivery]:
    """Return alerts for whoever was told nothing of the article and is asked for by it only now."""

    def newly(article: Article, source: str) -> list[Watch]:
        before = {watch.id for watch in readers.match(edit.before, source)}
        return [watch for watch in readers.match(article, source) if watch.id not in before]

    told = readers.told.get(edit.after.id, {})
    alerts = plan.alerts(source, [edit.after], newly, readers.hold, readers.ways, now)
    return (alert for alert in alerts if told.keys().isdisjoint(readers.ways(alert.destination)))
