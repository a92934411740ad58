"""What subscribers are told of a gap that stays open. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from watcher.gap.filled import End, Filled
from watcher.models import Delivery, Source, SourceState
from watcher.plan import notices as plan_notices
from watcher.wording import dates
from watcher.wording.stored import stored
from watcher.wording.text import Text, many, text

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
            _occasion(source, since, now),
            stored(_text(source, filled, since, now, zone)),
            (destination,),
            now,
        )
    )


def _occasion(source: Source, since: datetime, now: datetime) -> str:
    when = since.isoformat() if now - since >= _OUTAGE else now.date().isoformat()
    return f"gap:{source.id}:{when}"


def _text(source: Source, filled: Filled, since: datetime, now: datetime, zone: tzinfo) -> Text:
    return text(
        "Some articles of {source} between {since} and {now} may be missing: {why}. Read them at {address}",
        source=source.name,
        since=_moment(since, now, zone),
        now=_moment(now, now, zone),
        why=_why(filled),
        address=_address(source.url),
    )


def _why(filled: Filled) -> Text:
    count, further = filled.unknown, filled.pages + 1
    reached = many(
        "the newest one was read and none of them was known",
        "the newest {count} were read and none of them was known",
        count,
    )
    match filled.end:
        case End.NO_PAGER:
            return text("the list shows only its newest {count} and none of them was known", count=count)
        case End.LAST_PAGE:
            return text("the list ends after its newest {count} and none of them was known", count=count)
        case End.MAX_PAGES:
            return text("{reached}; it goes on for more pages than are followed", reached=reached)
        case End.REPEATS:
            return text("{reached}; page {page} only repeats them", reached=reached, page=further)
        case End.FAILED:
            return text(
                "{reached}; page {page} could not be read ({detail})",
                reached=reached,
                page=further,
                detail=filled.detail,
            )
        case _:
            return text("{reached}; the page after them is another list", reached=reached)


def _moment(when: datetime, now: datetime, zone: tzinfo) -> Text:
    local = when.astimezone(zone)
    if now - when < _WEEK:
        return text("{weekday} {time}", weekday=dates.short_weekday(local), time=f"{local:%H:%M}")
    return dates.moment(local)


def _address(url: str) -> str:
    """Return the address without a log-in that it may carry."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
