"""`/when`: whether the alerts of a watch come at once, in the digest, or at once whatever is held back."""

from __future__ import annotations

from dataclasses import replace

from watcher.bot.answer import Answer, key, say
from watcher.bot.command import Command
from watcher.bot.naming import by_number, not_found
from watcher.bot.verb import Desk, Verb
from watcher.models import Watch, When
from watcher.wording.text import bold, msg

_CHOSEN = {
    When.NOW: msg("#{id} {query} comes at once, but for what you mute or pause."),
    When.DIGEST: msg("#{id} {query} waits for your digest. When that comes: /digest"),
    When.URGENT: msg(
        "#{id} {query} always comes at once, also while you are muted, paused or in quiet hours."
    ),
}


async def run(desk: Desk, command: Command) -> Answer:
    """Choose for the watch that the argument names, or offer the choice."""
    number, _, wish = command.argument.partition(" ")
    mine = desk.book.of(command.chat)
    watch = by_number(mine, number)
    if watch is None:
        return not_found(number, mine)
    chosen = next((when for when in When if when == wish.casefold()), None)
    if chosen is None:
        return _choice(watch)
    if not await desk.book.change(replace(watch, when=chosen)):
        return not_found(number, desk.book.of(command.chat))
    return say(
        _CHOSEN[chosen],
        id=watch.id,
        query=bold(watch.query),
        keys=(key("Undo", f"/when #{watch.id} {watch.when}"), key("« All", "/watches")),
    )


def _choice(watch: Watch) -> Answer:
    number = f"#{watch.id}"
    return say(
        "When should #{id} {query} come?",
        id=watch.id,
        query=bold(watch.query),
        keys=(
            key("At once", f"/when {number} now"),
            key("In the digest", f"/when {number} digest"),
            key("Break through", f"/when {number} urgent"),
            key("«", f"/watches {number}"),
        ),
    )


WHEN = Verb(
    name="when",
    menu=msg("Choose when a watch comes"),
    help=msg(
        "`/when 3 now` lets #3 come at once, `/when 3 digest` with your digest, "
        "`/when 3 urgent` at once also while you are muted, paused or in quiet hours."
    ),
    run=run,
    changes=True,
)
