"""From an event of Slack's to the dialogue's answer, and where that goes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from notifiers.port import Rejected
from notifiers.slack import Event, Opened, Pressed, Said, Submitted
from notifiers.slack.payload import Json
from watcher.bot.answer import key, say
from watcher.bot.command import Command
from watcher.bot.dialogue import Dialogue
from watcher.bot.reply import Button, Place, Reply
from watcher.bot.slack import blocks, dialogs
from watcher.bot.slack.answering import Answers
from watcher.bot.slack.dialogs import Origin
from watcher.bot.slack.tongue import to_command
from watcher.bot.speech import ENGLISH
from watcher.bot.text import bold
from watcher.bot.verb import Desk
from watcher.models import Watch

log = logging.getLogger(__name__)

KIND = "slack"


class Conversation:
    """Answers one event at a time. Keeps nothing."""

    def __init__(self, dialogue: Dialogue, desk: Desk, answers: Answers) -> None:
        self._dialogue = dialogue
        self._desk = desk
        self._answers = answers

    def lane_of(self, payload: Mapping[str, Any]) -> str:
        """Return what must be answered in order: a channel, or a person."""
        channel = payload.get("channel_id") or (payload.get("channel") or {}).get("id")
        return str(channel or payload.get("user_id") or (payload.get("user") or {}).get("id", ""))

    async def handle(self, event: Event) -> None:
        """Answer one event. Raises `StoreError`."""
        try:
            match event:
                case Said():
                    await self._said(event)
                case Pressed():
                    await self._pressed(event)
                case Submitted():
                    await self._submitted(event)
                case Opened():
                    await self._home(event.user, "/watches")
        except Rejected as error:
            log.warning("an answer was not taken by Slack: %s", error)

    async def _said(self, said: Said) -> None:
        origin = _origin(said)
        command = to_command(said.text)
        if command == "/settings" and await self._ask_settings(origin, said.trigger):
            return
        reply = await self._told(origin, said.user, said.name, command)
        if reply and reply.asks and await self._ask_words(reply, origin, said.trigger):
            return
        if reply:
            await self._answers.to_command(said, reply)

    async def _pressed(self, pressed: Pressed) -> None:
        if not pressed.channel:
            return await self._pressed_at_home(pressed)
        origin = _origin(pressed)
        reply = await self._told(origin, pressed.user, pressed.name, pressed.value, pressed=True)
        if reply and reply.asks and await self._ask_words(reply, origin, pressed.trigger):
            return None
        if reply:
            # An alert stays what it is, whatever its buttons say.
            is_alert = pressed.value.startswith("/alert ") and reply.place is Place.HERE
            await self._answers.to_press(pressed, replace(reply, place=Place.BELOW) if is_alert else reply)
        return None

    async def _pressed_at_home(self, pressed: Pressed) -> None:
        origin = Origin(chat=_chat(pressed.user), channel="", private=True, title=pressed.name)
        if pressed.value == "/settings" and await self._ask_settings(origin, pressed.trigger):
            return
        reply = await self._home(pressed.user, pressed.value, pressed.name)
        if reply and reply.asks:
            await self._ask_words(reply, origin, pressed.trigger)

    async def _submitted(self, submitted: Submitted) -> None:
        origin = Origin.of(submitted.metadata)
        if submitted.callback == dialogs.WORDS:
            commands = [submitted.values.get(dialogs.WORDS, "")]
        else:
            chosen = self._desk.book.preferences(origin.chat)
            zone = self._desk.zone_of(origin.chat).key
            commands = list(dialogs.changes(submitted.values, chosen, zone)) or ["/settings"]
        reply: Reply | None = None
        for command in commands:
            told = await self._told(origin, submitted.user, submitted.name, command, answers=True)
            reply = _together(reply, told)
        if reply:
            await self._answers.to_person(submitted.user, origin.channel, origin.private, reply)
        if origin.private and not origin.channel:
            await self._home(submitted.user, "/watches", submitted.name)

    async def _home(self, user: str, command: str, name: str = "") -> Reply | None:
        origin = Origin(chat=_chat(user), channel="", private=True, title=name)
        reply = await self._told(origin, user, name, command, pressed=True)
        words = blocks.blocks(reply) if reply and not reply.asks else []
        if command != "/watches":
            mine = await self._told(origin, user, name, "/watches", pressed=True)
            words += [{"type": "divider"}, *_renamed(blocks.blocks(mine) if mine else [])]
        rest = (Button("Watch for words", "/watch"), Button("Settings", "/settings"), Button("Help", "/help"))
        await self._answers.home(user, [*words, {"type": "divider"}, *_renamed(blocks.keys(rest), "rest")])
        return reply

    async def _told(
        self, origin: Origin, user: str, name: str, text: str, *, pressed: bool = False, answers: bool = False
    ) -> Reply | None:
        """Tell the dialogue, and a channel what is new in it."""
        before = {watch.id for watch in self._desk.book.of(origin.chat)}
        command = Command(
            chat=origin.chat,
            user=_chat(user),
            title=origin.title,
            private=origin.private,
            text=text,
            pressed=pressed,
            answers=answers,
        )
        reply = await self._dialogue.handle(command)
        new = [watch for watch in self._desk.book.of(origin.chat) if watch.id not in before]
        if new and not origin.private and not await self._announced(origin, name, new):
            for watch in new:
                await self._desk.book.remove(watch.id, watch.owner)
            return _NOT_INVITED
        return reply

    async def _announced(self, origin: Origin, name: str, new: list[Watch]) -> bool:
        """Tell a channel of watches that somebody made there; False where nothing can be told to it."""
        try:
            for watch in new:
                said = say(
                    "👁 {name} watches {query} here now (#{id}).",
                    name=bold(name or "Somebody"),
                    query=bold(watch.query),
                    id=watch.id,
                    keys=(key("Undo", f"/unwatch #{watch.id}"),),
                )
                await self._answers.to_channel(origin.channel, said.spoken(ENGLISH))
        except Rejected as error:
            log.info("channel %s cannot be told of its watches: %s", origin.channel, error)
            return False
        return True

    async def _ask_words(self, reply: Reply, origin: Origin, trigger: str) -> bool:
        question = reply.text.partition("? ")[0]
        return await self._answers.dialog(trigger, dialogs.ask_words(question, origin))

    async def _ask_settings(self, origin: Origin, trigger: str) -> bool:
        chosen = self._desk.book.preferences(origin.chat)
        zone = self._desk.zone_of(origin.chat).key
        return await self._answers.dialog(trigger, dialogs.ask_settings(chosen, zone, origin))


_NOT_INVITED = say(
    "I may not write here, so nothing was changed. Type `/invite @watcher` first, and then again."
).spoken(ENGLISH)


def _origin(event: Said | Pressed) -> Origin:
    chat = _chat(event.user if event.private else event.channel)
    return Origin(chat=chat, channel=event.channel, private=event.private, title=event.title)


def _chat(number: str) -> str:
    return f"{KIND}:{number}"


def _together(first: Reply | None, second: Reply | None) -> Reply | None:
    """Return the answer to the last of several commands, with what the others said to be wrong."""
    if first is None or second is None or first.text == second.text:
        return second or first
    gap = say("\n\n").spoken(ENGLISH).spans
    return Reply((*first.spans, *gap, *second.spans), (*first.buttons, *second.buttons))


def _renamed(shown: list[Json], name: str = "more") -> list[Json]:
    """Give blocks other names: no two of a view may have the same."""
    found = (block for block in shown if isinstance(block, dict))
    return [{**block, "block_id": name} if "block_id" in block else block for block in found]
