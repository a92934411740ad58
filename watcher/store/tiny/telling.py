"""Who was told of which article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tinydb.table import Document

from watcher.models import Event, State
from watcher.store.tiny.codec import reference
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import NEEDED, TOLD, Tables

_FIRST_NEWS = (Event.ALERT, Event.DIGEST)


def alerted(
    tables: Tables, source: str, articles: Iterable[str]
) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    """Return who was told of these articles: article id → destination → its watches then."""
    found = {article: _told(tables, source, article) for article in articles}
    return {article: told for article, told in found.items() if told}


def _told(tables: Tables, source: str, article: str) -> Mapping[str, tuple[int, ...]]:
    told = Window(value=reference(source, article))
    rows = [
        *tables.deliveries.walk(TOLD, told),
        *filter(_may_have_arrived, tables.deliveries.walk(NEEDED, told)),
    ]
    return {
        row["destination"]: tuple(entry["watches"])
        for row in rows
        if row["event"] in _FIRST_NEWS
        for entry in row["entries"]
        if (entry["source"], entry["article"]) == (source, article)
    }


def _may_have_arrived(row: Document) -> bool:
    return bool(row["state"] == State.SENDING or row["maybe_dup"])
