"""Bursts: many alerts of one poll for one destination, as one message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from watcher.models import Delivery, Event, State
from watcher.wording.stored import stored, stored_together
from watcher.wording.text import text


def grouped(rows: Iterable[Delivery], most: Mapping[str, int]) -> tuple[Delivery, ...]:
    """Return the rows, in order, with one delivery before each burst that its alerts are parts of.

    `most` is how many alerts leave each by itself, by destination; one that is not named has no bursts.
    """
    rows = tuple(rows)
    leaving: defaultdict[str, dict[str, Delivery]] = defaultdict(dict)
    for row in rows:
        if row.event is Event.ALERT and row.state is State.PENDING and not row.same_as:
            leaving[row.destination][row.id] = row
    many = {to: alerts for to, alerts in leaving.items() if to in most and len(alerts) > most[to]}
    return tuple(_with_bursts(rows, many))


def _with_bursts(rows: Iterable[Delivery], many: Mapping[str, Mapping[str, Delivery]]) -> Iterator[Delivery]:
    begun: set[str] = set()
    for row in rows:
        burst = many.get(row.destination, {})
        if row.id not in burst:
            yield row
            continue
        if row.destination not in begun:
            begun.add(row.destination)
            yield _together(tuple(burst.values()))
        yield replace(
            row,
            state=State.DIGESTED,
            settled_at=row.created_at,
            remark="",
            reason=stored(
                text("told in one message with {count} others of the same poll", count=len(burst) - 1)
            ),
        )


def _together(burst: Sequence[Delivery]) -> Delivery:
    first = burst[0]
    return Delivery(
        # No alert is fresh twice, so neither is this.
        id=f"burst:{first.id}",
        event=Event.ALERT,
        destination=first.destination,
        entries=tuple(entry for alert in burst for entry in alert.entries),
        created_at=first.created_at,
        remark=stored_together(alert.remark for alert in burst),
    )
