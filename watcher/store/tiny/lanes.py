"""Lanes: one row per destination that says whether, and from when, its next delivery may leave.

Whoever changes a destination's deliveries calls `refresh` in the same unit of work. So asking what is due
reads lanes in order, and costs the same whatever is pending or settled.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from tinydb.table import Document

from watcher.store.codec import ANY_TIME, just_after, stamp
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import IN_FLIGHT, LANE, LANES_BY_STATE, QUEUE, Tables

_WELL: Mapping[str, object] = {"failing": None, "failing_since": None, "failures": 0, "error": ""}
_NEW: Mapping[str, object] = {"not_before": None, "turn": None, **_WELL}


class LaneState(StrEnum):
    """What a destination is at."""

    IDLE = "idle"
    BUSY = "busy"
    """One of its deliveries is being sent; order forbids a second."""
    READY = "ready"
    """Its next may leave at once; ranked by that delivery's place in the queue."""
    TIMED = "timed"
    """Its next may leave at a time, by which it is ranked."""


def refresh(tables: Tables, destination: str) -> None:
    """Bring a lane up to date with its destination's deliveries."""
    _write(tables, destination)


def hold_back(tables: Tables, destination: str, until: str | None, turn: str | None = None) -> None:
    """Let nothing leave for a destination before the stamp `until`; None lifts that. Refreshes.

    `turn` is its turn at the gate of an account, which it waits for.
    """
    _write(tables, destination, not_before=until, turn=turn)


def taken(tables: Tables, destination: str, until: str | None) -> None:
    """Note that something was taken: whatever held the destination back is over, but for its pace. Refreshes.

    Before `until` its provider takes no more.
    """
    _write(tables, destination, not_before=until, turn=None, **_WELL)


def failed(tables: Tables, destination: str, at: str, error: str, until: str) -> None:
    """Note that something was not taken, and hold the destination back. Refreshes."""
    lane: Mapping[str, Any] = find(tables, destination) or {}
    trouble = {
        "failing": "yes",
        "failing_since": lane.get("failing_since") or at,
        "failures": lane.get("failures", 0) + 1,
        "error": error,
    }
    _write(tables, destination, not_before=until, turn=None, **trouble)


def occupy(tables: Tables, lane: Document) -> None:
    """Note that one of a destination's deliveries is being sent: what `refresh` would find."""
    tables.lanes.replace(lane, {**lane, "state": LaneState.BUSY, "rank": None, "turn": None})


def find(tables: Tables, destination: str) -> Document | None:
    """Return the lane of a destination, if it ever had a delivery."""
    return next(iter(tables.lanes.walk(LANE, Window(value=destination), limit=1)), None)


def is_open(lane: Document, now: datetime) -> bool:
    """Whether a lane's next delivery may leave now."""
    state, rank = lane["state"], lane["rank"]
    return bool(state == LaneState.READY or (state == LaneState.TIMED and rank <= stamp(now)))


def head(tables: Tables, destination: str, now: datetime) -> Document | None:
    """Return the oldest delivery of a destination that its own time allows."""
    fresh = tables.deliveries.walk(QUEUE, Window(value=destination, high=ANY_TIME), limit=1)
    timed = tables.deliveries.walk(QUEUE, Window(value=destination, low=ANY_TIME, high=just_after(now)))
    return min([*fresh, *timed], key=lambda delivery: delivery.doc_id, default=None)


def due(tables: Tables, now: datetime, limit: int) -> list[str]:
    """Return the destinations whose next may leave now, by that delivery's place in the queue."""
    ready = tables.lanes.walk(LANES_BY_STATE, Window(value=LaneState.READY), limit=limit)
    places = {lane["destination"]: lane["rank"] for lane in ready}
    timed = Window(value=LaneState.TIMED, high=just_after(now))
    for lane in tables.lanes.walk(LANES_BY_STATE, timed, limit=limit):
        delivery = head(tables, lane["destination"], now)
        if delivery is not None:
            places[lane["destination"]] = delivery.doc_id
    return sorted(places, key=places.__getitem__)[:limit]


def earliest(tables: Tables) -> str | None:
    """Return the stamp from which the earliest pending delivery of all may leave."""
    ready = tables.lanes.walk(LANES_BY_STATE, Window(value=LaneState.READY), limit=1)
    if ready:
        delivery = tables.deliveries.by_id(ready[0]["rank"])
        return str(delivery["created_at"]) if delivery else None
    timed = tables.lanes.walk(LANES_BY_STATE, Window(value=LaneState.TIMED), limit=1)
    return str(timed[0]["rank"]) if timed else None


def standing(tables: Tables, destination: str, not_before: str | None) -> tuple[LaneState, int | str | None]:
    """Return what a lane that is held back until then must say, by its destination's deliveries."""
    if tables.deliveries.tally(IN_FLIGHT, Window(value=destination)):
        return LaneState.BUSY, None
    first = tables.deliveries.walk(QUEUE, Window(value=destination), limit=1)
    if not first:
        return LaneState.IDLE, None
    times = [time for time in (not_before, first[0]["not_before"]) if time is not None]
    return (LaneState.TIMED, max(times)) if times else (LaneState.READY, first[0].doc_id)


def _write(tables: Tables, destination: str, **changes: object) -> None:
    lane = find(tables, destination)
    body = {"destination": destination, **_NEW, **(lane or {}), **changes}
    body["state"], body["rank"] = standing(tables, destination, body["not_before"])
    if lane is None:
        tables.lanes.insert(body)
    elif lane != body:
        tables.lanes.replace(lane, body)
