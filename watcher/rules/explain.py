"""Why an article meets a query, or does not: in the reader's words, at offsets of the original text."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.models import Article
from watcher.rules.document import Document, document_of
from watcher.rules.evaluate import Place, holds, places
from watcher.rules.query import And, Field, Leaf, Node, Not, Or, Query, Term
from watcher.rules.reasons import found, joined, missing, named
from watcher.rules.stem import DEFAULT_LANGUAGE
from watcher.rules.tree import normal
from watcher.rules.words import spans_of, words_of
from watcher.wording.text import Text, text, verbatim


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a term of the query stands in the article."""

    term: str
    """The term, in normal form."""
    field: Field
    index: int
    """Which label or author; 0 for the other fields."""
    start: int
    """Offset of the first character in the field's original text."""
    end: int
    """Offset behind the last character."""
    text: str
    """What stands there."""
    synonym_of: str = ""
    """The word of the query that it stands in for, where the query has only a synonym of it."""
    is_form: bool = False
    """True where the words differ from those of the query: another form, a word that begins so."""

    def __str__(self) -> str:
        return str(self.told)

    @property
    def told(self) -> Text:
        """What was found, and where."""
        return found(self.term, self.text, self.field, self.synonym_of, is_form=self.is_form)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The evidence for an answer; `told` is one line for a person, `str()` the same in English."""

    matched: bool
    marks: tuple[Mark, ...] = ()
    """What was found of the terms asked for, by field and offset; also the part found of what failed."""
    failed: tuple[str, ...] = ()
    """The parts, in normal form, that the article does not meet; none if it matched."""
    hits: tuple[Mark, ...] = ()
    """What was found of the excluded parts that failed."""
    reasons: tuple[Text, ...] = ()
    """Why each of the failed parts failed, in plain words."""

    def __str__(self) -> str:
        return str(self.told)

    @property
    def told(self) -> Text:
        """What was found, and why what failed did."""
        if self.matched:
            return joined(mark.told for mark in self.marks)
        terms = [text("{term} found", term=named(mark.synonym_of or mark.term)) for mark in self.marks]
        return joined((*terms, *self.reasons))


def explain(
    query: Query, article: Article, source: str = "", language: str = DEFAULT_LANGUAGE
) -> Explanation:
    """Say what in `article`, in `language` and of the source `source`, met `query`, or which parts failed."""
    query = query.for_articles_in(language)
    reader = _Reader(document_of(article, source), query.language)
    marks = reader.marks(query.root)
    if reader.holds(query.root):
        return Explanation(matched=True, marks=marks)
    failing = tuple(reader.failing(query.root))
    return Explanation(
        matched=False,
        marks=marks,
        failed=tuple(dict.fromkeys(map(_typed, failing))),
        hits=tuple(mark for part in failing if isinstance(part, Not) for mark in reader.marks(part.part)),
        reasons=tuple(map(reader.reason, failing)),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one article in one language."""

    document: Document
    language: str

    def holds(self, node: Node) -> bool:
        return holds(node, self.document, self.language)

    def failing(self, node: Node) -> list[Node]:
        """Return the smallest parts that make `node` fail."""
        if not isinstance(node, And):
            return [node]
        return [part for each in node.parts if not self.holds(each) for part in self.failing(each)]

    def reason(self, node: Node) -> Text:
        """Say why a part failed."""
        if isinstance(node, Not):
            hits = joined((mark.told for mark in self.marks(node.part)), text(" and "))
            return text("{term} hit {hits}", term=named(_typed(node)), hits=hits)
        if isinstance(node, And | Or):
            typed = [part for part in node.parts if not (isinstance(part, Term) and part.synonym_of)]
            options = joined((verbatim(named(normal(part, inner=True))) for part in typed), ", ")
            if len(typed) > 1:
                return text("none of {terms} found", terms=options)
            return text("{term} is missing, and so are its synonyms", term=options)
        return missing(node, self.document, self.language)

    def marks(self, node: Node) -> tuple[Mark, ...]:
        """Return where the terms that `node` asks for stand, by field and offset."""
        return tuple(
            sorted(
                {mark for leaf in _wanted(node) for mark in self._marks(leaf)},
                key=lambda mark: (list(Field).index(mark.field), mark.index, mark.start, mark.end, mark.term),
            )
        )

    def _marks(self, leaf: Leaf) -> list[Mark]:
        marks = []
        synonym_of = leaf.synonym_of if isinstance(leaf, Term) else ""
        for segment in self.document.inside(leaf.field):
            spans = spans_of(segment.text)
            for place in _smallest(places(leaf, segment, self.language)):
                start, end = spans[place.start][0], spans[place.end - 1][1]
                words = segment.text[start:end]
                form = isinstance(leaf, Term) and tuple(words_of(words).words) not in leaf.variants
                marks.append(
                    Mark(leaf.shown, segment.field, segment.index, start, end, words, synonym_of, form)
                )
        return marks


def _typed(node: Node) -> str:
    """Write a part as its author did: an excluded synonym as the word that it comes from."""
    if isinstance(node, Not) and isinstance(node.part, Term) and node.part.synonym_of:
        return f"-{node.part.synonym_of}"
    return normal(node, inner=True)


def _wanted(node: Node) -> list[Leaf]:
    """Return the terms that are not excluded."""
    if isinstance(node, And | Or):
        return [leaf for part in node.parts for leaf in _wanted(part)]
    return [] if isinstance(node, Not) else [node]


def _smallest(found: list[Place]) -> list[Place]:
    """Leave out places around another one: `Sanctions-busting` where `Sanctions` is enough."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: (place.end, -place.start)):
        if not kept or place.start > kept[-1].start:
            kept.append(place)
    return kept
