"""Draws docs/demo.svg anew: `python docs/draw_demo.py`."""

from __future__ import annotations

import asyncio
import contextlib
import io
import tempfile
from pathlib import Path

from rich.console import Console

from watcher.demo.show import show


def main() -> None:
    """Play the demo into a recording console and save what it shows."""
    console = Console(record=True, width=104, file=io.StringIO(), force_terminal=True, highlight=False)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        asyncio.run(show(Path("demo-output"), console))
    console.save_svg(str(Path(__file__).resolve().with_name("demo.svg")), title="make demo")


if __name__ == "__main__":
    main()
