"""An article as FTS5 sees it: texts of plain words, one token each. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from watcher.rules.document import Document, document_of
from watcher.rules.query import Field
from watcher.store.port import Stored
from watcher.store.scan import micros, news_at

FIELDS = (Field.TITLE, Field.SUMMARY, Field.LABEL, Field.AUTHOR)
MORE = "_more"
"""Ends the name of the column with a field's other readings: words without particles, compounds as one."""
COLUMNS = (*FIELDS, *(f"{field}{MORE}" for field in FIELDS), Field.SOURCE)
TOKENIZER = "ascii tokenchars '.'"
"""Cuts at spaces, and takes every other character that a word of ours can have."""
BORDER = "\ue000"
"""Stands between two labels or authors: no word has it, so no phrase reaches over it."""
LONGEST = 100
"""Characters of a word that are kept; what is longer is compared by the evaluator."""


@dataclass(frozen=True, slots=True)
class Text:
    """What the index knows of one article."""

    at: int
    """When it was news, in microseconds since 1970."""
    columns: tuple[str, ...]
    """The texts of `COLUMNS`."""
    words: frozenset[str]
    """All words and readings, uncut."""


def text_of(stored: Stored) -> Text:
    """Return the words of a stored article by column, and when it was news."""
    document = document_of(stored.article)
    plain: defaultdict[str, list[str]] = defaultdict(list)
    for segment in document.segments:
        told = plain[segment.field]
        told += [BORDER] * bool(told) + [word[:LONGEST] for word in segment.words]
        more = sorted({extra.word[:LONGEST] for extra in segment.extras})
        plain[f"{segment.field}{MORE}"] += more
    plain[Field.SOURCE] = [source_token(stored.source)]
    columns = tuple(" ".join(plain[name]) for name in COLUMNS)
    return Text(micros(news_at(stored)), columns, frozenset(_words(document)))


def source_token(source: str) -> str:
    """Return a source's id as one token, whatever characters it has."""
    return source.encode(errors="surrogatepass").hex()


def _words(document: Document) -> Iterator[str]:
    for segment in document.segments:
        yield from segment.words
        yield from (extra.word for extra in segment.extras)


def same_text(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether two bodies of an article have the same words and dates."""
    return all(one.get(name) == other.get(name) for name in _READ)


_READ = ("title", "summary", "labels", "authors", "source", "published", "first_seen")
