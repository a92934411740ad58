"""`watcher migrate`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.output import say
from watcher.cli.store.addresses import address
from watcher.cli.store.pouring import copy_all, counted
from watcher.store.registry import open_exporter, open_importer

_HELP = "A file's path, postgresql://…, or env:NAME for a variable that holds it."


def migrate(
    source: Annotated[str, typer.Argument(metavar="FROM", help=_HELP)],
    target: Annotated[str, typer.Argument(metavar="TO", help=f"The same; an empty store. {_HELP}")],
) -> None:
    """Copy a whole store into another, and verify it: from a file to PostgreSQL, or back.

    No service may use either. Interrupted, it goes on when it is run again. FROM stays as it is.
    """
    first, second = address(source), address(target)
    if first == second:
        raise typer.BadParameter("FROM and TO are the same")
    say(f"Copied and verified: {asyncio.run(_migrate(first, second))}")
    say("Now name the new store in the configuration, as store.path or store.url, and start the service.")


async def _migrate(first: str | Path, second: str | Path) -> str:
    source = await open_exporter(first)
    try:
        target = await open_importer(second)
        try:
            return counted(await copy_all(source, target))
        finally:
            await target.close()
    finally:
        await source.close()
