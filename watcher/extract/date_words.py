"""The words of dates in many languages: months and weekdays from Unicode CLDR, through Babel, read once.

English is read first, the rest only when an unknown word stands where a month could; that takes about
a third of a second, once in a process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from babel import Locale

_CODES = """en es de fr ru pt it zh ja ko ar pl nl tr cs uk vi id sv el hu ro fi da nb sk bg he fa th hr sr lt
    lv et sl ca eu gl hi bn ur ta te ms is ga cy sq mk bs az ka hy kk uz mn sw af"""
LANGUAGES = tuple(_CODES.split())
"""Most written first: where two languages use one word for two months (Polish and Croatian `listopad`),
the earlier language has it."""

_EXTRA_MONTHS = {"sept": 9, "janv": 1, "févr": 2, "avr": 4, "juil": 7, "maj": 5, "mrt": 3, "märz": 3}
_PARTICLE = re.compile(r"^(?:de |d['’]|di |ב(?=[א-ת]{3}))")
_TITLE_CASE_TAIL = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W\d_A-ZÀ-ÖØ-Þ]+$")


@lru_cache(maxsize=2048)
def month(word: str) -> int | None:
    """Return the month 1 to 12 that `word` names in any language, inflected or short; else None.

    A name glued before it is stepped over: in `SmithMarch` it reads `March`.
    """
    number = _month(_plain(word))
    if number is None and (tail := _TITLE_CASE_TAIL.search(word)) and tail.start():
        number = _month(_plain(tail[0]))
    return number


def glued(word: str) -> int:
    """Return how many characters of `word` stand before the month glued to its end (0: none)."""
    if _month(_plain(word)) is not None:
        return 0
    tail = _TITLE_CASE_TAIL.search(word)
    return tail.start() if tail else 0


def is_weekday(word: str) -> bool:
    """Tell whether `word` names a day of the week in any language."""
    plain = _plain(word)
    return plain in _english_weekdays() or plain in _all_weekdays()


def _month(plain: str) -> int | None:
    return _english_months().get(plain) or _all_months().get(plain)


@cache
def _english_months() -> dict[str, int]:
    return dict(_months_of("en")) | {"sept": 9}


@cache
def _all_months() -> dict[str, int]:
    found = dict(_EXTRA_MONTHS)
    for language in LANGUAGES:
        for word, number in _months_of(language):
            found.setdefault(word, number)
    return found


@cache
def _english_weekdays() -> frozenset[str]:
    return frozenset(_weekdays_of("en")) | {"tues", "thur", "thurs"}


@cache
def _all_weekdays() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in _weekdays_of(language))


def _months_of(language: str) -> Iterator[tuple[str, int]]:
    """Yield the words for months, leaving out numbered ones ('9월'), which the patterns know."""
    for forms in Locale.parse(language).months.values():
        for width in ("wide", "abbreviated"):
            for number, word in forms[width].items():
                plain = _plain(word)
                if len(plain) > 1 and not any(c.isdigit() for c in plain):
                    yield plain, number


def _weekdays_of(language: str) -> Iterator[str]:
    for forms in Locale.parse(language).days.values():
        for width in ("wide", "abbreviated"):
            yield from (_plain(word) for word in forms[width].values() if len(_plain(word)) > 1)


def _plain(word: str) -> str:
    """Fold case, dots and a leading particle away: `d’Octubre`, `Sept.`, `ก.ย.`."""
    return _PARTICLE.sub("", word.strip().casefold()).replace(".", "").replace("׳", "")
