"""`python -m tests.pace`: how fast, and how fairly, a queue leaves at what Telegram allows."""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from tests.pace.queue import serve


def main() -> int:
    """Read the options and run; the exit code is 1 where a chat was refused more than once."""
    parser = argparse.ArgumentParser(prog="python -m tests.pace", description=__doc__)
    parser.add_argument("--chats", type=int, default=1_000, help="1,000 by default")
    parser.add_argument("--each", type=int, default=10, help="alerts a chat, 10 by default")
    parser.add_argument(
        "--times", type=float, default=3, help="spans are that much shorter, 3 times by default"
    )
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        run = asyncio.run(serve(Path(folder), range(1, options.chats + 1), options.each, options.times, 3600))
    console = Console(highlight=False)
    for line in run.lines():
        console.print(line)
    return (
        0 if run.settled == options.chats * options.each and max(run.refused.values(), default=0) <= 1 else 1
    )


if __name__ == "__main__":
    raise SystemExit(main())
