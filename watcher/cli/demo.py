"""`watcher demo`."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.exits import FAILED
from watcher.cli.output import screen
from watcher.demo.show import show

Folder = Annotated[Path, typer.Argument(help="Where to leave the messages that arrived.")]


def demo(folder: Folder = Path("demo-output")) -> None:
    """Show the main job in half a minute: a site, Slack, Telegram and mail on this machine, nothing else."""
    logging.basicConfig(level=logging.ERROR)
    if not asyncio.run(show(folder, screen())):
        raise typer.Exit(FAILED)
