"""What the buttons beneath an alert do. `/alert <article> <what>` is never typed."""

from __future__ import annotations

from dataclasses import replace

from watcher import plan
from watcher.bot import mute, unwatch
from watcher.bot.answer import Answer, Key, key, say
from watcher.bot.command import Command
from watcher.bot.less import less_like, without_source
from watcher.bot.naming import by_number
from watcher.bot.reply import Place
from watcher.bot.verb import Desk, Verb
from watcher.models import Watch
from watcher.store.port import Kept
from watcher.view import safe_url
from watcher.wording.text import text

NAME = "alert"
_MOST = 3
"""Watches of an alert that have buttons."""


async def run(desk: Desk, command: Command) -> Answer:
    """Do what a button asks; the alert itself stays as it is."""
    article, _, what = command.argument.partition(" ")
    kept = await desk.store.delivery(plan.alert_id(article, command.destination))
    if kept is None or not kept.articles:
        return replace(expired(), place=Place.BELOW)
    mine = desk.book.of(command.chat)
    numbers = {number for entry in kept.delivery.entries for number in entry.watches}
    watches = tuple(watch for watch in mine if watch.id in numbers)
    match what.split():
        case ["more"]:
            return _keys(kept, _more(article, watches))
        case ["back"]:
            return _keys(kept, first_keys(article))
    if not command.is_admin:
        return say("Only admins of this group change its watches.", place=Place.BELOW)
    answer = await _do(desk, command, kept, watches, what.split())
    return replace(answer or expired(), place=Place.BELOW)


async def _do(
    desk: Desk, command: Command, kept: Kept, watches: tuple[Watch, ...], what: list[str]
) -> Answer | None:
    match what:
        case ["mute"] if watches:
            numbers = ",".join(f"#{watch.id}" for watch in watches)
            return await mute.run(desk, replace(command, text=f"/mute {numbers} 24h"))
        case ["stop", number] if by_number(watches, number):
            return await unwatch.run(desk, replace(command, text=f"/unwatch #{number}"))
        case ["less", number] if watch := by_number(watches, number):
            return await less_like(desk, watch, kept.articles[0])
        case ["source", number] if watch := by_number(watches, number):
            return await without_source(desk, watch, kept.articles[0])
    return None


def expired() -> Answer:
    """Say that a button does nothing any more."""
    return say("This button has expired. Send /watches")


def first_keys(article: str) -> tuple[Key, ...]:
    """Return the buttons that an alert comes with, beside the one that opens the article."""
    return (key("🔕 24h", f"/{NAME} {article} mute"), key("⋯", f"/{NAME} {article} more"))


def _more(article: str, watches: tuple[Watch, ...]) -> tuple[Key, ...]:
    begun = f"/{NAME} {article}"
    first = watches[0].id if watches else 0
    return (
        key("Less like this", f"{begun} less {first}"),
        key("Mute source", f"{begun} source {first}"),
        *(key("Stop #{id}", f"{begun} stop {watch.id}", id=watch.id) for watch in watches[:_MOST]),
        key("«", f"{begun} back"),
    )


def _keys(kept: Kept, keys: tuple[Key, ...]) -> Answer:
    address = safe_url(kept.articles[0].article.url)
    opened = (Key(text("Open"), url=address),) if address else ()
    return say("", keys=(*opened, *keys), place=Place.KEYS)


ALERT = Verb(name=NAME, menu="", run=run)
