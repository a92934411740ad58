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


def alerts(
    source: str,
    articles: Iterable[Article],
    match: Callable[[Article, str], Sequence[Watch]],
    hold: HoldOf,
    now: datetime,
) -> tuple[Delivery, ...]:
    """Return one delivery per (article, destination), oldest article first.

    Listings show the newest on top, so they are walked from below: what happened first is told first.
    """
    return tuple(
        held_by(
            hold(destination, watches, now),
            Delivery(
                id=alert_id(article.id, destination),
                event=Event.ALERT,
                destination=destination,
                entries=(Entry(source=source, article=article.id, watches=watches),),
                created_at=now,
            ),
        )
        for article in reversed(tuple(articles))
        for destination, watches in _by_destination(match(article, source)).items()
    )


def held_by(hold: Hold | None, delivery: Delivery) -> Delivery:
    """Return a delivery that waits for what holds it, if anything does."""
    if hold is None:
        return delivery
    return replace(delivery, state=State.HELD, hold=hold.key, reason=hold.reason)


def alert_id(article: str, destination: str) -> str:
    """Return the id of the alert on an article: the same one is queued once."""
    return f"{Event.ALERT}:{article}:{destination}"


def _by_destination(watches: Iterable[Watch]) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for watch in watches:
        for destination in dict.fromkeys(watch.destinations):
            found[destination].append(watch.id)
    return {destination: tuple(ids) for destination, ids in found.items()}


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
