"""The pages that the mutations start from: all fixtures, the shared pages where they are, a few feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = (
    ROOT / "tests" / "fuzz" / "corpus",
    ROOT / "tests" / "fixtures",
    ROOT.parent / "shared" / "listings",
    ROOT.parent / "shared" / "seeds",
)
TYPES = {
    ".html": "text/html",
    ".txt": "text/plain",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".xml": "application/xml",
    ".json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A page as it was found; `content_type` is what an honest server would say."""

    name: str
    body: bytes
    content_type: str


def load(folders: Iterable[Path] = FOLDERS) -> tuple[Seed, ...]:
    """Return the pages of all folders that are there, in a fixed order; raises `SystemExit` without any."""
    found = tuple(seed for folder in folders for seed in _in(folder))
    if not found:
        raise SystemExit("no page to start from")
    return found


def _in(folder: Path) -> Iterator[Seed]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in TYPES and not path.name.endswith(".expected.json"):
            yield Seed(str(path.relative_to(folder)), path.read_bytes(), TYPES[path.suffix])
