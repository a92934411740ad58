"""How articles are found again: by id, by key, by the deliveries that tell of them."""

from __future__ import annotations

from collections.abc import Iterable

from tinydb.table import Document

from watcher.models import Entry
from watcher.store.codec import to_stored
from watcher.store.port import Stored
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import ARTICLE_BY_ID, ARTICLE_BY_KEY, Tables


def under_id(tables: Tables, source: str, article_id: str) -> Document | None:
    """Return the article of a source with this id."""
    return next(iter(tables.articles.walk(ARTICLE_BY_ID, _exactly(article_id, source), limit=1)), None)


def under_keys(tables: Tables, source: str, keys: Iterable[str]) -> dict[str, Document]:
    """Return, by key, the latest article of a source that has it."""
    return tables.articles.last_of_each(ARTICLE_BY_KEY, keys, source)


def under_ids(tables: Tables, source: str, ids: Iterable[str]) -> dict[str, Document]:
    """Return, by id, those of these articles of a source that are remembered."""
    return tables.articles.last_of_each(ARTICLE_BY_ID, ids, source)


def of_entries(tables: Tables, entries: Iterable[Entry]) -> tuple[Stored, ...]:
    """Return the articles of a delivery's entries, in that order; one that is not known is left out."""
    documents = (under_id(tables, entry.source, entry.article) for entry in entries)
    return tuple(to_stored(document) for document in documents if document is not None)


def _exactly(value: str, rank: str) -> Window:
    return Window(value=value, low=rank, high=rank + "\0")
