"""`/start`: the first thing that anybody sees."""

from __future__ import annotations

from watcher.bot.command import Command
from watcher.bot.reply import Button, Reply, say
from watcher.bot.verb import Desk, Verb


async def run(desk: Desk, command: Command) -> Reply:
    """Say in two lines what this is and what to type."""
    mine = desk.book.of(command.chat)
    first = "I read news listings and tell you of new articles with the words that you watch for."
    next_ = f"You have {len(mine)} watches: /watches" if mine else "Begin with `/watch sanctions`"
    return say(
        f"{first}\n{next_}",
        buttons=(Button('Watch "sanctions"', "/watch sanctions"), Button("Help", "/help")),
    )


START = Verb(name="start", menu="What this bot does", help="`/start` says what this bot does.", run=run)
