"""Which watch somebody means, by its number or by its words."""

from __future__ import annotations

from watcher.bot.answer import Answer, Key, key, say
from watcher.bot.verb import Desk
from watcher.bot.words import listed
from watcher.errors import QueryError
from watcher.models import Watch
from watcher.rules import parse
from watcher.wording.text import Text, bold, text

PAGE = 8
"""Watches in one message."""


def by_number(mine: tuple[Watch, ...], asked: str) -> Watch | None:
    """Return the watch of this number, `3` or `#3`."""
    number = asked.removeprefix("#")
    return next((watch for watch in mine if str(watch.id) == number), None)


def meant(desk: Desk, mine: tuple[Watch, ...], asked: str) -> tuple[Watch, ...]:
    """Return what may be meant: the number, else the query, else all queries with those words in them."""
    numbered = by_number(mine, asked)
    if numbered or not mine:
        return (numbered,) if numbered else ()
    try:
        same = desk.book.same(mine[0].owner, parse(asked))
    except QueryError:
        same = None
    if same:
        return (same,)
    if not asked or asked.startswith("#"):
        return ()
    return tuple(watch for watch in mine if asked.casefold() in watch.query.casefold())


def no_watches() -> Answer:
    """Say that there is none yet, and how to begin."""
    return say("You watch nothing yet. Begin with `/watch sanctions`")


def not_found(asked: str, mine: tuple[Watch, ...]) -> Answer:
    """Say which there are."""
    if not mine:
        return no_watches()
    have = [f"#{watch.id}" for watch in mine]
    shown = have if len(have) <= 10 else [*have[:9], "…"]
    name = f"#{asked}" if asked.isdecimal() else asked
    return say("No watch {name}. You have {have}.", name=bold(name), have=listed(shown))


def which(watches: tuple[Watch, ...], command: str, label: str, page: int = 1) -> Answer:
    """Ask which one is meant: `command` with its number does it, behind a button `label` that has `{id}`."""
    pages = -(-len(watches) // PAGE)
    page = min(max(page, 1), pages)
    shown = watches[(page - 1) * PAGE : page * PAGE]
    keys = tuple(key(label, f"{command} #{watch.id}", id=watch.id) for watch in shown)
    return say(
        "Which one? Type its number, such as `{example}`{lines}",
        example=f"{command} {watches[0].id}",
        lines=tuple(_line(watch) for watch in shown),
        keys=(*keys, *turns(command + " page", page, pages)),
    )


def turns(command: str, page: int, pages: int) -> tuple[Key, ...]:
    """Return the buttons to the pages beside one."""
    back = (key("« Back", f"{command} {page - 1}"),) if page > 1 else ()
    more = (key("More »", f"{command} {page + 1}"),) if page < pages else ()
    return (*back, *more)


def page_of(asked: str) -> int | None:
    """Read what a button of `turns` behind `which` asks for: `page 2`."""
    word, _, number = asked.partition(" ")
    return int(number) if word == "page" and number.isdecimal() else None


def _line(watch: Watch) -> Text:
    return text("\n#{id} {query}", id=watch.id, query=bold(watch.query))
