"""Times as people type and read them: `08:00`, `2h`, `until 09:00`, `weekdays`, `Asia/Seoul`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from watcher.holding.timetable import EVERY_DAY, next_slot
from watcher.models import DigestTime

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
UNIT = "(m|min|minutes?|h|hours?|d|days?|w|weeks?)"
"""A pattern for the units of spans."""
_SPAN = re.compile(rf"(\d{{1,4}}) ?{UNIT}")
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_EIGHT = time(8)
_LONGEST = timedelta(days=366)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "daily": EVERY_DAY,
    "weekdays": frozenset(range(5)),
    "weekends": frozenset({5, 6}),
    "weekly": frozenset({0}),
}


class NoTime(ValueError):
    """A word that looks like a time and is none; `str()` is the word."""


class NoZone(ValueError):
    """A word that is no timezone; `str()` is the word, `near` the likeliest one, or empty."""

    def __init__(self, word: str, near: str) -> None:
        self.near = near
        super().__init__(word)


def read_clock(word: str) -> time | None:
    """Read `08:00`; None for what does not look like a time. Raises `NoTime`."""
    if ":" not in word:
        return None
    found = _CLOCK.fullmatch(word)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise NoTime(word)
    return time(int(found[1]), int(found[2]))


def read_days(word: str) -> frozenset[int] | None:
    """Read `daily`, `weekdays`, `weekends`, `weekly` (on Mondays), `mon,thu`; None for any other word."""
    group = _GROUPS.get(word.casefold())
    if group:
        return group
    days = [_day(part) for part in word.casefold().split(",")]
    return frozenset(day for day in days if day is not None) if None not in days else None


def read_digest(words: Iterable[str], before: DigestTime | None) -> tuple[DigestTime, str]:
    """Read `08:00 weekdays Asia/Seoul`, in any order, and the zone that is named, if one is.

    What is not said stays as it was `before`, or is 08:00 daily. Raises `NoTime` and `NoZone`.
    """
    digest, zone = before or DigestTime(at=_EIGHT), ""
    for word in words:
        if (at := read_clock(word)) is not None:
            digest = replace(digest, at=at)
        elif (days := read_days(word)) is not None:
            digest = replace(digest, days=days)
        else:
            zone = read_zone(word)
    return digest, zone


def days_text(days: frozenset[int]) -> str:
    """Write days the way that `read_days` reads them."""
    group = next((name for name, members in _GROUPS.items() if members == days), None)
    return group or ",".join(_WEEKDAYS[day][:3] for day in sorted(days))


def read_until(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Read `1h`, `2 days`, `until 09:00`, `09:00` as the end of a span that begins now; None for other words.

    Raises `NoTime`, also for more than a year.
    """
    words = words.casefold().removeprefix("until").removeprefix("for").strip()
    if clock := read_clock(words):
        return next_slot(now, clock, zone)
    found = _SPAN.fullmatch(words)
    if not found:
        return None
    span = int(found[1]) * _UNITS[found[2][0]]
    if not span or span > _LONGEST:
        raise NoTime(words)
    return (now + span).astimezone(UTC)


def read_zone(word: str) -> str:
    """Read the name of a timezone or of its city, in any case. Raises `NoZone`."""
    asked = word.casefold().replace(" ", "_")
    zones = _zones()
    if asked in zones:
        return zones[asked]
    near = get_close_matches(asked, zones, n=1, cutoff=0.6)
    raise NoZone(word, zones[near[0]] if near else "")


def local_time(at: datetime, now: datetime) -> str:
    """Return a time in the zone of `now`: `09:00` today, else `2026-11-23 09:00`."""
    local = at.astimezone(now.tzinfo)
    return f"{local:%H:%M}" if _day_of(local) == _day_of(now) else f"{local:%Y-%m-%d %H:%M}"


def _day_of(at: datetime) -> date:
    return at.date()


def _day(word: str) -> int | None:
    found = (number for number, name in enumerate(_WEEKDAYS) if len(word) >= 3 and name.startswith(word))
    return next(found, None)


@cache
def _zones() -> dict[str, str]:
    """Return the zones by what people may call them; of two with the same city the first has it."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    cities = {name.rpartition("/")[2].casefold(): name for name in reversed(names)}
    whole = {name.casefold(): name for name in (*names, "UTC", "GMT")}
    return cities | whole
