"""`python -m tests.torture`: kill, stall and refuse a real process; fail on lost or repeated alerts.

Each run leaves its log, store and configuration in a folder. The same seed makes the same mischief in the
same order; how it meets with the process is up to the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import time
from pathlib import Path

from rich.console import Console

from tests.e2e.world import ROOT
from tests.torture.session import Torture


def main() -> int:
    """Read the options and run; the exit code is 1 where an alert is missing or came twice without reason."""
    options = _options()
    console = Console(highlight=False, markup=False, soft_wrap=True)
    folder: Path = options.folder / f"{options.store}-{options.seed}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    console.print(f"seed {options.seed}, {options.store} store, {options.minutes:g} min, in {folder}")
    torture = Torture(folder, seed=options.seed, seconds=options.minutes * 60, url=_url(options.store))
    verdict = asyncio.run(torture.run())
    for line in (*torture.tally(), *verdict.lines()):
        console.print(line)
    return 0 if verdict.ok else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    add = parser.add_argument
    add("--minutes", type=float, default=1.0, metavar="N", help="how long, 1 by default")
    add(
        "--seed",
        type=int,
        default=int(time.time()),
        metavar="S",
        help="the same seed, the same mischief",
    )
    add("--store", choices=("embedded", "postgres"), default="embedded", help="which store the process has")
    add("--folder", type=Path, default=ROOT / ".cache" / "torture", metavar="DIR", help="where runs are kept")
    return parser.parse_args()


def _url(store: str) -> str:
    """Return the address of a new database; empty for the embedded store."""
    if store == "embedded":
        return ""
    from tests.postgres import new_database

    return new_database()


if __name__ == "__main__":
    raise SystemExit(main())
