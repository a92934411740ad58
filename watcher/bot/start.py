"""`/start`: the first thing that anybody sees; behind an address, the way to somebody else's watch."""

from __future__ import annotations

from watcher.bot.answer import Answer, key, say
from watcher.bot.command import Command
from watcher.bot.share import shared
from watcher.bot.verb import Desk, Verb
from watcher.bot.words import watches
from watcher.wording.text import bold, msg, text


async def run(desk: Desk, command: Command) -> Answer:
    """Say in two lines what this is and what to type; offer the watch that a payload names."""
    if command.argument and (found := await shared(desk, command.argument)):
        return say(
            "Somebody shares a watch with you: {query}",
            query=bold(found.query),
            keys=(key("Watch it too", f"/watch {found.query}"), key("Help", "/help")),
        )
    mine = desk.book.of(command.chat)
    return say(
        "I read news listings and tell you of new articles with the words that you watch for.\n{next}",
        next=text("You have {watches}: /watches", watches=watches(len(mine)))
        if mine
        else text("Begin with `/watch sanctions`"),
        keys=(key('Watch "sanctions"', "/watch sanctions"), key("Help", "/help")),
    )


START = Verb(
    name="start", menu=msg("What this bot does"), help=msg("`/start` says what this bot does."), run=run
)
