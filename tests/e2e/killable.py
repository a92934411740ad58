"""The real application, with a store that pulls the plug: `python -m tests.e2e.killable STAGE CONFIG`.

A stage is `before:<verb>` or `after:<verb>`; the process gets SIGKILL the first time that verb of the store
is called with an alert in it (at all, for the verbs of `BEFORE_ALERTS`).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

from watcher.config.loading import load
from watcher.config.settings import Settings
from watcher.errors import WatcherError
from watcher.models import Event
from watcher.service.app import named_store, opened
from watcher.store.port import Claim, PollCommit, Store

BEFORE_ALERTS = frozenset({"known"})
"""Verbs on the way to an alert: called when a page was fetched and read."""


def has_alert(value: object) -> bool:
    """Tell whether a value that goes into or comes out of the store carries an alert."""
    match value:
        case Claim(delivery=delivery):
            return delivery.event is Event.ALERT
        case PollCommit(deliveries=deliveries):
            return bool(deliveries)
        case _:
            return False


class PlugPuller:
    """Stands before a store and forwards every verb, until the one it waits for."""

    def __init__(self, store: Store, stage: str) -> None:
        self._store = store
        self._moment, _, self._verb = stage.partition(":")

    def __getattr__(self, verb: str) -> Any:
        method: Callable[..., Awaitable[object]] = getattr(self._store, verb)
        return self._wrapped(method) if verb == self._verb else method

    def _wrapped(self, method: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def call(*arguments: object) -> object:
            if self._moment == "before" and self._in_play(*arguments):
                os.kill(os.getpid(), signal.SIGKILL)
            result = await method(*arguments)
            if self._moment == "after" and self._in_play(*arguments, result):
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    def _in_play(self, *values: object) -> bool:
        return self._verb in BEFORE_ALERTS or any(map(has_alert, values))


async def main(stage: str, config: Path) -> None:
    async def open_store(settings: Settings) -> Store:
        return cast("Store", PlugPuller(await named_store(settings), stage))

    async with opened(load(config, os.environ), open_store=open_store) as app:
        await app.run(asyncio.Event())


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
    except WatcherError as error:
        sys.exit(f"watcher: {error}")
