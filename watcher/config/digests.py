"""When digests go out: `[digest]`, and the `digest` of a destination."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import PlainValidator
from pydantic_core import PydanticCustomError

from watcher.config.fields import Table, Timezone
from watcher.models import DigestTime

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "daily": frozenset(range(7)),
    "weekdays": frozenset(range(5)),
    "weekends": frozenset({5, 6}),
    "weekly": frozenset({0}),
}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")

Days = frozenset[int]
"""Days of the week, Monday is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestWish:
    """A wall-clock time on some days of the week; None leaves that half to `[digest]`."""

    days: Days | None = None
    at: dt.time | None = None

    def __str__(self) -> str:
        days = "" if self.days is None else days_text(self.days)
        return f"{days} {'' if self.at is None else f'{self.at:%H:%M}'}".strip()


def parse_clock(value: object) -> dt.time:
    """Read `HH:MM` on a 24-hour clock."""
    if isinstance(value, dt.time) and value.tzinfo is None:
        return value
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("clock", 'write a time of day in quotes, such as "08:00"')
    return dt.time(int(match[1]), int(match[2]))


def parse_days(value: object) -> Days:
    """Read `daily`, `weekdays`, `weekends`, `weekly` (on Mondays), or days such as `mon,thu`."""
    text = value.lower().replace(" ", "") if isinstance(value, str) else ""
    return _GROUPS.get(text) or frozenset(_parse_day(word) for word in text.split(","))


def _parse_day(word: str) -> int:
    for number, name in enumerate(_WEEKDAYS):
        if len(word) >= 3 and name.startswith(word):
            return number
    raise PydanticCustomError("days", "write daily, weekdays, weekends, weekly, or days such as mon,thu")


def days_text(days: Days) -> str:
    """Write days the way `parse_days` reads them."""
    group = next((name for name, members in _GROUPS.items() if members == days), None)
    return group or ",".join(_WEEKDAYS[day][:3] for day in sorted(days))


def parse_digest(value: object) -> DigestWish:
    """Read `08:00`, `weekdays` or `weekdays 08:00`."""
    if isinstance(value, dt.time):
        return DigestWish(at=parse_clock(value))
    words = value.split() if isinstance(value, str) else []
    if not words:
        raise PydanticCustomError("digest", 'write when, such as "08:00" or "weekdays 08:00"')
    clock = words.pop() if ":" in words[-1] else None
    return DigestWish(
        days=parse_days("".join(words)) if words else None,
        at=None if clock is None else parse_clock(clock),
    )


class DigestRules(Table):
    """What digests do where their destination does not say."""

    time: Annotated[dt.time, PlainValidator(parse_clock)] = dt.time(8)
    """The time of day of a digest, `HH:MM`."""
    days: Annotated[Days, PlainValidator(parse_days)] = _GROUPS["daily"]
    """Its days: `daily`, `weekdays`, `weekends`, `weekly` (on Mondays), or some such as `mon,thu`."""
    timezone: Timezone = ZoneInfo("UTC")
    """The zone of the times of digests, and of times in messages."""
    empty: bool = False
    """`true` sends a digest also when nothing matched: proof that it still watches."""

    def plan(self, wish: DigestWish) -> DigestTime:
        """Fill in what a destination leaves to this table."""
        return DigestTime(
            at=self.time if wish.at is None else wish.at,
            days=self.days if wish.days is None else wish.days,
            empty=self.empty,
        )

    @property
    def catch_up(self) -> DigestTime:
        """When what is held for a destination without a digest leaves."""
        return DigestTime(at=self.time, days=self.days)
