"""How well `read` does on a folder of saved listings: run as a script, it prints a table of all pages."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from watcher.errors import ReadError
from watcher.extract.html import read
from watcher.models import Item, Page


@dataclass(frozen=True)
class Result:
    """One page's outcome; `found` and `wanted` are numbers of items."""

    name: str
    found: int
    wanted: int
    f1: float
    """Harmonic mean of precision and recall; 1.0 where nothing was wanted and nothing found."""
    in_order: bool
    """Every item was found, in order, and no other."""
    note: str = ""


def score(path: Path) -> Result:
    """Read one saved page and compare the items with its `.expected.json`, by title or by address."""
    expected = json.loads(path.with_suffix("").with_suffix(".expected.json").read_text())
    base = expected["page"] or "http://listing.example/"
    wanted = [
        _keys(i["title"], urljoin(base, i["href"]) if i.get("href") else None) for i in expected["items"]
    ]
    page = Page(url=base, body=path.read_bytes())
    try:
        items = read(page, page.body.decode("utf-8", "replace")).items
    except ReadError as error:
        return Result(path.stem, 0, len(wanted), 0.0, in_order=False, note=str(error))
    return compare(path.stem, items, wanted)


def compare(name: str, items: tuple[Item, ...], wanted: list[set[str]]) -> Result:
    """Match items with what was wanted, each at most once."""
    left = list(range(len(wanted)))
    matched: list[int] = []
    for item in items:
        keys = _keys(item.title, item.url)
        hit = next((place for place in left if wanted[place] & keys), None)
        if hit is not None:
            left.remove(hit)
            matched.append(hit)
    both = len(items) + len(wanted)
    f1 = 2 * len(matched) / both if both else 1.0
    perfect = len(matched) == len(items) == len(wanted) and matched == sorted(matched)
    return Result(name, len(items), len(wanted), f1, in_order=perfect)


def _keys(title: str, url: str | None) -> set[str]:
    return {" ".join(title.split())} | ({url.split("://", 1)[-1].rstrip("/")} if url else set())


if __name__ == "__main__":
    results = [score(p) for p in sorted(Path(sys.argv[1]).glob("*.html"))]
    for r in results:
        sys.stdout.write(
            f"{r.name:30} {r.found:4} of {r.wanted:4}  F1 {r.f1:.3f} {'' if r.in_order else 'x'} {r.note}\n"
        )
    sys.stdout.write(f"mean F1 {sum(r.f1 for r in results) / len(results):.4f}\n")
