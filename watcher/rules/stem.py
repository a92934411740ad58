"""Stems: what `sanction`, `sanctions` and `sanctioned` have in common.

A word of another script than the language's own is stemmed by its script: Cyrillic as Russian, Greek, Arabic,
Armenian and Hindi as such, Hangul by its verb endings. Algorithms: https://snowballstem.org/algorithms/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from threading import Lock

import Stemmer

from watcher.rules.hangul import is_hangul, without_ending

DEFAULT_LANGUAGE = "english"
LANGUAGES: tuple[str, ...] = tuple(Stemmer.algorithms())
"""Names of the languages that words are stemmed in."""

_SCRIPTS = (
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u04ff", "russian"),
    ("\u0530", "\u058f", "armenian"),
    ("\u0600", "\u06ff", "arabic"),
    ("\u0900", "\u097f", "hindi"),
)
_ARABIC_ARTICLE = re.compile(r"^(?:[وبكف]?ال|لل)(?=.{3})")


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """Return the function from a folded word to its stem; equal stems mean the same word.

    Raises KeyError for a language that is not one of `LANGUAGES`.
    """
    own = _stemmer_of(language)

    @lru_cache(maxsize=1 << 17)
    def stem(word: str) -> str:
        if word.isascii():
            return own(word)
        if is_hangul(word):
            return without_ending(word)
        script = _script(word)
        if script is None or script == language:
            return own(word)
        if script == "arabic":
            word = _ARABIC_ARTICLE.sub("", word)
        return _stemmer_of(script)(word)

    return stem


def _script(word: str) -> str | None:
    return next((name for low, high, name in _SCRIPTS if low <= word[0] <= high), None)


@cache
def _stemmer_of(language: str) -> Callable[[str], str]:
    """Return a stemmer that threads may share: the library's own has state."""
    stem_word, one_at_a_time = Stemmer.Stemmer(language).stemWord, Lock()

    def stem(word: str) -> str:
        with one_at_a_time:
            return str(stem_word(word))

    return stem
