"""How much dearer reading a listing is than parsing it: CPU time a page, beside lxml's bare parse.

    python benchmarks/extract_html.py [FOLDER]

FOLDER holds `*.html`; without it the test fixtures are read. The best of several runs counts for each page.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lxml import etree

from watcher.errors import ReadError
from watcher.extract.html import analyse, read
from watcher.models import Page

RUNS = 9
FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures" / "html"


def milliseconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(RUNS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def bare_parse(body: bytes) -> None:
    etree.fromstring(body, etree.HTMLParser(encoding="utf-8"))


def quietly(page: Page, text: str) -> None:
    try:
        read(page, text)
    except ReadError:
        return


def main(folder: Path) -> None:
    ratios = []
    spent = 0.0
    for path in sorted(folder.glob("*.html")):
        page = Page(url="http://listing.example/", body=path.read_bytes())
        text = page.body.decode("utf-8", "replace")
        bare = milliseconds(partial(bare_parse, page.body))
        chosen = milliseconds(partial(analyse, page, text))
        whole = milliseconds(partial(quietly, page, text))
        ratios.append(whole / bare)
        spent += whole
        print(f"{path.stem:28} ms: bare {bare:.2f} choice {chosen:.2f} whole {whole:.2f} {whole / bare:.1f}x")
    per_second = len(ratios) / spent * 1000
    print(f"median {statistics.median(ratios):.1f} times the bare parse; {per_second:.0f} pages a CPU second")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FIXTURES)
