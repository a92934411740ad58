"""The words seen by their stems: looked up when a query asks, so that the index is bound to no language."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from watcher.rules import fingerprint
from watcher.rules.stem import DEFAULT_LANGUAGE, stemmer

LAYOUT = """
CREATE TABLE IF NOT EXISTS forms (
    language TEXT NOT NULL, stem TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (language, stem, word)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stemmed (language TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
"""
_AT_HAND = 1 << 16
"""Words that are remembered as noted: most words of a new article have been seen before."""


class Forms:
    """The forms in one file, for the languages that were ever asked for. Opens no transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._noted: set[str] = set()

    def declare(self) -> None:
        """Make the tables where they are missing; stem all words anew where stems are made otherwise."""
        known = dict(self._db.execute("SELECT language, version FROM stemmed").fetchall())
        for language in {DEFAULT_LANGUAGE, *known}:
            if known.get(language) != fingerprint.of_stems():
                self._learn(language)

    def note(self, words: Iterable[str]) -> None:
        """Remember words, under their stems in every language in use."""
        fresh = [word for word in words if word not in self._noted]
        if not fresh:
            return
        for (language,) in self._db.execute("SELECT language FROM stemmed").fetchall():
            self._add(language, fresh)
        if len(self._noted) > _AT_HAND:
            self._noted.clear()
        self._noted.update(fresh)

    def of(self, language: str, stem: str) -> list[str]:
        """Return the words seen that have this stem; a language not asked for before is learnt first."""
        if not self._knows(language):
            if not self._may_learn():
                return self._among_all(language, stem)
            self._learn(language)
        found = self._db.execute(
            "SELECT word FROM forms WHERE language = ? AND stem = ? ORDER BY word", (language, stem)
        )
        return [word for (word,) in found]

    def undone(self) -> None:
        """Take nothing for noted: a write was undone."""
        self._noted.clear()

    def clear(self) -> None:
        """Forget every word."""
        self._db.execute("DELETE FROM forms")
        self._noted.clear()

    def _knows(self, language: str) -> bool:
        found = self._db.execute("SELECT version FROM stemmed WHERE language = ?", (language,)).fetchone()
        return found is not None and found[0] == fingerprint.of_stems()

    def _may_learn(self) -> bool:
        return not self._db.execute("PRAGMA query_only").fetchone()[0]

    def _learn(self, language: str) -> None:
        words = self._all()
        self._db.execute("DELETE FROM forms WHERE language = ?", (language,))
        self._add(language, words)
        self._db.execute("INSERT OR REPLACE INTO stemmed VALUES (?, ?)", (language, fingerprint.of_stems()))

    def _add(self, language: str, words: Iterable[str]) -> None:
        stem = stemmer(language)
        self._db.executemany(
            "INSERT OR IGNORE INTO forms (language, stem, word) VALUES (?, ?, ?)",
            ((language, stem(word), word) for word in words),
        )

    def _among_all(self, language: str, stem: str) -> list[str]:
        made = stemmer(language)
        return [word for word in self._all() if made(word) == stem]

    def _all(self) -> list[str]:
        return [word for (word,) in self._db.execute("SELECT DISTINCT word FROM forms").fetchall()]
