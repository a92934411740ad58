"""How much dearer reading a listing is than parsing it: CPU time a page, beside lxml's bare parse.

    python -m benchmarks.extract_html [FOLDER]

FOLDER holds `*.html`; without it the test fixtures are read, and the shared listings where they are. All
pages are read in turn, several times over, as polls do that find a few new words on a known page; the best
time of each page counts, without what others left to the garbage collector.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from benchmarks.result import Result, at_most
from watcher.errors import ReadError
from watcher.extract import read
from watcher.extract.html import analyse
from watcher.models import Kind, Page

RUNS = 9
OF_BARE = 5
"""Times the bare parse, at most."""
ROOT = Path(__file__).parents[1]
FOLDERS = (ROOT / "tests" / "fixtures" / "html", ROOT.parent / "shared" / "listings")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
Work = Callable[[Page, str], object]


def bare(page: Page, _text: str) -> None:
    etree.fromstring(page.body, etree.HTMLParser(encoding="utf-8"))


def choice(page: Page, text: str) -> None:
    analyse(page, text, every=False)


def whole(page: Page, _text: str) -> None:
    with suppress(ReadError):
        read(page, Kind.HTML)


def seconds(work: Work, page: Page, text: str) -> float:
    gc.collect()
    start = time.process_time()
    work(page, text)
    return time.process_time() - start


def measure(paths: Sequence[Path], runs: int) -> Iterator[Result]:
    """Measure each page, print the table, and yield the median."""
    pages = {
        path.stem: Page(url="http://listing.example/", body=path.read_bytes(), fetched_at=NOW)
        for path in paths
    }
    best: defaultdict[str, dict[Work, float]] = defaultdict(dict)
    for _ in range(runs):
        for name, page in pages.items():
            text = page.body.decode("utf-8", "replace")
            for work in (bare, choice, whole):
                best[name][work] = min(seconds(work, page, text), best[name].get(work, float("inf")))
    for name, took in best.items():
        ms = {work: spent * 1000 for work, spent in took.items()}
        print(
            f"{name:28} ms: bare {ms[bare]:.2f} choice {ms[choice]:.2f} whole {ms[whole]:.2f}"
            f" {ms[whole] / ms[bare]:.1f}x"
        )
    median = statistics.median(took[whole] / took[bare] for took in best.values())
    per_second = len(best) / sum(took[whole] for took in best.values())
    print(f"median {median:.1f} times the bare parse, goal {OF_BARE}; {per_second:.0f} pages a CPU second")
    yield at_most("reading HTML, to lxml's bare parse, median", median, "x", OF_BARE)
    yield Result("reading HTML", per_second, "/CPU s")


def run(quick: bool) -> Iterator[Result]:
    """Measure the fixtures and the shared listings."""
    paths = [path for folder in FOLDERS for path in sorted(folder.glob("*.html"))]
    return measure(paths, 3 if quick else RUNS)


def main(folder: Path | None) -> None:
    """Measure the pages of a folder, or all."""
    list(measure(sorted(folder.glob("*.html")), RUNS) if folder else run(quick=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
