"""Watches: one per owner, query and sources; ids never used twice."""

from __future__ import annotations

from watcher.models import Watch
from watcher.store.codec import watch_body
from watcher.store.postgres import news
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, to_json
from watcher.store.postgres.records import to_watch
from watcher.store.sameness import same_question


async def add_watch(connection: Connection, watch: Watch) -> tuple[Watch, bool]:
    """Store a watch, unless its owner has one that asks the same; return it with its id, and whether new."""
    owner, sameness, body = columns(watch)
    # Counting up keeps all others from changing watches: nobody adds the same between the two statements.
    revision = await news.count_up(connection)
    same = await connection.fetchrow(
        "select * from watches where owner = $1 and md5(sameness) = md5($2)", owner, sameness
    )
    if same:
        return to_watch(same), False
    [row] = await connection.fetch(
        "insert into watches (owner, sameness, body, revision) values ($1, $2, $3, $4) returning *",
        owner,
        sameness,
        body,
        revision,
    )
    return to_watch(row), True


async def change_watch(connection: Connection, watch: Watch) -> bool:
    """Replace the watch of this id and owner, unless the owner has another that asks the same."""
    owner, sameness, body = columns(watch)
    revision = await news.count_up(connection)
    row = await connection.fetchrow(
        """
        update watches set sameness = $3, body = $4, revision = $5 where id = $1 and owner = $2
          and not exists (select from watches where owner = $2 and md5(sameness) = md5($3) and id <> $1)
        returning id
        """,
        watch.id,
        owner,
        sameness,
        body,
        revision,
    )
    return row is not None


async def remove_watch(connection: Connection, watch_id: int, owner: str) -> Watch | None:
    """Remove a watch of this owner; return it, or None when there is none."""
    row = await connection.fetchrow(
        "delete from watches where id = $1 and owner = $2 returning *", watch_id, escape(owner)
    )
    if row is None:
        return None
    await news.removed_watch(connection, watch_id, await news.count_up(connection))
    return to_watch(row)


async def watches(connection: Connection, owner: str | None) -> tuple[Watch, ...]:
    """Return the watches of an owner, or all, by id."""
    rows = await connection.fetch(
        "select * from watches where $1::text is null or owner = $1 order by id",
        None if owner is None else escape(owner),
    )
    return tuple(map(to_watch, rows))


async def watches_after(connection: Connection, watch_id: int, limit: int) -> tuple[Watch, ...]:
    """Return the first watches with higher ids, by id; at most `limit`."""
    rows = await connection.fetch("select * from watches where id > $1 order by id limit $2", watch_id, limit)
    return tuple(map(to_watch, rows))


def columns(watch: Watch) -> tuple[str, str, str]:
    """Return a watch's owner, what its sameness is judged by, and its body."""
    return escape(watch.owner), escape(same_question(watch)), to_json(watch_body(watch))
