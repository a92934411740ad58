"""An item of some 30 words as what it can be compared by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from watcher.models import Item
from watcher.rules.stem import DEFAULT_LANGUAGE, stemmer
from watcher.rules.words import words_of

_NUMBERS = {
    "zero": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
    "ten": "10",
    "eleven": "11",
    "twelve": "12",
}
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_FUNCTION_WORDS = """
a about after all also an and any are as at be been before between both but by can could did do does
during for from had has have he her here him his how if in into is it its just more most no not now of
off on or other our out over said say says she should so some such than that the their them then there
these they this those to under up us was we were what when where which while who whom whose will with
would you your
"""
_EMPTY = frozenset(_FUNCTION_WORDS.split())
"""Frequent in any English text, also while too few items are known to count that."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What an item says, order left out."""

    words: frozenset[str]
    """Stems, without function words."""
    title: frozenset[str]
    """Those of its title."""
    numbers: frozenset[str]
    """In digits, also the small ones that are written out."""
    days: frozenset[str]
    """Of the week."""


def marks_of(item: Item) -> Marks:
    """Return what an item's title and summary say."""
    title, summary = _words(item.title), _words(item.summary)
    words = [*title, *summary]
    return Marks(
        words=_stems(words),
        title=_stems(title),
        numbers=frozenset(word for word in words if any(map(str.isdigit, word))),
        days=_DAYS.intersection(words),
    )


def _words(text: str) -> list[str]:
    return [_NUMBERS.get(word, word) for word in words_of(text).words]


def _stems(words: Iterable[str]) -> frozenset[str]:
    stem = stemmer(DEFAULT_LANGUAGE)
    return frozenset(stem(word) for word in words if word not in _EMPTY)
