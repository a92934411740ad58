"""Chats that do not let us in any more: their watches rest, and whoever set them up is told."""

from __future__ import annotations

from datetime import datetime

from watcher import plan
from watcher.models import Chat
from watcher.store.port import Store
from watcher.watchbook import WatchBook
from watcher.wording.stored import stored
from watcher.wording.text import many, phrase


class Departures:
    """Notes that a chat has left. What waits for it stays, for the day that it lets us in again."""

    def __init__(self, store: Store, book: WatchBook, operators: tuple[str, ...] = ()) -> None:
        self._store = store
        self._book = book
        self._operators = operators

    async def left(self, chat_id: str, reason: str, now: datetime) -> None:
        """Let the watches of a chat rest. Told first: a crash in between tells it once more at most."""
        chat = self._book.chat(chat_id)
        if chat is not None and chat.active:
            await self._tell(chat, reason, now)
        await self._book.chat_left(chat.id if chat else chat_id, reason)

    async def _tell(self, chat: Chat, reason: str, now: datetime) -> None:
        said = many(
            "I cannot write to “{name}” any more: {reason}. Its {count} watch rests until I am let in.",
            "I cannot write to “{name}” any more: {reason}. Its {count} watches rest until I am let in.",
            len(self._book.of(chat.id)),
            name=chat.title or chat.id,
            reason=phrase(reason),
        )
        occasion = f"left:{chat.id}:{now:%Y-%m-%dT%H:%M:%S}"
        await self._store.enqueue(plan.notices(occasion, stored(said), self._told(chat), now))

    def _told(self, chat: Chat) -> tuple[str, ...]:
        """Return who hears of it: nobody where it is a talk with one person, who did it themselves."""
        if chat.host == chat.id:
            return ()
        host = self._book.chat(chat.host) if chat.host else None
        return (host.id,) if host and host.active else self._operators
