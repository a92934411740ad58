"""The loop that receives. The library's own confirms updates before they are handled; this one after.

::

    for ever: ask for updates after the last one up to which all are handled
                  hand on those that were not handed on before, each chat's in order
              on trouble: tell once, wait longer each time, ask again
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn, Protocol, TypeAlias

from telegram import BotCommand
from telegram.error import Conflict, TelegramError

from notifiers.port import Refused
from notifiers.telegram.account import Account
from notifiers.telegram.failures import delivery_error
from notifiers.telegram.intake import Handle, Intake, Wait
from notifiers.telegram.lanes import Lanes
from notifiers.telegram.translate import ALLOWED_UPDATES

log = logging.getLogger(__name__)

Menu: TypeAlias = Sequence[tuple[str, str]]
"""(command, description) pairs for the client's command list."""
Menus: TypeAlias = Mapping[str, Menu]
"""By language; that for all others is under the empty one."""

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_LOOK_AGAIN = 0.3
"""Seconds that a slow chat may delay the news of the others."""
_NO_MENUS: Menus = {}


class Bookmark(Protocol):
    """Where the number of the last handled update is kept over restarts."""

    async def get(self) -> int | None:
        """Return it, None before the first."""
        ...

    async def put(self, update_id: int) -> None:
        """Keep it; on return it is safe."""
        ...


async def poll_updates(
    account: Account,
    bookmark: Bookmark,
    handle: Handle,
    *,
    menus: Menus = _NO_MENUS,
    hold: int = 50,
    report: Callable[[str], None] = log.warning,
    wait: Wait = asyncio.sleep,
) -> NoReturn:
    """Receive until cancelled; updates that are being handled then are finished first.

    An update is handled at least once: again, should we die before the bookmark moved. `handle` is called
    for one update of a chat at a time, for several chats side by side.

    `hold` is for how many seconds the server may keep a request open; `report` gets one line when receiving
    stops working, and an empty one when it works again.
    """
    polling = _Polling(account, bookmark, Intake(account, handle, wait), menus, hold)
    trouble = Trouble(report)
    try:
        while True:
            try:
                await polling.turn()
            except TelegramError as error:
                await wait(trouble.seconds_after(error))
            else:
                trouble.over()
    finally:
        await asyncio.shield(polling.close())


async def introduce(account: Account, menus: Menus) -> str:
    """Set the command menus; return the bot's username. Raises `TelegramError`."""
    bot = account.bot
    for language, menu in menus.items():
        commands = [BotCommand(name, words) for name, words in menu]
        await bot.set_my_commands(commands, language_code=language or None)
    return await account.name()


class _Polling:
    """Asks for updates and hands them on, each once."""

    def __init__(self, account: Account, bookmark: Bookmark, intake: Intake, menus: Menus, hold: int) -> None:
        self._account = account
        self._bookmark = bookmark
        self._intake = intake
        self._menus = menus
        self._hold = hold
        self._lanes = Lanes(intake.take)
        self._kept: int | None = None

    async def turn(self) -> None:
        """Ask once and hand on what comes. Raises `TelegramError`."""
        if not self._intake.own_name:
            await self._begin()
        updates = await self._account.bot.get_updates(
            offset=None if self._kept is None else self._kept + 1,
            timeout=0 if self._lanes.busy else self._hold,
            allowed_updates=ALLOWED_UPDATES,
        )
        for update in updates:
            self._lanes.take(update)
        await self._lanes.progress(_LOOK_AGAIN)
        await self._keep()

    async def close(self) -> None:
        """Finish what is being handled."""
        await self._lanes.close()
        await self._keep()

    async def _begin(self) -> None:
        # A webhook left behind by another set-up would refuse every getUpdates.
        await self._account.bot.delete_webhook(drop_pending_updates=False)
        self._kept = await self._bookmark.get()
        if self._kept is not None:
            self._lanes.skip(self._kept)
        self._intake.own_name = await introduce(self._account, self._menus)

    async def _keep(self) -> None:
        passed = self._lanes.passed
        if passed is not None and passed != self._kept:
            self._kept = passed
            await self._bookmark.put(passed)


class Trouble:
    """Counts failures in a row: when to try again, and what to say of it."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self._report = report
        self._failures = 0

    def seconds_after(self, error: TelegramError) -> float:
        """Note a failure; return how long to wait."""
        if not self._failures:
            self._report(f"Telegram commands are not received: {_reason(error)}")
        self._failures += 1
        backoff = min(_FIRST_WAIT * 2.0 ** min(self._failures - 1, 10), _LONGEST_WAIT)
        failure = delivery_error(error)
        asked = failure.retry_after if isinstance(failure, Refused) else None
        return max(backoff, asked or 0.0)

    def over(self) -> None:
        """Note a success."""
        if self._failures:
            self._report("")
        self._failures = 0


def _reason(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "another program receives with the same bot token; stop it, or give this one its own bot"
    return str(delivery_error(error))
