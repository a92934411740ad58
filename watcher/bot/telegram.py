"""The dialogue over Telegram: events of the bot go in, replies go out at once, around the outbox."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import NoReturn

from notifiers.port import DeliveryError, Moved, Refused, Rejected
from notifiers.telegram.account import Account
from notifiers.telegram.events import Command as Said
from notifiers.telegram.events import Event, Membership, Migrated
from notifiers.telegram.post import DATA_LIMIT, Button, Post
from notifiers.telegram.updates import Menus, poll_updates
from notifiers.telegram.webhook import Webhook
from watcher.bot.command import Command
from watcher.bot.dialogue import Dialogue
from watcher.bot.html import to_html
from watcher.bot.keys import Keys
from watcher.bot.reply import Place, Reply
from watcher.bot.trouble import InboxTrouble
from watcher.delivery.departures import Departures
from watcher.errors import StoreError
from watcher.store.port import Store
from watcher.watchbook import WatchBook

log = logging.getLogger(__name__)

_TRIES = 3
_LONGEST_WAIT = 10.0
"""Seconds. A reply that must wait longer comes too late to be one."""


class StoredBookmark:
    """The number of the last handled update, in the store."""

    def __init__(self, store: Store, bot_id: int) -> None:
        self._store = store
        self._key = f"telegram:{bot_id}:update"

    async def get(self) -> int | None:
        """Return it, None before the first."""
        kept = await self._store.get(self._key)
        return int(kept) if kept else None

    async def put(self, update_id: int) -> None:
        """Keep it. A store in trouble is logged: the worst that follows is a second reply after a restart."""
        try:
            await self._store.put(self._key, str(update_id))
        except StoreError as error:
            log.error("the place in Telegram's updates could not be saved: %s", error)  # noqa: TRY400 - one line


class StoredShelf:
    """What was posted and is not handled yet, in the store."""

    def __init__(self, store: Store, bot_id: int) -> None:
        self._store = store
        self._key = f"telegram:{bot_id}:posted"

    async def get(self) -> str | None:
        """Return it, None before the first."""
        return await self._store.get(self._key)

    async def put(self, text: str) -> None:
        """Keep it. Raises `StoreError`."""
        await self._store.put(self._key, text)


class TelegramInbox:
    """Receives for one bot account and answers."""

    def __init__(
        self,
        account: Account,
        dialogue: Dialogue,
        book: WatchBook,
        store: Store,
        clock: Callable[[], datetime],
        *,
        menus: Menus,
        operators: tuple[str, ...] = (),
        webhook: str = "",
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._account = account
        self._dialogue = dialogue
        self._book = book
        self._bookmark = StoredBookmark(store, account.id)
        self._keys = Keys(store, DATA_LIMIT)
        self._clock = clock
        self._menus = menus
        self._wait = wait
        self._departures = Departures(store, book, operators)
        self.trouble = InboxTrouble("Telegram commands", store, operators, clock, wait)
        """What keeps it from receiving."""
        self.webhook = self._hook(webhook, store) if webhook else None
        """Takes what Telegram posts, where it is to post."""

    async def run(self) -> NoReturn:
        """Receive and answer until cancelled."""
        if self.webhook:
            await self.webhook.run()
        await poll_updates(
            self._account,
            self._bookmark,
            self.handle,
            menus=self._menus,
            report=self.trouble.report,
            wait=self._wait,
        )

    def _hook(self, url: str, store: Store) -> Webhook:
        return Webhook(
            self._account,
            url,
            StoredShelf(store, self._account.id),
            self.handle,
            menus=self._menus,
            report=self.trouble.report,
            wait=self._wait,
        )

    async def handle(self, event: Event) -> None:
        """Do what one event asks for."""
        match event:
            case Membership():
                await self._let_in_or_out(event)
            case Migrated():
                await self._book.chat_moved(_destination(event.chat), _destination(event.to))
            case _:
                reply = await self._dialogue.handle(await self._command(event))
                if reply:
                    await self._answer(event, reply)

    async def _let_in_or_out(self, event: Membership) -> None:
        chat = _destination(event.chat)
        if event.active:
            host = _destination(event.user) if event.user else ""
            await self._book.chat_seen(chat, event.title, self._clock(), host)
        else:
            await self._departures.left(chat, event.reason, self._clock())

    async def _command(self, said: Said) -> Command:
        chat = _destination(said.chat)
        pressed = said.pressed is not None
        return Command(
            chat=chat,
            topic=str(said.topic or ""),
            user=_destination(said.user) if said.user else "",
            title=said.title,
            private=said.private,
            text=await self._keys.expand(chat, said.text) if pressed else said.text,
            is_admin=said.is_admin,
            pressed=pressed,
            answers=said.answers,
            about=said.about,
            language=said.language,
            link=said.link,
        )

    async def _buttons(self, chat: str, reply: Reply) -> tuple[Button, ...]:
        commands = {button.command for button in reply.buttons if not button.url}
        data = await self._keys.shorten(chat, sorted(commands))
        return tuple(
            Button(label=button.label, url=button.url, data=data.get(button.command, ""))
            for button in reply.buttons
        )

    async def _answer(self, said: Said, reply: Reply) -> None:
        post = Post(
            chat=said.chat,
            topic=said.topic,
            html=to_html(reply),
            buttons=await self._buttons(_destination(said.chat), reply),
            asks=reply.asks,
            answers=said.message if reply.asks and not said.private else None,
        )
        for _ in range(_TRIES):
            try:
                await self._send(said, post, reply.place)
            except Moved as error:
                post = replace(post, chat=int(error.to), topic=None)
            except Rejected as error:
                return await self._no_way(said, error)
            except DeliveryError as error:
                asked = (error.retry_after if isinstance(error, Refused) else None) or 1.0
                log.warning("a reply to chat %d waits %.0f s: %s", said.chat, asked, error)
                if asked > _LONGEST_WAIT:
                    return None
                await self._wait(asked)
            else:
                return None
        log.error("a reply to chat %d was given up after %d tries", said.chat, _TRIES)
        return None

    async def _send(self, said: Said, post: Post, place: Place) -> None:
        if said.pressed is None or place is Place.BELOW or post.asks:
            await self._account.post(post)
            return
        try:
            if place is Place.KEYS:
                await self._account.edit_buttons(said.chat, said.pressed, post.buttons)
            else:
                await self._account.edit(post, said.pressed)
        except Rejected as error:
            if error.gone:
                raise
            log.debug("message %d cannot be edited: %s", said.pressed, error)
            if place is Place.HERE:
                await self._account.post(post)

    async def _no_way(self, said: Said, error: Rejected) -> None:
        log.warning("chat %d cannot be answered: %s", said.chat, error)
        if error.gone:
            await self._departures.left(_destination(said.chat), str(error), self._clock())


def _destination(chat: int) -> str:
    return f"telegram:{chat}"
