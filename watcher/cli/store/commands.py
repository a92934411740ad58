"""The commands of `watcher store`."""

from __future__ import annotations

from collections.abc import Callable

import typer

from watcher.cli.store.backup import backup
from watcher.cli.store.check import check
from watcher.cli.store.compact import compact
from watcher.cli.store.export import export
from watcher.cli.store.import_ import import_
from watcher.cli.store.rebuild import rebuild
from watcher.cli.store.restore import restore

store = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Check the store's file, back it up, put a backup in its place, make it small.",
)
_COMMANDS: dict[str, Callable[..., None]] = {
    "check": check,
    "backup": backup,
    "restore": restore,
    "compact": compact,
    "export": export,
    "import": import_,
    "rebuild": rebuild,
}
for name, serve in _COMMANDS.items():
    store.command(name)(serve)
