"""`watcher watches list`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.table import Table

from watcher.cli.output import plain, print_json, screen
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.stored import reading
from watcher.cli.watches.blocks import block
from watcher.config import Settings
from watcher.models import Watch


def list_(
    config: ConfigOption = CONFIG,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List all watches: of the configuration, of these commands (owner `cli`), and of chats."""
    watches = asyncio.run(stored(load_or_example(config, secrets=False)))
    if as_json:
        print_json([{"id": watch.id, "owner": watch.owner, **block(watch)} for watch in watches])
        return
    table = Table("Id", "Owner", "Query", "To", "Sources", "Name")
    for watch in watches:
        shown = (
            watch.owner,
            watch.query,
            ", ".join(watch.destinations),
            ", ".join(watch.sources),
            watch.name,
        )
        table.add_row(str(watch.id), *map(plain, shown))
    screen().print(table)


async def stored(settings: Settings) -> tuple[Watch, ...]:
    """Read the watches, beside the service where it runs."""
    async with reading(settings) as store:
        return await store.watches()
