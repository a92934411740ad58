"""Destinations that fail, and dead letters: operators are told once of each, and when it is over.

What was told is a small named value. A notice's id says what it tells, so a crash between queueing it and
remembering that tells nothing twice.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from watcher.models import Delivery, State
from watcher.plan import notices
from watcher.store.port import LASTING, Dead, Failing, Store
from watcher.watchbook import WatchBook

GATHERED = timedelta(seconds=30)
"""After the last dead letter of a reason they are told together, if not many more come."""
LONGEST = timedelta(minutes=10)
"""They are told this long after the first of them, even if more come."""
MOST = 1000
_TOLD = "destinations told"
_ATTEMPTS = re.compile(r"^given up after \d+ attempts: ")


class FailingDestinations:
    """Looks and tells. Probes nothing: each destination's own retries do."""

    def __init__(
        self, store: Store, book: WatchBook, operators: tuple[str, ...], clock: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._book = book
        self._operators = operators
        self._clock = clock

    async def look(self) -> bool:
        """Queue what operators are owed; tell whether that is anything. Raises `StoreError`."""
        now = self._clock()
        before: dict[str, str] = json.loads(await self._store.get(_TOLD) or "{}")
        failing = await self._store.failing(MOST)
        dead: Iterable[Dead] = ()
        if (await self._store.counts()).deliveries.get(State.DEAD):
            dead = _together(await self._store.dead_letters())
        told, owed = _owed(before, failing, dead, self._closed, self._operators, now)
        queued = bool(owed and await self._store.enqueue(owed))
        if told != before:
            await self._store.put(_TOLD, json.dumps(told))
        return queued

    def _closed(self, destination: str) -> bool:
        """Return whether it is a chat that let us go."""
        chat = self._book.chat(destination)
        return chat is not None and not chat.active


def is_trouble(one: Failing) -> bool:
    """Return whether a destination fails for longer than weather does."""
    return one.failures >= LASTING


def _owed(
    before: Mapping[str, str],
    failing: Iterable[Failing],
    dead: Iterable[Dead],
    closed: Callable[[str], bool],
    operators: Iterable[str],
    now: datetime,
) -> tuple[dict[str, str], tuple[Delivery, ...]]:
    """Return what is told from now on, by a key of each trouble, and the notices owed."""
    told: dict[str, str] = {}
    texts: dict[str, str] = {}
    for one in failing:
        key = f"failing:{one.destination}"
        if key in before or is_trouble(one):
            told[key] = before.get(key) or one.since.isoformat()
            texts[f"{key}:{told[key]}"] = _failing(one)
    for group in dead:
        reason = hashlib.sha256(group.reason.encode()).hexdigest()[:12]
        key = f"dead:{group.destination}:{reason}"
        if key in before or now - group.last >= GATHERED or now - group.first >= LONGEST:
            told[key] = before.get(key) or group.first.isoformat()
            texts[f"{key}:{told[key]}"] = _dead(group, closed=closed(group.destination))
    for key in before.keys() - told.keys():
        kind, _, destination = key.partition(":")
        if kind == "failing":
            texts[f"well:{destination}:{before[key]}"] = f"{destination} takes messages again."
    asked = {f"{key}:{since}" for key, since in before.items()}
    operators = tuple(operators)
    owed = [
        notice
        for name, text in texts.items()
        if name not in asked
        for notice in notices(name, text, operators, now)
    ]
    return told, tuple(owed)


def _failing(one: Failing) -> str:
    return (
        f"{one.destination} takes nothing since {one.since:%Y-%m-%d %H:%M} UTC: {one.error}. "
        f"{one.waiting} wait for it and lose nothing; one of them tries again now and then. "
        "You hear of it again when it is over."
    )


def _dead(group: Dead, *, closed: bool) -> str:
    number = "1 delivery" if group.number == 1 else f"{group.number} deliveries"
    verb = "was" if group.number == 1 else "were"
    if closed:
        return (
            f"{number} to {group.destination} {verb} given up: {group.reason}. "
            "Nothing more is sent there until it asks again."
        )
    return (
        f"{number} to {group.destination} {verb} given up: {group.reason}. Once it is mended, "
        f"watcher outbox retry --destination '{group.destination}' sends all of them again."
    )


def _together(dead: Iterable[Dead]) -> list[Dead]:
    """Join those that differ only in how often they were tried."""
    joined: dict[tuple[str, str], Dead] = {}
    for one in dead:
        reason = _ATTEMPTS.sub("tried for too long: ", one.reason)
        other = joined.get((one.destination, reason))
        joined[one.destination, reason] = Dead(
            destination=one.destination,
            reason=reason,
            number=one.number + (other.number if other else 0),
            first=min(one.first, other.first) if other else one.first,
            last=max(one.last, other.last) if other else one.last,
        )
    return list(joined.values())
