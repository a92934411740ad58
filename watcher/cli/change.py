"""Changes of what is stored: made here where no service runs, else asked of it and waited for."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from watcher.config.settings import Settings
from watcher.errors import StoreInUse, WatcherError
from watcher.rules import Matcher
from watcher.service import wiring
from watcher.service.app import named_store
from watcher.service.requests import Request, Requests, carry_out
from watcher.watchbook import WatchBook

_PATIENCE = 15.0
"""Seconds to wait for the service."""
_LOOK = 0.1


def change(settings: Settings, request: Request) -> bool:
    """Make a change; False where the service has not taken it yet, which then will. Raises `StoreError`."""
    return asyncio.run(_change(settings, request))


async def _change(settings: Settings, request: Request) -> bool:
    requests = Requests.beside(settings.store.path)
    now = datetime.now(UTC)
    try:
        store = await named_store(settings)
    except StoreInUse:
        return await _gone(_put(requests, request, now))
    try:
        names, languages = wiring.names(settings), wiring.languages(settings)
        book = WatchBook(store, Matcher(), names, languages, settings.synonyms.groups)
        if request.of_watches or requests.waiting():
            await book.load()
        await requests.carry_out(book, store, now)
        await carry_out(book, store, request, now)
    finally:
        await store.close()
    return True


def _put(requests: Requests, request: Request, now: datetime) -> Path:
    try:
        return requests.put(request, now)
    except OSError as error:
        raise WatcherError(
            f"the service cannot be asked: {error.filename}: {os.strerror(error.errno or 0)}"
        ) from None


async def _gone(path: Path) -> bool:
    until = monotonic() + _PATIENCE
    while path.exists():  # noqa: ASYNC240 - another process removes it
        if monotonic() > until:
            return False
        await asyncio.sleep(_LOOK)
    return True
