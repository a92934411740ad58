"""`/watch`: hear of everything that meets a query."""

from __future__ import annotations

from watcher.bot.command import Command
from watcher.bot.evidence import gather
from watcher.bot.reply import Button, Reply, Span, Style, block, bold, code, say
from watcher.bot.verb import Desk, Verb
from watcher.errors import QueryError
from watcher.models import Watch
from watcher.rules import CHAT_LIMITS, Query

_AROUND = 24
"""Characters of a query shown on each side of a mistake: short enough for a phone."""


async def run(desk: Desk, command: Command) -> Reply:
    """Add a watch and answer with what it would have found."""
    if not command.argument:
        return say("What should I watch? Type it behind the command, such as `/watch sanctions -russia`")
    try:
        query = desk.book.read(command.argument, limits=CHAT_LIMITS)
    except QueryError as error:
        return not_understood(error)
    if earlier := desk.book.same(command.chat, query):
        return say("You already watch this ", f"(#{earlier.id}).")
    if len(desk.book.of(command.chat)) >= desk.max_watches:
        return _full(desk.max_watches)
    watch, _ = await desk.book.add(
        Watch(
            id=0,
            owner=command.chat,
            query=command.argument,
            destinations=(command.chat,),
            created_at=desk.clock(),
        )
    )
    return await _watching(desk, watch, query)


async def _watching(desk: Desk, watch: Watch, query: Query) -> Reply:
    now = desk.clock()
    evidence = (await gather(desk, {watch.id: query}))[watch.id]
    notes = "".join(f"\n{note}" for note in query.notes)
    return say(
        "👁 Watching ",
        bold(watch.query),
        f" (#{watch.id}). {evidence.sentence(now)}{notes}",
        buttons=(Button("Undo", f"/unwatch #{watch.id}"),),
    )


def not_understood(error: QueryError) -> Reply:
    """Say what is wrong with a query, where, and what to type next."""
    where = ("\n", block(error.caret(_AROUND))) if error.position else ()
    return say(error.message, *where, "\n" if error.hint else "", *_to_type(error.hint))


def _to_type(hint: str) -> tuple[Span, ...]:
    """Return a hint with the queries in it made into whole commands."""
    spans = say(hint).spans
    return tuple(code(f"/watch {span.text}") if span.style is Style.CODE else span for span in spans)


def _full(most: int) -> Reply:
    return say(
        f"You have {most} of {most} watches. Stop one first: `/unwatch 3`",
        buttons=(Button("My watches", "/watches"),),
    )


WATCH = Verb(
    name="watch",
    menu="Watch for words",
    help=(
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
