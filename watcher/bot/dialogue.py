"""Who may say what, and which command it is. The commands themselves stand each in a file of its own."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection
from difflib import get_close_matches

from watcher.bot.command import Command
from watcher.bot.reply import Button, Reply, say
from watcher.bot.verb import Desk, Verb
from watcher.errors import StoreError

log = logging.getLogger(__name__)


class Dialogue:
    """Answers commands, in the order they come. Sends nothing itself.

    `allowed` are the chats that may use the bot (`telegram:42`); empty means any.
    """

    def __init__(self, desk: Desk, allowed: Collection[str] = ()) -> None:
        self._desk = desk
        self._allowed = frozenset(allowed)

    async def handle(self, command: Command) -> Reply | None:
        """Answer a command; None where nothing was asked of us. Raises nothing of the store's."""
        verb = self._desk.verbs.get(command.name)
        if verb is None:
            return self._not_understood(command)
        if self._allowed and command.chat not in self._allowed:
            return _not_allowed(command)
        if verb.changes and not command.is_admin:
            return say("Only admins of this group change its watches. Everybody can see them: /watches")
        return await self._run(verb, command)

    async def _run(self, verb: Verb, command: Command) -> Reply:
        try:
            await self._desk.book.chat_seen(command.chat, command.title, self._desk.clock())
            return await verb.run(self._desk, command)
        except StoreError:
            reference = secrets.token_hex(2)
            log.exception("/%s of %s failed (ref %s)", verb.name, command.chat, reference)
            return say(f"I could not save that. Nothing changed; please try again. (ref {reference})")

    def _not_understood(self, command: Command) -> Reply | None:
        if command.pressed:
            return say("This button has expired. Send /watches")
        if not command.private:
            return None  # in a group it is meant for a person or for another bot
        if command.name:
            return self._unknown(command.name)
        return say(
            "To watch for words, type `/watch` and the words, such as `/watch sanctions -russia`",
            buttons=(Button("Help", "/help"),),
        )

    def _unknown(self, name: str) -> Reply:
        close = get_close_matches(name, self._desk.verbs, n=1)
        if close:
            return say(f"There is no /{name}. Did you mean /{close[0]}?")
        known = ", ".join(f"/{verb}" for verb in self._desk.verbs)
        return say(f"There is no /{name}. I know {known}.")


def _not_allowed(command: Command) -> Reply:
    number = command.chat.partition(":")[2]
    return say(f"This bot is private. Ask whoever runs it to allow the chat `{number}`.")
