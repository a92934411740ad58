"""One update on its way in: its button is answered, its sender's rights are looked up, it is handed on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from telegram import Update
from telegram.error import TelegramError

from notifiers.telegram.account import Account
from notifiers.telegram.events import Command, Event
from notifiers.telegram.failures import delivery_error
from notifiers.telegram.translate import event_of

log = logging.getLogger(__name__)

Handle: TypeAlias = Callable[[Event], Awaitable[None]]
Wait: TypeAlias = Callable[[float], Awaitable[None]]

_ASKED = 4
"""Times that Telegram is asked who an admin is; after that nobody is."""


class Intake:
    """Makes events of updates. Knows nothing of their order."""

    def __init__(self, account: Account, handle: Handle, wait: Wait = asyncio.sleep) -> None:
        self._account = account
        self._handle = handle
        self._wait = wait
        self.own_name = ""
        """The bot's username, once it is known."""

    async def take(self, update: Update) -> None:
        """Act on one update."""
        event = event_of(update, self.own_name)
        if update.callback_query:
            await self._stop_the_spinner(update.callback_query.id)
        if isinstance(event, Command):
            event = await self._with_rights(event)
        if event:
            await self._handle(event)

    async def _with_rights(self, command: Command) -> Command:
        asks = command.pressed is not None or command.answers or command.text.startswith("/")
        if command.is_admin or not command.user or not asks:
            return command
        for again in range(_ASKED):
            try:
                return replace(command, is_admin=await self._account.is_admin(command.chat, command.user))
            except TelegramError as error:
                log.debug("who is an admin of %d is not known: %s", command.chat, delivery_error(error))
                await self._wait(2.0**again)
        return command

    async def _stop_the_spinner(self, query: str) -> None:
        try:
            await self._account.bot.answer_callback_query(query)
        except TelegramError as error:
            # Only a courtesy: what was asked for is done all the same.
            log.debug("a button's press was not acknowledged: %s", delivery_error(error))
