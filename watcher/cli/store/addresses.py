"""Addresses of stores on a command line: a path, a URL, or the name of a variable that holds one."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from watcher.store.registry import EMBEDDED, KINDS, kind_of

_ENV = "env:"


def address(text: str) -> str | Path:
    """Return where a store is. Raises `BadParameter`, which shows no password."""
    value = os.environ.get(text.removeprefix(_ENV), "") if text.startswith(_ENV) else text
    if not value:
        raise typer.BadParameter(f"{text}: the environment has no such variable")
    kind = kind_of(value)
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind}://: give a file's path, or postgresql://…, or env:NAME")
    return Path(value) if kind == EMBEDDED else value
