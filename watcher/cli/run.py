"""`watcher run`."""

from __future__ import annotations

import asyncio
import logging
import signal

from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.config.settings import Settings
from watcher.extract.collector import spare_what_stays
from watcher.service.app import opened


def run(config: ConfigOption = CONFIG) -> None:
    """Watch and deliver until told to stop (Ctrl-C or SIGTERM), which finishes what is in flight.

    Without a config.toml it runs the example, which writes to the console and needs no account.
    """
    settings = load_or_example(config)
    if not config.exists():
        say(f"No {config} here: running the example. `watcher init` makes a configuration of your own.")
    _log_to_stderr(settings.log.level.upper())
    asyncio.run(_serve(settings))


def _log_to_stderr(level: str) -> None:
    """Write our own lines from `level` on; of the libraries only what is wrong."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)-7s %(message)s", datefmt="%Y-%m-%d %H:%M:%S"
    )
    for package in ("watcher", "notifiers"):
        logging.getLogger(package).setLevel(level)


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with opened(settings) as app:
        spare_what_stays()
        await app.run(stop)
