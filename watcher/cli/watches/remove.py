"""`watcher watches remove`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from watcher.cli.change import change
from watcher.cli.output import plain, say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.watches.list import stored
from watcher.service.requests import Request
from watcher.watchbook import CLI
from watcher.watchbook import CONFIG as OF_CONFIG


def remove(
    watch_id: Annotated[int, typer.Argument(metavar="ID", help="Its number in `watcher watches list`.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Remove a watch that was added or imported; a running service drops it at once."""
    settings = load_or_example(config, secrets=False)
    watch = {each.id: each for each in asyncio.run(stored(settings))}.get(watch_id)
    if watch is None:
        raise typer.BadParameter(f"there is no watch #{watch_id}; see `watcher watches list`")
    if watch.owner != CLI:
        way = "take it out of the configuration" if watch.owner == OF_CONFIG else "its chat can: /unwatch"
        raise typer.BadParameter(f"watch #{watch_id} is of {watch.owner}: {way}")
    if change(settings, Request(remove=(watch_id,))):
        say(f"Removed #{watch_id} {plain(watch.query)}")
    else:
        say("The service is busy: it drops the watch as soon as it can.")
