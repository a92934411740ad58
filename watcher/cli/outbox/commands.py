"""The commands of `watcher outbox`."""

from __future__ import annotations

from collections.abc import Callable

import typer

from watcher.cli.outbox.drop import drop
from watcher.cli.outbox.list import list_
from watcher.cli.outbox.retry import retry
from watcher.cli.outbox.show import show

outbox = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="See what is owed to whom and why it waits; send it again, or drop it. The service may run.",
)
_COMMANDS: dict[str, Callable[..., None]] = {"list": list_, "show": show, "retry": retry, "drop": drop}
for name, serve in _COMMANDS.items():
    outbox.command(name)(serve)
