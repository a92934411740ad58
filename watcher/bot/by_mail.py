"""`/digest email`: the watches of a chat, as a digest by mail, for whoever reads the mail and wants it."""

from __future__ import annotations

from watcher.bot.answer import Answer, say
from watcher.bot.asked import ask
from watcher.bot.command import Command
from watcher.bot.mute import no_time
from watcher.bot.naming import no_watches
from watcher.bot.times import NoTime, NoZone, days_text, read_digest
from watcher.bot.verb import Desk
from watcher.bot.words import days_said, watches
from watcher.bot.zones import no_zone
from watcher.errors import SubscribeError, TooManyAsked
from watcher.subscribe.links import Wish
from watcher.wording.speech import language_for
from watcher.wording.text import bold

_EXAMPLE = "/digest email name@example.org 08:00"


async def by_mail(desk: Desk, command: Command) -> Answer:
    """Offer a digest to the address that the argument names.

    The answer is the same whether mail goes there already or not: only who reads it may know.
    """
    if desk.offer is None:
        return say(
            "I send no email here: whoever runs this bot has not set it up. Digests come to this chat."
        )
    mine = desk.book.of(command.chat)
    if not mine:
        return no_watches()
    address, *words = command.argument.split()[1:] or [""]
    if not address:
        await ask(desk.store, command, "/digest email", desk.clock())
        return say("To which address? Type it, such as `name@example.org`, or /cancel", asks=True)
    chosen = desk.book.preferences(command.chat)
    try:
        digest, zone = read_digest(words, chosen.digest)
        wish = Wish(
            address=address.removeprefix("mailto:"),
            watches=tuple(watch.id for watch in mine),
            at=f"{digest.at:%H:%M}",
            days=days_text(digest.days),
            zone=zone or desk.zone_of(command.chat).key,
            locale=language_for(chosen.locale, command.language),
        )
        await desk.offer(wish, command.user or command.chat)
    except NoTime as error:
        return no_time(str(error), _EXAMPLE)
    except NoZone as error:
        rest = " ".join(word for word in words if word != str(error))
        return no_zone(error, f"/digest email {address} {rest}".strip())
    except TooManyAsked as error:
        return Answer(error.message)
    except SubscribeError as error:
        return say("{message}\nExample: `{example}`", message=error.message, example=_EXAMPLE)
    return say(
        "📧 If mail can reach {address}, a link is on its way there. Whoever opens it and says yes gets a "
        "digest of your {watches}, {days} at {time} ({zone}). Nothing else comes there before that.",
        address=bold(wish.address),
        watches=watches(len(mine)),
        days=days_said(digest.days),
        time=wish.at,
        zone=wish.zone,
    )
