"""`watcher store import`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.store.pouring import copy_all, counted
from watcher.config.settings import Settings
from watcher.service import wiring
from watcher.service.app import make_folder
from watcher.store.json_file import JsonExporter
from watcher.store.registry import open_importer


def import_(
    file: Annotated[Path, typer.Argument(help="What `watcher store export` wrote.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Fill an empty store from such a file, all of it or, where it has a mistake, nothing."""
    say(f"{file}: imported and verified: {asyncio.run(_import(load_or_example(config), file))}")


async def _import(settings: Settings, file: Path) -> str:
    source = JsonExporter(file)
    if not settings.store.url:
        make_folder(settings.store.path.parent)
    target = await open_importer(wiring.address_of_store(settings))
    try:
        return counted(await copy_all(source, target))
    finally:
        await target.close()
