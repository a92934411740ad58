"""`/pause` and `/resume`: peace until one wants news again."""

from __future__ import annotations

from dataclasses import replace

from watcher.bot.answer import Answer, key, say
from watcher.bot.command import Command
from watcher.bot.verb import Desk, Verb
from watcher.wording.text import msg


async def pause(desk: Desk, command: Command) -> Answer:
    """Hold all that comes from now on."""
    await desk.book.prefer(
        command.chat, lambda chosen: replace(chosen, rest=replace(chosen.rest, paused=True))
    )
    return say(
        "⏸ Paused. Nothing is lost: what comes meanwhile comes in one message after /resume",
        keys=(key("Resume", "/resume"),),
    )


async def resume(desk: Desk, command: Command) -> Answer:
    """End a pause and a mute."""
    before = desk.book.preferences(command.chat)
    after = await desk.book.prefer(
        command.chat,
        lambda chosen: replace(chosen, rest=replace(chosen.rest, paused=False, muted_until=None)),
    )
    if after == before:
        return say("You are not paused. What waits, and why: /settings")
    return say("▶ On again. What came meanwhile comes now, in one message.")


PAUSE = Verb(
    name="pause",
    menu=msg("Peace until you resume"),
    help=msg("`/pause` holds everything until `/resume`; nothing is lost."),
    run=pause,
    changes=True,
)
RESUME = Verb(
    name="resume",
    menu=msg("End a pause or a mute"),
    help=msg("`/resume` ends a pause or a mute; what came meanwhile comes in one message."),
    run=resume,
    changes=True,
)
