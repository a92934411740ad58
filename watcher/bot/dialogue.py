"""Who may say what, and which command it is. The commands themselves stand each in a file of its own."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches

from watcher.bot import asked
from watcher.bot.alert import expired
from watcher.bot.answer import Answer, key, say
from watcher.bot.command import Command
from watcher.bot.pace import Pace
from watcher.bot.reply import Reply
from watcher.bot.verb import Desk
from watcher.errors import StoreError
from watcher.wording.speech import language_for, speech_for
from watcher.wording.text import code

log = logging.getLogger(__name__)


class Dialogue:
    """Answers commands, in the order they come. Sends nothing itself.

    `allowed` are the chats that may use the bot (`telegram:42`); empty means any.
    """

    def __init__(self, desk: Desk, allowed: Collection[str] = ()) -> None:
        self._desk = desk
        self._allowed = frozenset(allowed)
        self._pace = Pace()

    async def handle(self, command: Command) -> Reply | None:
        """Answer a command; None where nothing was asked of us. Raises nothing of the store's."""
        try:
            answer = await self._answer(command)
        except StoreError:
            reference = secrets.token_hex(2)
            log.exception("/%s of %s failed (ref %s)", command.name, command.chat, reference)
            answer = _not_saved(reference)
        if answer is None:
            return None
        chosen = self._desk.book.preferences(command.chat).locale
        return answer.spoken(speech_for(chosen, command.language))

    async def _answer(self, command: Command) -> Answer | None:
        if not self._is_for_us(command):
            return None
        now = self._desk.clock()
        if not self._pace.has_room(command.chat, now):
            return self._pace.refusal(command.chat)
        if self._allowed and command.chat not in self._allowed:
            return _not_allowed(command)
        waiting = "" if command.pressed else await asked.take(self._desk.store, command, now)
        if waiting and not command.name:
            command = replace(command, text=f"{waiting} {command.text}")
        verb = self._desk.verbs.get(command.name)
        if verb is None:
            return self._not_understood(command)
        if verb.changes and not command.is_admin:
            return say("Only admins of this group change its watches. Everybody can see them: /watches")
        await self._note(command, now)
        return await verb.run(self._desk, replace(command, answers=bool(waiting)))

    async def _note(self, command: Command, now: datetime) -> None:
        """Remember the chat, and the language that its alerts speak: in a group, that of who came first."""
        book = self._desk.book
        chat = book.chat(command.chat)
        is_news = command.language and (command.private or chat is None or not chat.language)
        language = language_for("", command.language) if is_news else ""
        await book.chat_seen(command.chat, command.title, now, command.user, language)

    def _is_for_us(self, command: Command) -> bool:
        """Tell it from what people in a group say to each other, or to another bot."""
        ours = command.private or command.pressed or (command.answers and not command.name)
        return ours or command.name in self._desk.verbs

    def _not_understood(self, command: Command) -> Answer | None:
        if command.pressed:
            return expired()
        if not command.private:
            return None
        if command.name:
            return self._unknown(command.name)
        return say(
            "To watch for words, type `/watch` and the words, such as `/watch sanctions -russia`",
            keys=(key("Help", "/help"),),
        )

    def _unknown(self, name: str) -> Answer:
        known = [verb.name for verb in self._desk.verbs.values() if verb.menu]
        close = get_close_matches(name, known, n=1)
        if close:
            return say("There is no /{name}. Did you mean /{close}?", name=name, close=close[0])
        listed = ", ".join(f"/{verb}" for verb in known)
        return say("There is no /{name}. I know {known}.", name=name, known=listed)


def _not_saved(reference: str) -> Answer:
    return say(
        "I could not save that. Nothing changed; please try again. (ref {reference})", reference=reference
    )


def _not_allowed(command: Command) -> Answer:
    number = command.chat.partition(":")[2]
    return say("This bot is private. Ask whoever runs it to allow the chat {number}.", number=code(number))
