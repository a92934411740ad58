"""Gates of providers, kept: see `watcher.delivery.gate`, which decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from notifiers.port import Limits
from watcher.delivery import gate
from watcher.delivery.gate import Entry, Gate
from watcher.store.codec import to_body, to_gate
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all, from_json, to_json, unescape


class Wish(NamedTuple):
    """To send the next delivery of a destination."""

    destination: str
    at: datetime
    limits: Limits


class Over(NamedTuple):
    """A send that had its answer."""

    limits: Limits
    began: datetime
    at: datetime
    well: bool


async def admit(connection: Connection, wishes: Sequence[Wish]) -> tuple[Wish, ...]:
    """Return the wishes that have a place, at the time from which they have it; the others wait.

    The lanes are locked.
    """
    if not any(wish.limits.rates for wish in wishes):
        return tuple(wishes)
    turns = await _turns(connection, wishes)
    gates = await _locked(connection, (wish.limits for wish in wishes if wish.destination in turns))
    before, entries, admitted = dict(gates), dict[str, Entry](), []
    for wish in wishes:
        if wish.destination not in turns:
            continue
        entry = gate.enter(wish.limits, gates, turns[wish.destination], wish.at)
        gates |= entry.gates
        if entry.again is None:
            admitted.append(wish._replace(at=entry.leaves or wish.at))
        else:
            entries[wish.destination] = entry
    await _save(connection, before, gates)
    await connection.execute(
        """
        update lanes set not_before = w.again, turn = w.turn
        from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as w (destination, again, turn)
        where lanes.destination = w.destination
        """,
        escape_all(entries),
        [entry.again for entry in entries.values()],
        [entry.turn for entry in entries.values()],
    )
    await connection.execute(
        "update lanes set turn = null where destination = any($1::text[]) and turn is not null",
        escape_all(wish.destination for wish in admitted),
    )
    return tuple(admitted)


async def settle(connection: Connection, overs: Sequence[Over]) -> None:
    """Count the places of claims from their answers on."""
    gates = await _locked(connection, (over.limits for over in overs))
    before = dict(gates)
    for over in overs:
        for rate in over.limits.rates:
            gates[rate.key] = gate.over(gates[rate.key], over.began, over.at, well=over.well)
    await _save(connection, before, gates)


async def close(connection: Connection, key: str, now: datetime, until: datetime) -> None:
    """Close a gate."""
    gates = await _lock(connection, [key])
    await _save(connection, gates, {key: gate.closed(gates[key], until, now)})


async def prune(connection: Connection, seen_before: datetime) -> None:
    """Forget gates through which nothing went for so long."""
    await connection.execute("delete from gates where at < $1", seen_before)


async def _turns(connection: Connection, wishes: Sequence[Wish]) -> Mapping[str, datetime | None]:
    """Return the turns of those destinations whose lanes are open."""
    rows = await connection.fetch(
        """
        select l.destination, l.turn
        from unnest($1::text[], $2::timestamptz[]) as w (destination, at)
        join lanes l on l.destination = w.destination
          and (l.state = 'ready' or (l.state = 'timed' and l.opens_at <= w.at))
        """,
        escape_all(wish.destination for wish in wishes),
        [wish.at for wish in wishes],
    )
    return {unescape(row["destination"]): row["turn"] for row in rows}


async def _locked(connection: Connection, limits: Iterable[Limits]) -> dict[str, Gate]:
    return await _lock(connection, {rate.key for each in limits for rate in each.rates})


async def _lock(connection: Connection, keys: Iterable[str]) -> dict[str, Gate]:
    """Keep others out of these gates until the transaction ends; return them."""
    names = escape_all(sorted(keys))
    if not names:
        return {}
    await connection.execute(
        "insert into gates (key) select unnest($1::text[]) on conflict do nothing", names
    )
    rows = await connection.fetch(
        "select key, body from gates where key = any($1::text[]) order by key for update", names
    )
    return {unescape(row["key"]): to_gate(from_json(row["body"])) for row in rows}


async def _save(connection: Connection, before: Mapping[str, Gate], after: Mapping[str, Gate]) -> None:
    changed = {key: one for key, one in after.items() if one != before[key]}
    if changed:
        await connection.execute(
            """
            update gates set body = g.body::json, at = g.at
            from unnest($1::text[], $2::text[], $3::timestamptz[]) as g (key, body, at)
            where gates.key = g.key
            """,
            [escape(key) for key in changed],
            [to_json(to_body(one)) for one in changed.values()],
            [one.at for one in changed.values()],
        )
