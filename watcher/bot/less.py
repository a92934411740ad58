"""Less like this: exclusions that would have kept an article away, each with what else it would have cost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta

from watcher.backtest.relax import words_of_query
from watcher.bot.answer import Answer, Key, key, say
from watcher.bot.verb import Desk
from watcher.bot.words import headline, matches
from watcher.errors import QueryError
from watcher.models import Watch
from watcher.rules import CHAT_LIMITS, Query
from watcher.rules.document import document_of
from watcher.store.port import Found, Stored
from watcher.wording.text import Text, bold, text

_BACK = timedelta(days=30)
_OFFERED, _TRIED, _TITLES = 3, 12, 3
_SHORTEST = 4
"""Letters of a word worth leaving out."""


async def less_like(desk: Desk, watch: Watch, article: Stored) -> Answer:
    """Offer words of an article to leave out, those first that cost the most without costing nearly all."""
    query = desk.book.query(watch.id)
    if query is None:
        return say("The query of #{id} cannot be read any more.", id=watch.id)
    known = set(words_of_query(query.root))
    tried = [f"-{word}" for word in _words(article) if word not in known][:_TRIED]
    costs = await _costs(desk, watch, tried)
    all_ = (await _search(desk, query)).matches
    # One that removes more than half is a change of mind, not less of the same.
    ranked = sorted(costs, key=lambda one: (2 * costs[one].matches > all_, -costs[one].matches))
    return _offer(watch, {one: costs[one] for one in ranked[:_OFFERED]}, all_)


async def without_source(desk: Desk, watch: Watch, article: Stored) -> Answer:
    """Offer to leave out the source of an article."""
    costs = await _costs(desk, watch, [f'-source:"{article.source}"'])
    query = desk.book.query(watch.id)
    return _offer(watch, costs, (await _search(desk, query)).matches if query else 0)


def _words(article: Stored) -> Iterable[str]:
    """Return the words of a headline that are worth leaving out, each once."""
    title = document_of(article.article, "").default[0]
    return dict.fromkeys(word for word in title.words if len(word) >= _SHORTEST and word.isalpha())


async def _costs(desk: Desk, watch: Watch, exclusions: Iterable[str]) -> dict[str, Found]:
    """Return what each of these would have removed; one that cannot be added is left out."""
    readable: dict[str, Query] = {}
    for exclusion in exclusions:
        try:
            desk.book.read(with_exclusion(watch.query, exclusion), watch.language, CHAT_LIMITS)
            readable[exclusion] = desk.book.read(f"({watch.query}) {exclusion[1:]}", watch.language)
        except QueryError:
            continue
    found = await asyncio.gather(*(_search(desk, query) for query in readable.values()))
    return dict(zip(readable, found, strict=True))


def with_exclusion(query: str, exclusion: str) -> str:
    """Return a query that leaves out one thing more."""
    either = "|" in query or " OR " in query
    return f"({query}) {exclusion}" if either else f"{query} {exclusion}"


async def _search(desk: Desk, query: Query) -> Found:
    now = desk.clock()
    return await desk.store.search(desk.book.question(query, now - _BACK, now), limit=_TITLES)


def _offer(watch: Watch, costs: dict[str, Found], all_: int) -> Answer:
    if not costs:
        return say(
            "I found nothing to leave out of #{id}. Type `{example}`",
            id=watch.id,
            example=f"/change {watch.id} {watch.query} -word",
        )
    return say(
        "What should #{id} {query} leave out?{lines}",
        id=watch.id,
        query=bold(watch.query),
        lines=tuple(_line(exclusion, found, all_) for exclusion, found in costs.items()),
        keys=(*(_yes(watch, exclusion) for exclusion in costs), key("No, keep", f"/watches #{watch.id}")),
    )


def _yes(watch: Watch, exclusion: str) -> Key:
    command = f"/change #{watch.id} {with_exclusion(watch.query, exclusion)}"
    return key("Leave out {word}", command, word=exclusion[1:])


def _line(exclusion: str, found: Found, all_: int) -> Text:
    titles = tuple(text("\n   – {title}", title=headline(one.article.title)) for one in found.latest)
    return text(
        "\n{exclusion} would have removed {matches} of {all} in 30 days:{titles}",
        exclusion=bold(exclusion),
        matches=matches(found.matches),
        all=all_,
        titles=titles,
    )
