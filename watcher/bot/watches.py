"""`/watches`: what this chat watches, how much each watch brings and when; and what to do to one of them."""

from __future__ import annotations

from datetime import datetime

from watcher.bot.answer import Answer, key, say
from watcher.bot.command import Command
from watcher.bot.evidence import Evidence, gather
from watcher.bot.naming import PAGE, by_number, no_watches, not_found, turns
from watcher.bot.times import local_time
from watcher.bot.verb import Desk, Verb
from watcher.bot.words import watches
from watcher.models import Watch, When
from watcher.wording.text import Text, Value, bold, msg, text

_WHEN = {
    When.NOW: msg("now"),
    When.DIGEST: msg("in the digest"),
    When.URGENT: msg("at once, always"),
}


async def run(desk: Desk, command: Command) -> Answer:
    """List one page; the argument is its number, from 1, or `#3` for one watch."""
    mine = desk.book.of(command.chat)
    if not mine:
        return no_watches()
    if command.argument.startswith("#"):
        watch = by_number(mine, command.argument)
        return await _one(desk, watch, mine) if watch else not_found(command.argument, mine)
    pages = -(-len(mine) // PAGE)
    asked = int(command.argument) if command.argument.isdecimal() else 1
    page = min(max(asked, 1), pages)
    shown = mine[(page - 1) * PAGE : page * PAGE]
    evidence = await _evidence(desk, shown)
    now = desk.local(command.chat)
    title = watches(len(mine))
    if pages > 1:
        title = text("{watches}, page {page} of {pages}", watches=title, page=page, pages=pages)
    keys = tuple(key("#{id}", f"/watches #{watch.id}", id=watch.id) for watch in shown)
    return say(
        "{title}{lines}",
        title=title,
        lines=tuple(text("\n{line}", line=_line(watch, evidence.get(watch.id), now)) for watch in shown),
        keys=(*keys, *turns("/watches", page, pages)),
    )


async def _one(desk: Desk, watch: Watch, mine: tuple[Watch, ...]) -> Answer:
    evidence = (await _evidence(desk, (watch,))).get(watch.id)
    now = desk.local(watch.owner)
    number = f"#{watch.id}"
    muted = watch.muted_until is not None and watch.muted_until > now
    return say(
        "{line}\n{evidence}",
        line=_line(watch, evidence, now),
        evidence=evidence.sentence(now) if evidence else "",
        keys=(
            key("Recent", f"/recent {number}"),
            key("Unmute", f"/mute {number} off") if muted else key("Mute", f"/mute {number}"),
            key("When…", f"/when {number}"),
            key("Stop", f"/unwatch {number}"),
            key("« All", f"/watches {1 + mine.index(watch) // PAGE}"),
        ),
    )


async def _evidence(desk: Desk, shown: tuple[Watch, ...]) -> dict[int, Evidence]:
    return await gather(desk, {watch.id: query for watch in shown if (query := desk.book.query(watch.id))})


def _line(watch: Watch, evidence: Evidence | None, now: datetime) -> Text:
    how: Value = text(_WHEN[watch.when])
    if watch.muted_until is not None and watch.muted_until > now:
        how = text("muted until {time}", time=local_time(watch.muted_until, now))
    if evidence is None:
        how = text("resting: this query cannot be read any more")
        return text("#{id} {query} · {how}", id=watch.id, query=bold(watch.query), how=how)
    return text(
        "#{id} {query} · {how} · {rate}", id=watch.id, query=bold(watch.query), how=how, rate=evidence.rate
    )


WATCHES = Verb(
    name="watches",
    menu=msg("List what you watch"),
    help=msg(
        "`/watches` lists what this chat watches: number, words, when it comes, matches in the last week. "
        "`/watches #3` shows one."
    ),
    run=run,
)
