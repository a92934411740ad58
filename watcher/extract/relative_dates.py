"""Times told from now: '3 hours ago', 'il y a 2 jours', '3일 전', 'yesterday'.

The wordings are those of Unicode CLDR, with the short ones that sites use beside them.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from watcher.extract import clock_times
from watcher.extract.cldr import words
from watcher.models import Published

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_MOST = 10_000
"""No page says '20000 hours ago'; the cap also keeps arithmetic inside the calendar."""
_NUMBER = re.compile(r"(?<!\d)\d{1,5}(?!\d)")
_KNOWN, _LONGEST_KNOWN = 8_192, 200
"""So many texts are remembered, none longer: the next poll of a page shows most of them again."""
_START = 2
"""Letters behind a number by which the wordings are sorted."""

_SHORT_ENGLISH = {
    "hr ago": "hour", "hrs ago": "hour", "h ago": "hour", "min ago": "minute", "mins ago": "minute",
    "sec ago": "second", "secs ago": "second", "d ago": "day", "w ago": "week", "wk ago": "week",
    "wks ago": "week",
}  # fmt: skip
_ONE = re.compile(r"\b(?:an?|one)\b(?=\s+(?:second|minute|hour|day|week|month|year)s? ago\b)")
_TODAY = """today heute aujourd'hui hoy oggi hoje сегодня dzisiaj dziś vandaag idag dnes bugün сьогодні
    今天 今日 오늘 اليوم"""
_YESTERDAY = """yesterday gestern hier ayer ieri ontem вчера wczoraj gisteren igår včera dün вчора
    昨天 昨日 어제 أمس"""
_DAYS_BACK = dict.fromkeys(_TODAY.split(), 0) | dict.fromkeys(_YESTERDAY.split(), 1)
_NOW = frozenset(
    ("just now", "now", "moments ago", "gerade eben", "à l'instant", "только что", "刚刚", "방금")
)


def find(text: str, now: datetime) -> tuple[int, int, Published] | None:
    """Return the first relative time in `text` with its span; days and longer give a date."""
    for start, end, count, unit in (_spots if len(text) <= _LONGEST_KNOWN else _spots.__wrapped__)(text):
        if when := _back(count, unit, now):
            return start, end, when
    return None


@lru_cache(maxsize=_KNOWN)
def _spots(text: str) -> tuple[tuple[int, int, str, str], ...]:
    """Return where numbers of units of time stand in the past, each with the number and the unit."""
    counted = text.replace("\N{NO-BREAK SPACE}", " ").casefold()
    if len(counted) != len(text):
        return ()  # a case folding that changes lengths would shift the span
    if " ago" in counted:
        counted = _ONE.sub(lambda one: "1".zfill(len(one[0])), counted)
    found: list[tuple[int, int, str, str]] = []
    for number in _NUMBER.finditer(counted):
        for prefix, endings in _possible(counted, number.start(), number.end()):
            ending = endings.match(counted, number.end())
            if ending:
                start = number.start() - len(prefix)
                found.append((start, ending.end(), number[0], _unit(prefix, ending[1])))
    return tuple(found)


def _possible(text: str, start: int, stop: int) -> list[tuple[str, re.Pattern[str]]]:
    """Return the openings before a number, longest first, with patterns of endings like what follows it."""
    openings, by_start = _wordings()
    before = [o for o in openings if text.endswith(o, 0, start)] if text.endswith(openings, 0, start) else []
    after = text[stop : stop + _START]
    return [(o, by_start[o, a]) for o in (*before, "") for a in (after, "") if (o, a) in by_start]


def parse(text: str, now: datetime) -> Published | None:
    """Return the time if the whole of `text` is one relative time."""
    said = _told(text)
    if said is None:
        return None
    if said in _NOW:
        return now.replace(microsecond=0)
    first = _first_word(said)
    if first in _DAYS_BACK:
        return _on_day(now.date() - timedelta(days=_DAYS_BACK[first]), said[len(first) :])
    found = find(said, now)
    return found[2] if found and found[:2] == (0, len(said)) else None


@lru_cache(maxsize=2048)
def _told(text: str) -> str | None:
    """Return what a text says, however it is written, if it may be a relative time."""
    said = " ".join(text.casefold().replace("’", "'").split())
    openings, _ = _wordings()
    may_be = said in _NOW or _first_word(said) in _DAYS_BACK or said.startswith(openings) or " ago" in said
    return said if may_be or said[:1].isdecimal() else None


def _first_word(said: str) -> str:
    return re.split(r"[\s,]", said, maxsplit=1)[0]


def _on_day(day: date, rest: str) -> Published | None:
    """Return `day`, with the time of day if `rest` is one; None where `rest` is something else."""
    if not rest:
        return day
    clock = clock_times.after(rest, 0)
    return clock[1].on(day) if clock and clock[0] == len(rest) else None


def _back(count: str, unit: str, now: datetime) -> Published | None:
    """Return `now` less `count` units."""
    if (number := int(count)) > _MOST:
        return None
    try:
        if unit in _SECONDS:
            return (now - timedelta(seconds=number * _SECONDS[unit])).replace(microsecond=0)
        if unit in _DAYS:
            return now.date() - timedelta(days=number * _DAYS[unit])
        return _months_back(now.date(), number * _MONTHS[unit])
    except (OverflowError, ValueError):
        return None


def _months_back(day: date, months: int) -> date:
    """Return the day so many months ago, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    return min(
        first + timedelta(days=day.day - 1), (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    )


def _unit(prefix: str, suffix: str) -> str:
    return _units()[prefix, suffix]


@cache
def _units() -> dict[tuple[str, str], str]:
    """Return what stands before and after the number, and its unit."""
    short = {("", f"{space}{said}"): unit for said, unit in _SHORT_ENGLISH.items() for space in ("", " ")}
    return words().ago | short


@cache
def _wordings() -> tuple[tuple[str, ...], dict[tuple[str, str], re.Pattern[str]]]:
    """Return the openings, longest first, and patterns of the endings (group 1, longest first).

    A pattern is found by its opening and by how its endings start, which spares most texts the search; what
    is shorter than such a start is found by an empty one.
    """
    endings: dict[tuple[str, str], list[str]] = {}
    for before, after in _units():
        start = after[:_START] if len(after) >= _START else ""
        endings.setdefault((before, start), []).append(after)
    openings = sorted({before for before, _ in endings if before}, key=len, reverse=True)
    return tuple(openings), {place: _any_of(afters) for place, afters in endings.items()}


def _any_of(endings: list[str]) -> re.Pattern[str]:
    words = "|".join(re.escape(e) for e in sorted(endings, key=len, reverse=True))
    return re.compile(rf"({words})(?!\w)(?:\.)?")
