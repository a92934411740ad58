"""The real application, with a store that pulls the plug: `python -m tests.e2e.killable STAGE CONFIG`.

A stage is `before:<verb>` or `after:<verb>`; the process gets SIGKILL the first time that verb of the store
is called with an alert in play (or at all, for verbs that come before there is one).
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, cast

from watcher.app import embedded_store, opened
from watcher.config import Settings, load
from watcher.models import Delivery, Event
from watcher.store.port import Claim, PollCommit, Store


def in_play(arguments: tuple[object, ...], result: object) -> bool:
    """Tell whether an alert is part of a call."""
    return any(map(_is_alert, (*arguments, result)))


def _is_alert(value: object) -> bool:
    match value:
        case Claim(delivery=delivery):
            return delivery.event is Event.ALERT
        case PollCommit(new=new, deliveries=deliveries):
            return bool(new) and bool(deliveries)
        case Delivery(event=event):
            return event is Event.ALERT
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
            if self._moment == "before" and in_play(arguments, None):
                os.kill(os.getpid(), signal.SIGKILL)
            result = await method(*arguments)
            if self._moment == "after" and in_play(arguments, result):
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call


async def main(stage: str, config: Path) -> None:
    async def open_store(settings: Settings) -> Store:
        return cast("Store", PlugPuller(await embedded_store(settings), stage))

    async with opened(load(config, os.environ), open_store=open_store) as app:
        await app.run(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
