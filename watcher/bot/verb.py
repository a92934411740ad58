"""The shape of a command's file: what it is called, what it does, how it is explained."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from watcher.bot.answer import Answer
from watcher.bot.command import Command
from watcher.models import Delivery
from watcher.store.port import Store
from watcher.subscribe.links import Wish
from watcher.watchbook import WatchBook

Offer: TypeAlias = Callable[[Wish, str], Awaitable[None]]
"""Sends a mail whose link confirms a wish; the text is who asks."""


async def _nothing(_destination: str) -> Delivery | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What commands work with."""

    store: Store
    book: WatchBook
    clock: Callable[[], datetime]
    verbs: Mapping[str, Verb]
    """All commands by name, in the order of the help."""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    """Of the times of a chat that chose none."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """The names of the sources that are polled, by id."""
    cut_now: Callable[[str], Awaitable[Delivery | None]] = _nothing
    """Sends what waits for the digest of a destination; None where that is nothing."""
    offer: Offer | None = None
    """Offers a digest by mail to an address; None where no mail is sent. Raises `SubscribeError`."""
    max_watches: int = 50
    """Watches that one chat may have."""

    def zone_of(self, chat: str) -> ZoneInfo:
        """Return the zone of a chat's times."""
        chosen = self.book.preferences(chat).timezone
        return ZoneInfo(chosen) if chosen else self.zone

    def local(self, chat: str) -> datetime:
        """Return the time that it is in a chat."""
        return self.clock().astimezone(self.zone_of(chat))


Run: TypeAlias = Callable[[Desk, Command], Awaitable[Answer]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One command. Its texts are templates, in English."""

    name: str
    """Without the slash; at most 32 of a-z, 0-9 and _, as Telegram's menu demands."""
    menu: str
    """One line for menus and the list of commands; empty for one that stands behind buttons only."""
    help: str = ""
    """How to use it, with examples between backticks."""
    run: Run
    changes: bool = False
    """In a group, only for admins."""
