"""Forgetting by age, never what could make an alert leave twice or leave without its words.

An article goes when it is on no page, was last seen before the given time, and no delivery needs it.
A settled delivery goes when it is as old and none of its articles is known any more: as long as one is,
the row's id is what keeps the same alert from being queued again.
"""

from __future__ import annotations

from datetime import datetime

from watcher.store.postgres.connection import Connection

STEP = 1000
"""Rows that one transaction forgets at most, so that no lock is held for long."""

_ARTICLES = """
    delete from articles where place in (
      select a.place from articles a
      where a.last_seen < $1
        and not exists (select from sources s where s.id = a.source and a.id = any(s.page_ids))
        and not exists (
          select from delivery_articles n join deliveries d on d.place = n.delivery
          where n.source = a.source and n.article = a.id
            and d.state in ('held', 'pending', 'sending', 'dead'))
      order by a.last_seen, a.place limit $2)
"""
_DELIVERIES = """
    delete from deliveries where place in (
      select d.place from deliveries d
      where d.settled_at < $1
        and not exists (
          select from delivery_articles n join articles a on a.source = n.source and a.id = n.article
          where n.delivery = d.place)
      order by d.settled_at, d.place limit $2)
"""


async def prune_articles(connection: Connection, seen_before: datetime) -> int:
    """Forget the next few articles; return how many, 0 at the end."""
    return _gone(await connection.execute(_ARTICLES, seen_before, STEP))


async def prune_deliveries(connection: Connection, seen_before: datetime) -> int:
    """Forget the next few settled deliveries; return how many, 0 at the end."""
    return _gone(await connection.execute(_DELIVERIES, seen_before, STEP))


def _gone(answer: str) -> int:
    """Return the number in the server's answer, `DELETE 12`."""
    return int(answer.split()[1])
