"""Lives of the application: each a process of its own, forked where everything is imported already.

So a restart costs a tenth of a second, and a minute holds many. It is the application as `watcher run` opens
it, and signals reach it as they would there.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

from notifiers.registry import load as notifier
from tests.e2e import killable
from watcher.app import opened
from watcher.config import load

for _kind in ("console", "email", "slack", "telegram"):
    notifier(_kind)


class Lives:
    """One life after another, on one configuration."""

    def __init__(self, config: Path, secrets: Mapping[str, str], log: Path) -> None:
        self._arguments = (config, dict(secrets), log)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["__main__", __name__])
        self._process: BaseProcess | None = None

    def start(self, stage: str | None = None) -> None:
        """Begin a life; with a `stage`, one that kills itself there."""
        self._process = self._context.Process(target=live, args=(stage, *self._arguments), daemon=True)
        self._process.start()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it, where it still lives."""
        if self._process and self._process.pid and self._process.is_alive():
            os.kill(self._process.pid, number)

    async def ended(self, within: float) -> bool:
        """Wait so many seconds for its end; tell whether it came."""
        deadline = time.monotonic() + within
        while self._process and self._process.is_alive():
            if time.monotonic() > deadline:
                return False
            await asyncio.sleep(0.01)
        return True

    async def kill(self) -> None:
        """Pull the plug, of a frozen one too."""
        self.send(signal.SIGKILL)
        await self.ended(10)


def live(stage: str | None, config: Path, secrets: Mapping[str, str], log: Path) -> None:
    """Be the application until a signal, or the stage, ends it."""
    os.environ |= secrets
    logging.basicConfig(filename=log, level=logging.INFO, format="%(asctime)s %(levelname)-7s %(message)s")
    asyncio.run(killable.main(stage, config) if stage else _run(config))


async def _run(config: Path) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with opened(load(config, os.environ)) as app:
        await app.run(stop)
