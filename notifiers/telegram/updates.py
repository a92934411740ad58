"""The loop that receives. The library's own confirms updates before they are handled; this one after.

::

    for ever: ask for updates after the bookmark
                  for each one not handled before: answer its button, handle it, move the bookmark
              on trouble: tell once, wait longer each time, ask again
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from typing import NoReturn, Protocol, TypeAlias

from telegram import BotCommand, Update
from telegram.error import Conflict, TelegramError

from notifiers.port import Refused
from notifiers.telegram.account import Account
from notifiers.telegram.events import Command, Event
from notifiers.telegram.failures import delivery_error
from notifiers.telegram.translate import ALLOWED_UPDATES, event_of

log = logging.getLogger(__name__)

Handle: TypeAlias = Callable[[Event], Awaitable[None]]
Wait: TypeAlias = Callable[[float], Awaitable[None]]

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_REMEMBERED = 1000


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
    menu: Sequence[tuple[str, str]] = (),
    hold: int = 50,
    report: Callable[[str], None] = log.warning,
    wait: Wait = asyncio.sleep,
) -> NoReturn:
    """Receive until cancelled; an update that is being handled then is finished first.

    An update is handled at least once: again, should we die before the bookmark moved. A `handle` that
    raises is logged, and the update counts as handled, for it would only raise again.

    `menu` is (command, description) for the client's command list; `hold` the seconds that the server may
    keep a request open; `report` gets one line when receiving stops working, and one when it works again.
    """
    intake = _Intake(account, bookmark, handle, menu, hold)
    trouble = _Trouble(report)
    while True:
        try:
            await intake.turn()
        except TelegramError as error:
            await wait(trouble.seconds_after(error))
        else:
            trouble.over()


class _Intake:
    """Asks for updates and hands them on, each once."""

    def __init__(
        self, account: Account, bookmark: Bookmark, handle: Handle, menu: Sequence[tuple[str, str]], hold: int
    ) -> None:
        self._account = account
        self._bookmark = bookmark
        self._handle = handle
        self._menu = menu
        self._hold = hold
        self._own_name = ""
        self._last: int | None = None
        # Numbers may start anew after a quiet week: a repeat is one that was seen, not one that is low.
        self._seen: deque[int] = deque(maxlen=_REMEMBERED)

    async def turn(self) -> None:
        """Ask once and handle what comes. Raises `TelegramError`."""
        if not self._own_name:
            await self._introduce()
        updates = await self._account.bot.get_updates(
            offset=None if self._last is None else self._last + 1,
            timeout=self._hold,
            allowed_updates=ALLOWED_UPDATES,
        )
        for update in updates:
            if update.update_id not in self._seen:
                await _to_the_end(self._take(update))

    async def _introduce(self) -> None:
        bot = self._account.bot
        # A webhook left behind by another set-up would refuse every getUpdates.
        await bot.delete_webhook(drop_pending_updates=False)
        if self._menu:
            await bot.set_my_commands([BotCommand(name, words) for name, words in self._menu])
        self._last = await self._bookmark.get()
        if self._last is not None:
            self._seen.append(self._last)
        self._own_name = (await bot.get_me()).username or str(bot.id)

    async def _take(self, update: Update) -> None:
        try:
            await self._act_on(update)
        except TelegramError:
            raise  # nobody could say who is an admin: the update comes again
        except Exception:
            log.exception("update %d could not be handled", update.update_id)
        self._last = update.update_id
        self._seen.append(update.update_id)
        await self._bookmark.put(update.update_id)

    async def _act_on(self, update: Update) -> None:
        event = event_of(update, self._own_name)
        if update.callback_query:
            await self._stop_the_spinner(update.callback_query.id)
        if isinstance(event, Command):
            event = await self._with_rights(event)
        if event:
            await self._handle(event)

    async def _with_rights(self, command: Command) -> Command:
        asks = command.pressed is not None or command.text.startswith("/")
        if command.is_admin or not command.user or not asks:
            return command
        return replace(command, is_admin=await self._account.is_admin(command.chat, command.user))

    async def _stop_the_spinner(self, query: str) -> None:
        try:
            await self._account.bot.answer_callback_query(query)
        except TelegramError as error:
            # Only a courtesy: what was asked for is done all the same.
            log.debug("a button's press was not acknowledged: %s", delivery_error(error))


class _Trouble:
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
            self._report("Telegram commands are received again")
        self._failures = 0


def _reason(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "another program receives with the same bot token; stop it, or give this one its own bot"
    return str(delivery_error(error))


async def _to_the_end(work: Coroutine[None, None, None]) -> None:
    """Run `work`; a cancellation from outside takes effect when it is done."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise
