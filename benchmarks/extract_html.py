"""How much dearer reading a listing is than parsing it: CPU time a page, beside lxml's bare parse.

    python -m benchmarks.extract_html [FOLDER]

FOLDER holds `*.html`; without it the test fixtures are read, and the shared listings where they are, each
with a median of its own: on the fixtures, small pages, what is done once a page weighs most. All pages
are read in turn, several times over, as polls do that find a few new words on a known page; the best time of
each page counts, without what others left to the garbage collector.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
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
FIXTURES = ROOT / "tests" / "fixtures" / "html"
SHARED = ROOT.parent / "shared" / "listings"
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


def measure(name: str, folder: Path, runs: int) -> Iterator[Result]:
    """Measure each page of a folder, print the table, and yield the median."""
    pages = {
        path.stem: Page(url="http://listing.example/", body=path.read_bytes(), fetched_at=NOW)
        for path in sorted(folder.glob("*.html"))
    }
    if not pages:
        return
    best: defaultdict[str, dict[Work, float]] = defaultdict(dict)
    for _ in range(runs):
        for stem, page in pages.items():
            text = page.body.decode("utf-8", "replace")
            for work in (bare, choice, whole):
                best[stem][work] = min(seconds(work, page, text), best[stem].get(work, float("inf")))
    for stem, took in best.items():
        ms = {work: spent * 1000 for work, spent in took.items()}
        print(
            f"{stem:28} ms: bare {ms[bare]:.2f} choice {ms[choice]:.2f} whole {ms[whole]:.2f}"
            f" {ms[whole] / ms[bare]:.1f}x"
        )
    median = statistics.median(took[whole] / took[bare] for took in best.values())
    per_second = len(best) / sum(took[whole] for took in best.values())
    print(f"{name}: median {median:.1f} times the bare parse; {per_second:.0f} pages a CPU second")
    yield at_most(f"reading HTML, to lxml's bare parse, median of {name}", median, "x", OF_BARE)
    yield Result(f"reading HTML, {name}", per_second, "/CPU s")


def run(quick: bool) -> Iterator[Result]:
    """Measure the fixtures and the shared listings."""
    runs = 3 if quick else RUNS
    yield from measure("the fixtures", FIXTURES, runs)
    yield from measure("the shared listings", SHARED, runs)


def main(folder: Path | None) -> None:
    """Measure the pages of a folder, or all."""
    list(measure("the folder", folder, RUNS) if folder else run(quick=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
