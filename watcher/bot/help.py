"""`/help`: all commands, or one in full."""

from __future__ import annotations

from watcher.bot.answer import Answer, say
from watcher.bot.command import Command
from watcher.bot.verb import Desk, Verb
from watcher.wording.text import bold, msg, text


async def run(desk: Desk, command: Command) -> Answer:
    """Explain the command that the argument names, else list them all."""
    listed = [verb for verb in desk.verbs.values() if verb.menu]
    asked = command.argument.removeprefix("/").casefold()
    for verb in listed:
        if verb.name == asked:
            return say(
                "{name}: {menu}\n{help}", name=bold(f"/{asked}"), menu=text(verb.menu), help=text(verb.help)
            )
    lines = tuple(text("/{name} {menu}\n", name=verb.name, menu=text(verb.menu)) for verb in listed)
    return say("{lines}\nMore of one: `/help watch`", lines=lines)


HELP = Verb(
    name="help",
    menu=msg("List the commands"),
    help=msg("`/help` lists the commands, `/help watch` explains one."),
    run=run,
)
