"""The hours in which a destination is left in peace: `22:00-07:00`."""

from __future__ import annotations

from pydantic_core import PydanticCustomError

from watcher.config.digests import parse_clock
from watcher.models import QuietHours


def parse_quiet_hours(value: object) -> QuietHours:
    """Read two times of day with a dash between them."""
    if isinstance(value, QuietHours):
        return value
    since, dash, until = value.replace("–", "-").partition("-") if isinstance(value, str) else ("", "", "")
    if not dash or since.strip() == until.strip():
        raise PydanticCustomError("quiet_hours", 'write from when to when, such as "22:00-07:00"')
    return QuietHours(since=parse_clock(since), until=parse_clock(until))
