"""`watcher store backup`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.cli.store.file import size, store_file
from watcher.store.tiny import upkeep


def backup(
    file: Annotated[Path, typer.Argument(help="Where to; its folder must be there.")],
    config: ConfigOption = CONFIG,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write the store as it is now to a file, and verify it; the service may run."""
    path = store_file(config, "its own `pg_dump` backs it up")
    say(f"{file}: {size(upkeep.backup(path, file, force=force))}, verified")
