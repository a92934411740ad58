"""Small pieces of wording that several replies share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from watcher.models import Published


def plural(count: int, noun: str) -> str:
    """Return `1 match`, `2 matches`, `2 deliveries`."""
    if count == 1:
        return f"1 {noun}"
    if noun.endswith("y"):
        return f"{count} {noun[:-1]}ies"
    return f"{count} {noun}{'es' if noun.endswith(('ch', 's', 'x')) else 's'}"


def listed(parts: Sequence[str]) -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def moment(when: Published, now: datetime) -> datetime:
    """Return an aware time to compare with; a day begins in the zone of `now`, where naive times are too."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), now.tzinfo)
    return when if when.tzinfo else when.replace(tzinfo=now.tzinfo)


def ago(when: Published, now: datetime) -> str:
    """Return how long before `now`: `2 h ago`; a day without a time is `today`, `yesterday`, `3 days ago`."""
    age = max(now - moment(when, now), timedelta())
    if age.days or not isinstance(when, datetime):
        return _days_ago(age.days)
    minutes = age.seconds // 60
    if minutes >= 60:
        return f"{minutes // 60} h ago"
    return f"{minutes} min ago" if minutes else "just now"


def _days_ago(days: int) -> str:
    if days == 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"
