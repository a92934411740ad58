"""Durations and sizes as people write them: `30s`, `1h30m`, `7d`, `10MB`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

_DURATION_UNITS = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
    "ms": timedelta(milliseconds=1),
}
_SIZE_UNITS = {"B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3}
_LONGEST = timedelta(days=36500)

_DURATION = re.compile(r"(?:\d{1,9}(?:\.\d{1,3})?(?:ms|[dhms]))+")
_DURATION_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|[dhms])")
_SIZE = re.compile(r"(\d{1,12}(?:\.\d{1,3})?) ?([KMG]?B)", re.IGNORECASE)


def parse_duration(value: object) -> timedelta:
    """Read `500ms`, `30s`, `5m`, `2h`, `7d` or a sum such as `1h30m`; zero needs a unit too (`0s`)."""
    if isinstance(value, timedelta):
        return value
    text = value.replace(" ", "").lower() if isinstance(value, str) else ""
    if not _DURATION.fullmatch(text):
        raise PydanticCustomError("duration", "write a duration such as 500ms, 30s, 5m, 2h or 7d")
    duration = sum(
        (float(number) * _DURATION_UNITS[unit] for number, unit in _DURATION_PART.findall(text)), timedelta()
    )
    if duration > _LONGEST:
        raise PydanticCustomError("duration", "write a duration below a hundred years")
    return duration


def parse_interval(value: object) -> timedelta:
    """Read a duration that is longer than zero."""
    duration = parse_duration(value)
    if not duration:
        raise PydanticCustomError("duration", "write a duration longer than zero, such as 30s")
    return duration


def duration_text(duration: timedelta) -> str:
    """Write a duration the way `parse_duration` reads it, largest units first."""
    rest = duration
    words = []
    for name, unit in _DURATION_UNITS.items():
        count, rest = divmod(rest, unit)
        if count:
            words.append(f"{count}{name}")
    return "".join(words) or "0s"


def parse_size(value: object) -> int:
    """Read `500KB`, `10MB` or `1.5GB` (powers of 1000) into bytes."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("size", "write a size such as 500KB, 10MB or 1GB")
    return int(float(match[1]) * _SIZE_UNITS[match[2].upper()])


def size_text(size: int) -> str:
    """Write a number of bytes the way `parse_size` reads it, in the largest unit that divides it."""
    name, unit = next((name, unit) for name, unit in reversed(_SIZE_UNITS.items()) if size % unit == 0)
    return f"{size // unit}{name}"


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
"""Zero or longer, written with its unit."""

Interval = Annotated[timedelta, BeforeValidator(parse_interval)]
"""A duration longer than zero."""

Size = Annotated[int, BeforeValidator(parse_size), Field(gt=0)]
"""A number of bytes above zero, written with its unit."""
