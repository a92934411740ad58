"""Gates of providers, kept: see `watcher.delivery.gate`, which decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from tinydb.table import Document

from notifiers.port import Limits
from watcher.delivery import gate
from watcher.delivery.gate import Entry, Gate
from watcher.store.codec import time_or_none, to_body, to_gate
from watcher.store.port import Claim
from watcher.store.tiny.entries import Window
from watcher.store.tiny.schema import BY_KEY, Tables


def enter(tables: Tables, limits: Limits, lane: Document, now: datetime) -> Entry:
    """Take a place under each of these limits, or a turn to ask again."""
    rows = _rows(tables, limits)
    known = {key: to_gate(row) for key, row in rows.items()}
    entry = gate.enter(limits, known, time_or_none(lane.get("turn")), now)
    _save(tables, rows, entry.gates)
    return entry


def over(tables: Tables, claim: Claim, at: datetime, *, well: bool) -> datetime | None:
    """Count the places of a claim from its answer on; return when its address takes the next one."""
    began = claim.delivery.claimed_at
    if began is None or not claim.limits.rates:
        return None
    rows = _rows(tables, claim.limits)
    changed = {key: gate.over(to_gate(row), began, at, well=well) for key, row in rows.items()}
    _save(tables, rows, changed)
    return gate.opening(claim.limits, changed, at)


def close(tables: Tables, key: str, now: datetime, until: datetime) -> None:
    """Close a gate."""
    row = _find(tables, key)
    _save(tables, {key: row} if row else {}, {key: gate.closed(to_gate(row or {}), until, now)})


def _rows(tables: Tables, limits: Limits) -> Mapping[str, Document]:
    rows = {rate.key: _find(tables, rate.key) for rate in limits.rates}
    return {key: row for key, row in rows.items() if row is not None}


def _find(tables: Tables, key: str) -> Document | None:
    return next(iter(tables.gates.walk(BY_KEY, Window(value=key), limit=1)), None)


def _save(tables: Tables, rows: Mapping[str, Document], gates: Mapping[str, Gate]) -> None:
    for key, changed in gates.items():
        body = {"key": key, **to_body(changed)}
        row = rows.get(key)
        if row is None:
            tables.gates.insert(body)
        elif row != body:
            tables.gates.replace(row, body)
