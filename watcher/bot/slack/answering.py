"""Where an answer goes: to whoever asked alone, in place of a message, into the thread of an alert."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from notifiers.port import DeliveryError, Refused, Rejected
from notifiers.slack.events import Pressed, Said
from notifiers.slack.failures import NotLetIn
from notifiers.slack.payload import Json
from notifiers.slack.web_api import WebApi
from watcher.bot.reply import Button, Place, Reply
from watcher.bot.slack import blocks

log = logging.getLogger(__name__)

_TRIES = 3
_LONGEST_WAIT = 10.0
"""Seconds. An answer that must wait longer is not worth it."""

Fields = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Answers:
    """Gives answers through one app. All methods raise only `Rejected` and `NotLetIn`: the rest is logged."""

    api: WebApi
    wait: Callable[[float], Awaitable[object]] = asyncio.sleep

    async def to_command(self, said: Said, reply: Reply) -> None:
        """Answer a command, seen by whoever gave it."""
        fields = blocks.message(reply)
        if not await self._respond(said.response_url, {**fields, "response_type": "ephemeral"}):
            await self.to_person(said.user, said.channel, said.private, reply)

    async def to_press(self, pressed: Pressed, reply: Reply) -> None:
        """Answer the press of a button, in the place that the answer names."""
        fields = blocks.message(reply)
        if not pressed.message:
            instead = reply.place is not Place.BELOW
            if not await self._respond(pressed.response_url, {**fields, "replace_original": instead}):
                await self.to_person(pressed.user, pressed.channel, pressed.private, reply)
            return
        where: Fields = {"channel": pressed.channel}
        match reply.place:
            case Place.KEYS:
                await self._edit(pressed, {"text": pressed.text, **_keys(pressed, reply.buttons)})
            case Place.BELOW:
                thread: Fields = {"thread_ts": pressed.message}
                await self._call("chat.postMessage", {**where, **fields, **_QUIET, **thread})
            case Place.HERE:
                await self._edit(pressed, fields)

    async def to_person(self, user: str, channel: str, private: bool, reply: Reply) -> None:  # noqa: FBT001
        """Tell one person: among others so that only they see it, or in the conversation with the app."""
        fields = {**blocks.message(reply), **_QUIET}
        if channel and not private:
            try:
                await self._call("chat.postEphemeral", {"channel": channel, "user": user, **fields})
            except Rejected as error:
                log.info("%s is told alone, since channel %s is closed: %s", user, channel, error)
            else:
                return
        await self._call("chat.postMessage", {"channel": user, **fields})

    async def to_channel(self, channel: str, reply: Reply) -> None:
        """Tell a whole channel."""
        await self._call("chat.postMessage", {"channel": channel, **blocks.message(reply), **_QUIET})

    async def dialog(self, trigger: str, view: Fields) -> bool:
        """Open a dialog; False where it is too late, or Slack does not."""
        try:
            await self.api.call("views.open", json={"trigger_id": trigger, "view": view})
        except DeliveryError as error:
            log.info("a dialog was not opened: %s", error)
            return False
        return True

    async def home(self, user: str, shown: list[Json]) -> None:
        """Show blocks on the app's home of a person."""
        await self._call("views.publish", {"user_id": user, "view": {"type": "home", "blocks": shown}})

    async def _edit(self, pressed: Pressed, fields: Fields) -> None:
        await self._call("chat.update", {"channel": pressed.channel, "ts": pressed.message, **fields})

    async def _call(self, method: str, fields: Fields) -> None:
        await self._tried(method, lambda: self.api.call(method, json=fields))

    async def _respond(self, url: str, fields: Fields) -> bool:
        """Answer through the address that came with the event; False where it is used up or too old."""
        if not url:
            return False
        try:
            await self._tried("response_url", lambda: self.api.respond(url, fields))
        except Rejected as error:
            log.debug("a response_url is closed: %s", error)
            return False
        return True

    async def _tried(self, name: str, send: Callable[[], Awaitable[object]]) -> None:
        for _ in range(_TRIES):
            try:
                await send()
            except (Rejected, NotLetIn):
                raise
            except DeliveryError as error:
                asked = (error.retry_after if isinstance(error, Refused) else None) or 1.0
                log.warning("an answer by %s waits %.0f s: %s", name, asked, error)
                if asked > _LONGEST_WAIT:
                    return
                await self.wait(asked)
            else:
                return
        log.error("an answer by %s was given up after %d tries", name, _TRIES)


_QUIET: Fields = {"unfurl_links": False, "unfurl_media": False}


def _keys(pressed: Pressed, buttons: tuple[Button, ...]) -> Fields:
    return {"blocks": blocks.with_keys(pressed.blocks, buttons)}
