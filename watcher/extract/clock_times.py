"""Times of day beside a date: ' at 10:30 pm EST', 'T10:11:12Z', '오후 3:05', '14時30分'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

_ZONES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2,
    "EEST": 3, "MSK": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7, "AKST": -9, "HST": -10, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Hours east of Greenwich. The North American ones are those of RFC 822, section 5.1; IST is left out,
since India, Ireland and Israel each mean another by it."""

_CLOCK = r"""
    (?P<before>(?:上午|下午|凌晨|晚上|오전|오후|午前|午後)\s*)?
    (?P<hour>\d{1,2})
    (?: [:h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?
      | \s*[時时點点시]\s*(?:(?P<cjk>\d{1,2})\s*[分분])? )
    (?:\s+(?:Uhr|hrs)\b)?
    (?:\s*(?P<half>[ap]\.?\s?m\b\.?))?
    (?:\s*\(?(?P<zone>[+-]\d{2}:?\d{2}|(?:UTC|GMT)[+-]\d{1,2}(?::?\d{2})?|[A-Z]{1,4}\b)\)?)?
"""
_AFTER = re.compile(
    rf"(?:[Tt](?=\d)|(?:\s*(?:[,@]|(?P<dot>[|·•/–—-])))?\s*(?:(?:at|um|à|às|kl\.?|klo|alle|ore|om|o|в|у|a\s+las)\s+)?){_CLOCK}(?!\d)",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?<![\d:]){_CLOCK}[\s,|·•/–—-]*(?:on\s+)?$", re.VERBOSE | re.IGNORECASE)
_AFTERNOON = frozenset(("下午", "晚上", "오후", "午後"))
_OFFSET = re.compile(r"(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?")
_REACH = 40
"""Characters before a date where its time may stand."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, with a zone where the text names one."""

    time: time
    zone: tzinfo | None

    def on(self, day: date) -> datetime:
        """Return that time on `day`."""
        return datetime.combine(day, self.time, self.zone)


def after(text: str, start: int) -> tuple[int, Clock] | None:
    """Return `(end, clock)` of a time that begins at `start`, else None.

    Behind a dividing sign, hours, minutes and seconds are the length of a recording.
    """
    match = _AFTER.match(text, start)
    is_length = match is not None and match["dot"] and match["second"]
    clock = _clock(match) if match and not is_length else None
    if match is None or clock is None:
        return None
    return (match.end() if not match["zone"] or clock.zone else match.start("zone")), clock


def before(text: str, end: int) -> tuple[int, Clock] | None:
    """Return `(start, clock)` of a time that reaches to `end`, else None."""
    match = _BEFORE.search(text, max(0, end - _REACH), end)
    clock = _clock(match) if match else None
    return (match.start(), clock) if match and clock else None


def _clock(match: re.Match[str]) -> Clock | None:
    """Make the time of a match, or None where there is no such time."""
    hour, minute = int(match["hour"]), int(match["minute"] or match["cjk"] or 0)
    half = (match["half"] or "").casefold()[:1]
    if not half and match["before"]:
        half = "p" if match["before"].strip() in _AFTERNOON else "a"
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return Clock(time(hour, minute, int(match["second"] or 0)), _zone(match["zone"] or ""))
    except ValueError:
        return None


def _zone(name: str) -> tzinfo | None:
    """Return the zone that `name` means for everybody, else None."""
    offset = _OFFSET.fullmatch(name.upper())
    if offset:
        distance = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"] or 0))
        if distance >= timedelta(days=1):
            return None
        return timezone(-distance if offset["sign"] == "-" else distance)
    if name.upper() not in _ZONES:
        return None
    hours = _ZONES[name.upper()]
    return timezone(timedelta(hours=hours)) if hours else UTC
