"""`/cancel`: forget what the bot asked."""

from __future__ import annotations

from watcher.bot.answer import Answer, say
from watcher.bot.command import Command
from watcher.bot.verb import Desk, Verb
from watcher.wording.text import msg


async def run(_desk: Desk, command: Command) -> Answer:
    """Say so; any command makes the bot forget what it asked."""
    return say("Cancelled. Nothing changed.") if command.answers else say("There is nothing to cancel.")


CANCEL = Verb(
    name="cancel",
    menu=msg("Forget what I asked"),
    help=msg("`/cancel` makes me forget what I asked you."),
    run=run,
)
