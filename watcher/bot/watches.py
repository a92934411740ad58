"""`/watches`: what this chat watches, and how much each watch brings."""

from __future__ import annotations

from watcher.bot.command import Command
from watcher.bot.evidence import Evidence, gather
from watcher.bot.reply import Button, Reply, Span, bold, say
from watcher.bot.verb import Desk, Verb
from watcher.bot.words import plural
from watcher.models import Watch

PAGE = 8
"""Watches in one message."""


async def run(desk: Desk, command: Command) -> Reply:
    """List one page; the argument is its number, from 1."""
    mine = desk.book.of(command.chat)
    if not mine:
        return say("You watch nothing yet. Begin with `/watch sanctions`")
    pages = -(-len(mine) // PAGE)
    asked = int(command.argument) if command.argument.isdecimal() else 1
    page = min(max(asked, 1), pages)
    shown = mine[(page - 1) * PAGE : page * PAGE]
    queries = {watch.id: query for watch in shown if (query := desk.book.query(watch.id))}
    evidence = await gather(desk, queries)
    title = f"{plural(len(mine), 'watch')}" + (f", page {page} of {pages}" if pages > 1 else "")
    lines = (part for watch in shown for part in _line(watch, evidence.get(watch.id)))
    return say(title, *lines, buttons=_turns(page, pages))


def _line(watch: Watch, evidence: Evidence | None) -> tuple[str | Span, ...]:
    how = f"now · {evidence.rate}" if evidence else "resting: this query cannot be read any more"
    return f"\n#{watch.id} ", bold(watch.query), f" · {how}"


def _turns(page: int, pages: int) -> tuple[Button, ...]:
    back = (Button("« Back", f"/watches {page - 1}"),) if page > 1 else ()
    more = (Button("More »", f"/watches {page + 1}"),) if page < pages else ()
    return (*back, *more)


WATCHES = Verb(
    name="watches",
    menu="List what you watch",
    help="`/watches` lists what this chat watches: number, words, matches in the last week.",
    run=run,
)
