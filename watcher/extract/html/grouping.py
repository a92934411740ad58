"""Are a candidate's records really groups of records, such as the sections of a gazette's contents?"""

from __future__ import annotations

from bisect import bisect_left

from watcher.extract.html.areas import of
from watcher.extract.html.candidates import Candidate
from watcher.extract.html.marks import Marks, links_inside, numbers
from watcher.extract.html.score import address, sample, worth_together
from watcher.extract.html.tree import Tree

_HEADLINES, _NAMES = 0.8, 0.5
"""Mean worth of titles: of headlines, and of names of cases where each has a number too."""
_MORE = 1.5
_NEARLY_ALL = 0.8


def groups(tree: Tree, sums: Marks, candidate: Candidate, others: list[Candidate]) -> bool:
    """Tell whether headings without links stand over better titles, or numbered ones, each with a link."""
    if candidate.kind != "heading" or len(candidate.titles) < 2 or any(map(address, candidate.titles)):
        return False
    return any(_is_inside(tree, sums, candidate, other) for other in others if other.kind != "heading")


def _is_inside(tree: Tree, sums: Marks, candidate: Candidate, other: Candidate) -> bool:
    number = len(candidate.titles)
    if len(other.titles) < _MORE * number:
        return False
    starts = [t.index for t in candidate.titles]
    end = candidate.container.end
    below = [bisect_left(starts, t.index) for t in other.titles if starts[0] < t.index < end]
    if len(below) < len(other.titles) or len(set(below)) < _NEARLY_ALL * number:
        return False
    roots = sample(other.roots)
    linked = sum(links_inside(sums, of(root)) > 0 for root in roots)
    if linked < _NEARLY_ALL * len(roots):
        return False
    value = worth_together(other.kind, [tree.text_of(t)[:500] for t in sample(other.titles)])
    if value >= _HEADLINES and other.promise >= _MORE * candidate.promise:
        return True
    return value >= _NAMES and numbers(tree, sums, [of(root) for root in roots]) >= _NEARLY_ALL * len(roots)
