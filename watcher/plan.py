"""Which deliveries a poll owes, and to whom. Pure: decides, stores nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from watcher.models import Article, Delivery, Entry, Event, Hold, State, Watch

HoldOf: TypeAlias = Callable[[str, Sequence[int], datetime], Hold | None]
"""What an alert of some watches to a destination waits for at a moment, None where it leaves at once."""
WaysOf: TypeAlias = Callable[[str], Sequence[str]]
"""All destinations that reach the same person as one does, itself among them, the preferred one first."""


def alerts(
    source: str,
    articles: Iterable[Article],
    match: Callable[[Article, str], Sequence[Watch]],
    hold: HoldOf,
    ways: WaysOf,
    now: datetime,
) -> tuple[Delivery, ...]:
    """Return one delivery per (article, person), oldest article first.

    Listings show the newest on top, so they are walked from below: what happened first is told first. Of a
    person's several ways that one is taken which is open now, the preferred one before others.
    """
    return tuple(
        held_by(
            held,
            Delivery(
                id=alert_id(article.id, destination),
                event=Event.ALERT,
                destination=destination,
                entries=(Entry(source=source, article=article.id, watches=watches),),
                created_at=now,
            ),
        )
        for article in reversed(tuple(articles))
        for options in _by_person(match(article, source), ways)
        for destination, watches, held in [_best(options, hold, now)]
    )


def held_by(hold: Hold | None, delivery: Delivery) -> Delivery:
    """Return a delivery that waits for what holds it, if anything does."""
    if hold is None:
        return delivery
    return replace(delivery, state=State.HELD, hold=hold.key, reason=hold.reason)


def alert_id(article: str, destination: str) -> str:
    """Return the id of the alert on an article: the same one is queued once."""
    return f"{Event.ALERT}:{article}:{destination}"


def _by_person(watches: Iterable[Watch], ways: WaysOf) -> Iterable[dict[str, tuple[int, ...]]]:
    """Yield for each person the ways that were asked for, each with all watches: one of them tells of all."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for watch in watches:
        for destination in dict.fromkeys(watch.destinations):
            found[destination].append(watch.id)
    for destination in tuple(found):
        asked = [way for way in ways(destination) if way in found]
        ids = tuple(dict.fromkeys(watch for way in asked for watch in found.pop(way)))
        if asked:
            yield dict.fromkeys(asked, ids)


def _best(
    options: dict[str, tuple[int, ...]], hold: HoldOf, now: datetime
) -> tuple[str, tuple[int, ...], Hold | None]:
    """Return the way to take: one that is open, else one whose digest is sure to leave, else any."""
    found = [
        (destination, watches, hold(destination, watches, now)) for destination, watches in options.items()
    ]
    return min(found, key=lambda option: option[2] is not None and 1 + bool(option[2].key))


def notices(key: str, text: str, operators: Iterable[str], now: datetime) -> tuple[Delivery, ...]:
    """Return one notice per operator. `key` names the occasion: the same occasion is told once."""
    return tuple(
        Delivery(
            id=f"{Event.NOTICE}:{key}:{operator}",
            event=Event.NOTICE,
            destination=operator,
            text=text,
            created_at=now,
        )
        for operator in operators
    )
