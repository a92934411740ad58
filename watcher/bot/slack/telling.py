"""What somebody in Slack tells the dialogue, and a channel's news of watches that were made in it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from notifiers.port import Rejected
from notifiers.slack.failures import NotLetIn
from watcher.bot.answer import key, say
from watcher.bot.command import Command
from watcher.bot.dialogue import Dialogue
from watcher.bot.reply import Reply
from watcher.bot.slack.answering import Answers
from watcher.bot.slack.dialogs import Origin
from watcher.bot.verb import Desk
from watcher.models import Watch
from watcher.wording.speech import speech_for
from watcher.wording.text import Speech, bold, text

log = logging.getLogger(__name__)

KIND = "slack"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and where."""

    origin: Origin
    user: str
    name: str = ""


def chat_of(number: str) -> str:
    """Return the chat of a channel, or of a person."""
    return f"{KIND}:{number}"


def alone(user: str, name: str = "") -> Speaker:
    """Return somebody on the app's home."""
    return Speaker(Origin(chat=chat_of(user), channel="", private=True, title=name), user, name)


class Telling:
    """Hands commands to the dialogue. Answers nothing itself, but tells a channel what is new in it."""

    def __init__(self, dialogue: Dialogue, desk: Desk, answers: Answers) -> None:
        self._dialogue = dialogue
        self._desk = desk
        self._answers = answers

    async def tell(
        self,
        who: Speaker,
        text: str,
        *,
        pressed: bool = False,
        answers: bool = False,
        announce: bool = True,
    ) -> Reply | None:
        """Return the dialogue's reply. Nothing is watched in a channel that cannot be told of it."""
        origin = who.origin
        before = {watch.id for watch in self._desk.book.of(origin.chat)}
        command = Command(
            chat=origin.chat,
            user=chat_of(who.user),
            title=origin.title,
            private=origin.private,
            text=text,
            pressed=pressed,
            answers=answers,
        )
        reply = await self._dialogue.handle(command)
        new = [watch for watch in self._desk.book.of(origin.chat) if watch.id not in before]
        if not announce or origin.private or await self._announced(who, new):
            return reply
        for watch in new:
            await self._desk.book.remove(watch.id, watch.owner)
        said = say(
            "I may not write here, so nothing was changed. Type `/invite @watcher` first, and then again."
        )
        return said.spoken(self.speech(origin))

    async def _announced(self, who: Speaker, new: list[Watch]) -> bool:
        """Tell a channel of watches that somebody made there; False where nothing can be told to it."""
        try:
            for watch in new:
                said = say(
                    "👁 {name} watches {query} here now (#{id}).",
                    name=bold(who.name) if who.name else text("Somebody"),
                    query=bold(watch.query),
                    id=watch.id,
                    keys=(key("Undo", f"/unwatch #{watch.id}"),),
                )
                await self._answers.to_channel(who.origin.channel, said.spoken(self.speech(who.origin)))
        except (Rejected, NotLetIn) as error:
            log.info("channel %s cannot be told of its watches: %s", who.origin.channel, error)
            return False
        return True

    def speech(self, origin: Origin) -> Speech:
        """Return the language of a chat."""
        return speech_for(self._desk.book.preferences(origin.chat).locale, "")
