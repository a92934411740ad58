"""`watcher store export`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.store.pouring import counted, write_all
from watcher.config.settings import Settings
from watcher.errors import WatcherError
from watcher.service import wiring
from watcher.store.json_file import JsonImporter
from watcher.store.registry import open_exporter


def export(
    file: Annotated[Path, typer.Argument(help="Where to.")],
    config: ConfigOption = CONFIG,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write all that is stored to a JSON file that TinyDB opens; the service may run."""
    if file.exists() and not force:
        raise WatcherError(f"{file}: there is a file already: give another name, or --force")
    say(f"{file}: {asyncio.run(_export(load_or_example(config), file))}")


async def _export(settings: Settings, file: Path) -> str:
    source = await open_exporter(wiring.address_of_store(settings), beside=True)
    try:
        target = JsonImporter(file)
        try:
            return counted(await write_all(source, target))
        finally:
            await target.close()
    finally:
        await source.close()
