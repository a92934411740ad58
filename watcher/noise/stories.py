"""The same story again: told together with its first telling while that waits; once told, held or an answer.

The first is never hidden, and nothing is compared with a repeat: a row of stories that change a little each
time does not end up under a headline that none of the last has anything to do with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from watcher.models import Calm, Delivery, Entry, Event, First, State
from watcher.wording.stored import stored
from watcher.wording.text import text

MOST = 10
"""Repeats that go with one first; more wait, so that a message stays one that is read."""


@dataclass(frozen=True, slots=True)
class Told:
    """The delivery that tells a story first, and what the newcomer is like of it."""

    delivery: Delivery
    by: First


def told_first(calm: Calm, *places: Mapping[str, Delivery]) -> Told | None:
    """Return the likeliest first telling that there is, None where this is the first."""
    for first in calm.firsts:
        for place in places:
            delivery = place.get(first.delivery)
            if delivery is not None and _tells(delivery):
                return Told(delivery, first)
    return None


def has_room(first: Delivery) -> bool:
    """Tell whether a first telling waits, surely did not arrive, and may tell of one more article."""
    waits = first.state in (State.PENDING, State.HELD) and not first.maybe_dup
    return waits and sum(bool(entry.same_as) for entry in first.entries) < MOST


def joined(first: Told, repeat: Delivery) -> Delivery:
    """Return the first telling with the repeat in it."""
    return replace(first.delivery, entries=(*first.delivery.entries, *_entries(first, repeat)))


def part_of(first: Told, repeat: Delivery) -> Delivery:
    """Return a repeat that its first telling tells of."""
    reason = stored(text('told with "{title}", the same story', title=first.by.title))
    return replace(
        repeat,
        state=State.DIGESTED,
        settled_at=repeat.created_at,
        same_as=first.delivery.id,
        reason=reason,
    )


def can_be_answered(first: Delivery) -> bool:
    """Tell whether a first telling stands somewhere in a message that we know."""
    return first.state is State.SENT and bool(first.receipt)


def answering(first: Told, repeat: Delivery) -> Delivery:
    """Return a repeat that leaves as an answer to the message that told its story first."""
    reason = stored(text('an answer to "{title}", the same story', title=first.by.title))
    return replace(repeat, entries=_entries(first, repeat), same_as=first.delivery.id, reason=reason)


def held_back(first: Told, repeat: Delivery) -> Delivery:
    """Return a repeat that waits for the digest."""
    return replace(
        repeat,
        state=State.HELD,
        entries=_entries(first, repeat),
        same_as=first.delivery.id,
        reason=stored(
            text('held for the digest: the same story as "{title}", told before', title=first.by.title)
        ),
    )


def _tells(delivery: Delivery) -> bool:
    told = delivery.state not in (State.DEAD, State.DROPPED)
    return delivery.event is Event.ALERT and not delivery.same_as and told


def _entries(first: Told, repeat: Delivery) -> tuple[Entry, ...]:
    by = first.by
    return tuple(replace(entry, same_as=by.article, told=by.title) for entry in repeat.entries)
