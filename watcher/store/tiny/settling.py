"""The outbox after sending: each outcome of a claim, and the revival of dead letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tinydb.table import Document

from watcher.models import Delivery, State
from watcher.noise import parted
from watcher.store.codec import stamp, to_delivery
from watcher.store.port import Claim
from watcher.store.tiny import articles, gates, lanes, outbox
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import RECEIPT, Tables


def sent(tables: Tables, claim: Claim, at: datetime, receipt: str) -> bool:
    """Settle as delivered; whatever held its destination back is over."""
    row = _claimed(tables, claim)
    if row is None:
        return False
    delivered = {"settled_at": stamp(at), "receipt": receipt, "not_before": None, "error": ""}
    tables.deliveries.replace(row, {**row, "state": State.SENT, **delivered})
    following = gates.over(tables, claim, at, well=True)
    lanes.taken(tables, row["destination"], stamp(following) if following else None)
    return True


def refused(tables: Tables, claim: Claim, at: datetime, error: str, retry_at: datetime) -> bool:
    """Put it back; nothing more leaves for this destination before `retry_at`."""
    return _put_back(tables, claim, at, error, retry_at)


def unknown(tables: Tables, claim: Claim, at: datetime, error: str, retry_at: datetime) -> bool:
    """Put it back, marked `maybe_dup`; nothing more leaves for this destination before `retry_at`."""
    return _put_back(tables, claim, at, error, retry_at, maybe_dup=True)


def hold(tables: Tables, claim: Claim, hold: str, reason: str) -> bool:
    """Hold it back: it waits for a digest."""
    row = _claimed(tables, claim)
    if row is None:
        return False
    held = replace(
        to_delivery(row), state=State.HELD, claimed_at=None, not_before=None, hold=hold, reason=reason
    )
    outbox.save(tables, row, held)
    lanes.refresh(tables, held.destination)
    return True


def split(tables: Tables, claim: Claim, entries: int) -> Claim | None:
    """Keep only the first few entries; the rest becomes the next part, with the remark that ends it."""
    row = _claimed(tables, claim)
    if row is None:
        return None
    kept, rest = parted(to_delivery(row), entries)
    outbox.save(tables, row, kept)
    outbox.insert(tables, [rest])
    return Claim(delivery=kept, articles=articles.of_entries(tables, kept.entries), limits=claim.limits)


def dead(tables: Tables, claim: Claim, at: datetime, reason: str) -> bool:
    """Give it up, with its reason."""
    row = _claimed(tables, claim)
    if row is None:
        return False
    given_up = replace(to_delivery(row), state=State.DEAD, settled_at=at, not_before=None, error=reason)
    outbox.save(tables, row, given_up)
    # Whoever says no to a message was there to say it.
    gates.over(tables, claim, at, well=True)
    lanes.refresh(tables, given_up.destination)
    return True


def returned(tables: Tables, receipt: str, at: datetime, reason: str) -> Delivery | None:
    """Give up what was sent and came back; return it, also where it was given up before."""
    row = next(iter(tables.deliveries.walk(RECEIPT, Window(value=receipt), limit=1)), None)
    if row is None or not receipt:
        return None
    if row["state"] == State.SENT:
        return outbox.change(tables, row, state=State.DEAD, settled_at=stamp(at), error=reason)
    return to_delivery(row)


def revive(tables: Tables, delivery_id: str) -> bool:
    """Make a dead letter pending again, at its old place in the queue and with all its attempts before it."""
    row = outbox.find(tables, delivery_id)
    if row is None or row["state"] != State.DEAD:
        return False
    again = replace(to_delivery(row), state=State.PENDING, settled_at=None, claimed_at=None, attempts=0)
    outbox.save(tables, row, again)
    lanes.refresh(tables, again.destination)
    return True


def drop(tables: Tables, delivery_id: str, at: datetime, reason: str) -> bool:
    """Settle as dropped what waits or is a dead letter."""
    row = outbox.find(tables, delivery_id)
    if row is None or row["state"] not in (State.HELD, State.PENDING, State.DEAD):
        return False
    dropped = replace(to_delivery(row), state=State.DROPPED, settled_at=at, not_before=None, error=reason)
    outbox.save(tables, row, dropped)
    lanes.refresh(tables, dropped.destination)
    return True


def _claimed(tables: Tables, claim: Claim) -> Document | None:
    """Return the row of a claim while its fence stands."""
    row = outbox.find(tables, claim.delivery.id)
    stands = row and row["state"] == State.SENDING and row["fence"] == claim.delivery.fence
    return row if stands else None


def _put_back(
    tables: Tables, claim: Claim, at: datetime, error: str, retry_at: datetime, *, maybe_dup: bool = False
) -> bool:
    row = _claimed(tables, claim)
    if row is None:
        return False
    left = to_delivery(row)
    again = replace(
        left,
        state=State.PENDING,
        claimed_at=None,
        error=error,
        not_before=retry_at,
        maybe_dup=left.maybe_dup or maybe_dup,
    )
    outbox.save(tables, row, again)
    gates.over(tables, claim, at, well=False)
    lanes.failed(tables, again.destination, stamp(at), error, stamp(retry_at))
    return True
