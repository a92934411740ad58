"""Who was told of which article, or will be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tinydb.table import Document

from watcher.models import Delivery, Event, State
from watcher.store.codec import reference
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import NEEDED, TOLD, Tables

_FIRST_NEWS = (Event.ALERT, Event.DIGEST)


def alerted(
    tables: Tables, source: str, articles: Iterable[str]
) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    """Return who was told of these articles, or will be: article id → destination → its watches then."""
    found = {article: _watches(_tellings(tables, source, article), article) for article in articles}
    return {article: told for article, told in found.items() if told}


def no_news_to_strangers(tables: Tables, deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
    """Leave out the news of edits that is for whom nothing was told yet of the article."""
    return [one for one in deliveries if one.event is not Event.EDITED or _was_told(tables, one)]


def _was_told(tables: Tables, edited: Delivery) -> bool:
    rows = _tellings(tables, edited.entries[0].source, edited.entries[0].article)
    return any(row["destination"] == edited.destination and _may_have_arrived(row) for row in rows)


def _tellings(tables: Tables, source: str, article: str) -> list[Document]:
    """Return the alerts and digests with this article, but for alerts that became part of a digest."""
    window = Window(value=reference(source, article))
    rows = [*tables.deliveries.walk(TOLD, window), *tables.deliveries.walk(NEEDED, window)]
    return [row for row in rows if row["event"] in _FIRST_NEWS]


def _watches(rows: Iterable[Document], article: str) -> Mapping[str, tuple[int, ...]]:
    return {
        row["destination"]: tuple(entry["watches"])
        for row in rows
        for entry in row["entries"]
        if entry["article"] == article
    }


def _may_have_arrived(row: Document) -> bool:
    return bool(row["state"] in (State.SENT, State.SENDING) or row["maybe_dup"])
