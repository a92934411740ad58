"""Updates that Telegram posts to an address of ours: kept before they are confirmed, handled once.

::

    accept: is it Telegram? seen before? keep it; only then confirm it
    run:    tell Telegram the address; hand on what was kept before; for ever: forget what is handled
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Protocol

from telegram import Update
from telegram.error import TelegramError

from notifiers.telegram.account import Account
from notifiers.telegram.intake import Handle, Intake, Wait
from notifiers.telegram.lanes import Lanes
from notifiers.telegram.translate import ALLOWED_UPDATES
from notifiers.telegram.updates import Menus, Trouble, introduce

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_REMEMBERED = 500
_OFTEN = 60.0
"""Seconds between two looks whether more is handled, where nothing is."""


class Shelf(Protocol):
    """Where a text is kept over restarts."""

    async def get(self) -> str | None:
        """Return it, None before the first."""
        ...

    async def put(self, text: str) -> None:
        """Keep it; on return it is safe."""
        ...


class Webhook:
    """Receives for one bot while `run` runs; until then, and after, Telegram keeps what it has."""

    def __init__(
        self,
        account: Account,
        url: str,
        shelf: Shelf,
        handle: Handle,
        *,
        menus: Menus,
        report: Callable[[str], None] = log.warning,
        wait: Wait = asyncio.sleep,
    ) -> None:
        self._account = account
        self._url = url
        self._shelf = shelf
        self._menus = menus
        self._wait = wait
        self._trouble = Trouble(report)
        self._intake = Intake(account, handle, wait)
        self._lanes = Lanes(self._intake.take)
        self._kept: dict[int, dict[str, Any]] = {}
        self._seen: deque[int] = deque(maxlen=_REMEMBERED)
        self._writing = asyncio.Lock()
        self._news = asyncio.Event()
        self.is_running = False
        """Whether it takes what is posted."""
        # Known to Telegram and to whoever has the token, and to nobody who sees only the address.
        self.secret = hmac.new(account.bot.token.encode(), b"webhook", hashlib.sha256).hexdigest()

    async def accept(self, headers: Mapping[str, str], body: bytes) -> int:
        """Take one request; return the HTTP status to answer. What is not confirmed comes again."""
        shown = headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(shown, self.secret.encode()):
            return 403
        try:
            update = json.loads(body)
            number = int(update["update_id"])
        except (ValueError, KeyError, TypeError):
            return 400
        if not self.is_running:
            return 503
        if number not in self._seen:
            await self._keep(number, update)
            self._take(update)
        return 200

    async def run(self) -> NoReturn:
        """Receive until cancelled; updates that are being handled then are finished first."""
        await self._introduce()
        self._lanes = Lanes(self._intake.take)
        kept = json.loads(await self._shelf.get() or '{"waiting": [], "seen": []}')
        self._seen.extend(kept["seen"])
        self._kept = {int(update["update_id"]): update for update in kept["waiting"]}
        self.is_running = True
        try:
            for update in tuple(self._kept.values()):
                self._take(update)
            while True:
                await self._lanes.progress(_OFTEN)
                await self._forget()
                self._news.clear()
                if not self._lanes.busy:
                    await self._news.wait()
        finally:
            self.is_running = False
            await asyncio.shield(self._close())

    def _take(self, update: dict[str, Any]) -> None:
        self._lanes.take(Update.de_json(update, self._account.bot))
        self._news.set()

    async def _introduce(self) -> None:
        while True:
            try:
                self._intake.own_name = await introduce(self._account, self._menus)
                await self._account.bot.set_webhook(
                    self._url, secret_token=self.secret, allowed_updates=ALLOWED_UPDATES
                )
            except TelegramError as error:
                await self._wait(self._trouble.seconds_after(error))
            else:
                self._trouble.over()
                return

    async def _keep(self, number: int, update: dict[str, Any]) -> None:
        async with self._writing:
            self._seen.append(number)
            self._kept[number] = update
            try:
                await self._write()
            except BaseException:
                self._seen.remove(number)
                del self._kept[number]
                raise

    async def _forget(self) -> None:
        async with self._writing:
            done = [number for number in self._kept if not self._lanes.is_waiting(number)]
            for number in done:
                del self._kept[number]
            if done:
                await self._write()

    async def _write(self) -> None:
        kept = {"waiting": list(self._kept.values()), "seen": list(self._seen)}
        await self._shelf.put(json.dumps(kept))

    async def _close(self) -> None:
        await self._lanes.close()
        await self._forget()
