"""Changes of watches: made here where no service runs, else asked of it and waited for."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from watcher import wiring
from watcher.app import named_store
from watcher.cli.watches.list import stored
from watcher.config import Settings
from watcher.errors import StoreInUse, WatcherError
from watcher.models import Watch
from watcher.requests import Request, Requests, carry_out
from watcher.rules import Matcher, parse
from watcher.watchbook import CLI, WatchBook

_PATIENCE = 15.0
"""Seconds to wait for the service."""
_LOOK = 0.1


def change(settings: Settings, request: Request) -> bool:
    """Make a change; False where the service has not taken it yet, which then will. Raises `StoreError`."""
    return asyncio.run(_change(settings, request))


def find(settings: Settings, wanted: Watch) -> Watch | None:
    """Return the stored watch of these commands that asks the same."""
    question = _asked(settings, wanted)
    mine = (watch for watch in asyncio.run(stored(settings)) if watch.owner == CLI)
    return next((watch for watch in mine if _asked(settings, watch) == question), None)


def _asked(settings: Settings, watch: Watch) -> tuple[str, frozenset[str]]:
    query = parse(watch.query, language=watch.language, synonyms=settings.synonyms.groups)
    return query.normal, frozenset(watch.sources)


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
        await book.load()
        await requests.carry_out(book, now)
        await carry_out(book, request, now)
    finally:
        await store.close()
    if settings.store.url:
        # A database may be shared with a running service, which has to hear of the change.
        _put(requests, Request(), now)
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
