"""`/change`: other words for a watch, which keeps its number."""

from __future__ import annotations

from dataclasses import replace

from watcher.bot.answer import Answer, key, say
from watcher.bot.command import Command
from watcher.bot.evidence import gather
from watcher.bot.naming import by_number, not_found
from watcher.bot.verb import Desk, Verb
from watcher.bot.watch import not_understood
from watcher.errors import QueryError
from watcher.rules import CHAT_LIMITS
from watcher.wording.text import bold, msg


async def run(desk: Desk, command: Command) -> Answer:
    """Give the watch that the argument names the words behind its number."""
    number, _, words = command.argument.partition(" ")
    mine = desk.book.of(command.chat)
    watch = by_number(mine, number)
    if watch is None:
        return not_found(number, mine)
    if not words:
        return say(
            "What should #{id} look for? Type `{example}`",
            id=watch.id,
            example=f"/change {watch.id} sanctions",
        )
    try:
        query = desk.book.read(words, limits=CHAT_LIMITS)
    except QueryError as error:
        return not_understood(error, f"/change {watch.id}")
    if not await desk.book.change(replace(watch, query=words)):
        same = desk.book.same(command.chat, query)
        return say("You already watch this (#{id}).", id=same.id if same else watch.id)
    evidence = (await gather(desk, {watch.id: query}))[watch.id]
    return say(
        "#{id} is now {query}. {evidence}",
        id=watch.id,
        query=bold(words),
        evidence=evidence.sentence(desk.clock()),
        keys=(key("Undo", f"/change #{watch.id} {watch.query}"),),
    )


CHANGE = Verb(
    name="change",
    menu=msg("Change the words of a watch"),
    help=msg("`/change 3 sanctions -russia` gives #3 other words; it keeps its number."),
    run=run,
    changes=True,
)
