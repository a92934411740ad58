"""The other engine: atheris (libFuzzer) leads the same mutations by the coverage that they reach.

A process of its own runs it (`python -m tests.fuzz.atheris_engine FOLDER OPTIONS-OF-LIBFUZZER`), for
libFuzzer ends its process itself. It stops at the first fault, and keeps its input in the folder of failures.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from rich.console import Console

from tests.fuzz.cases import MUTATIONS, Case
from tests.fuzz.corpus import ROOT, TYPES, load
from watcher.models import Page

LARGEST = 200_000
"""Bytes; coverage needs many small pages rather than few large ones."""
_TYPES = (*dict.fromkeys(TYPES.values()), "")
_EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_MEMORY_MB = 3_072


def fuzz(seed: int, folders: tuple[Path, ...], into: Path, seconds: float, console: Console) -> int:
    """Run libFuzzer for so many seconds, tell the result, and return the exit code: 1 after a fault."""
    if importlib.util.find_spec("atheris") is None:
        console.print("atheris is not installed here: pip install atheris")
        return 2
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus, console.status(f"atheris, seed {seed}"):
        _write(Path(corpus), folders)
        limits = (f"-max_total_time={int(seconds)}", "-timeout=20", f"-rss_limit_mb={_MEMORY_MB}")
        options = (
            f"-seed={seed % 2**32}",
            f"-max_len={LARGEST}",
            f"-artifact_prefix={into}/",
            "-print_final_stats=1",
        )
        command = (sys.executable, "-m", "tests.fuzz.atheris_engine", corpus, *limits, *options)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace")
    executed = _EXECUTED.search(done.stderr)
    failed = done.returncode != 0
    if failed:
        console.print(done.stderr[-4_000:], markup=False, highlight=False)
        console.print(
            f"again: python -m tests.fuzz.atheris_engine FILE, with the file in {into}",
            markup=False,
            highlight=False,
        )
    console.print(
        f"{int(executed[1]) - failed if executed else 0} passed, {int(failed)} failed", highlight=False
    )
    return 1 if failed else 0


def _write(corpus: Path, folders: tuple[Path, ...]) -> None:
    """Write the pages as atheris wants them: the first byte says which content type goes with the rest."""
    for number, seed in enumerate(load(folders)):
        (corpus / str(number)).write_bytes(
            bytes([_TYPES.index(seed.content_type)]) + seed.body[: LARGEST - 1]
        )


def case_of(data: bytes) -> Case:
    """Return the case that an input stands for."""
    page = Page(
        url="https://news.example/list?page=2",
        body=data[1:],
        content_type=_TYPES[data[0] % len(_TYPES)] if data else "",
        fetched_at=datetime(2026, 11, 22, 12, tzinfo=UTC),
    )
    return Case(0, ("atheris",), page)


def mutate(data: bytes, limit: int, seed: int) -> bytes:
    """Apply one of our mutations to an input."""
    random = Random(seed)
    changed = random.choice(MUTATIONS)(random, data[1:], data[1:])
    return (data[:1] + changed)[:limit]


def main(arguments: Sequence[str]) -> None:
    """Run libFuzzer with these options; does not return."""
    import atheris

    with atheris.instrument_imports(include=["watcher"]):
        from tests.fuzz.target import run

    def read(data: bytes) -> None:
        run(case_of(data))

    def mutated(data: bytes, limit: int, seed: int) -> bytes:
        return mutate(data, limit, seed) if seed % 2 else atheris.Mutate(data, limit)

    atheris.Setup([sys.argv[0], *arguments], read, custom_mutator=mutated)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
