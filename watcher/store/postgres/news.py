"""News of watches and chats: what changed after a revision, for processes that keep them in memory."""

from __future__ import annotations

from watcher.store.port import WatchNews
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, unescape
from watcher.store.postgres.records import to_chat, to_watch

_STEP = 1000
"""Changes told at a time, or a few more where one write made them all."""
KEPT = "1 day"
"""How long a removal is told; a process that did not listen for longer reads everything anew."""

_REACH = """
    select case when count(*) < $3 then $2 else max(revision) end from (
      (select revision from watches where revision > $1 and revision <= $2 order by revision limit $3)
      union all
      (select revision from chats where revision > $1 and revision <= $2 order by revision limit $3)
      union all
      (select revision from removals where revision > $1 and revision <= $2 order by revision limit $3)
      order by revision limit $3
    ) changes
"""


async def count_up(connection: Connection) -> int:
    """Return the revision of the change that this transaction makes; the next one waits for its end."""
    revision: int = await connection.fetchval(
        "update watch_revision set revision = revision + 1 returning revision"
    )
    return revision


async def removed_watch(connection: Connection, watch_id: int, revision: int) -> None:
    """Tell that a watch has gone."""
    await connection.execute("insert into removals (watch, revision) values ($1, $2)", watch_id, revision)


async def removed_chat(connection: Connection, chat: str, revision: int) -> None:
    """Tell that a chat has gone, or has another id now."""
    await connection.execute("insert into removals (chat, revision) values ($1, $2)", escape(chat), revision)


async def watch_news(connection: Connection, since: int | None) -> WatchNews:
    """Return the next changes after a revision."""
    # Read first: what is written after this has a higher one, and is told the next time.
    [now] = await connection.fetch("select revision, forgotten from watch_revision")
    if since is None:
        return WatchNews(revision=now["revision"])
    if not now["forgotten"] <= since <= now["revision"]:
        return WatchNews(revision=now["revision"], complete=False)
    if since == now["revision"]:
        return WatchNews(revision=since)
    reach: int = await connection.fetchval(_REACH, since, now["revision"], _STEP)
    changed, chats, removed = [
        await connection.fetch(
            f"select * from {table} where revision > $1 and revision <= $2 order by revision",  # noqa: S608
            since,
            reach,
        )
        for table in ("watches", "chats", "removals")
    ]
    return WatchNews(
        revision=reach,
        changed=tuple(map(to_watch, changed)),
        removed=tuple(row["watch"] for row in removed if row["watch"] is not None),
        chats=tuple(map(to_chat, chats)),
        removed_chats=tuple(unescape(row["chat"]) for row in removed if row["chat"] is not None),
    )


async def forget(connection: Connection) -> None:
    """Forget removals that every process must have heard of."""
    reach = await connection.fetchval(
        f"with gone as (delete from removals where at < now() - interval '{KEPT}' returning revision)"  # noqa: S608
        " select max(revision) from gone"
    )
    if reach is not None:
        await connection.execute(
            "update watch_revision set forgotten = greatest(forgotten, $1::bigint)", reach
        )
