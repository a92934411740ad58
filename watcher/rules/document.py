"""An article as words: what queries are matched against."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from watcher.models import Article
from watcher.rules.query import DEFAULT_FIELDS, Field
from watcher.rules.stem import stemmer
from watcher.rules.words import Extra, words_of

Readings: TypeAlias = dict[str, dict[int, list[int]]]
"""Word → position where it starts → positions where the next word may follow."""


@dataclass(slots=True)
class Segment:
    """One stretch of an article that phrases do not reach beyond, with its words by position."""

    field: Field
    index: int
    """Which of several (labels, authors); 0 for the rest."""
    text: str
    """The original."""
    words: list[str]
    extras: list[Extra]
    _stemmed: dict[str, Segment] = dataclasses.field(default_factory=dict, repr=False)
    _readings: Readings | None = dataclasses.field(default=None, repr=False)
    _extras_at: dict[int, list[Extra]] | None = dataclasses.field(default=None, repr=False)

    def stemmed(self, language: str) -> Segment:
        """Return the segment with stems for words; made once for a language."""
        known = self._stemmed.get(language)
        if known is None:
            stem = stemmer(language)
            extras = [Extra(extra.at, extra.width, stem(extra.word)) for extra in self.extras]
            known = Segment(self.field, self.index, self.text, [stem(word) for word in self.words], extras)
            self._stemmed[language] = known
        return known

    def readings_at(self, at: int) -> Iterator[tuple[str, int]]:
        """Yield how the text goes on from a position: each word there, and where the next may follow."""
        if at < len(self.words):
            yield self.words[at], at + 1
        if not self.extras:
            return
        if self._extras_at is None:
            self._extras_at = {}
            for extra in self.extras:
                self._extras_at.setdefault(extra.at, []).append(extra)
        for extra in self._extras_at.get(at, ()):
            yield extra.word, at + extra.width

    def readings(self) -> Readings:
        """Return where each word stands; made once."""
        if self._readings is None:
            self._readings = {}
            for at, word in enumerate(self.words):
                self._readings.setdefault(word, {})[at] = [at + 1]
            for extra in self.extras:
                ends = self._readings.setdefault(extra.word, {}).setdefault(extra.at, [])
                ends.append(extra.at + extra.width)
        return self._readings


@dataclass(frozen=True, slots=True)
class Document:
    """The segments of one article of one source."""

    segments: tuple[Segment, ...]
    default: tuple[Segment, ...]
    """Those that a term without a field looks in."""
    _vocabularies: dict[tuple[Field | None, str], set[str]] = dataclasses.field(default_factory=dict)

    def vocabulary(self, field: Field | None, language: str = "") -> set[str]:
        """Return the words of a field and their other readings, or the stems of these; made once."""
        known = self._vocabularies.get((field, language))
        if known is None:
            known = set(map(stemmer(language), self.vocabulary(field))) if language else self._words(field)
            self._vocabularies[field, language] = known
        return known

    def _words(self, field: Field | None) -> set[str]:
        words: set[str] = set()
        for segment in self.inside(field):
            words.update(segment.words)
            if segment.extras:
                words.update([extra.word for extra in segment.extras])
        return words

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
    default = tuple(segment for segment in segments if segment.field in DEFAULT_FIELDS)
    return Document(tuple(segments), default)
