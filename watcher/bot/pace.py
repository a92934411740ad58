"""How fast one chat may ask: faster than any person, slower than a program that floods us."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from watcher.bot.answer import Answer, say

MOST, WITHIN = 30, timedelta(minutes=1)
_CHATS = 10_000
"""Chats that are remembered; a chat that asks seldom need not be."""


class Pace:
    """When each chat asked lately."""

    def __init__(self) -> None:
        self._asked: dict[str, deque[datetime]] = {}
        self._told: set[str] = set()

    def has_room(self, chat: str, now: datetime) -> bool:
        """Count a question of a chat; tell whether it is to be answered."""
        if len(self._asked) > _CHATS:
            self._asked.clear()
            self._told.clear()
        times = self._asked.setdefault(chat, deque())
        while times and now - times[0] >= WITHIN:
            times.popleft()
        if len(times) >= MOST:
            return False
        times.append(now)
        self._told.discard(chat)
        return True

    def refusal(self, chat: str) -> Answer | None:
        """Say so once, then nothing until there is room again."""
        if chat in self._told:
            return None
        self._told.add(chat)
        return say(
            "That was too much at once: I take {most} commands a minute. Please wait a little.", most=MOST
        )
