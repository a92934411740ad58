"""What reading plain-text listings takes: `python -m benchmarks.extract_text [FOLDER]`.

CPU time from bytes to items, beside cutting the same text into words once; and how it grows with a listing
ten times as long. FOLDER holds `*.txt`; without it the test fixtures and the shared seeds are read.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from benchmarks.result import Result
from benchmarks.timing import milliseconds
from watcher.errors import ReadError
from watcher.extract import read
from watcher.models import Kind, Page

RUNS = 9
ROOT = Path(__file__).parents[1]
FOLDERS = (ROOT / "tests" / "fixtures" / "text", ROOT.parent / "shared" / "seeds")
LONGER = 10
_WORD = re.compile(r"\w+")


def words(body: bytes) -> None:
    _WORD.findall(body.decode("utf-8", "replace"))


def quietly(body: bytes) -> None:
    try:
        read(Page(url="https://news.example/", body=body), Kind.TEXT)
    except ReadError:
        return


def measure(paths: Sequence[Path], runs: int) -> Iterator[Result]:
    """Measure each listing, print the table, and yield the medians."""
    times, ratios, growths = [], [], []
    print(f"{'CPU ms a listing':50}{'words':>8}{'whole':>8}{'x words':>9}{f'{LONGER}x longer':>12}")
    for path in paths:
        body = path.read_bytes()
        bare = milliseconds(partial(words, body), runs)
        whole = milliseconds(partial(quietly, body), runs)
        longer = milliseconds(partial(quietly, body * LONGER), max(1, runs // 3))
        times.append(whole)
        ratios.append(whole / bare)
        growths.append(longer / whole)
        print(f"{path.name:50}{bare:8.2f}{whole:8.2f}{ratios[-1]:9.0f}{growths[-1]:12.1f}", flush=True)
    yield Result("reading text listings", len(times) / sum(times) * 1000, "/CPU s")
    yield Result("reading a text, to cutting it into words, median", statistics.median(ratios), "x")
    yield Result(f"reading a text {LONGER} times as long, median", statistics.median(growths), "x")


def run(quick: bool) -> Iterator[Result]:
    """Measure the fixtures and the shared seeds."""
    return measure(
        [path for folder in FOLDERS for path in sorted(folder.glob("*.txt"))], 3 if quick else RUNS
    )


def main() -> None:
    """Read the options, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    folder = parser.parse_args().folder
    list(measure(sorted(folder.glob("*.txt")), RUNS) if folder else run(quick=False))


if __name__ == "__main__":
    main()
