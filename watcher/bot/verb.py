"""The shape of a command's file: what it is called, what it does, how it is explained."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from watcher.bot.command import Command
from watcher.bot.reply import Reply
from watcher.store.port import Store
from watcher.watchbook import WatchBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What commands work with."""

    store: Store
    book: WatchBook
    clock: Callable[[], datetime]
    verbs: Mapping[str, Verb]
    """All commands by name, in the order of the help."""
    max_watches: int = 50
    """Watches that one chat may have."""


Run: TypeAlias = Callable[[Desk, Command], Awaitable[Reply]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One command."""

    name: str
    """Without the slash; at most 32 of a-z, 0-9 and _, as Telegram's menu demands."""
    menu: str
    """One line for menus and the list of commands."""
    help: str
    """How to use it, with examples between backticks."""
    run: Run
    changes: bool = False
    """In a group, only for admins."""
