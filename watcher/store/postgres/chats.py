"""Chats: saved, listed, and moved with all that is theirs."""

from __future__ import annotations

from dataclasses import replace

from watcher.models import Chat, Watch
from watcher.store.codec import to_body
from watcher.store.moving import is_of, renamed
from watcher.store.postgres import lanes, news
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, to_json, unescape
from watcher.store.postgres.records import to_chat, to_watch
from watcher.store.postgres.watches import columns
from watcher.store.sameness import merged


async def save_chat(connection: Connection, chat: Chat) -> None:
    """Insert or replace a chat."""
    await connection.execute(
        """
        insert into chats (id, body, revision) values ($1, $2, $3)
        on conflict (id) do update set body = $2, revision = $3
        """,
        escape(chat.id),
        to_json(to_body(chat)),
        await news.count_up(connection),
    )


async def chats(connection: Connection) -> tuple[Chat, ...]:
    """Return all chats, in the order in which they came."""
    return tuple(map(to_chat, await connection.fetch("select * from chats order by place")))


async def move_chat(connection: Connection, old: str, new: str) -> None:
    """Rewrite a chat's id everywhere; a new one that is there already takes over what the old one had."""
    if old == new:
        return
    rows = await connection.fetch(
        "select destination from lanes where starts_with(destination, $1 || ':')", escape(old)
    )
    names = sorted({old, *(unescape(row["destination"]) for row in rows)})
    await lanes.lock(connection, [*names, *(renamed(name, old, new) for name in names)])
    revision = await news.count_up(connection)
    await _move_row(connection, old, new, revision)
    await _move_watches(connection, old, new, revision)
    for name in names:
        await _move_outbox(connection, name, renamed(name, old, new))


async def _move_outbox(connection: Connection, old: str, new: str) -> None:
    await connection.execute(
        """
        update deliveries set destination = $2
        where destination = $1 and state in ('held', 'pending', 'sending', 'dead')
        """,
        escape(old),
        escape(new),
    )
    await connection.execute(
        """
        update quotas q set destination = $2 where destination = $1
          and not exists (select from quotas t where t.destination = $2 and t.subject = q.subject)
        """,
        escape(old),
        escape(new),
    )
    # The new address has refused nothing yet: nothing of what the old one waits for is taken over.
    await connection.execute("delete from lanes where destination = $1", escape(old))
    await lanes.refresh(connection, [new])


async def _move_row(connection: Connection, old: str, new: str, revision: int) -> None:
    await news.removed_chat(connection, old, revision)
    left = await connection.fetchrow("select * from chats where id = $1", escape(old))
    there = await connection.fetchrow("select * from chats where id = $1", escape(new))
    if left and there:
        await save_chat(connection, merged(to_chat(left), to_chat(there)))
        await connection.execute("delete from chats where id = $1", escape(old))
    else:
        await connection.execute(
            "update chats set id = $2, revision = $3 where id = $1", escape(old), escape(new), revision
        )


async def _move_watches(connection: Connection, old: str, new: str, revision: int) -> None:
    for row in await connection.fetch("select * from watches order by id"):
        watch = to_watch(row)
        if any(is_of(name, old) for name in (watch.owner, *watch.destinations)):
            await _move_watch(connection, watch, old, new, revision)


async def _move_watch(connection: Connection, watch: Watch, old: str, new: str, revision: int) -> None:
    destinations = tuple(dict.fromkeys(renamed(to, old, new) for to in watch.destinations))
    moved = replace(watch, owner=renamed(watch.owner, old, new), destinations=destinations)
    owner, sameness, body = columns(moved)
    taken = await connection.fetchval(
        "select exists (select from watches where owner = $1 and md5(sameness) = md5($2) and id <> $3)",
        owner,
        sameness,
        watch.id,
    )
    if taken:
        await connection.execute("delete from watches where id = $1", watch.id)
        await news.removed_watch(connection, watch.id, revision)
    else:
        await connection.execute(
            "update watches set owner = $2, sameness = $3, body = $4, revision = $5 where id = $1",
            watch.id,
            owner,
            sameness,
            body,
            revision,
        )
