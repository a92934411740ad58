"""`watcher watches export`."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from watcher.cli.parameters import CONFIG, ConfigOption, load_or_example
from watcher.cli.watches.blocks import Format, written
from watcher.cli.watches.list import stored
from watcher.watchbook import CLI


def export(
    form: Annotated[Format, typer.Option("--format", help="TOML blocks, or JSON lines.")] = Format.TOML,
    config: ConfigOption = CONFIG,
) -> None:
    """Write the watches that `add` and `import` made to stdout; `import` and a configuration read them."""
    watches = asyncio.run(stored(load_or_example(config, secrets=False)))
    text = written([watch for watch in watches if watch.owner == CLI], form)
    sys.stdout.buffer.write(text.encode())
