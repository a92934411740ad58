"""The labelled stories, as items; and how a way of telling them apart does on them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from math import log
from pathlib import Path

from watcher.models import Item
from watcher.similar import Marks, marks_of, score

FOUND = frozenset({"first", "same", "wire"})


@dataclass(frozen=True)
class Telling:
    """One line of the file."""

    story: int
    kind: str
    item: Item
    marks: Marks


@dataclass(frozen=True)
class Pair:
    """Two tellings: whether they are the same story, whether their line says so itself, and their score."""

    one: Telling
    other: Telling
    same: bool
    labelled: bool
    score: float


def tellings(*, held_out: bool) -> list[Telling]:
    """Return one half of the stories."""
    return [one for one in _read("stories.txt") if (one.story % 2 == 0) == held_out]


def blind() -> list[Telling]:
    """Return the stories that nothing was ever tuned on."""
    return _read("blind.txt")


def _read(name: str) -> list[Telling]:
    found: list[Telling] = []
    story = 0
    for line in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, title, summary = (field.strip() for field in line.split("|"))
        story += kind == "first"
        item = Item(title=title, summary=summary)
        found.append(Telling(story, kind, item, marks_of(item)))
    return found


def pairs(told: list[Telling]) -> list[Pair]:
    """Return every pair of some tellings, scored with the weights that these themselves give their words."""
    having = Counter(word for one in told for word in one.marks.words)

    def weigh(word: str) -> float:
        return log((len(told) + 100) / (having[word] + 0.5))

    return [
        Pair(
            one,
            other,
            same=one.story == other.story and {one.kind, other.kind} <= FOUND,
            labelled=one.story == other.story and one.kind == "first",
            score=score(one.marks, other.marks, weigh),
        )
        for one, other in combinations(told, 2)
    ]


def measured(found: list[Pair], threshold: float) -> tuple[float, float]:
    """Return precision and recall."""
    grouped = [pair for pair in found if pair.score >= threshold]
    right = sum(pair.same for pair in grouped)
    return right / max(1, len(grouped)), right / sum(pair.same for pair in found)
