"""What commands print: words and tables to people, plain JSON to programs, one line of trouble to stderr."""

from __future__ import annotations

import json
import sys

from rich.console import Console

_PIPE_WIDTH = 160
"""Columns of a table that goes to a file or a pipe, where there is no screen to fit."""


def screen() -> Console:
    """Return a console on stdout: no colours, and a fixed width, where that is no terminal."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _PIPE_WIDTH
    return console


def say(text: str) -> None:
    """Print a line for people."""
    sys.stdout.write(f"{text}\n")


def complain(text: str) -> None:
    """Print a line of trouble."""
    sys.stderr.write(f"watcher: {text}\n")


def print_json(value: object) -> None:
    """Print a JSON value as UTF-8, whatever the locale."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    # Half a surrogate pair, which broken pages contain, is no UTF-8.
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


def plain(text: str) -> str:
    """Make outside text safe for a terminal: no control characters, which could rewrite the screen."""
    return "".join(char if char.isprintable() else " " for char in text)
