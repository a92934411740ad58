"""Days, times and spans in words, as each language has them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from watcher.wording.text import Text, many, msg, text

_MONTHS = (
    msg("Jan"),
    msg("Feb"),
    msg("Mar"),
    msg("Apr"),
    msg("May"),
    msg("Jun"),
    msg("Jul"),
    msg("Aug"),
    msg("Sep"),
    msg("Oct"),
    msg("Nov"),
    msg("Dec"),
)
_WEEKDAYS = (
    msg("Monday"),
    msg("Tuesday"),
    msg("Wednesday"),
    msg("Thursday"),
    msg("Friday"),
    msg("Saturday"),
    msg("Sunday"),
)
_SHORT_WEEKDAYS = (msg("Mon"), msg("Tue"), msg("Wed"), msg("Thu"), msg("Fri"), msg("Sat"), msg("Sun"))


def short_weekday(when: date) -> Text:
    """Return `Mon`."""
    return text(_SHORT_WEEKDAYS[when.weekday()])


def weekday(when: date) -> Text:
    """Return `Monday`."""
    return weekday_name(when.weekday())


def weekday_name(number: int) -> Text:
    """Return the name of a weekday, Monday is 0."""
    return text(_WEEKDAYS[number])


def day(when: date) -> Text:
    """Return `25 May 2020`."""
    return text("{day} {month} {year}", day=when.day, month=text(_MONTHS[when.month - 1]), year=when.year)


def long_day(when: date) -> Text:
    """Return `Monday 25 May 2020`."""
    return text("{weekday} {day}", weekday=weekday(when), day=day(when))


def moment(when: datetime) -> Text:
    """Return `25 May 2020, 14:03`."""
    return text("{day}, {time}", day=day(when), time=f"{when:%H:%M}")


def span(length: timedelta) -> Text:
    """Return a span in minutes, hours or days: `6 minutes`, `2 hours 5 minutes`, `3 days`."""
    minutes = max(1, round(length.total_seconds() / 60))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [many("{count} day", "{count} days", days)] if days else []
    if hours:
        parts.append(many("{count} hour", "{count} hours", hours))
    if minutes and not days:
        parts.append(many("{count} minute", "{count} minutes", minutes))
    return text("{parts}", parts=[piece for part in parts for piece in (" ", part)][1:])
