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
import sys
import time
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from notifiers.registry import load as notifier
from notifiers.secret import Secret
from notifiers.telegram.login import Login
from notifiers.telegram.send import Telegram
from tests.e2e import killable
from watcher.config.loading import load
from watcher.demo.articles import STORIES
from watcher.demo.layouts import LAYOUTS, page
from watcher.errors import WatcherError
from watcher.extract import read
from watcher.models import Page
from watcher.service.app import opened


def _warm_up() -> None:
    """Import and make, before any life, what each would import and make on first use."""
    for kind in ("console", "email", "slack", "telegram"):
        notifier(kind)
    # One bot reads the certificates for all that come.
    Telegram(Login(token=Secret("1:a")))
    for module in ("tiny", "postgres"):
        import_module(f"watcher.store.{module}.store")
    for layout in LAYOUTS.values():
        read(
            Page(
                url="http://127.0.0.1/",
                body=page(layout, [(one, date(2026, 3, 2)) for one in STORIES]).encode(),
            )
        )


_warm_up()

REFUSED = 3
"""The exit code of one that could not open its store, or another part."""


class Lives:
    """One life after another, on one configuration."""

    def __init__(self, config: Path, secrets: Mapping[str, str], log: Path) -> None:
        self._arguments = (config, dict(secrets), log)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["__main__", __name__])
        self._process: BaseProcess | None = None
        self._says: Connection | None = None

    def start(self, stage: str | None = None) -> None:
        """Begin a life; with a `stage`, one that kills itself there."""
        if self._says:
            self._says.close()
        self._says, told = self._context.Pipe(duplex=False)
        self._process = self._context.Process(target=live, args=(stage, told, *self._arguments), daemon=True)
        self._process.start()
        told.close()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to it, where it still lives."""
        if self._process and self._process.pid and self._process.is_alive():
            os.kill(self._process.pid, number)

    async def open(self, within: float) -> None:
        """Wait until it has opened everything, or has ended, or for so many seconds."""
        deadline = time.monotonic() + within
        while self._says and not self._says.poll() and time.monotonic() < deadline:
            await asyncio.sleep(0.01)

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

    @property
    def code(self) -> int | None:
        """The exit code of the last life, once it has ended; negative for a signal."""
        return self._process.exitcode if self._process else None


def live(stage: str | None, told: Connection, config: Path, secrets: Mapping[str, str], log: Path) -> None:
    """Be the application until a signal, or the stage, ends it."""
    os.environ |= secrets
    logging.basicConfig(filename=log, level=logging.INFO, format="%(asctime)s %(levelname)-7s %(message)s")
    try:
        asyncio.run(killable.main(stage, config) if stage else _run(config, told))
    except WatcherError as error:
        logging.getLogger(__name__).warning("cannot start: %s", error)
        sys.exit(REFUSED)


async def _run(config: Path, told: Connection) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with opened(load(config, os.environ)) as app:
        told.close()
        await app.run(stop)
