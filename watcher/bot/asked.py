"""A question that the bot asked and that was not answered yet: the words that come next belong to it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from watcher.bot.command import Command
from watcher.store.port import Store

_PATIENCE = timedelta(minutes=10)
"""Words that come later are not an answer any more."""


async def ask(store: Store, command: Command, verb: str, now: datetime) -> None:
    """Remember that the next words of whoever gave a command go to `verb`."""
    await store.put(_place(command), json.dumps([verb, now.timestamp()]))


async def take(store: Store, command: Command, now: datetime) -> str:
    """Return the verb that waits for the words of whoever speaks, and forget it; empty where none does."""
    place = _place(command)
    kept = await store.get(place)
    if not kept:
        return ""
    await store.put(place, "")
    verb, at = json.loads(kept)
    return str(verb) if now.timestamp() - at <= _PATIENCE.total_seconds() else ""


def _place(command: Command) -> str:
    return f"asked:{command.destination} {command.user}"
