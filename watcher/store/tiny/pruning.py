"""Forgetting by age, never what could make an alert leave twice or leave without its words.

An article goes when it is on no page, was last seen before the given time, and no delivery needs it.
A settled delivery goes when it is as old and none of its articles is known any more: as long as one is,
the row's id is what keeps the same alert from being queued again.

Both go in steps, each a unit of work that can be the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tinydb import where
from tinydb.table import Document

from watcher.store.codec import reference, stamp, to_delivery
from watcher.store.tiny import articles
from watcher.store.tiny.entries import LOWEST, Window
from watcher.store.tiny.index import Scalar
from watcher.store.tiny.schema import ARTICLE_BY_LAST_SEEN, GATE_AT, NEEDED, SETTLED_AT, Tables

STEP = 200
"""Rows looked at in one unit of work: some 20 ms."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a sweep has come: the rank and id of the last row it looked at."""

    rank: Scalar
    doc_id: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one step did: how many rows went, and where the next begins; None at the end."""

    gone: int
    next: Place | None


START = Place(LOWEST, 0)


def prune_articles(tables: Tables, seen_before: datetime, place: Place) -> Step:
    """Forget the next few articles."""
    rows = tables.articles.walk(ARTICLE_BY_LAST_SEEN, _window(seen_before, place), limit=STEP)
    gone = [row.doc_id for row in rows if not (_is_shown(tables, row) or _is_needed(tables, row))]
    tables.articles.remove(doc_ids=gone)
    return Step(len(gone), _next(rows, "last_seen"))


def prune_deliveries(tables: Tables, seen_before: datetime, place: Place) -> Step:
    """Forget the next few settled deliveries."""
    rows = tables.deliveries.walk(SETTLED_AT, _window(seen_before, place), limit=STEP)
    gone = [row.doc_id for row in rows if not articles.of_entries(tables, to_delivery(row).entries)]
    tables.deliveries.remove(doc_ids=gone)
    return Step(len(gone), _next(rows, "settled_at"))


def prune_gates(tables: Tables, seen_before: datetime, place: Place) -> Step:
    """Forget the next few gates through which nothing went for so long."""
    rows = tables.gates.walk(GATE_AT, _window(seen_before, place), limit=STEP)
    tables.gates.remove(doc_ids=[row.doc_id for row in rows])
    return Step(0, _next(rows, "at"))


def _is_shown(tables: Tables, article: Document) -> bool:
    source = tables.sources.first(where("id") == article["source"])
    return source is not None and article["id"] in source["page_ids"]


def _is_needed(tables: Tables, article: Document) -> bool:
    name = reference(article["source"], article["id"])
    return tables.deliveries.tally(NEEDED, Window(value=name)) > 0


def _window(before: datetime, place: Place) -> Window:
    return Window(low=place.rank, past=place.doc_id, high=stamp(before))


def _next(rows: list[Document], field: str) -> Place | None:
    return Place(rows[-1][field], rows[-1].doc_id) if len(rows) == STEP else None
