"""The alerts of a poll on their way into the outbox: quietened by what the file knows in the same write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tinydb.table import Document

from watcher.models import Delivery, Quiet, Quota, State
from watcher.noise import Standing, quieten
from watcher.store.codec import to_delivery
from watcher.store.tiny import outbox
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import QUOTA, Tables


def enqueue(tables: Tables, deliveries: Sequence[Delivery], quiet: Quiet) -> tuple[Delivery, ...]:
    """Queue deliveries; return those that are new, without what became part of another."""
    fresh = outbox.fresh(tables, deliveries)
    quieted = quieten(fresh, quiet, _standing(tables, quiet) if fresh else Standing())
    for first in quieted.firsts:
        row = outbox.find(tables, first.id)
        assert row is not None  # noqa: S101 - it was read in this unit of work
        outbox.save(tables, row, first)
    for quota in quiet.quotas:
        if quota.key in quieted.spent:
            _spend(tables, quota, quieted.spent)
    outbox.insert(tables, quieted.rows)
    return tuple(row for row in quieted.rows if row.state is not State.DIGESTED)


def _standing(tables: Tables, quiet: Quiet) -> Standing:
    rows = (outbox.find(tables, delivery) for delivery in sorted(quiet.firsts))
    firsts = [to_delivery(row) for row in rows if row is not None]
    return Standing(
        firsts={first.id: first for first in firsts},
        spent={quota.key: _spent(tables, quota) for quota in quiet.quotas},
    )


def _spent(tables: Tables, quota: Quota) -> int:
    row = _find(tables, quota)
    return int(row["number"]) if row is not None and row["day"] == quota.day else 0


def _spend(tables: Tables, quota: Quota, spent: Mapping[tuple[str, str], int]) -> None:
    row = _find(tables, quota)
    body = {
        "destination": quota.destination,
        "subject": quota.subject,
        "day": quota.day,
        "number": spent[quota.key],
    }
    if row is None:
        tables.quotas.insert(body)
    else:
        tables.quotas.replace(row, body)


def _find(tables: Tables, quota: Quota) -> Document | None:
    window = Window(value=quota.destination, low=quota.subject, high=f"{quota.subject}\0")
    return next(iter(tables.quotas.walk(QUOTA, window, limit=1)), None)
