"""Watches: one per owner, query and sources; ids never used twice."""

from __future__ import annotations

import unicodedata

from tinydb.table import Document

from watcher.models import Watch
from watcher.store.codec import to_body, to_watch
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import WATCH_BY_OWNER, Tables

OPERATORS = frozenset({"AND", "NOT", "OR"})
"""Words of a query that mean something else in lower case."""


def add_watch(tables: Tables, watch: Watch) -> tuple[Watch, bool]:
    """Store a watch, unless its owner has one that asks the same; return it with its id, and whether new."""
    same = find(tables, watch)
    if same is not None:
        return to_watch(same, same.doc_id), False
    watch_id = tables.watches.insert(watch_body(watch))
    return to_watch(watch_body(watch), watch_id), True


def remove_watch(tables: Tables, watch_id: int, owner: str) -> Watch | None:
    """Remove a watch of this owner; return it, or None when there is none."""
    document = tables.watches.by_id(watch_id)
    if document is None or document["owner"] != owner:
        return None
    tables.watches.remove(doc_ids=[watch_id])
    return to_watch(document, watch_id)


def watches(tables: Tables, owner: str | None) -> tuple[Watch, ...]:
    """Return the watches of an owner, or all, by id."""
    if owner is None:
        return tuple(to_watch(document, document.doc_id) for document in tables.watches)
    found = tables.watches.walk(WATCH_BY_OWNER, Window(value=owner))
    return tuple(to_watch(document, document.doc_id) for document in sorted(found, key=_doc_id))


def find(tables: Tables, watch: Watch) -> Document | None:
    """Return the watch of the same owner that asks the same of the same sources."""
    sameness = same_question(watch)
    window = Window(value=watch.owner, low=sameness, high=sameness + "\0")
    return next(iter(tables.watches.walk(WATCH_BY_OWNER, window, limit=1)), None)


def watch_body(watch: Watch) -> dict[str, object]:
    """Return a watch's fields with the text that its sameness is judged by, without its id."""
    body = {**to_body(watch), "sameness": same_question(watch)}
    del body["id"]
    return body


def same_question(watch: Watch) -> str:
    """Return a text that is equal for watches that ask the same of the same sources."""
    return "\n".join((same_query(watch.query), *sorted(watch.sources)))


def same_query(query: str) -> str:
    """Fold what cannot change a query's meaning: white space, letter case, compatibility characters."""
    words = unicodedata.normalize("NFKC", query).split()
    return " ".join(word if word in OPERATORS else word.casefold() for word in words)


def _doc_id(document: Document) -> int:
    return document.doc_id
