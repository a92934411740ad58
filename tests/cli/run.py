"""Runs command lines: inside this process where that tells enough, else as a real process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from watcher.cli.commands import run_command

WATCHER = [sys.executable, "-m", "watcher"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str


class Cli:
    """Runs commands in this process and captures what they print."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self._capture = capture

    def __call__(self, *args: str | Path) -> Outcome:
        self._capture.readouterr()
        code = run_command([str(arg) for arg in args])
        out, err = self._capture.readouterr()
        return Outcome(code, out, err)


def process(*args: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> Outcome:
    """Run a command as a process of its own, its output going to pipes."""
    done = subprocess.run(
        [*WATCHER, *map(str, args)],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())
