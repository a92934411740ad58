"""One case: a page and how it is to be read, made from a seed and a number, so that it can be made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from random import Random
from types import MappingProxyType

from tests.fuzz import mutate_bytes, mutate_structure
from tests.fuzz.corpus import TYPES, Seed
from watcher.models import Kind, Page, Select

LARGEST = 1_000_000
"""Bytes of a body: far more than a listing has, and little enough that two seconds are no matter of size."""
MUTATIONS = (*mutate_structure.ALL, *mutate_bytes.ALL)
_FETCHED = datetime(2026, 11, 22, 12, tzinfo=UTC)
_URLS = (
    "https://news.example/list?page=2",
    "https://news.example/",
    "",
    "http://[::1",
    "https://news.example/feed.xml",
)
_CHARSETS = ("utf-8", "utf-16", "latin-1", "gb2312", "rot13", "\ud800", "nope", "utf-8\0")
_CONTENT_TYPES = (*TYPES.values(), "", "image/png", "application/octet-stream", "text/html;")
SELECTS = MappingProxyType(
    {
        "list": Select(item="li", title="a", link="a@href", date="time@datetime", summary="p"),
        "cards": Select(item="article, div, item", title="h2, h3, title", next_page="a[rel=next]@href"),
        "rows": Select(item="tr", title="td", label="span", author="em", image="img@src"),
    }
)


@dataclass(frozen=True, slots=True)
class Case:
    """A page to read. `trail` names the page that it was and what was done to it."""

    number: int
    trail: tuple[str, ...]
    page: Page
    kind: Kind | None = None
    select: str = ""
    """A name in `SELECTS`, empty for the automatic reading."""

    def with_body(self, body: bytes) -> Case:
        """Return the same case with another body."""
        return replace(self, page=replace(self.page, body=body))


def make(seed: int, number: int, corpus: Sequence[Seed]) -> Case:
    """Make case `number` of the run with that seed; the same corpus gives the same case."""
    random = Random(f"{seed}:{number}")
    start, other = random.choice(corpus), random.choice(corpus)
    trail, body = [start.name], start.body
    for _ in range(random.choice((1, 1, 2, 3, 5))):
        mutation = random.choice(MUTATIONS)
        body = mutation(random, body, other.body)[:LARGEST]
        trail.append(mutation.__name__)
    return Case(number, tuple(trail), _labelled(random, body, start), *_reading(random))


def _labelled(random: Random, body: bytes, start: Seed) -> Page:
    lies = random.random() < 0.3
    return Page(
        url=random.choice(_URLS),
        body=body,
        content_type=random.choice(_CONTENT_TYPES) if lies else start.content_type,
        charset=random.choice(_CHARSETS) if random.random() < 0.2 else None,
        fetched_at=_FETCHED if random.random() < 0.7 else None,
    )


def _reading(random: Random) -> tuple[Kind | None, str]:
    """Mostly leave it to the page what it is; sometimes insist on a kind, or on selectors."""
    dice = random.random()
    if dice < 0.1:
        return Kind.HTML, random.choice(tuple(SELECTS))
    return (random.choice(tuple(Kind)) if dice < 0.3 else None), ""
