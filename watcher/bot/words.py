"""Small pieces of wording that several answers share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from watcher.bot.times import days_text
from watcher.models import Published
from watcher.view.shorten import shorten
from watcher.wording.dates import weekday_name
from watcher.wording.text import Text, Value, many, text

TITLE = 120
"""Characters of a headline that are shown."""


def watches(count: int) -> Text:
    """Return `1 watch`, `2 watches`."""
    return many("{count} watch", "{count} watches", count)


def matches(count: int) -> Text:
    """Return `1 match`, `2 matches`."""
    return many("{count} match", "{count} matches", count)


def listed(parts: Sequence[Value]) -> Value:
    """Return `a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return tuple(parts)
    first = [piece for part in parts[:-1] for piece in (", ", part)][1:]
    return text("{first} and {last}", first=first, last=parts[-1])


def headline(title: str) -> str:
    """Return a headline, cut where it is long."""
    return shorten(title, TITLE)


def moment(when: Published, now: datetime) -> datetime:
    """Return an aware time to compare with; a day begins in the zone of `now`, where naive times are too."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time(), now.tzinfo)
    return when if when.tzinfo else when.replace(tzinfo=now.tzinfo)


def ago(when: Published, now: datetime) -> Text:
    """Return how long before `now`: `2 h ago`; a day without a time is `today`, `yesterday`, `3 days ago`."""
    age = max(now - moment(when, now), timedelta())
    if age.days or not isinstance(when, datetime):
        return _days_ago(age.days)
    minutes = age.seconds // 60
    if minutes >= 60:
        return text("{hours} h ago", hours=minutes // 60)
    return text("{minutes} min ago", minutes=minutes) if minutes else text("just now")


def days_said(days: frozenset[int]) -> Text:
    """Return `every day`, `on weekdays`, `on Monday and Thursday`."""
    match days_text(days):
        case "daily":
            return text("every day")
        case "weekdays":
            return text("on weekdays")
        case "weekends":
            return text("on weekends")
    return text("on {days}", days=listed([weekday_name(number) for number in sorted(days)]))


def _days_ago(days: int) -> Text:
    if days == 0:
        return text("today")
    return text("yesterday") if days == 1 else text("{days} days ago", days=days)
