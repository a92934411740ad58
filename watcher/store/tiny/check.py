"""Whether a file is sound: what SQLite says of it, and whether our own rows agree with one another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import cast

from tinydb.table import Document

from watcher.models import State
from watcher.store.codec import to_chat, to_delivery, to_source, to_stored, to_watch
from watcher.store.tiny import articles, lanes
from watcher.store.tiny.entries import Window
from watcher.store.tiny.file import open_to_read
from watcher.store.tiny.fulltext.words import ALL, Words
from watcher.store.tiny.index import Index
from watcher.store.tiny.reader import ReadOnlyDatabase, ReadOnlyRows
from watcher.store.tiny.schema import DELIVERY_BY_STATE, INDEXES, UNSETTLED, Tables

MOST = 20
"""Troubles of one kind that are told; a torn file has thousands."""

_READ: Mapping[str, Callable[[Document], object]] = {
    "articles": to_stored,
    "chats": to_chat,
    "deliveries": to_delivery,
    "sources": to_source,
    "watches": lambda document: to_watch(document, document.doc_id),
}
"""Table → what makes a model of its documents."""


def check(path: Path) -> tuple[str, ...]:
    """Return what is wrong with a store, each in one line; it may be in use. Raises `StoreError`."""
    if torn := check_file(path):
        # Whatever our rows say then is chance.
        return torn
    database = ReadOnlyDatabase(path)
    try:
        rows = cast("ReadOnlyRows", database.rows)
        return rows.read_at_once(partial(_check_rows, rows, Tables.of(database)))
    finally:
        database.close()


def check_file(path: Path) -> tuple[str, ...]:
    """Return what SQLite finds wrong with a file of any layout. Raises `StoreError` for others' files."""
    connection = open_to_read(path, older=True)
    try:
        found = connection.execute(f"PRAGMA integrity_check({MOST})").fetchall()
    except sqlite3.DatabaseError as error:
        return (f"the file is damaged: {error}",)
    finally:
        connection.close()
    return tuple(f"the file is damaged: {line}" for (line,) in found if line != "ok")


def _check_rows(rows: ReadOnlyRows, tables: Tables) -> tuple[str, ...]:
    unreadable = [*_some(_unreadable(rows, tables))]
    if unreadable:
        return tuple(unreadable)
    parts = (_indexes(rows, tables), _words(rows, tables.words), _missing_articles(tables), _lanes(tables))
    return tuple(line for part in parts for line in _some(part))


def _some(troubles: Iterator[str]) -> Iterator[str]:
    """Yield the first few, and how many more there are."""
    more = 0
    for number, line in enumerate(troubles):
        if number < MOST:
            yield line
        else:
            more += 1
    if more:
        yield f"and {more} more of this kind"


def _unreadable(rows: ReadOnlyRows, tables: Tables) -> Iterator[str]:
    for name in INDEXES:
        read = _READ.get(name)
        # One by one: a document that is no JSON must not hide those after it.
        for doc_id in rows.ids(name):
            try:
                document = getattr(tables, name).by_id(doc_id)
                if read:
                    read(document)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                yield f"{name} {doc_id} cannot be read: {type(error).__name__} {error}"


def _indexes(rows: ReadOnlyRows, tables: Tables) -> Iterator[str]:
    for name, indexes in INDEXES.items():
        for index in indexes:
            label = f"the index of {name} by {index.by or index.order}"
            kept = rows.entries.all(name, index)
            if kept is None:
                yield f"{label} is missing"
                continue
            wanted = _entries(index, getattr(tables, name))
            if _sum(kept) != _sum(wanted):
                yield f"{label} does not agree with the documents"


def _entries(index: Index, documents: Iterable[Document]) -> Iterator[tuple[object, ...]]:
    return ((*entry, document.doc_id) for document in documents for entry in index.entries(document))


def _sum(entries: Iterable[tuple[object, ...]]) -> tuple[int, int]:
    """Return how many entries there are, and a sum that is equal for equal ones, in whatever order."""
    number = total = 0
    for entry in entries:
        number += 1
        total += hash(entry)
    return number, total


def _words(rows: ReadOnlyRows, words: Words) -> Iterator[str]:
    if words.reached == ALL:
        (kept,) = words.connection.execute("SELECT count(*) FROM news").fetchone()
        if kept != rows.count("articles"):
            yield f"the index of words has {kept} articles of {rows.count('articles')}"


def _missing_articles(tables: Tables) -> Iterator[str]:
    """Only what may still be sent needs its articles: of the settled, some may be forgotten already."""
    for state in (*UNSETTLED, State.DEAD):
        for row in tables.deliveries.walk(DELIVERY_BY_STATE, Window(value=state)):
            for entry in to_delivery(row).entries:
                if articles.under_id(tables, entry.source, entry.article) is None:
                    yield f"the {state} delivery {row['id']}: its article {entry.article} is missing"


def _lanes(tables: Tables) -> Iterator[str]:
    for destination in sorted({row["destination"] for row in tables.deliveries}):
        lane = lanes.find(tables, destination)
        if lane is None:
            yield f"the lane of {destination} is missing"
        elif (lane["state"], lane["rank"]) != lanes.standing(tables, destination, lane["not_before"]):
            yield f"the lane of {destination} does not agree with its deliveries"
