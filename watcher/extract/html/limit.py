"""The most that a candidate's score can be, from what is known of it before its records are looked at."""

from __future__ import annotations

from math import log2

from watcher.extract.html.areas import of
from watcher.extract.html.candidates import Candidate
from watcher.extract.html.columns import are_labelled, is_title_column
from watcher.extract.html.evidence import WEIGHTS
from watcher.extract.html.marks import Marks, any_inside, aside_share, dated, numbers
from watcher.extract.html.scatter import scattered
from watcher.extract.html.score import BARE_WITH_LINKS, BESIDE, sample, worth_together
from watcher.extract.html.tree import Tree


def limit(tree: Tree, sums: Marks, candidate: Candidate, enough: float = float("-inf")) -> float:
    """Return a bound that `evidence.total` of the candidate's evidence never exceeds, JSON-LD left out.

    A bound below `enough` may be higher than it need be: what is cheap to tell is told first.
    """
    most = _by_place(tree, sums, candidate)
    if most + _BY_TEXTS < enough:
        return most + _BY_TEXTS
    titles = sample(candidate.titles)
    number = len(titles)
    texts = [tree.title_of(t)[:500] for t in titles]
    worths = worth_together(candidate.kind, texts)
    weights = WEIGHTS
    most += weights.titles * worths
    most += weights.poor * max(0.0, 1 - (2 if candidate.kind == "text" else 4) * worths)
    most += weights.distinct * len(set(texts)) / number
    most += weights.wordy * min(1.0, sum(map(len, texts)) * len(candidate.titles) / number / sums.link_chars)
    if most < enough:
        return most
    return most + weights.scattered * scattered(tree, sums, candidate)


_BY_TEXTS = WEIGHTS.titles + WEIGHTS.distinct + WEIGHTS.wordy
"""What the texts of titles may add."""


def _by_place(tree: Tree, sums: Marks, candidate: Candidate) -> float:
    """Return what a candidate may have from all but the texts of its titles."""
    titles = sample(candidate.titles)
    around = of(candidate.container)
    chars = tree.chars[around.last] - tree.chars[around.first]
    weights = WEIGHTS
    most = weights.number * min(1.0, log2(len(candidate.roots)) / 4)
    most += weights.reached + weights.detail + weights.lone
    most += weights.share * min(1.0, chars / sums.chars)
    most += weights.aside * aside_share(titles)
    inside = sums.main_share(titles)
    most += weights.main * inside + (weights.outside * (1 - inside) if sums.has_main else 0.0)
    most += weights.crowded * candidate.crowd + weights.uneven * candidate.uneven
    if is_title_column(sums.columns, titles) or are_labelled(tree, titles):
        most += weights.headed
    if dated(sums, around):
        most += weights.dates
    if numbers(tree, sums, [around]):
        most += weights.numbered
    if any_inside(sums.images, around):
        most += weights.images
    if candidate.kind == "heading":
        most += weights.headings
    if candidate.kind == "text":
        return most + weights.emphasised + weights.linked * BESIDE + weights.bare * BARE_WITH_LINKS
    return most + weights.linked + weights.documents
