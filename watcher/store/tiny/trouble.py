"""What is not taken, and what was given up."""

from __future__ import annotations

from datetime import datetime

from watcher.models import Event, State
from watcher.store.port import Dead, Failing
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import DELIVERY_BY_STATE, FAILING, IN_FLIGHT, QUEUE, Tables


def failing(tables: Tables, limit: int) -> tuple[Failing, ...]:
    """Return the destinations whose last attempt was not taken, the longest failing first."""
    return tuple(
        Failing(
            destination=lane["destination"],
            since=datetime.fromisoformat(lane["failing_since"]),
            failures=lane["failures"],
            error=lane["error"],
            waiting=sum(
                tables.deliveries.tally(index, Window(value=lane["destination"]))
                for index in (QUEUE, IN_FLIGHT)
            ),
        )
        for lane in tables.lanes.walk(FAILING, Window(value="yes"), limit=limit)
    )


def dead_letters(tables: Tables) -> tuple[Dead, ...]:
    """Return what was given up, by destination and reason."""
    times: dict[tuple[str, str], list[datetime]] = {}
    for row in tables.deliveries.walk(DELIVERY_BY_STATE, Window(value=State.DEAD)):
        if row["event"] != Event.NOTICE:
            at = datetime.fromisoformat(row["settled_at"])
            times.setdefault((row["destination"], row["error"]), []).append(at)
    return tuple(
        Dead(destination=destination, reason=reason, number=len(at), first=min(at), last=max(at))
        for (destination, reason), at in sorted(times.items())
    )
