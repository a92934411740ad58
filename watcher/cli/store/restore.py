"""`watcher store restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.cli.store.file import store_file
from watcher.store.tiny import upkeep


def restore(
    file: Annotated[Path, typer.Argument(help="What `watcher store backup` wrote.")],
    config: ConfigOption = CONFIG,
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace the store that is there.")] = False,
) -> None:
    """Put a backup in the store's place; the service must not run. An old store is kept beside it."""
    path = store_file(config, "its own `pg_restore` puts a backup in its place")
    kept = upkeep.restore(path, file, datetime.now(UTC), force=force)
    say(f"{path}: restored from {file}" + (f"; the old one is {kept}" if kept else ""))
