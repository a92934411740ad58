"""Commands that are too long for the data of a button: kept in the store under a short name."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from hashlib import sha256

from notifiers.measure import utf8_bytes
from watcher.errors import StoreError
from watcher.store.port import Store

log = logging.getLogger(__name__)

_MARK = "~"
_KEPT = 60
"""Long commands of one chat; the oldest give way, and their buttons count as expired."""


class Keys:
    """Short names for long commands, per chat."""

    def __init__(self, store: Store, limit: int) -> None:
        """`limit` is what fits in a button, in bytes of UTF-8."""
        self._store = store
        self._limit = limit

    async def shorten(self, chat: str, commands: Iterable[str]) -> Mapping[str, str]:
        """Return what to put behind buttons, by command: the command itself where it fits."""
        names = {command: self._name(command) for command in commands}
        long = {name: command for command, name in names.items() if name != command}
        if long:
            try:
                kept = [pair for pair in await self._kept(chat) if pair[0] not in long]
                await self._store.put(_place(chat), json.dumps([*kept, *long.items()][-_KEPT:]))
            except StoreError as error:
                log.warning("buttons of %s will do nothing: %s", chat, error)
        return names

    def _name(self, command: str) -> str:
        if utf8_bytes(command) <= self._limit:
            return command
        return _MARK + sha256(command.encode()).hexdigest()[:16]

    async def expand(self, chat: str, data: str) -> str:
        """Return the command behind a button; the data itself where none is kept."""
        if not data.startswith(_MARK):
            return data
        try:
            return dict(await self._kept(chat)).get(data, data)
        except StoreError as error:
            log.warning("a button of %s cannot be looked up: %s", chat, error)
            return data

    async def _kept(self, chat: str) -> list[tuple[str, str]]:
        kept = json.loads(await self._store.get(_place(chat)) or "[]")
        return [(name, command) for name, command in kept]


def _place(chat: str) -> str:
    return f"buttons:{chat}"
