"""`/help`: all commands, or one in full."""

from __future__ import annotations

from watcher.bot.command import Command
from watcher.bot.reply import Reply, bold, say
from watcher.bot.verb import Desk, Verb


async def run(desk: Desk, command: Command) -> Reply:
    """Explain the command that the argument names, else list them all."""
    verb = desk.verbs.get(command.argument.removeprefix("/").casefold())
    if verb:
        return say(bold(f"/{verb.name}"), f" {verb.menu.lower()}\n{verb.help}")
    lines = "".join(f"/{verb.name} {verb.menu.lower()}\n" for verb in desk.verbs.values())
    return say(f"{lines}\nMore of one: `/help watch`")


HELP = Verb(
    name="help",
    menu="List the commands",
    help="`/help` lists the commands, `/help watch` explains one.",
    run=run,
)
