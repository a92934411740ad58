"""`/digest`: one message at a time of day in place of many."""

from __future__ import annotations

from dataclasses import replace

from watcher.bot.answer import Answer, Key, key, say
from watcher.bot.by_mail import by_mail
from watcher.bot.command import Command
from watcher.bot.mute import no_time
from watcher.bot.times import NoTime, NoZone, read_digest
from watcher.bot.verb import Desk, Verb
from watcher.bot.words import days_said
from watcher.bot.zones import no_zone
from watcher.holding.timetable import next_slot
from watcher.wording.text import msg

_EXAMPLE = "/digest 08:00 Asia/Seoul"


async def run(desk: Desk, command: Command) -> Answer:
    """Set the digest as the argument says, or show it."""
    argument = command.argument.casefold()
    if argument.split()[:1] == ["email"]:
        return await by_mail(desk, command)
    match argument:
        case "":
            return _state(desk, command)
        case "now":
            return await _now(desk, command)
        case "off":
            return await _off(desk, command)
    try:
        return await _set(desk, command)
    except NoTime as error:
        return no_time(str(error), _EXAMPLE)
    except NoZone as error:
        words = command.argument.replace(str(error), "").split()
        return no_zone(error, " ".join(["/digest", *words]))


async def _set(desk: Desk, command: Command) -> Answer:
    before = desk.book.preferences(command.chat)
    digest, zone = read_digest(command.argument.split(), before.digest)
    await desk.book.prefer(
        command.chat,
        lambda chosen: replace(chosen, digest=digest, timezone=zone or chosen.timezone),
    )
    return _state(desk, command)


def _state(desk: Desk, command: Command) -> Answer:
    digest = desk.book.preferences(command.chat).digest
    zone = desk.zone_of(command.chat)
    if digest is None:
        return say(
            "You have no digest: alerts come at once. When should it come? Type `{example}`, or choose a "
            "time ({zone}).",
            example=_EXAMPLE,
            zone=zone.key,
            keys=(*_times(), *_mail(desk)),
        )
    slot = next_slot(desk.clock(), digest.at, zone, digest.days).astimezone(zone)
    return say(
        "🗞 Your digest comes {days} at {time} ({zone}); the next one {next}.",
        days=days_said(digest.days),
        time=f"{digest.at:%H:%M}",
        zone=zone.key,
        next=f"{slot:%Y-%m-%d %H:%M}",
        keys=(*_times(), key("Now", "/digest now"), key("Off", "/digest off"), *_mail(desk)),
    )


def _times() -> tuple[Key, ...]:
    return (
        key("07:00", "/digest 07:00 daily"),
        key("08:00", "/digest 08:00 daily"),
        key("18:00", "/digest 18:00 daily"),
        key("Weekdays 08:00", "/digest 08:00 weekdays"),
    )


def _mail(desk: Desk) -> tuple[Key, ...]:
    return (key("By email", "/digest email"),) if desk.offer else ()


async def _now(desk: Desk, command: Command) -> Answer:
    if await desk.cut_now(command.destination):
        return say("Your digest is on its way.")
    return say("Nothing waits for your digest.")


async def _off(desk: Desk, command: Command) -> Answer:
    await desk.book.prefer(command.chat, lambda chosen: replace(chosen, digest=None))
    if await desk.cut_now(command.destination):
        return say("No digest any more: alerts come at once. What waited comes now.")
    return say("No digest any more: alerts come at once.")


DIGEST = Verb(
    name="digest",
    menu=msg("One message a day"),
    help=msg(
        "`/digest 08:00 Asia/Seoul` sends one message a day, `/digest weekdays` on weekdays, "
        "`/digest now` what waits, `/digest off` ends it. `/digest email name@example.org` offers one by "
        "email, too."
    ),
    run=run,
    changes=True,
)
