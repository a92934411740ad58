"""A text before it has a language: a template and what stands in it.

A template is the English text itself. Words between backticks are something to type; `{name}` stands for a
value, which is never read as a template: a headline may hold any of these characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from gettext import NullTranslations
from itertools import groupby
from string import Formatter
from typing import Protocol, TypeAlias

from watcher.wording.particles import settled


class Style(StrEnum):
    """How a piece of text is set."""

    PLAIN = "plain"
    BOLD = "bold"
    CODE = "code"
    """Something to type."""
    BLOCK = "block"
    """Lines of fixed width."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in one style, unescaped."""

    text: str
    style: Style = Style.PLAIN
    url: str = ""
    """Where it leads; an http(s) address, or nothing."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is said, in no language yet."""

    one: str
    many: str = ""
    """Another template for other numbers than one; empty where no number plays a part."""
    count: int = 1
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """Return it in English, what is to be typed between backticks: for logs and operators."""
        return "".join(
            f"`{span.text}`" if span.style is Style.CODE else span.text
            for span in joined(spoken(self, ENGLISH))
        )


Value: TypeAlias = str | int | Span | Text | Sequence["Value"]


class Speech(Protocol):
    """A language: `gettext.NullTranslations` and its kin."""

    def gettext(self, message: str, /) -> str:
        """Return a template in this language."""
        ...

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        """Return the template for a number."""
        ...


ENGLISH: Speech = NullTranslations()
"""As the texts stand in the code."""


def text(template: str, **values: Value) -> Text:
    """Make a text."""
    return Text(template, values=values)


def many(one: str, other: str, count: int, **values: Value) -> Text:
    """Make a text about so many things; `{count}` stands for the number."""
    return Text(one, other, count, {"count": count, **values})


def verbatim(words: str) -> Text:
    """Make a text of words that are nobody's to translate."""
    return Text("{words}", values={"words": words})


def phrase(words: str) -> Text:
    """Make a text of words that are translated where they are ours, and others' that stand as they are."""
    return Text(words.replace("{", "{{").replace("}", "}}"))


def msg(template: str) -> str:
    """Mark a template that is translated where it is shown."""
    return template


def bold(words: str) -> Span:
    """Set in bold."""
    return Span(words, Style.BOLD)


def code(words: str) -> Span:
    """Set as something to type."""
    return Span(words, Style.CODE)


def block(words: str) -> Span:
    """Set in lines of fixed width."""
    return Span(words, Style.BLOCK)


def link(words: str, url: str | None) -> Span:
    """Lead somewhere, where there is an address."""
    return Span(words, url=url or "")


def spoken(value: Value, speech: Speech, style: Style = Style.PLAIN) -> Iterator[Span]:
    """Yield a value in a language; what has no style of its own takes that of its surroundings."""
    match value:
        case Span():
            yield value
        case Text():
            yield from _spoken(value, speech, style)
        case str() | int():
            yield Span(str(value), style)
        case _:
            for part in value:
                yield from spoken(part, speech, style)


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans with neighbours of one style as one: what is to be typed is copied as a whole."""
    for (style, url), alike in groupby(spans, key=lambda span: (span.style, span.url)):
        yield Span("".join(span.text for span in alike), style, url)


def plain(value: Value, speech: Speech = ENGLISH) -> str:
    """Return a value in a language, without styles."""
    return "".join(span.text for span in spoken(value, speech))


def _spoken(said: Text, speech: Speech, style: Style) -> Iterator[Span]:
    if not said.one:
        return  # in a catalogue the empty text is its header
    template = speech.ngettext(said.one, said.many, said.count) if said.many else speech.gettext(said.one)
    before = ""
    for literal, name, _, _ in Formatter().parse(template):
        for place, piece in enumerate(settled(before, literal).split("`")):
            if place:
                style = Style.PLAIN if style is Style.CODE else Style.CODE
            if piece:
                yield Span(piece, style)
        if name is not None:
            value = [*spoken(said.values[name], speech, style)]
            before = next((span.text for span in reversed(value) if span.text), "")
            yield from value
