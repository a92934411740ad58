"""`watcher store rebuild`."""

from __future__ import annotations

from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.cli.store.file import store_file
from watcher.store.tiny import upkeep


def rebuild(config: ConfigOption = CONFIG) -> None:
    """Make the store's indexes anew from its documents; the service must not run."""
    path = store_file(config, "its own `reindex` makes its indexes anew")
    say(f"{path}: the indexes of {upkeep.rebuild(path)} documents made anew")
