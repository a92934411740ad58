"""`watcher store check`."""

from __future__ import annotations

import typer

from watcher.cli.output import plain, say
from watcher.cli.parameters import CONFIG, ConfigOption
from watcher.cli.store.file import store_file
from watcher.store.tiny.check import check as find_troubles


def check(config: ConfigOption = CONFIG) -> None:
    """Look whether the store is sound, the service running or not. Exit code 1 where it is not."""
    path = store_file(config, "its own `pg_amcheck` checks it")
    troubles = find_troubles(path)
    if not troubles:
        say(f"{path}: sound")
        return
    for trouble in troubles:
        say(f"{path}: {plain(trouble)}")
    if any("damaged" in trouble or "cannot be read" in trouble for trouble in troubles):
        say("What to do: stop the service, then `watcher store restore FILE --force` with your last backup.")
    else:
        say("What to do: stop the service, then `watcher store rebuild`: the documents themselves are sound.")
    raise typer.Exit(1)
