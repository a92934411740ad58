"""Watches: one per owner, query and sources; ids never used twice."""

from __future__ import annotations

from tinydb.table import Document

from watcher.models import Watch
from watcher.store.codec import to_watch, watch_body
from watcher.store.sameness import same_question
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import WATCH_BY_OWNER, Tables


def add_watch(tables: Tables, watch: Watch) -> tuple[Watch, bool]:
    """Store a watch, unless its owner has one that asks the same; return it with its id, and whether new."""
    same = find(tables, watch)
    if same is not None:
        return to_watch(same, same.doc_id), False
    watch_id = tables.watches.insert(watch_row(watch))
    return to_watch(watch_body(watch), watch_id), True


def change_watch(tables: Tables, watch: Watch) -> bool:
    """Replace the watch of this id and owner, unless the owner has another that asks the same."""
    document = tables.watches.by_id(watch.id)
    if document is None or document["owner"] != watch.owner:
        return False
    same = find(tables, watch)
    if same is not None and same.doc_id != watch.id:
        return False
    tables.watches.replace(document, watch_row(watch))
    return True


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


def watches_after(tables: Tables, watch_id: int, limit: int) -> tuple[Watch, ...]:
    """Return the first watches with higher ids, by id; at most `limit`."""
    return tuple(to_watch(body, found_id) for found_id, body in tables.watches.bodies_after(watch_id, limit))


def find(tables: Tables, watch: Watch) -> Document | None:
    """Return the watch of the same owner that asks the same of the same sources."""
    sameness = same_question(watch)
    window = Window(value=watch.owner, low=sameness, high=sameness + "\0")
    return next(iter(tables.watches.walk(WATCH_BY_OWNER, window, limit=1)), None)


def watch_row(watch: Watch) -> dict[str, object]:
    """Return a watch's body with the text that its sameness is judged by."""
    return {**watch_body(watch), "sameness": same_question(watch)}


def _doc_id(document: Document) -> int:
    return document.doc_id
