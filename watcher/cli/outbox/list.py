"""`watcher outbox list`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer
from rich.table import Table

from watcher.cli.outbox.why import why
from watcher.cli.output import plain, print_json, screen
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.stored import reading
from watcher.config.settings import Settings
from watcher.models import Delivery, State
from watcher.store.codec import to_body


def list_(
    state: Annotated[State | None, typer.Option("--state", help="Only deliveries in this state.")] = None,
    destination: Annotated[
        str | None, typer.Option("--destination", help="Only those to this destination, or chat.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="At most so many, the newest first.")] = 50,
    config: ConfigOption = CONFIG,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list with all fields.")] = False,
) -> None:
    """List deliveries, each with why it waits, was given up or went with another."""
    rows = asyncio.run(_read(load_or_example(config), state, limit, destination))
    if as_json:
        print_json([to_body(row) for row in rows])
        return
    table = Table("Id", "State", "To", "Queued (UTC)", "Tries", "Why")
    table.columns[0].overflow = "fold"
    for row in rows:
        queued = f"{row.created_at:%Y-%m-%d %H:%M:%S}"
        shown = (row.id, row.state, row.destination, queued, str(row.attempts), why(row))
        table.add_row(*map(plain, shown))
    screen().print(table)


async def _read(
    settings: Settings, state: State | None, limit: int, destination: str | None
) -> tuple[Delivery, ...]:
    async with reading(settings) as store:
        return await store.deliveries(state, limit, destination)
