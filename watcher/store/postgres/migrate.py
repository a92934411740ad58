"""Brings a database to the schema of this release: numbered files, each run once, in order."""

from __future__ import annotations

import re
from importlib import resources
from typing import NamedTuple

from watcher.errors import StoreError
from watcher.store.postgres import wakeups
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.fulltext import words

_LOCK = 0x7761746368
"""Any number that no other program locks by: two processes that start at once must not both migrate."""


class Migration(NamedTuple):
    """One file of `migrations/`."""

    number: int
    name: str
    sql: str


def migrations() -> tuple[Migration, ...]:
    """Return all that this release knows, in order."""
    folder = resources.files("watcher.store.postgres") / "migrations"
    found = [(re.match(r"(\d+)_.*\.sql$", file.name), file) for file in folder.iterdir()]
    known = (Migration(int(match[1]), file.name, file.read_text("utf-8")) for match, file in found if match)
    return tuple(sorted(known))


async def migrate(connection: Connection) -> None:
    """Run what has not run yet. Raises `StoreError` where the database is of a later release."""
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
        await connection.execute(
            "create table if not exists schema_version (number integer primary key, name text not null,"
            " at timestamptz not null default now())"
        )
        done = await connection.fetchval("select coalesce(max(number), 0) from schema_version")
        known = migrations()
        if done > known[-1].number:
            raise StoreError(
                f"the database is of a later release (schema {done}; this one knows {known[-1].number}):"
                " install that release or a later one"
            )
        for migration in known:
            if migration.number > done:
                await connection.execute(migration.sql)
                await connection.execute(
                    "insert into schema_version (number, name) values ($1, $2)",
                    migration.number,
                    migration.name,
                )
        await wakeups.install(connection)
        await words.install(connection)
