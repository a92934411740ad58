"""What subscribers are told of a gap that stays open. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from watcher.gap.filled import End, Filled
from watcher.models import Delivery, Source, SourceState
from watcher.plan import notices as plan_notices
from watcher.view.build import day

_SHORT_LIST = 2
"""Articles; a list of so few turns over as a whole in the ordinary way of things."""
_OUTAGE = timedelta(hours=6)
"""Gaps this long are told each; shorter ones mean a list that outruns its polls, told once a day."""
_WEEK = timedelta(days=6)
"""So far back a weekday names one day."""


def notices(
    source: Source,
    state: SourceState,
    filled: Filled,
    subscribers: Iterable[tuple[str, tzinfo]],
    now: datetime,
) -> tuple[Delivery, ...]:
    """Return one notice for each subscriber, a destination and its zone; none where nothing can be missing.

    `state` is from before the poll at `now`. The same gap, found again, makes the same ids.
    """
    since = state.last_success or state.baseline_at
    if filled.end.closed or since is None or len(state.page_ids) <= _SHORT_LIST:
        return ()
    return tuple(
        notice
        for destination, zone in subscribers
        for notice in plan_notices(
            _occasion(source, since, now), _text(source, filled, since, now, zone), (destination,), now
        )
    )


def _occasion(source: Source, since: datetime, now: datetime) -> str:
    when = since.isoformat() if now - since >= _OUTAGE else now.date().isoformat()
    return f"gap:{source.id}:{when}"


def _text(source: Source, filled: Filled, since: datetime, now: datetime, zone: tzinfo) -> str:
    return (
        f"Some articles of {source.name} between {_moment(since, now, zone)} and {_moment(now, now, zone)} "
        f"may be missing: {_why(filled)}. Read them at {_address(source.url)}"
    )


def _why(filled: Filled) -> str:
    count, further = filled.unknown, filled.pages + 1
    reached = f"the newest {count} were read" if count > 1 else "the newest one was read"
    unknown = "none of them was known"
    match filled.end:
        case End.NO_PAGER:
            return f"the list shows only its newest {count} and {unknown}"
        case End.LAST_PAGE:
            return f"the list ends after its newest {count} and {unknown}"
        case End.MAX_PAGES:
            return f"{reached} and {unknown}; it goes on for more pages than are followed"
        case End.REPEATS:
            return f"{reached} and {unknown}; page {further} only repeats them"
        case End.FAILED:
            return f"{reached} and {unknown}; page {further} could not be read ({filled.detail})"
        case _:
            return f"{reached} and {unknown}; the page after them is another list"


def _moment(when: datetime, now: datetime, zone: tzinfo) -> str:
    local = when.astimezone(zone)
    return f"{local:%a %H:%M}" if now - when < _WEEK else f"{day(local)}, {local:%H:%M}"


def _address(url: str) -> str:
    """Return the address without a log-in that it may carry."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
