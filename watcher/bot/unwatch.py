"""`/unwatch`: stop one watch, or all."""

from __future__ import annotations

from watcher.bot import stopped
from watcher.bot.answer import Answer, key, say
from watcher.bot.command import Command
from watcher.bot.naming import meant, no_watches, not_found, page_of, which
from watcher.bot.verb import Desk, Verb
from watcher.bot.watch import full, watching
from watcher.bot.words import watches
from watcher.models import Watch
from watcher.wording.text import bold, msg

_LABEL = msg("Stop #{id}")


async def run(desk: Desk, command: Command) -> Answer:
    """Stop the watch that the argument names; ask where it names none, several, or all."""
    asked = command.argument
    if asked.startswith("undo "):
        return await _undo(desk, command)
    mine = desk.book.of(command.chat)
    if not mine:
        return no_watches()
    if asked.casefold() == "all":
        return _sure(mine)
    if asked.casefold() == "all yes":
        return await _stop_all(desk, mine, command)
    if page := page_of(asked):
        return which(mine, "/unwatch", _LABEL, page)
    found = meant(desk, mine, asked)
    if len(found) == 1:
        return await _stop(desk, found[0], command)
    if found or not asked:
        return which(found or mine, "/unwatch", _LABEL)
    return not_found(asked, mine)


async def _stop(desk: Desk, watch: Watch, command: Command) -> Answer:
    await stopped.keep(desk.store, [watch], command.chat, desk.clock())
    await desk.book.remove(watch.id, watch.owner)
    return say(
        "Stopped #{id} {query}.",
        id=watch.id,
        query=bold(watch.query),
        keys=(key("Undo", f"/unwatch undo {watch.id}"),),
    )


async def _stop_all(desk: Desk, mine: tuple[Watch, ...], command: Command) -> Answer:
    await stopped.keep(desk.store, mine, command.chat, desk.clock())
    for watch in mine:
        await desk.book.remove(watch.id, watch.owner)
    numbers = " ".join(str(watch.id) for watch in mine)
    return say(
        "Stopped {watches}. You will hear of nothing more.",
        watches=watches(len(mine)),
        keys=(key("Undo", f"/unwatch undo {numbers}"),),
    )


async def _undo(desk: Desk, command: Command) -> Answer:
    """Bring back what was stopped a moment ago, each under a number of its own."""
    numbers = [int(word) for word in command.argument.split()[1:] if word.isdecimal()]
    found = await stopped.find(desk.store, command.chat, numbers, desk.clock())
    if not found:
        return say("This button has expired. Send /watches")
    if len(desk.book.of(command.chat)) + len(found) > desk.max_watches:
        return full(desk.max_watches)
    back = [(await desk.book.add(watch))[0] for watch in found]
    query = desk.book.query(back[0].id)
    if len(back) == 1 and query:
        return await watching(desk, back[0], query)
    return say("{watches} are back: /watches", watches=watches(len(back)))


def _sure(mine: tuple[Watch, ...]) -> Answer:
    return say(
        "Stop all {watches}? To do it, type `/unwatch all yes`",
        watches=watches(len(mine)),
        keys=(
            key("Yes, stop all {count}", "/unwatch all yes", count=len(mine)),
            key("No, keep", "/watches"),
        ),
    )


UNWATCH = Verb(
    name="unwatch",
    menu=msg("Stop a watch"),
    help=msg("`/unwatch 3` stops #3, `/unwatch sanctions` the one for that, `/unwatch all` every one."),
    run=run,
    changes=True,
)
