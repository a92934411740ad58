"""`watcher store compact`."""

from __future__ import annotations

from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.cli.store.file import size, store_file
from watcher.store.tiny import upkeep


def compact(config: ConfigOption = CONFIG) -> None:
    """Give disk that is not needed any more back; the service must not run."""
    path = store_file(config, "its own `vacuum full` makes it small")
    before, after = upkeep.compact(path)
    say(f"{path}: {size(before)} before, {size(after)} after")
