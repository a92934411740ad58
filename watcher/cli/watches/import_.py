"""`watcher watches import`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.change import change
from watcher.cli.output import say
from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.plural import plural
from watcher.cli.watches.parsing import read
from watcher.service.requests import Request


def import_(
    file: Annotated[Path, typer.Argument(help="TOML with [[watches]] blocks, or JSON, one watch a line.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Add the watches of a file, all of them or, where one has a mistake, none."""
    settings = load_or_example(config, secrets=False)
    watches = read(file, settings)
    if change(settings, Request(add=watches)):
        say(f"{file}: {plural(len(watches), 'watch')} read; those that were there already stay as they are")
    else:
        say("The service is busy: it takes the watches as soon as it can.")
