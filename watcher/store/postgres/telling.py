"""Who was told of which article, or will be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from asyncpg import Record

from watcher.models import Delivery, Event, State
from watcher.store.postgres.connection import Connection
from watcher.store.postgres.escape import escape, escape_all, unescape
from watcher.store.postgres.records import to_delivery


async def alerted(
    connection: Connection, source: str, articles: Iterable[str]
) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    """Return who was told of these articles, or will be: article id → destination → its watches then."""
    told: defaultdict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    wanted = frozenset(articles)
    for row in await _tellings(connection, source, wanted):
        delivery = to_delivery(row)
        for entry in delivery.entries:
            if entry.source == source and entry.article in wanted:
                told[entry.article][delivery.destination] = entry.watches
    return told


async def no_news_to_strangers(connection: Connection, deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
    """Leave out the news of edits that is for whom nothing was told yet of the article."""
    edits = [delivery for delivery in deliveries if delivery.event is Event.EDITED]
    if not edits:
        return deliveries
    told = {
        (unescape(row["article"]), unescape(row["destination"]))
        for source in {edit.entries[0].source for edit in edits}
        for row in await _tellings(connection, source, {edit.entries[0].article for edit in edits})
        if row["state"] in (State.SENT, State.SENDING) or row["maybe_dup"]
    }
    return [
        one
        for one in deliveries
        if one.event is not Event.EDITED or (one.entries[0].article, one.destination) in told
    ]


async def _tellings(connection: Connection, source: str, articles: Iterable[str]) -> list[Record]:
    """Return the alerts and digests with these articles, but for alerts that became part of a digest."""
    return await connection.fetch(
        """
        select n.article, d.* from delivery_articles n join deliveries d on d.place = n.delivery
        where n.source = $1 and n.article = any($2::text[])
          and d.event in ('alert', 'digest') and d.state not in ('digested', 'dropped')
        order by d.place
        """,
        escape(source),
        escape_all(articles),
    )
