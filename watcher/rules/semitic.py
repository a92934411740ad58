"""Hebrew and Arabic words without what is written onto their front: "and", "the", "in", "to" and the like."""

from __future__ import annotations

from itertools import product

_HEBREW = tuple("והבלמשכ") + tuple("ו" + letter for letter in "הבלמשכ")
_ARABIC = tuple(
    before + article for before, article in product(("", "و", "ف", "ب", "ك", "ل", "وب", "ول"), ("", "ال"))
)[1:]
_SHORTEST_REST = 3


def is_hebrew(word: str) -> bool:
    """Tell whether `word` starts with a Hebrew letter."""
    return "\u05d0" <= word[:1] <= "\u05ea"


def without_prefixes(word: str) -> tuple[str, ...]:
    """Return the words of three letters or more that `word` may be with a prefix; none for other scripts."""
    first = word[:1]
    if is_hebrew(word):
        prefixes = _HEBREW
    elif "\u0621" <= first <= "\u064a":
        prefixes = _ARABIC
    else:
        return ()
    return tuple(
        word[len(prefix) :]
        for prefix in prefixes
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_REST
    )
