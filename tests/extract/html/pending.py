"""The fixtures not read as labelled yet: `python -m tests.extract.html.pending` prints why, a line each.

They wait in `tests/fixtures/html/wild/pending/`; one that is read well is moved up to `tests/fixtures/html/`,
where every test run holds it. Another folder may be named as an argument.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from tests.extract.html.f1 import compare
from tests.extract.html.test_fixtures import FIXTURES, Value, load, surroundings, told
from watcher.errors import ReadError
from watcher.extract.html import read
from watcher.models import Listing

PENDING = FIXTURES / "wild" / "pending"


def difference(path: Path) -> str:
    """Say the first thing that is read otherwise than expected; empty where nothing is."""
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    try:
        listing = read(*load(path))
    except ReadError as error:
        return _refusal(expected, str(error))
    if "error" in expected:
        return f"wanted an error, got {len(listing.items)} items: {_first(listing)}"
    return _of_items(listing, expected["items"]) or _of_surroundings(listing, expected)


def _refusal(expected: dict[str, Value], error: str) -> str:
    wanted = expected.get("error")
    if not isinstance(wanted, str):
        return f"wanted {len(_records(expected))} items, got the error: {error}"
    return "" if re.search(wanted, error) else f"wanted an error about {wanted!r}, got: {error}"


def _records(expected: dict[str, Value]) -> list[str]:
    items = expected["items"]
    return items if isinstance(items, list) else []


def _first(listing: Listing) -> str:
    return repr(listing.items[0].title) if listing.items else "none"


def _of_items(listing: Listing, wanted: list[dict[str, Value]]) -> str:
    counts = f"{len(listing.items)} of {len(wanted)} items, F1 {_f1(listing, wanted):.2f}"
    for place, (item, one) in enumerate(zip(listing.items, wanted, strict=False)):
        for name, value in told(item, one).items():
            if value != one[name]:
                return f"{counts}; item {place + 1} {name}: wanted {one[name]!r}, got {value!r}"
    if len(listing.items) != len(wanted):
        return f"{counts}; the first {min(len(listing.items), len(wanted))} are as wanted"
    return ""


def _f1(listing: Listing, wanted: list[dict[str, Value]]) -> float:
    return compare("", listing.items, [{str(one["title"])} for one in wanted]).f1


def _of_surroundings(listing: Listing, expected: dict[str, Value]) -> str:
    for name, value in surroundings(listing).items():
        if name in expected and expected[name] != value:
            return f"{name}: wanted {expected[name]!r}, got {value!r}"
    return ""


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PENDING
    for page in sorted(folder.glob("*.html")):
        about = json.loads(page.with_suffix(".expected.json").read_text())["about"]
        sys.stdout.write(f"{page.stem} ({about})\n    {difference(page) or 'read as labelled: move it up'}\n")
