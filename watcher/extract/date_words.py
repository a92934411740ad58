"""The words of dates in many languages: months and weekdays."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from watcher.extract.cldr import plain, words

_EXTRA_MONTHS = {"sept": 9, "janv": 1, "févr": 2, "avr": 4, "juil": 7, "maj": 5, "mrt": 3, "märz": 3}
_SHORT_WEEKDAYS = frozenset(("tues", "thur", "thurs"))
_TITLE_CASE_TAIL = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W\d_A-ZÀ-ÖØ-Þ]+\.?$")


@lru_cache(maxsize=2048)
def month(word: str) -> int | None:
    """Return the month 1 to 12 that `word` names in any language, inflected or short; else None.

    A name glued before it is stepped over: in `SmithMarch` it reads `March`.
    """
    number = _month(plain(word))
    if number is None and (tail := _TITLE_CASE_TAIL.search(word)) and tail.start():
        number = _month(plain(tail[0]))
    return number


def glued(word: str) -> int:
    """Return how many characters of `word` stand before the month glued to its end (0: none)."""
    if _month(plain(word)) is not None:
        return 0
    tail = _TITLE_CASE_TAIL.search(word)
    return tail.start() if tail else 0


def is_weekday(word: str) -> bool:
    """Tell whether `word` names a day of the week in any language."""
    folded = plain(word)
    return folded in words().weekdays or folded in _SHORT_WEEKDAYS


def _month(folded: str) -> int | None:
    return _months().get(folded)


@cache
def _months() -> dict[str, int]:
    known = words()
    return known.months | _EXTRA_MONTHS | known.english_months | {"sept": 9}
