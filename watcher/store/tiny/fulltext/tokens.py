"""An article as FTS5 sees it: texts of plain words, one token each. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from watcher.models import Article
from watcher.rules.document import Document, document_of
from watcher.rules.query import Field
from watcher.store.port import Stored

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
    return Text(micros(news_at(stored.article, stored.first_seen)), columns, frozenset(_words(document)))


def news_at(article: Article, first_seen: datetime) -> datetime:
    """Return when an article was news: as published, unless its page names no date or one still to come.

    A bare day, and a time without an offset, are taken in UTC.
    """
    published = article.published
    if published is None:
        return first_seen
    if not isinstance(published, datetime):
        published = datetime(published.year, published.month, published.day)  # noqa: DTZ001 - zone below
    aware = published if published.tzinfo else published.replace(tzinfo=UTC)
    return min(aware, first_seen)


def source_token(source: str) -> str:
    """Return a source's id as one token, whatever characters it has."""
    return source.encode(errors="surrogatepass").hex()


def micros(at: datetime) -> int:
    """Return an aware time in microseconds since 1970."""
    passed = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


def _words(document: Document) -> Iterator[str]:
    for segment in document.segments:
        yield from segment.words
        yield from (extra.word for extra in segment.extras)


def same_text(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether two bodies of an article have the same words and dates."""
    return all(one.get(name) == other.get(name) for name in _READ)


_READ = ("title", "summary", "labels", "authors", "source", "published", "first_seen")
