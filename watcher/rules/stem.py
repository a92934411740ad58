"""Stems: what `sanction`, `sanctions` and `sanctioned` have in common.

A word of another script than the language's own is stemmed by its script: Cyrillic as Russian, Greek, Arabic,
Armenian and Devanagari (as Hindi) as such, Hangul by its verb endings. Algorithms: https://snowballstem.org/algorithms/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from threading import Lock

import Stemmer

from watcher.rules.hangul import is_hangul, without_ending

DEFAULT_LANGUAGE = "english"
NO_LANGUAGE = "none"
"""Instead of a language: words match as they are written."""
LANGUAGES: tuple[str, ...] = (
    *(name for name in Stemmer.algorithms() if "porter" not in name),
    NO_LANGUAGE,
)
"""Names of the languages that words are stemmed in."""

_SCRIPTS = (
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u04ff", "russian"),
    ("\u0530", "\u058f", "armenian"),
    ("\u0600", "\u06ff", "arabic"),
    ("\u0900", "\u097f", "hindi"),
)
_SHARED_SCRIPTS = {"serbian": "russian", "persian": "arabic", "nepali": "hindi"}
"""Languages in the letters of another one that stands above."""
_ARABIC_ARTICLE = re.compile(r"^(?:[وبكف]?ال|لل)(?=.{3})")


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """Return the function from a folded word to its stem; equal stems mean the same word.

    Raises KeyError for a language that is not one of `LANGUAGES`.
    """
    if language == NO_LANGUAGE:
        return _as_it_is
    own = _stemmer_of(language)
    own_script = _SHARED_SCRIPTS.get(language, language)

    @lru_cache(maxsize=1 << 17)
    def stem(word: str) -> str:
        if word.isascii():
            return own(word)
        if is_hangul(word):
            return without_ending(word)
        script = _script(word)
        if script == "arabic" and language != "persian":
            word = _ARABIC_ARTICLE.sub("", word)
        return own(word) if script in {None, own_script} else _stemmer_of(str(script))(word)

    return stem


def _as_it_is(word: str) -> str:
    return word


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
