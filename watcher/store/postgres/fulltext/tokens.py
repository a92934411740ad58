"""An article as the index sees it: a set of words, each behind the letter of its field. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from watcher.rules.document import document_of
from watcher.rules.query import Field
from watcher.store.port import Stored
from watcher.store.postgres.escape import escape
from watcher.store.scan import micros, news_at

LETTERS = {Field.TITLE: "t", Field.SUMMARY: "s", Field.LABEL: "l", Field.AUTHOR: "a"}
LONGEST = 100
"""Characters of a word that are kept; what is longer is compared by the evaluator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What the index knows of one article."""

    at: int
    """When it was news, in microseconds since 1970."""
    tokens: frozenset[str]
    words: frozenset[str]
    """All words and readings, uncut and without their fields."""


def text_of(stored: Stored) -> Text:
    """Return the words of a stored article, and when it was news."""
    tokens: set[str] = set()
    words: set[str] = set()
    for segment in document_of(stored.article).segments:
        found = {*segment.words, *(extra.word for extra in segment.extras)}
        tokens |= {token(segment.field, word) for word in found}
        words |= found
    return Text(at=micros(news_at(stored)), tokens=frozenset(tokens), words=frozenset(words))


def token(field: Field, word: str) -> str:
    """Return a word of a field as the index has it."""
    return f"{LETTERS[field]}{escape(word[:LONGEST])}"


def joined(tokens: Iterable[str]) -> str:
    """Return tokens as one text, for `string_to_array`: no word has a space."""
    return " ".join(sorted(tokens))
