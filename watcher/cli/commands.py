"""Which commands there are, and what their errors become: one line on stderr and an exit code."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, NamedTuple, cast

import typer

from notifiers.port import DeliveryError
from watcher.cli.exits import exit_code
from watcher.cli.output import complain
from watcher.errors import WatcherError


class Command(NamedTuple):
    """A command: what it does, in a line of the help, and `module:name` of what serves it."""

    help: str
    path: str


COMMANDS = {
    "init": Command("Write a first configuration.", "watcher.cli.init:init"),
    "run": Command("Watch and deliver until told to stop.", "watcher.cli.run:run"),
    "check": Command("Poll every source once, and deliver what is new.", "watcher.cli.check:check"),
    "preview": Command("Read a listing and show what was found.", "watcher.cli.preview:preview"),
    "validate": Command("List every mistake in the configuration.", "watcher.cli.validate:validate"),
    "send-test": Command("Send a sample alert to a destination.", "watcher.cli.send_test:send_test"),
    "status": Command("Ask the running service how it is.", "watcher.cli.status:status"),
    "accept": Command("Believe what a source now looks like.", "watcher.cli.accept:accept"),
    "watches": Command("Keep watches, and try them out.", "watcher.cli.watches.commands:watches"),
    "outbox": Command(
        "See what is owed to whom; send it again, or drop it.", "watcher.cli.outbox.commands:outbox"
    ),
    "store": Command("Check, back up, restore or shrink the store.", "watcher.cli.store.commands:store"),
    "slack": Command("Set up the Slack app.", "watcher.cli.slack.commands:slack"),
    "migrate": Command("Copy a whole store into another, and verify it.", "watcher.cli.migrate:migrate"),
    "demo": Command("Show the main job in half a minute, on this machine alone.", "watcher.cli.demo:demo"),
    "version": Command("Print the version.", "watcher.cli.version:version"),
}
"""By name. What serves one is a function, whose docstring is its own help, or a group of commands; it is
imported when it is asked for: all of them take a second."""

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
    """Build the command line that `args` need: the one command that they name, else the names of all."""
    app = typer.Typer(
        add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    app.callback()(_options)
    named = next((arg for arg in args if not arg.startswith("-")), None)
    if named not in COMMANDS:
        for name, command in COMMANDS.items():
            app.command(name, help=command.help)(_unnamed)
        return app
    served = _load(COMMANDS[named].path)
    if isinstance(served, typer.Typer):
        app.add_typer(served, name=named)
    else:
        app.command(named)(served)
    return app


def _unnamed() -> None:
    """Stands for a command that the arguments do not name, so that none is run by it."""


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
