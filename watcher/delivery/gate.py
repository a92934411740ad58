"""Gates: how many sends a provider takes in a span of time, and for how long it wants none. Pure.

A place counts from the answer to its send: somewhere before that the provider counted it, so no provider can
find one too many. Who finds an account's gate full stands in line and gets a turn; turns are a little wider
apart than places come free, so that almost every turn finds one. A place is given a moment before it is free,
so that waking up and writing the claim down take none of its time; the sender waits out the rest.

A gate that was closed lets one through when its time is over, and the others once that one was taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from notifiers.port import Limits, Rate

WIDER = 1.01
"""Turns to places."""
LEAD = timedelta(milliseconds=100)
"""How long before it is free a place is given at most, and never more than a tenth of its rate's span."""
PROBE = timedelta(seconds=15)
"""How long the one that tries a closed gate may take before another does: it may have died."""
GLANCE = timedelta(seconds=2)
"""After which those that wait for its answer may ask again."""
TRICKLE = 30
"""Of those that wait for a closed gate without a rate, so many come back in each of its spans."""
SET_BACK = timedelta(seconds=30)
"""Clocks of several machines differ by less; one that is further behind was set back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What is remembered under the key of a rate."""

    at: datetime | None = None
    """When it last changed."""
    taken: tuple[datetime, ...] = ()
    """The latest places: when their sends were claimed or, since then, over; in order."""
    closed_until: datetime | None = None
    """None where it is open; else it opens when something is taken that was sent after this."""
    probed_until: datetime | None = None
    """Until then one that tries a closed gate has time."""
    line: datetime | None = None
    """The next turn to give."""
    head: datetime | None = None
    """When the next of those may ask again that had their turn and found no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of the wish to send now."""

    gates: Mapping[str, Gate] = field(default_factory=dict)
    """Those that changed, by key."""
    leaves: datetime | None = None
    """Not before then it may be sent, which is now or within `LEAD`; None where it has to ask again."""
    again: datetime | None = None
    """When to ask again; None where it may be sent."""
    turn: datetime | None = None
    """The turn that it got; to be kept until it asks again."""


def enter(limits: Limits, gates: Mapping[str, Gate], turn: datetime | None, now: datetime) -> Entry:
    """Ask to send one message under these limits; `turn` is that of its destination, if it got one."""
    known = {rate.key: _by_this_clock(gates.get(rate.key, Gate()), now) for rate in limits.rates}
    if own := opening(limits, known, now):
        return Entry(again=own)
    leaves = now
    if limits.account:
        gate, soon = known[limits.account.key], now + _lead(limits.account)
        opens = _opens(gate, limits.account, now)
        had_turn = turn is not None and turn <= soon
        if opens > soon or (gate.line and gate.line > now and not had_turn):
            return _in_line(gate, limits.account, opens, turn if had_turn else None, now)
        leaves = max(opens, now)
    passed = {rate.key: _taken(known[rate.key], rate, leaves) for rate in limits.rates}
    changed = {key: gate for key, gate in passed.items() if gate != gates.get(key, Gate())}
    return Entry(gates=changed, leaves=leaves)


def over(gate: Gate, began: datetime, at: datetime, *, well: bool) -> Gate:
    """Return the gate after a send that was claimed at `began` had its answer at `at`."""
    changed = gate
    if began in gate.taken:
        taken = list(gate.taken)
        taken[taken.index(began)] = max(began, at)
        changed = replace(gate, taken=tuple(sorted(taken)))
    if gate.closed_until and began >= gate.closed_until:
        changed = replace(changed, closed_until=None if well else gate.closed_until, probed_until=None)
    return gate if changed == gate else replace(changed, at=at)


def closed(gate: Gate, until: datetime, now: datetime) -> Gate:
    """Return the gate closed for as long, or for longer where it is already."""
    gate = _by_this_clock(gate, now)
    return replace(gate, at=now, closed_until=max(until, gate.closed_until or until), probed_until=None)


def opening(limits: Limits, gates: Mapping[str, Gate], now: datetime) -> datetime | None:
    """Return from when the address itself takes the next one; None where it does now."""
    known = ((gates.get(rate.key, Gate()), rate) for rate in limits.own)
    opens = max((_opens(gate, rate, now) for gate, rate in known), default=now)
    return opens if opens > now else None


def _lead(rate: Rate) -> timedelta:
    return min(LEAD, timedelta(seconds=rate.seconds) / 10)


def _in_line(gate: Gate, rate: Rate, opens: datetime, turn: datetime | None, now: datetime) -> Entry:
    seconds = timedelta(seconds=rate.seconds)
    apart = seconds / (rate.most or TRICKLE) * WIDER
    if turn is not None and gate.closed_until is None and now - turn < seconds:
        # It is at the head of the line already, and those before it were late.
        again = max(opens, gate.head or opens)
        changed = replace(gate, at=now, head=again + apart)
        return Entry(gates={rate.key: changed}, again=again - _lead(rate), turn=turn)
    given = max(opens, gate.line or opens)
    changed = replace(gate, at=now, line=given + apart)
    return Entry(gates={rate.key: changed}, again=given - _lead(rate), turn=given)


def _opens(gate: Gate, rate: Rate, now: datetime) -> datetime:
    """Return from when a gate lets one through; now or earlier means at once."""
    if gate.closed_until and gate.closed_until > now:
        return gate.closed_until
    if gate.probed_until and gate.probed_until > now:
        return now + GLANCE
    if rate.most is None or len(gate.taken) < rate.most:
        return now
    return gate.taken[-rate.most] + timedelta(seconds=rate.seconds)


def _taken(gate: Gate, rate: Rate, now: datetime) -> Gate:
    probed_until = now + PROBE if gate.closed_until else None
    if rate.most is None and probed_until is None:
        return gate
    taken = tuple(sorted([*gate.taken, now]))[-rate.most :] if rate.most else ()
    return replace(gate, at=now, taken=taken, probed_until=probed_until)


def _by_this_clock(gate: Gate, now: datetime) -> Gate:
    """Return the gate as it would be had the clock always gone as it does now."""
    if gate.at is None or gate.at - now < SET_BACK:
        return gate
    by = gate.at - now

    def moved(time: datetime | None) -> datetime | None:
        return time and time - by

    return Gate(
        at=now,
        taken=tuple(time - by for time in gate.taken),
        closed_until=moved(gate.closed_until),
        probed_until=moved(gate.probed_until),
        line=moved(gate.line),
        head=moved(gate.head),
    )
