"""Wall-clock times in a zone: when the next one is, when the last one was. Right through clock changes.

A time that a clock change skips happens at the moment of the change; one that it repeats happens once,
the first time. Moments are in UTC, since Python compares times of one zone without their offsets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
"""Days are numbered as by `date.weekday()`: Monday is 0."""

_REACH = 9
"""Days to look through: a week, and one day more at each end for the zone's distance from UTC."""


def next_slot(after: datetime, at: time, zone: ZoneInfo, days: Collection[int] = EVERY_DAY) -> datetime:
    """Return the first slot later than `after` (aware), in UTC.

    Raises `ValueError` where `days` names no day of the week.
    """
    start = after.astimezone(zone).date() - timedelta(days=1)
    moments = _moments((start + timedelta(days=n) for n in range(_REACH + 1)), at, zone, days)
    return min(moment for moment in moments if moment > after)


def latest_slot(before: datetime, at: time, zone: ZoneInfo, days: Collection[int] = EVERY_DAY) -> datetime:
    """Return the last slot that is not later than `before` (aware), in UTC.

    Raises `ValueError` where `days` names no day of the week.
    """
    start = before.astimezone(zone).date() + timedelta(days=1)
    moments = _moments((start - timedelta(days=n) for n in range(_REACH + 1)), at, zone, days)
    return max(moment for moment in moments if moment <= before)


def slot_name(slot: datetime, zone: ZoneInfo) -> str:
    """Name a slot by its date and time in its zone: `2026-11-22T08:00`."""
    return slot.astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def _moments(dates: Iterable[date], at: time, zone: ZoneInfo, days: Collection[int]) -> list[datetime]:
    if not EVERY_DAY & set(days):
        raise ValueError(f"no day of the week (0 to 6) in {sorted(days)}")
    return [_moment(datetime.combine(day, at, zone)) for day in dates if day.weekday() in days]


def _moment(wall: datetime) -> datetime:
    """Return when the clock shows this: the first time, or the change where it skips it."""
    moment = wall.replace(fold=0).astimezone(UTC)
    if moment.astimezone(wall.tzinfo).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    # For a skipped time, fold 1 reads it with the offset after the change, which lies before the change.
    return _change(wall.replace(fold=1).astimezone(UTC), moment, wall)


def _change(before: datetime, after: datetime, wall: datetime) -> datetime:
    """Return the first second with the offset of `after`; by halving, since `zoneinfo` lists no changes."""
    new = after.astimezone(wall.tzinfo).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(wall.tzinfo).utcoffset() == new:
            after = middle
        else:
            before = middle
    return after
