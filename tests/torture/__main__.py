"""`python -m tests.torture`: kill, stall and refuse real processes; fail on lost or repeated alerts.

On PostgreSQL there are several at once, and the server crashes too.

Each run leaves its log, store and configuration in a folder. The same seed makes the same mischief in the
same order; how it meets with the process is up to the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import time
from dataclasses import replace
from math import inf
from pathlib import Path

from rich.console import Console

from tests.e2e.world import ROOT
from tests.torture.session import Plan, Torture


def main() -> int:
    """Read the options and run; the exit code is 1 where an alert is missing or came twice without reason."""
    options = _options()
    console = Console(highlight=False, markup=False, soft_wrap=True)
    folder: Path = options.folder / f"{options.store}-{options.seed}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    plan = _plan(options)
    until = f"{options.kills} kills" if options.kills else f"{plan.seconds / 60:g} min"
    console.print(f"seed {plan.seed}, {options.store} store, {plan.workers} at once, {until}, in {folder}")
    began = time.monotonic()
    torture = Torture(folder, plan)
    verdict = asyncio.run(torture.run())
    console.print(f"{(time.monotonic() - began) / 60:.1f} min in all")
    for line in (*torture.tally(), *verdict.lines()):
        console.print(line)
    return 0 if verdict.ok else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    add = parser.add_argument
    add(
        "--minutes",
        type=float,
        metavar="N",
        help="how long, 1 by default; with --kills, as long as they take",
    )
    add("--kills", type=int, metavar="N", help="end after so many SIGKILLs of the process")
    add("--workers", type=int, metavar="N", help="processes at once: on PostgreSQL, 3 by default")
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


def _plan(options: argparse.Namespace) -> Plan:
    minutes = options.minutes or (inf if options.kills else 1.0)
    plan = Plan(seed=options.seed, seconds=minutes * 60, kills=options.kills)
    if options.store == "embedded":
        return plan
    from tests.postgres import new_database, server

    return replace(plan, workers=options.workers or 3, server=server(), url=new_database())


if __name__ == "__main__":
    raise SystemExit(main())
