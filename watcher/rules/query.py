"""A query as data: a tree of terms, and what it is called in its normal form."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from watcher.rules.stem import DEFAULT_LANGUAGE, stemmer
from watcher.wording.text import Text


class Field(StrEnum):
    """A part of an article that a term may be bound to; also what a person types before the colon."""

    TITLE = "title"
    SUMMARY = "summary"
    AUTHOR = "author"
    LABEL = "label"
    SOURCE = "source"

    __hash__ = str.__hash__


DEFAULT_FIELDS = (Field.TITLE, Field.SUMMARY, Field.LABEL)
"""Where a term without a field looks: what an article is about, not who wrote it or where it stood."""


class Form(StrEnum):
    """How the words of a term are compared with those of a text."""

    STEM = "stem"
    EXACT = "exact"
    PREFIX = "prefix"
    """The last word is the beginning of a word; those before it are exact."""

    __hash__ = str.__hash__


Variant: TypeAlias = tuple[str, ...]
"""Words in a row."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: any of `variants`, in one field or in the default ones.

    Two terms are equal when they find the same; how they were typed (`shown`) plays no part.
    """

    form: Form
    variants: tuple[Variant, ...]
    field: Field | None = None
    shown: str = dataclasses.field(default="", compare=False)
    """The term in normal form, its field included."""
    literal: bool = False
    """Asked for in exactly these words, so that no synonym will do."""
    synonym_of: str = dataclasses.field(default="", compare=False)
    """For a term that nobody typed: the word that it stands in for, as the configuration writes it."""

    def variants_in(self, language: str) -> tuple[Variant, ...]:
        """Return what to look for among the words of a text in `language`, or their stems in form STEM."""
        if self.form is not Form.STEM:
            return self.variants
        stem = stemmer(language)
        if len(self.variants) == 1:
            return (tuple(map(stem, self.variants[0])),)
        return tuple(dict.fromkeys(tuple(map(stem, variant)) for variant in self.variants))


@dataclass(frozen=True, slots=True)
class Near:
    """All of the terms in one passage, in any order, with at most `slop` other words among them."""

    terms: tuple[Term, ...]
    """Exact ones, all of the same field."""
    slop: int
    field: Field | None = None
    shown: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Anything without the part."""

    part: Node


Leaf: TypeAlias = Term | Near
Node: TypeAlias = Leaf | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query."""

    text: str
    """As typed."""
    normal: str
    """As a careful person would type it; parts in alphabetical order: equal queries are equal texts."""
    root: Node
    """What to look for, synonyms included."""
    language: str = ""
    """Language of the stems, one of `stem.LANGUAGES`; empty takes that of the article."""
    notes: tuple[Text, ...] = ()
    """What the reader of the query may have meant otherwise, a sentence each."""

    def for_articles_in(self, language: str = DEFAULT_LANGUAGE) -> Query:
        """Return the query with its language settled: its own, else that of the articles."""
        if self.language:
            return self
        return Query(self.text, self.normal, self.root, language, self.notes)


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a query may be."""

    length: int = 1000
    """Characters."""
    terms: int = 50
    depth: int = 10
    """Parentheses and NOTs inside each other."""


CHAT_LIMITS = Limits(length=200, terms=10, depth=5)
"""For queries that anybody may send."""
