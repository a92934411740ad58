"""aiogram, a client of Telegram's Bot API that we do not use: it reads every answer against its own types."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.judges.node import Unavailable

CACHE = Path(__file__).parents[2] / ".cache" / "aiogram-3.31.0"
WANTED = "aiogram==3.31.0"
SCRIPT = Path(__file__).with_name("telegram_script.py")


class Client:
    """The client, as a process with the libraries that it wants."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def call(self, method: str, **arguments: object) -> Any:
        """Return what it understood of the answer. Raises `AssertionError` with its exception's name."""
        answer, error = await self._ask(method, arguments)
        assert not error, f"{method}: {error} {answer}"
        return answer

    async def fails(self, method: str, **arguments: object) -> tuple[str, Any]:
        """Return the name of the exception that it raises, and what it knows besides."""
        answer, error = await self._ask(method, arguments)
        return error, answer

    async def _ask(self, method: str, arguments: dict[str, object]) -> tuple[Any, str]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([method, arguments]).encode() + b"\n")
        async with asyncio.timeout(120):  # it takes seconds of CPU time to start
            answer, error = json.loads(await self._process.stdout.readline())
        return answer, error


@asynccontextmanager
async def client(url: str, token: str) -> AsyncIterator[Client]:
    """Start it for a server. Raises `Unavailable` where it cannot be installed."""
    await asyncio.to_thread(_install)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(SCRIPT), url, token),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(CACHE)},
    )
    try:
        yield Client(process)
    finally:
        process.kill()
        await process.wait()


def _install() -> None:
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    with CACHE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if CACHE.exists():
            return
        unpacking = CACHE.with_suffix(".unpacking")
        pip = (
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--retries",
            "1",
            "--target",
            str(unpacking),
        )
        try:
            subprocess.run((*pip, WANTED), check=True, capture_output=True, text=True, timeout=180)
        except (OSError, subprocess.SubprocessError) as error:
            raise Unavailable(f"aiogram cannot be installed: {error}") from error
        unpacking.rename(CACHE)
