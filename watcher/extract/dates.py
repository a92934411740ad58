"""Dates as pages write them, in many languages: a whole text, or the first date inside a longer one.

What cannot be told is not guessed: `04/05/2016` has no date unless the caller knows the page's order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal, TypeAlias

from watcher.extract import clock_times, date_patterns, relative_dates
from watcher.extract.date_words import is_weekday
from watcher.models import Published

Order: TypeAlias = Literal["dmy", "mdy"]
"""Whether the day or the month comes first in numeric dates."""

_KNOWN = 8_192
_LONGEST_KNOWN = 200
"""So many texts are remembered, none longer: the next poll of a page shows most of them again."""
LONGEST = 100
"""Characters. A longer text is no date, though it may hold one."""

_DIGIT = re.compile(r"\d")
_LONGEST_WITHOUT_YEAR = 48
_EPOCH = re.compile(r"(?P<seconds>\d{10})(?:\.\d+|\d{3})?")
_EPOCH_FROM, _EPOCH_TO = 631_152_000, 4_102_444_800
"""1990 and 2100 in seconds: outside of them a number is a number."""
_COMPACT = re.compile(r"(?P<day>(?:19|20)\d{6})(?:T(?P<time>\d{4,6})(?P<zone>Z|[+-]\d{4})?)?")
_LAST_WORD = re.compile(r"([^\s\d,()（）]+)[.,]?[\s,]*$")
_WRAPPING = " \t\r\n.,;:|·•–—-()（）[]"


def parse(text: str, now: datetime | None = None, *, order: Order | None = None) -> Published | None:
    """Return the date if the whole of `text` is one (a weekday and a time may stand with it), else None.

    Relative times and dates without a year need `now`; ambiguous numeric dates need `order`.
    """
    if len(text) > LONGEST:
        text = " ".join(text.split())
        if len(text) > LONGEST:
            return None
    is_told, when = _told(text, order)
    if is_told or now is None:
        return when
    text = " ".join(text.split())
    if relative := relative_dates.parse(text, now):
        return relative
    ending = find_without_year(text, now) if len(text) <= _LONGEST_WITHOUT_YEAR else None
    return ending[2] if ending and ending[0] == 0 else None


@lru_cache(maxsize=_KNOWN)
def _told(text: str, order: Order | None) -> tuple[bool, Published | None]:
    """Return whether a text is what it is at any time, and the date if it is one."""
    text = " ".join(text.split())
    if not text:
        return True, None
    if number := _epoch(text) or _compact(text):
        return True, number
    found = _absolute(text, order)
    if found:
        return True, found[2] if _is_whole(text, found[0], found[1]) else None
    short = date_patterns.without_century(text, order)
    return short is not None, short


def find(
    text: str, now: datetime | None = None, *, order: Order | None = None
) -> tuple[int, int, Published] | None:
    """Return `(start, end, date)` of the first date inside `text`, with its weekday and time, else None."""
    if not _DIGIT.search(text):
        return None
    absolute = (_absolute if len(text) <= _LONGEST_KNOWN else _absolute.__wrapped__)(text, order)
    relative = relative_dates.find(text, now) if now else None
    return min((f for f in (absolute, relative) if f), key=lambda found: found[0], default=None)


def find_without_year(text: str, now: datetime) -> tuple[int, int, Published] | None:
    """Return `(start, end, date)` of a day that ends `text`, 'May 25', as the latest not after tomorrow."""
    return _without_year(text, now.date()) if len(text) <= LONGEST else None


@lru_cache(maxsize=_KNOWN)
def _without_year(text: str, today: date) -> tuple[int, int, Published] | None:
    bare = text.rstrip(_WRAPPING)
    if not _DIGIT.search(bare) or not date_patterns.lacks_year(text):
        return None
    for year in (today.year, today.year - 1):
        for full in (f"{bare}, {year}", f"{text} {year}"):
            found = _absolute(full, None)
            if found and found[1] == len(full) and _day(found[2]) <= today + timedelta(days=1):
                return found[0], len(bare), found[2]
    return None


def order_of(texts: Iterable[str]) -> Order | None:
    """Return which order the numeric dates in `texts` prove (a 13 or more settles it), if any."""
    votes = [vote for text in texts if (vote := _vote(text))]
    if not votes or len(set(votes)) > 1:
        return None
    return votes[0]


def _vote(text: str) -> Order | None:
    return _known_vote(text) if len(text) <= _LONGEST_KNOWN else date_patterns.proven_order(text)


_known_vote = lru_cache(maxsize=_KNOWN)(date_patterns.proven_order)


@lru_cache(maxsize=_KNOWN)
def _absolute(text: str, order: Order | None) -> tuple[int, int, Published] | None:
    """Find a date with a year, then take in the weekday before it and the time beside it."""
    found = date_patterns.find(text, order)
    if found is None:
        return None
    start, end, day = found
    end = date_patterns.weekday_after(text, end)
    after = clock_times.after(text, end)
    if after:
        return _with_weekday(text, start), after[0], after[1].on(day)
    start = _with_weekday(text, start)
    before = clock_times.before(text, start)
    if before:
        return before[0], end, before[1].on(day)
    return start, end, day


def _with_weekday(text: str, start: int) -> int:
    """Return where the weekday before `start` begins, or `start`."""
    word = _LAST_WORD.search(text, max(0, start - 24), start)
    return word.start(1) if word and is_weekday(word[1]) else start


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but punctuation is left outside the span."""
    return not text[:start].strip(_WRAPPING) and not text[end:].strip(_WRAPPING)


def _epoch(text: str) -> datetime | None:
    """Read seconds or milliseconds since 1970."""
    number = _EPOCH.fullmatch(text)
    if not number or not _EPOCH_FROM <= (seconds := int(number["seconds"])) <= _EPOCH_TO:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _compact(text: str) -> Published | None:
    """Read ISO 8601's basic form, `20160423` or `20160423T101112Z`."""
    compact = _COMPACT.fullmatch(text)
    if not compact:
        return None
    try:
        return datetime.fromisoformat(text) if compact["time"] else date.fromisoformat(text)
    except ValueError:
        return None


def _day(when: Published) -> date:
    return when.date() if isinstance(when, datetime) else when
