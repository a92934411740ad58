"""`/share`: an address that offers a copy of a watch to whoever follows it."""

from __future__ import annotations

from watcher.bot.answer import Answer, say
from watcher.bot.command import Command
from watcher.bot.naming import by_number, not_found
from watcher.bot.verb import Desk, Verb
from watcher.models import Watch
from watcher.wording.text import bold, link, msg

_PREFIX = "w_"


async def run(desk: Desk, command: Command) -> Answer:
    """Give the address for the watch that the argument names; from then on anybody may copy it."""
    if not command.link:
        return say("Here there are no addresses to share. Tell others to type `/watch` and the words.")
    mine = desk.book.of(command.chat)
    watch = by_number(mine, command.argument)
    if watch is None:
        return not_found(command.argument, mine)
    await desk.store.put(_place(watch.id), watch.owner)
    address = f"{command.link}{_PREFIX}{watch.id}"
    return say(
        "Whoever follows this address is offered a copy of {query}: {address}",
        query=bold(watch.query),
        address=link(address, address),
    )


async def shared(desk: Desk, payload: str) -> Watch | None:
    """Return the watch of an address, None where nobody shares such a one."""
    number = payload.removeprefix(_PREFIX)
    if not payload.startswith(_PREFIX) or not (number.isascii() and number.isdecimal()):
        return None
    owner = await desk.store.get(_place(int(number)))
    return by_number(desk.book.of(owner), number) if owner else None


def _place(watch: int) -> str:
    return f"shared:{watch}"


SHARE = Verb(
    name="share",
    menu=msg("Share a watch"),
    help=msg("`/share 3` gives an address; whoever follows it is offered a copy of #3."),
    run=run,
    changes=True,
)
