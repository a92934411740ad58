"""`/recent`: the last matches of a watch, of all, or of any query."""

from __future__ import annotations

import re
from datetime import timedelta

from watcher.bot.answer import Answer, key, say
from watcher.bot.command import Command
from watcher.bot.evidence import news_at
from watcher.bot.naming import by_number, no_watches, not_found
from watcher.bot.verb import Desk, Verb
from watcher.bot.watch import not_understood
from watcher.bot.words import ago, headline, matches
from watcher.errors import QueryError
from watcher.rules import CHAT_LIMITS, Query
from watcher.store.port import Found, Stored
from watcher.view import safe_url
from watcher.wording.text import Text, bold, link, msg, text

_BACK = timedelta(days=90)
_USUAL, _MOST = 5, 10
"""Articles in one message."""
_DEEPEST = 200
"""Articles that More goes back."""
_ARGUMENT = re.compile(r"(?P<what>.*?)(?:(?:^| )(?P<count>\d{1,3}))?(?: \+(?P<skip>\d{1,3}))?")


async def run(desk: Desk, command: Command) -> Answer:
    """Show the latest matches; `+5` at the end leaves out the first five."""
    what, count, skip = _read(command.argument)
    mine = desk.book.of(command.chat)
    if not what and not mine:
        return no_watches()
    if not what and len(mine) > 1:
        return say(
            "Of which watch? Type `/recent 3`, or the words.",
            keys=tuple(key("#{id} {query}", f"/recent #{w.id}", id=w.id, query=w.query) for w in mine[:12]),
        )
    watch = by_number(mine, what) if what else mine[0]
    if what.startswith("#") and watch is None:
        return not_found(what, mine)
    try:
        query = desk.book.query(watch.id) if watch else desk.book.read(what, limits=CHAT_LIMITS)
    except QueryError as error:
        return not_understood(error, "/recent")
    if query is None:
        return not_found(what, mine)
    found = await _search(desk, query, skip + count)
    name = f"#{watch.id}" if watch else what
    return _shown(desk, found, name, (count, skip))


def _read(argument: str) -> tuple[str, int, int]:
    """Return what is asked for, how many, and how many to leave out."""
    found = _ARGUMENT.fullmatch(argument)
    if found is None:
        return argument, _USUAL, 0
    what, number = found["what"], found["count"]
    if number and not what:
        what, number = f"#{number}", None  # a lone number is a watch
    count = min(max(int(number or _USUAL), 1), _MOST)
    return what, count, min(int(found["skip"] or 0), _DEEPEST)


async def _search(desk: Desk, query: Query, most: int) -> Found:
    now = desk.clock()
    return await desk.store.search(desk.book.question(query, now - _BACK, now), limit=most)


def _shown(desk: Desk, found: Found, name: str, page: tuple[int, int]) -> Answer:
    count, skip = page
    shown = found.latest[skip : skip + count]
    if not shown:
        return say("Nothing of the last 90 days matches {name}.", name=bold(name))
    more = skip + len(shown)
    go_on = more < found.matches and more < _DEEPEST
    return say(
        "{name}: {matches} in the last 90 days{lines}",
        name=bold(name),
        matches=matches(found.matches),
        lines=tuple(_line(desk, stored) for stored in shown),
        keys=(key("More", f"/recent {name} {count} +{more}"),) if go_on else (),
    )


def _line(desk: Desk, stored: Stored) -> Text:
    now = desk.clock()
    return text(
        "\n• {title} · {source} · {ago}",
        title=link(headline(stored.article.title), safe_url(stored.article.url)),
        source=desk.sources.get(stored.source, stored.source),
        ago=ago(news_at(stored, now), now),
    )


RECENT = Verb(
    name="recent",
    menu=msg("Show the last matches"),
    help=msg(
        "`/recent 3` shows the last matches of #3, `/recent sanctions` those of any words, "
        "`/recent #3 10` ten of them."
    ),
    run=run,
)
