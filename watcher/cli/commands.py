"""Which commands there are, and what their errors become: one line on stderr and an exit code."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, cast

import typer

from notifiers.port import DeliveryError
from watcher.cli.exits import exit_code
from watcher.cli.output import complain
from watcher.errors import WatcherError

COMMANDS = {
    "init": "watcher.cli.init:init",
    "run": "watcher.cli.run:run",
    "check": "watcher.cli.check:check",
    "preview": "watcher.cli.preview:preview",
    "validate": "watcher.cli.validate:validate",
    "send-test": "watcher.cli.send_test:send_test",
    "status": "watcher.cli.status:status",
    "accept": "watcher.cli.accept:accept",
    "watches": "watcher.cli.watches.commands:watches",
    "outbox": "watcher.cli.outbox.commands:outbox",
    "store": "watcher.cli.store.commands:store",
    "slack": "watcher.cli.slack.commands:slack",
    "migrate": "watcher.cli.migrate:migrate",
    "demo": "watcher.cli.demo:demo",
    "version": "watcher.cli.version:version",
}
"""Command → the function that serves it, whose docstring is its help, or a group of commands."""

VERBOSE = "--verbose"


def main() -> None:
    """Run the command that the process was started with, and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal without UTF-8 shows a replacement instead of failing half-way.
            stream.reconfigure(errors="replace")
    sys.exit(run_command(sys.argv[1:]))


def run_command(args: Sequence[str]) -> int:
    """Run one command line (without the program's name) and return its exit code."""
    rest = [arg for arg in args if arg != VERBOSE]
    try:
        application(rest)(rest, prog_name="watcher")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0
    except (WatcherError, DeliveryError) as error:
        if VERBOSE in args:
            raise
        complain(str(error))
        return exit_code(error)
    return 0


def application(args: Sequence[str]) -> typer.Typer:
    """Build the command line that `args` need: one command's where they name one, else all."""
    app = typer.Typer(
        add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    app.callback()(_options)
    named = next((arg for arg in args if not arg.startswith("-")), None)
    for name in [named] if named in COMMANDS else COMMANDS:
        served = _load(COMMANDS[name])
        if isinstance(served, typer.Typer):
            app.add_typer(served, name=name)
        else:
            app.command(name)(served)
    return app


def _options(
    verbose: Annotated[bool, typer.Option(VERBOSE, help="Show where an error comes from.")] = False,  # noqa: FBT002
) -> None:
    """Watch news listings, and tell people about the articles they care for.

    Exit codes: 0 done, 1 failed, 2 a mistake in the command or the configuration, 3 the store cannot be
    used, 130 interrupted.
    """


def _load(path: str) -> Callable[..., None] | typer.Typer:
    module, _, name = path.partition(":")
    return cast("Callable[..., None] | typer.Typer", getattr(import_module(module), name))
