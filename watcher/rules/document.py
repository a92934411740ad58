"""An article as words: what queries are matched against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from watcher.models import Article
from watcher.rules.query import DEFAULT_FIELDS, Field
from watcher.rules.words import Extra, words_of


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of an article that phrases do not reach beyond, with its words by position."""

    field: Field
    index: int
    """Which of several (labels, authors); 0 for the rest."""
    text: str
    """The original."""
    words: list[str]
    extras: list[Extra]

    def stemmed(self, stem: Callable[[str], str]) -> Segment:
        """Return the segment with stems for words."""
        extras = [Extra(extra.at, extra.width, stem(extra.word)) for extra in self.extras]
        return Segment(self.field, self.index, self.text, [stem(word) for word in self.words], extras)


@dataclass(frozen=True, slots=True)
class Document:
    """The segments of one article of one source."""

    segments: tuple[Segment, ...]
    default: tuple[Segment, ...] = field(init=False)
    """Those that a term without a field looks in."""

    def __post_init__(self) -> None:
        default = tuple(segment for segment in self.segments if segment.field in DEFAULT_FIELDS)
        object.__setattr__(self, "default", default)

    def inside(self, field: Field | None) -> tuple[Segment, ...]:
        """Return the segments of a field, or the default ones."""
        if field is None:
            return self.default
        return tuple(segment for segment in self.segments if segment.field is field)


def document_of(article: Article, source: str = "") -> Document:
    """Split an article into words, field by field."""
    texts = [(Field.TITLE, 0, article.title), (Field.SUMMARY, 0, article.summary)]
    texts += [(Field.LABEL, index, label) for index, label in enumerate(article.labels)]
    texts += [(Field.AUTHOR, index, author) for index, author in enumerate(article.authors)]
    texts.append((Field.SOURCE, 0, source))
    segments = []
    for where, index, text in texts:
        found = words_of(text)
        if found.words:
            segments.append(Segment(where, index, text, found.words, found.extras))
    return Document(tuple(segments))
