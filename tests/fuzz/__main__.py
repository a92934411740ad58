"""`python -m tests.fuzz`: mutated real pages through every reader; fails on crash, hang or growing memory.

A page may be read or refused with `ReadError`; anything else that is raised, a page over two seconds of CPU,
and memory that grows with the pages are failures. Each is written to a folder that tells how to see it again.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from rich.console import Console

from tests.fuzz import atheris_engine
from tests.fuzz.corpus import FOLDERS, ROOT
from tests.fuzz.failures import saved
from tests.fuzz.session import fuzz
from tests.fuzz.verdict import judge


def main() -> int:
    """Read the options and run; the exit code is 1 where anything failed."""
    options = _options()
    console = Console()
    if options.reproduce:
        return _reproduce(options.reproduce, console)
    folders = (*FOLDERS, *(folder.resolve() for folder in options.corpus))
    run = atheris_engine.fuzz if options.engine == "atheris" else fuzz
    return run(options.seed, folders, options.failures, options.minutes * 60, console)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    add = parser.add_argument
    add("--minutes", type=float, default=1.0, metavar="N", help="how long, 1 by default")
    add("--seed", type=int, default=int(time.time()), metavar="S", help="the same seed makes the same cases")
    add("--corpus", type=Path, action="append", default=[], metavar="DIR", help="more pages to start from")
    add(
        "--failures",
        type=Path,
        default=ROOT / ".cache" / "fuzz",
        metavar="DIR",
        help="where faults are written",
    )
    add(
        "--engine",
        choices=("ours", "atheris"),
        default="ours",
        help="atheris is led by coverage; pip install it",
    )
    add("--reproduce", type=Path, metavar="DIR", help="run one fault that was written, and nothing else")
    return parser.parse_args()


def _reproduce(folder: Path, console: Console) -> int:
    verdict = judge(saved(folder))
    told = verdict.failure.details if verdict.failure else f"no failure; {verdict.seconds:.2f} s of CPU"
    console.print(told, markup=False, highlight=False)
    return 1 if verdict.failure else 0


if __name__ == "__main__":
    raise SystemExit(main())
