"""The index in the file: one row of FTS5 an article, written with it and removed with it.

An article is in the index where its id is not above `reached`. A new or outdated index is built upwards in
steps; until they are through, the evaluator answers for the rest, and for all where SQLite has no FTS5.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Mapping, Sequence

from watcher.rules import fingerprint
from watcher.store.codec import to_stored
from watcher.store.tiny.entries import Change
from watcher.store.tiny.fulltext import forms
from watcher.store.tiny.fulltext.tokens import COLUMNS, TOKENIZER, Text, same_text, text_of

log = logging.getLogger(__name__)

TABLE = "articles"
"""The table of the documents that are indexed."""
ALL = 2**63 - 1
"""`reached` of an index that is complete."""
STEP = 200
"""Articles indexed in one unit of work: some 50 ms."""
REVISION = "1"
"""Of the layout below; to be counted up with it."""

LAYOUT = """
CREATE TABLE IF NOT EXISTS fulltext (version TEXT NOT NULL, reached INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS news (doc_id INTEGER PRIMARY KEY, at INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS news_by_time ON news (at, doc_id);
"""
WORDS = f"""
CREATE VIRTUAL TABLE words USING fts5(
    {", ".join(COLUMNS)}, content = '', columnsize = 0, tokenize = "{TOKENIZER}"
)
"""
_NAMES = ", ".join(COLUMNS)
_PLACES = ", ?" * len(COLUMNS)
_INSERT = f"INSERT INTO words (rowid, {_NAMES}) VALUES (?{_PLACES})"  # noqa: S608 - our own names
_DELETE = f"INSERT INTO words (words, rowid, {_NAMES}) VALUES ('delete', ?{_PLACES})"  # noqa: S608 - our own names


class Words:
    """The index of one file. Opens no transaction: its caller has one."""

    def __init__(self, connection: sqlite3.Connection, *, fts5: bool | None = None) -> None:
        """Keep the words of the file of `connection`; `fts5` says whether its SQLite can, None asks it."""
        self.connection = connection
        self._able = _has_fts5(connection) if fts5 is None else fts5
        self.forms = forms.Forms(connection)
        self.reached = 0

    def declare(self) -> None:
        """Make the tables where they are missing, and empty ones where words are made otherwise now."""
        for statement in f"{LAYOUT}{forms.LAYOUT}".split(";"):
            self.connection.execute(statement)
        if not self._able:
            # Whoever has FTS5 again must not trust what was not kept in step.
            self.connection.execute("DELETE FROM fulltext")
            log.warning("this Python's SQLite has no FTS5: searches read all articles, which takes longer")
            return
        self.forms.declare()
        if not self.look():
            self._begin_anew()

    def attach(self) -> None:
        """Learn how far the index is, to read it only."""
        self.look()
        if not self._able:
            self.reached = 0

    def look(self) -> bool:
        """Learn how far the index is; return whether it is one of this code's words."""
        found = self.connection.execute("SELECT version, reached FROM fulltext").fetchone()
        ours = found is not None and found[0] == _version()
        self.reached = found[1] if ours else 0
        return ours

    def build(self) -> bool:
        """Index the next few articles of an index that is not complete; return whether it is now."""
        if self.reached == ALL or not self._able:
            return True
        rows = self.connection.execute(
            "SELECT doc_id, body FROM documents WHERE tbl = ? AND doc_id > ? ORDER BY doc_id LIMIT ?",
            (TABLE, self.reached, STEP),
        ).fetchall()
        self._add([(doc_id, _text(json.loads(body))) for doc_id, body in rows])
        self._reach(rows[-1][0] if len(rows) == STEP else ALL)
        return self.reached == ALL

    def follow(self, table: str, changes: Sequence[Change]) -> None:
        """Bring the index up to date with changed documents."""
        if table != TABLE or not self.reached:
            return
        gone: list[tuple[int, Text]] = []
        come: list[tuple[int, Text]] = []
        for change in changes:
            before, after, doc_id = change.before, change.after, change.doc_id
            if doc_id > self.reached or (before and after and same_text(before, after)):
                continue
            if before:
                gone.append((doc_id, _text(before)))
            if after:
                come.append((doc_id, _text(after)))
        self._remove(gone)
        self._add(come)

    def clear(self, table: str) -> None:
        """Forget every article."""
        if table == TABLE and self.reached:
            self._begin_anew()

    def undone(self) -> None:
        """Learn again how far the index is: a write was undone."""
        self.forms.undone()
        self.look()

    def _begin_anew(self) -> None:
        self.connection.execute("DROP TABLE IF EXISTS words")
        self.connection.execute(WORDS)
        self.connection.execute("DELETE FROM news")
        self.forms.clear()
        self.connection.execute("DELETE FROM fulltext")
        self.connection.execute("INSERT INTO fulltext VALUES (?, 0)", (_version(),))
        last = self.connection.execute(
            "SELECT max(doc_id) FROM documents WHERE tbl = ?", (TABLE,)
        ).fetchone()[0]
        self._reach(ALL if last is None else 0)

    def _reach(self, doc_id: int) -> None:
        self.connection.execute("UPDATE fulltext SET reached = ?", (doc_id,))
        self.reached = doc_id

    def _add(self, texts: Sequence[tuple[int, Text]]) -> None:
        if not texts:
            return
        self.connection.executemany(_INSERT, ((doc_id, *text.columns) for doc_id, text in texts))
        self.connection.executemany(
            "INSERT INTO news VALUES (?, ?)", ((doc_id, text.at) for doc_id, text in texts)
        )
        self.forms.note(frozenset().union(*(text.words for _, text in texts)))

    def _remove(self, texts: Sequence[tuple[int, Text]]) -> None:
        if not texts:
            return
        # Without the texts FTS5 would have to keep them: it forgets by what it was once given.
        self.connection.executemany(_DELETE, ((doc_id, *text.columns) for doc_id, text in texts))
        self.connection.executemany("DELETE FROM news WHERE doc_id = ?", ((doc_id,) for doc_id, _ in texts))


def _has_fts5(connection: sqlite3.Connection) -> bool:
    """Tell whether this SQLite was built with FTS5."""
    return connection.execute("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").fetchone() is not None


def _version() -> str:
    return f"{REVISION} {fingerprint.of_words()}"


def _text(body: Mapping[str, object]) -> Text:
    return text_of(to_stored(body))
