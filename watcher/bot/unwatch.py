"""`/unwatch`: stop one watch, or all."""

from __future__ import annotations

from watcher.bot.command import Command
from watcher.bot.reply import Button, Reply, bold, say
from watcher.bot.verb import Desk, Verb
from watcher.bot.words import listed, plural
from watcher.errors import QueryError
from watcher.models import Watch
from watcher.rules import parse

_MOST_BUTTONS = 8


async def run(desk: Desk, command: Command) -> Reply:
    """Stop the watch that the argument names; ask where it names none, several, or all."""
    asked = command.argument
    mine = desk.book.of(command.chat)
    if not mine:
        return say("You watch nothing yet. Begin with `/watch sanctions`")
    if asked.casefold() == "all":
        return _sure(mine)
    if asked.casefold() == "all yes":
        return await _stop_all(desk, mine)
    found = _named(desk, mine, asked)
    if len(found) == 1:
        return await _stop(desk, found[0])
    if found or not asked:
        return _which(found or mine)
    return _none(asked, mine)


def _named(desk: Desk, mine: tuple[Watch, ...], asked: str) -> tuple[Watch, ...]:
    """Return what may be meant: the number, else the query, else all queries with those words in them."""
    number = asked.removeprefix("#")
    if by_number := tuple(watch for watch in mine if str(watch.id) == number):
        return by_number
    try:
        same = desk.book.same(mine[0].owner, parse(asked))
    except QueryError:
        same = None
    if same:
        return (same,)
    if not asked or asked.startswith("#"):
        return ()
    return tuple(watch for watch in mine if asked.casefold() in watch.query.casefold())


async def _stop(desk: Desk, watch: Watch) -> Reply:
    await desk.book.remove(watch.id, watch.owner)
    return say(
        f"Stopped #{watch.id} ", bold(watch.query), ".", buttons=(Button("Undo", f"/watch {watch.query}"),)
    )


async def _stop_all(desk: Desk, mine: tuple[Watch, ...]) -> Reply:
    for watch in mine:
        await desk.book.remove(watch.id, watch.owner)
    return say(f"Stopped {plural(len(mine), 'watch')}. You will hear of nothing more.")


def _sure(mine: tuple[Watch, ...]) -> Reply:
    return say(
        f"Stop all {plural(len(mine), 'watch')}? To do it, type `/unwatch all yes`",
        buttons=(Button(f"Yes, stop all {len(mine)}", "/unwatch all yes"), Button("No, keep", "/watches")),
    )


def _which(watches: tuple[Watch, ...]) -> Reply:
    lines = (part for watch in watches for part in (f"\n#{watch.id} ", bold(watch.query)))
    buttons = tuple(Button(f"Stop #{watch.id}", f"/unwatch #{watch.id}") for watch in watches[:_MOST_BUTTONS])
    return say("Which one? Type its number, such as ", f"`/unwatch {watches[0].id}`", *lines, buttons=buttons)


def _none(asked: str, mine: tuple[Watch, ...]) -> Reply:
    have = listed([f"#{watch.id}" for watch in mine])
    return say("No watch ", bold(f"#{asked}" if asked.isdecimal() else asked), f". You have {have}.")


UNWATCH = Verb(
    name="unwatch",
    menu="Stop a watch",
    help="`/unwatch 3` stops #3, `/unwatch sanctions` the one for that, `/unwatch all` every one.",
    run=run,
    changes=True,
)
