"""The commands of `watcher watches`."""

from __future__ import annotations

from collections.abc import Callable

import typer

from watcher.cli.watches.add import add
from watcher.cli.watches.backtest import backtest
from watcher.cli.watches.export import export
from watcher.cli.watches.import_ import import_
from watcher.cli.watches.list import list_
from watcher.cli.watches.remove import remove
from watcher.cli.watches.trial import try_out

watches = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Keep and try out watches, the service running or not.",
)
_COMMANDS: dict[str, Callable[..., None]] = {
    "add": add,
    "list": list_,
    "remove": remove,
    "test": try_out,
    "backtest": backtest,
    "export": export,
    "import": import_,
}
for name, serve in _COMMANDS.items():
    watches.command(name)(serve)
