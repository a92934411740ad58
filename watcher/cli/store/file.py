"""The file that these commands are about."""

from __future__ import annotations

from pathlib import Path

from watcher.cli.parameters import load_or_example
from watcher.errors import WatcherError


def store_file(config: Path, instead: str) -> Path:
    """Return the store's file; where the store is a database, its own tool, `instead`, does the work."""
    settings = load_or_example(config)
    if settings.store.url:
        raise WatcherError(f"the store is a PostgreSQL database: {instead}")
    return settings.store.path


def size(number: int) -> str:
    """Return a number of bytes as people read it: `12.3 MB`."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{number / 1000:.0f} kB"
