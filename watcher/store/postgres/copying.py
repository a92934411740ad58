"""A database read and filled as a whole."""
# ruff: noqa: D102 - the port documents each verb

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Self

import asyncpg

from watcher.errors import StoreError
from watcher.models import Article, Validators
from watcher.store.codec import (
    stamp,
    time_or_none,
    to_body,
    to_chat,
    to_delivery,
    to_source,
    to_stored,
    to_watch,
)
from watcher.store.copying import BATCH, TABLES, UNFINISHED, Exporter, Record, Target
from watcher.store.port import PollCommit
from watcher.store.postgres import (
    chats,
    lanes,
    outbox,
    polling,
    processes,
    reading,
    records,
    wakeups,
    watches,
)
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all, from_json, to_json, unescape
from watcher.store.postgres.fulltext import words
from watcher.store.postgres.migrate import migrate

_OWN = f"('{UNFINISHED}', '{wakeups.INSTALLED}', '{words.VERSION}')"
"""Small values that are of this database, and not of what it holds."""
_ROWS = {
    "sources": "select * from sources order by place",
    "articles": "select * from articles order by place",
    "deliveries": "select * from deliveries order by place",
    "lanes": "select destination, not_before from lanes where not_before is not null",
    "watches": "select * from watches order by id",
    "chats": "select * from chats order by place",
    "quotas": "select * from quotas",
    "values": f"select key, value from small_values where key not in {_OWN}",  # noqa: S608 - ours
    "counters": "select last_value as last from watches_id_seq where is_called",
}
_CLEAR = {
    "lanes": "update lanes set not_before = null",
    "values": f"delete from small_values where key not in {_OWN}",  # noqa: S608 - ours
    "counters": "select",
}


class PostgresExporter(Exporter):
    """A database, each table as it is at one moment."""

    def __init__(self, connection: asyncpg.Connection[asyncpg.Record]) -> None:
        self._connection = connection

    @classmethod
    async def open(cls, address: str, *, beside: bool = False) -> Self:
        """Connect, and bring the schema up to date; `beside` lets services use it meanwhile.

        No other starts until it is closed. Raises `StoreError`, or `StoreInUse` for a service.
        """
        try:
            connection = await asyncpg.connect(address)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
            raise StoreError(f"cannot connect to PostgreSQL: {error}") from None
        opened = cls(connection)
        try:
            await migrate(connection)
            if not beside:
                await processes.keep_out(connection)
            await opened.begin()
        except BaseException:
            await connection.close()
            raise
        return opened

    async def begin(self) -> None:
        """Take note that this is only read."""

    async def close(self) -> None:
        await self._connection.close()

    async def batches(self, table: str) -> AsyncIterator[Sequence[Record]]:
        async with self._connection.transaction(isolation="repeatable_read"):
            cursor = await self._connection.cursor(_ROWS[table])
            while rows := await cursor.fetch(BATCH):
                yield [TABLES[table](_record(table, row)) for row in rows]


class PostgresImporter(PostgresExporter, Target):
    """One that has nothing, or what a copy left that was cut off."""

    async def begin(self) -> None:
        """Take it. Raises `StoreError` where there is something in it."""
        connection = self._connection
        if await reading.get(connection, UNFINISHED) is None:
            for table, sql in _ROWS.items():
                if await connection.fetchrow(sql):
                    raise StoreError(f"the database has {table} already: give one that is empty")
            await reading.put(connection, UNFINISHED, "yes")

    async def clear(self, table: str) -> None:
        await self._connection.execute(_CLEAR.get(table, f"delete from {table}"))  # noqa: S608 - ours

    async def add(self, table: str, records: Sequence[Record]) -> None:
        try:
            async with self._connection.transaction():
                await _ADD[table](self._connection, records)
        except asyncpg.PostgresError as error:
            raise StoreError(f"PostgreSQL refused {table}: {error}") from error

    async def finish(self) -> None:
        async with self._connection.transaction():
            # Nobody's: whoever starts first takes over what was being sent.
            await self._connection.execute("update deliveries set sender = 0 where state = 'sending'")
            rows = await self._connection.fetch("select distinct destination from deliveries")
            await lanes.refresh(self._connection, (unescape(row["destination"]) for row in rows))
            await self._connection.execute("delete from small_values where key = $1", UNFINISHED)


