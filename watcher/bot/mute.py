"""`/mute`: peace for a while, from one watch or from all. What comes meanwhile comes together at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from watcher.bot.answer import Answer, Key, key, say
from watcher.bot.command import Command
from watcher.bot.naming import by_number, not_found
from watcher.bot.times import UNIT, NoTime, local_time, read_until
from watcher.bot.verb import Desk, Verb
from watcher.bot.words import listed
from watcher.models import Watch
from watcher.wording.text import bold, msg

_NUMBERS = re.compile(rf"((?:#\d+[, ]*)+|\d+(?= |$))(?! ?{UNIT}\b)\s*(?P<words>.*)")
_SPANS = (msg("1h"), msg("4h"), msg("1d"), msg("7d"))


async def run(desk: Desk, command: Command) -> Answer:
    """Mute what the argument names until the time that it names; offer times where it names none."""
    found = _NUMBERS.fullmatch(command.argument)
    numbers, words = (found[1], found["words"]) if found else ("", command.argument)
    mine = desk.book.of(command.chat)
    asked = re.findall(r"\d+", numbers)
    watches = [watch for number in asked if (watch := by_number(mine, number))]
    if asked and not watches:
        return not_found(asked[0], mine)
    if words.casefold() in ("off", "none"):
        return await (_unmute_watches(desk, watches) if watches else unmute(desk, command.chat))
    try:
        until = read_until(words, desk.clock(), desk.zone_of(command.chat)) if words else None
    except NoTime as error:
        return no_time(str(error), "/mute until 09:00")
    if until is None:
        return _offer(desk, command, watches) if not words else _not_understood(words)
    if watches:
        return await _mute_watches(desk, watches, until)
    return await _mute_chat(desk, command, until)


def no_time(word: str, example: str) -> Answer:
    """Say that a word is no time, and what to write."""
    return say('"{word}" is not a time. Use HH:MM, e.g. `{example}`', word=word, example=example)


async def _mute_chat(desk: Desk, command: Command, until: datetime) -> Answer:
    await desk.book.prefer(
        command.chat, lambda chosen: replace(chosen, rest=replace(chosen.rest, muted_until=until))
    )
    return say(
        "🔕 Muted until {time}. What comes meanwhile comes in one message then.",
        time=local_time(until, desk.local(command.chat)),
        keys=(key("Unmute", "/mute off"),),
    )


async def unmute(desk: Desk, chat: str) -> Answer:
    """End the mute of a chat."""
    await desk.book.prefer(chat, lambda chosen: replace(chosen, rest=replace(chosen.rest, muted_until=None)))
    return say("🔔 Not muted any more. What came meanwhile comes now, in one message.")


async def _mute_watches(desk: Desk, watches: Iterable[Watch], until: datetime) -> Answer:
    muted = [watch for watch in watches if await desk.book.change(replace(watch, muted_until=until))]
    numbers = ",".join(f"#{watch.id}" for watch in muted)
    return say(
        "🔕 Muted {watches} until {time}. What they find meanwhile comes in one message then.",
        watches=listed([(f"#{watch.id} ", bold(watch.query)) for watch in muted]),
        time=local_time(until, desk.local(muted[0].owner)) if muted else "",
        keys=(key("Unmute", f"/mute {numbers} off"),),
    )


async def _unmute_watches(desk: Desk, watches: Iterable[Watch]) -> Answer:
    freed = [watch for watch in watches if await desk.book.change(replace(watch, muted_until=None))]
    return say("🔔 {watches} not muted any more.", watches=listed([f"#{watch.id}" for watch in freed]))


def _offer(desk: Desk, command: Command, watches: list[Watch]) -> Answer:
    now = desk.local(command.chat)
    numbers = ",".join(f"#{watch.id}" for watch in watches)
    keys = _spans(f"/mute {numbers} " if numbers else "/mute ")
    if watches:
        return say("Mute {watches} for how long?", watches=numbers, keys=keys)
    until = desk.book.preferences(command.chat).rest.muted_until
    if until and until > now:
        return say(
            "🔕 Muted until {time}.", time=local_time(until, now), keys=(key("Unmute", "/mute off"), *keys)
        )
    return say("Mute everything for how long? Or type `/mute until 09:00`", keys=keys)


def _spans(command: str) -> tuple[Key, ...]:
    return (*(key(span, f"{command}{span}") for span in _SPANS), key("until 09:00", f"{command}until 09:00"))


def _not_understood(words: str) -> Answer:
    return say(
        'I do not understand "{words}". Type `/mute 1h`, `/mute 1d`, `/mute until 09:00`, or `/mute 3 1h`',
        words=words,
    )


MUTE = Verb(
    name="mute",
    menu=msg("Peace for a while"),
    help=msg(
        "`/mute 1h` or `/mute until 09:00` mutes everything, `/mute 3 1d` only #3, `/mute off` ends it. "
        "What comes meanwhile comes in one message at the end."
    ),
    run=run,
    changes=True,
)
