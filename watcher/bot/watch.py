"""`/watch`: hear of everything that meets a query."""

from __future__ import annotations

from dataclasses import replace

from watcher.bot.answer import Answer, key, say
from watcher.bot.asked import ask
from watcher.bot.command import Command
from watcher.bot.evidence import gather
from watcher.bot.verb import Desk, Verb
from watcher.errors import QueryError
from watcher.models import Watch
from watcher.rules import CHAT_LIMITS, Query
from watcher.wording.text import Span, Style, Text, block, bold, code, msg

_AROUND = 24
"""Characters of a query shown on each side of a mistake: short enough for a phone."""


async def run(desk: Desk, command: Command) -> Answer:
    """Add a watch and answer with what it would have found."""
    if not command.argument:
        await ask(desk.store, command, "/watch", desk.clock())
        return say("What should I watch? Type the words, such as `sanctions -russia`, or /cancel", asks=True)
    try:
        query = desk.book.read(command.argument, limits=CHAT_LIMITS)
    except QueryError as error:
        return not_understood(error)
    if earlier := desk.book.same(command.chat, query):
        return say(
            "You already watch this (#{id}).",
            id=earlier.id,
            keys=(key("Recent", f"/recent #{earlier.id}"), key("Mute", f"/mute #{earlier.id}")),
        )
    if len(desk.book.of(command.chat)) >= desk.max_watches:
        return full(desk.max_watches)
    watch, _ = await desk.book.add(
        Watch(
            id=0,
            owner=command.chat,
            query=command.argument,
            destinations=(command.destination,),
            created_at=desk.clock(),
        )
    )
    return await watching(desk, watch, query)


async def watching(desk: Desk, watch: Watch, query: Query) -> Answer:
    """Say what a new watch would have found."""
    evidence = (await gather(desk, {watch.id: query}))[watch.id]
    return say(
        "👁 Watching {query} (#{id}). {evidence}{notes}",
        query=bold(watch.query),
        id=watch.id,
        evidence=evidence.sentence(desk.clock()),
        notes=tuple(("\n", note) for note in query.notes),
        keys=(
            key("Recent", f"/recent #{watch.id}"),
            key("Digest instead", f"/when #{watch.id} digest"),
            key("Undo", f"/unwatch #{watch.id}"),
        ),
    )


def not_understood(error: QueryError, command: str = "/watch") -> Answer:
    """Say what is wrong with a query, where, and what to type next."""
    where = ("\n", block(error.caret(_AROUND))) if error.position else ()
    hint = _to_type(error.hint, command)
    return say("{message}{where}\n{hint}", message=error.message, where=where, hint=hint)


def _to_type(hint: Text, command: str) -> Text:
    """Return a hint with the queries in it made into whole commands."""
    queries = {
        name: code(f"{command} {value.text}")
        for name, value in hint.values.items()
        if isinstance(value, Span) and value.style is Style.CODE
    }
    return replace(hint, values={**hint.values, **queries})


def full(most: int) -> Answer:
    """Say that a chat may have no more watches."""
    return say(
        "You have {most} of {most} watches. Stop one first: `/unwatch 3`",
        most=most,
        keys=(key("My watches", "/watches"),),
    )


WATCH = Verb(
    name="watch",
    menu=msg("Watch for words"),
    help=msg(
        "`/watch sanctions` tells you of every new article with that word.\n"
        "`/watch sanctions -russia` leaves out those with the second word.\n"
        "`/watch sanctions OR embargo` is content with either.\n"
        '`/watch "export controls"` wants the words side by side.\n'
        "`/watch title:kim* source:news` looks only there; * is any ending. "
        "The fields are title: summary: author: label: source:"
    ),
    run=run,
    changes=True,
)