def _record(table: str, row: asyncpg.Record) -> Record:
    match table:
        case "sources":
            return to_body(records.to_source(row))
        case "articles":
            seen = {name: stamp(row[name]) for name in ("first_seen", "last_seen")}
            return {**from_json(row["body"]), **seen, "source": unescape(row["source"])}
        case "deliveries":
            return to_body(records.to_delivery(row))
        case "lanes":
            return {"destination": unescape(row["destination"]), "not_before": stamp(row["not_before"])}
        case "watches":
            return {**from_json(row["body"]), "id": row["id"]}
        case "chats":
            return to_body(records.to_chat(row))
        case "counters":
            return {"name": "watches", "last": row["last"]}
    return {name: unescape(value) if isinstance(value, str) else value for name, value in row.items()}


async def _add_deliveries(connection: Connection, batch: Sequence[Record]) -> None:
    await outbox.enqueue(connection, [to_delivery(record) for record in batch])


async def _add_lanes(connection: Connection, batch: Sequence[Record]) -> None:
    await lanes.lock(connection, (record["destination"] for record in batch))
    await connection.executemany(
        "update lanes set not_before = $2 where destination = $1",
        [(escape(record["destination"]), time_or_none(record["not_before"])) for record in batch],
    )


async def _add_watches(connection: Connection, batch: Sequence[Record]) -> None:
    await connection.executemany(
        """
        insert into watches (id, owner, sameness, body) overriding system value values ($1, $2, $3, $4)
        """,
        [(record["id"], *watches.columns(to_watch(record, record["id"]))) for record in batch],
    )


async def _add_chats(connection: Connection, batch: Sequence[Record]) -> None:
    for record in batch:
        await chats.save_chat(connection, to_chat(record))


async def _add_quotas(connection: Connection, batch: Sequence[Record]) -> None:
    await connection.executemany(
        "insert into quotas (destination, subject, day, number) values ($1, $2, $3, $4)",
        [(escape(q["destination"]), escape(q["subject"]), q["day"], q["number"]) for q in batch],
    )


async def _add_values(connection: Connection, batch: Sequence[Record]) -> None:
    for record in batch:
        await reading.put(connection, record["key"], record["value"])


async def _count_on(connection: Connection, batch: Sequence[Record]) -> None:
    for record in batch:
        await connection.execute("select setval('watches_id_seq', $1)", record["last"])


async def _add_sources(connection: Connection, batch: Sequence[Record]) -> None:
    await connection.executemany(
        """
        insert into sources (id, address, validators, baseline_at, last_poll, last_success, last_change,
          failures, error, retry_at, polls, articles_read, page_ids, profile, doubt)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """,
        [_source_row(record) for record in batch],
    )


def _source_row(record: Mapping[str, Any]) -> tuple[object, ...]:
    state = to_source(record)
    return (
        escape(state.id),
        escape(state.address),
        to_json(to_body(state.validators)),
        state.baseline_at,
        state.last_poll,
        state.last_success,
        state.last_change,
        state.failures,
        escape(state.error),
        state.retry_at,
        state.polls,
        state.articles_read,
        escape_all(state.page_ids),
        to_json(to_body(state.profile)),
        to_json(to_body(state.doubt)) if state.doubt else None,
    )


async def _add_articles(connection: Connection, batch: Sequence[Record]) -> None:
    """Write articles as the polls did that found them, and then when each was last seen."""
    found = [to_stored(record) for record in batch]
    for (source, at), together in groupby(found, key=lambda stored: (stored.source, stored.first_seen)):
        articles: list[Article] = [stored.article for stored in together]
        commit = PollCommit(source=source, at=at, validators=Validators(), page=(), new=articles)
        await polling.remember(connection, commit)
    await connection.execute(
        """
        update articles set last_seen = s.at
        from unnest($1::text[], $2::text[], $3::timestamptz[]) as s (source, id, at)
        where articles.source = s.source and articles.id = s.id
        """,
        escape_all(stored.source for stored in found),
        escape_all(stored.article.id for stored in found),
        [datetime.fromisoformat(record["last_seen"]) for record in batch],
    )


_ADD = {
    "sources": _add_sources,
    "articles": _add_articles,
    "deliveries": _add_deliveries,
    "lanes": _add_lanes,
    "watches": _add_watches,
    "chats": _add_chats,
    "quotas": _add_quotas,
    "values": _add_values,
    "counters": _count_on,
}
"""Table → what writes its records."""
