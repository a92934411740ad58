"""From an event of Slack's to the dialogue's answer, and where that goes."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from notifiers.port import Rejected
from notifiers.slack.events import Event, Opened, Pressed, Said, Submitted
from notifiers.slack.failures import NotLetIn
from watcher.bot.reply import Place, Reply, Span
from watcher.bot.slack import dialogs
from watcher.bot.slack.answering import Answers
from watcher.bot.slack.dialogs import Origin
from watcher.bot.slack.home import Home
from watcher.bot.slack.telling import Speaker, Telling, alone, chat_of
from watcher.bot.slack.tongue import to_command
from watcher.bot.verb import Desk

log = logging.getLogger(__name__)


class Conversation:
    """Answers one event at a time. Keeps nothing."""

    def __init__(self, telling: Telling, desk: Desk, answers: Answers) -> None:
        self._telling = telling
        self._desk = desk
        self._answers = answers
        self._home = Home(telling, answers)

    def lane_of(self, payload: Mapping[str, Any]) -> str:
        """Return what must be answered in order: a channel, or a person."""
        named = payload.get("channel_id") or (payload.get("channel") or {}).get("id")
        person = payload.get("user_id") or (payload.get("user") or {}).get("id")
        return str(named or _channel_of(payload.get("view") or {}) or person or "")

    async def handle(self, event: Event) -> None:
        """Answer one event. Raises `StoreError`."""
        try:
            match event:
                case Said():
                    await self._said(event)
                case Pressed() if event.channel:
                    await self._pressed(event)
                case Pressed():
                    await self._pressed_at_home(event)
                case Submitted():
                    await self._submitted(event)
                case Opened():
                    await self._home.show(alone(event.user))
        except (Rejected, NotLetIn) as error:
            log.warning("an answer was not taken by Slack: %s", error)

    async def _said(self, said: Said) -> None:
        who, command = _speaker(said), to_command(said.text)
        if command == "/settings" and await self._ask_settings(who, said.trigger):
            return
        reply = await self._telling.tell(who, command)
        if reply and not await self._asked(reply, who, said.trigger):
            await self._answers.to_command(said, reply)

    async def _pressed(self, pressed: Pressed) -> None:
        who = _speaker(pressed)
        # What comes of a message that everybody sees is seen by everybody, and needs no announcement.
        hidden = not pressed.message
        reply = await self._telling.tell(who, pressed.value, pressed=True, announce=hidden)
        if reply and not await self._asked(reply, who, pressed.trigger):
            # An alert stays what it is, whatever its buttons say.
            is_alert = pressed.value.startswith("/alert ") and reply.place is Place.HERE
            await self._answers.to_press(pressed, replace(reply, place=Place.BELOW) if is_alert else reply)

    async def _pressed_at_home(self, pressed: Pressed) -> None:
        who = alone(pressed.user, pressed.name)
        if pressed.value == "/settings" and await self._ask_settings(who, pressed.trigger):
            return
        reply = await self._home.show(who, pressed.value)
        if reply:
            await self._asked(reply, who, pressed.trigger)

    async def _submitted(self, submitted: Submitted) -> None:
        who = Speaker(Origin.of(submitted.metadata), submitted.user, submitted.name)
        reply: Reply | None = None
        for command in self._commands(submitted, who.origin.chat):
            told = await self._telling.tell(who, command, answers=True)
            reply = _together(reply, told)
        if reply:
            await self._answers.to_person(submitted.user, who.origin.channel, who.origin.private, reply)
        if not who.origin.channel:
            await self._home.show(who)

    def _commands(self, submitted: Submitted, chat: str) -> list[str]:
        if submitted.callback == dialogs.WORDS:
            return [submitted.values.get(dialogs.WORDS, "")]
        chosen, zone = self._desk.book.preferences(chat), self._desk.zone_of(chat).key
        return list(dialogs.changes(submitted.values, chosen, zone)) or ["/settings"]

    async def _asked(self, reply: Reply, who: Speaker, trigger: str) -> bool:
        """Ask for words in a dialog, where a reply does ask; False where it is to be told."""
        if not reply.asks:
            return False
        question = reply.text.partition("? ")[0]
        return await self._answers.dialog(
            trigger, dialogs.ask_words(question, who.origin, self._telling.speech(who.origin))
        )

    async def _ask_settings(self, who: Speaker, trigger: str) -> bool:
        chat = who.origin.chat
        chosen, zone = self._desk.book.preferences(chat), self._desk.zone_of(chat).key
        speech = self._telling.speech(who.origin)
        return await self._answers.dialog(trigger, dialogs.ask_settings(chosen, zone, who.origin, speech))


def _speaker(event: Said | Pressed) -> Speaker:
    chat = chat_of(event.user if event.private else event.channel)
    origin = Origin(chat=chat, channel=event.channel, private=event.private, title=event.title)
    return Speaker(origin, event.user, event.name)


def _channel_of(view: Mapping[str, Any]) -> str:
    """Return where a dialog was asked for; empty for the home, and for a dialog of an older release."""
    try:
        return Origin.of(view.get("private_metadata") or "{}").channel
    except (TypeError, ValueError):
        return ""


def _together(first: Reply | None, second: Reply | None) -> Reply | None:
    """Return the answer to the last of several commands below those to the others."""
    if first is None or second is None or first.text == second.text:
        return second or first
    return Reply((*first.spans, Span("\n\n"), *second.spans), (*first.buttons, *second.buttons))
