"""`/settings`: what this chat chose, and how to choose otherwise."""

from __future__ import annotations

from dataclasses import replace

from watcher.bot.answer import Answer, key, say
from watcher.bot.command import Command
from watcher.bot.mute import no_time
from watcher.bot.times import NoTime, NoZone, local_time, read_clock, read_zone
from watcher.bot.verb import Desk, Verb
from watcher.bot.words import days_said
from watcher.bot.zones import no_zone
from watcher.models import Preferences, QuietHours
from watcher.wording.speech import LANGUAGES
from watcher.wording.text import Text, Value, msg, text


async def run(desk: Desk, command: Command) -> Answer:
    """Change what the argument names, or show all of it."""
    what, _, value = command.argument.partition(" ")
    if what and not command.is_admin:
        return say("Only admins of this group change its settings. Everybody can see them: /settings")
    match what.casefold():
        case "timezone" if value:
            return await _timezone(desk, command, value)
        case "quiet" if value:
            return await _quiet(desk, command, value)
        case "language" if value:
            return await _language(desk, command, value)
    return _all(desk, command)


async def _timezone(desk: Desk, command: Command, value: str) -> Answer:
    try:
        zone = read_zone(value)
    except NoZone as error:
        return no_zone(error, "/settings timezone")
    await desk.book.prefer(command.chat, lambda chosen: replace(chosen, timezone=zone))
    return _all(desk, command)


async def _quiet(desk: Desk, command: Command, value: str) -> Answer:
    hours = None
    if value.casefold() != "off":
        try:
            since, until = (read_clock(part.strip()) for part in value.replace("–", "-").split("-"))
        except NoTime as error:
            return no_time(str(error), "/settings quiet 22:00-07:00")
        except ValueError:
            return no_time(value, "/settings quiet 22:00-07:00")
        if since is None or until is None or since == until:
            return no_time(value, "/settings quiet 22:00-07:00")
        hours = QuietHours(since=since, until=until)
    await desk.book.prefer(
        command.chat, lambda chosen: replace(chosen, rest=replace(chosen.rest, quiet_hours=hours))
    )
    return _all(desk, command)


async def _language(desk: Desk, command: Command, value: str) -> Answer:
    chosen = value.casefold()
    if chosen not in (*LANGUAGES, "auto"):
        return say(
            'I do not speak "{value}". Type `/settings language en`',
            value=value,
            keys=tuple(key(name, f"/settings language {tag}") for tag, name in LANGUAGES.items()),
        )
    locale = "" if chosen == "auto" else chosen
    await desk.book.prefer(command.chat, lambda before: replace(before, locale=locale))
    return _all(desk, command)


def _all(desk: Desk, command: Command) -> Answer:
    chosen = desk.book.preferences(command.chat)
    return say(
        "Timezone: {zone}\nLanguage: {language}\nDigest: {digest}\nQuiet hours: {quiet}\nNow: {now}\n\n"
        "Change them: `/settings timezone Asia/Seoul`, `/settings quiet 22:00-07:00`, "
        "`/settings language ko`, /digest, /mute, /pause",
        zone=desk.zone_of(command.chat).key,
        language=LANGUAGES.get(chosen.locale, text("as your client's")),
        digest=_digest(chosen),
        quiet=_hours(chosen.rest.quiet_hours),
        now=_now(desk, command.chat, chosen),
        keys=(
            *(key(name, f"/settings language {tag}") for tag, name in LANGUAGES.items()),
            key("Quiet 22–07", "/settings quiet 22:00-07:00"),
            key("No quiet hours", "/settings quiet off"),
        ),
    )


def _digest(chosen: Preferences) -> Value:
    digest = chosen.digest
    if digest is None:
        return text("none, alerts come at once")
    return text("{days} at {time}", days=days_said(digest.days), time=f"{digest.at:%H:%M}")


def _hours(hours: QuietHours | None) -> Value:
    return f"{hours.since:%H:%M}–{hours.until:%H:%M}" if hours else text("none")


def _now(desk: Desk, chat: str, chosen: Preferences) -> Text:
    now, until = desk.local(chat), chosen.rest.muted_until
    if chosen.rest.paused:
        return text("paused, /resume")
    if until and until > now:
        return text("muted until {time}", time=local_time(until, now))
    return text("alerts come")


SETTINGS = Verb(
    name="settings",
    menu=msg("Timezone, language, quiet hours"),
    help=msg(
        "`/settings` shows what you chose. `/settings timezone Asia/Seoul`, "
        "`/settings quiet 22:00-07:00`, `/settings quiet off`, `/settings language ko` change it."
    ),
    run=run,
)
