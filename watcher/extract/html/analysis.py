"""From a page to its ranked candidates: the data behind the choice, for the reader and for explaining it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from watcher.extract.html import microdata
from watcher.extract.html.addresses import Addresses, form, is_front, key
from watcher.extract.html.areas import Area, areas
from watcher.extract.html.candidates import Candidate, candidates
from watcher.extract.html.captions import captions
from watcher.extract.html.evidence import WEIGHTS, Evidence, total, weighed
from watcher.extract.html.grouping import groups
from watcher.extract.html.limit import limit
from watcher.extract.html.linked_data import Declared, declared
from watcher.extract.html.marks import Marks, marks
from watcher.extract.html.parse import parse
from watcher.extract.html.score import address, evidence
from watcher.extract.html.seeds import seeds
from watcher.extract.html.spans import shifts
from watcher.extract.html.tree import Node, Tree
from watcher.models import Page

_SEVERAL, _LIST = 5, 7.2
"""Records, and the score, of a list that a lone record cannot hold."""
_LITTLE, _AS_GOOD = 1.0, 0.9
"""Score by which a lone record leads a list of it and others at most, whose titles are worth as much."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with the evidence and the sum of it."""

    candidate: Candidate
    areas: list[Area]
    evidence: Evidence
    score: float

    @property
    def pattern(self) -> str:
        """The chain of tags from the container to the title, as a CSS-like text."""
        steps = [_step(self.candidate.titles[0])]
        up = self.candidate.titles[0].parent
        while up is not None and up.depth >= self.candidate.container.depth:
            steps.append(_step(up))
            up = up.parent
        return " > ".join(reversed(steps))

    def reasons(self) -> tuple[tuple[str, float], ...]:
        """Return what each kind of evidence adds to the score, weightiest first."""
        found = [(name, value * weight) for name, value, weight in weighed(self.evidence)]
        return tuple(sorted((r for r in found if r[1]), key=lambda r: -abs(r[1])))


@dataclass(frozen=True, slots=True)
class Analysis:
    """A parsed page and what could be its list, best first."""

    tree: Tree
    marks: Marks
    addresses: Addresses
    ranked: tuple[Ranked, ...]
    declared: dict[str, Declared]
    """What JSON-LD says of articles, by `addresses.key`."""

    def leads_away(self, title: Node) -> bool:
        """Tell whether a title links another page, and not the front page as a logo does."""
        href = address(title)
        target = self.addresses.resolve(href) if href else None
        return target is not None and not self.addresses.is_page(target) and not is_front(target)

    def forms(self, one: Ranked) -> set[tuple[str, ...]]:
        """Return the forms of the addresses that a candidate's titles link."""
        targets = (self.addresses.resolve(address(title)) for title in one.candidate.titles)
        return {form(target) for target in targets if target}


def analyse(page: Page, text: str, *, every: bool = True) -> Analysis:
    """Parse `text` and rank what could be the list. Raises `ReadError` where there is no element at all.

    Without `every`, candidates that cannot be the best are left out.
    """
    tree = parse(text)
    tree.captions = captions(tree)
    tree.shifts = shifts(tree)
    sums = marks(tree)
    addresses = Addresses(page.url, tree)
    entries = declared(tree.scripts, addresses) if tree.scripts else {}
    ranked: list[Ranked] = []
    best = float("-inf")
    proposed = candidates(tree, seeds(tree))
    for candidate in proposed:
        marked = microdata.share(candidate)
        said = 1.0 if entries else marked
        enough = best - said * WEIGHTS.declared
        if not every and limit(tree, sums, candidate, enough) < enough:
            continue
        spans = areas(candidate)
        found = evidence(tree, sums, candidate, spans)
        if groups(tree, sums, candidate, proposed):
            found = replace(found, grouping=1.0)
        if said:
            found = replace(found, declared=max(marked, _declared_share(candidate, addresses, entries)))
        ranked.append(Ranked(candidate, spans, found, total(found)))
        best = max(best, ranked[-1].score - (_LITTLE if len(spans) == 1 else 0.0))
    ranked.sort(key=lambda r: -r.score)
    if ranked and len(ranked[0].areas) == 1:
        ranked = _several_first(ranked)
    return Analysis(tree, sums, addresses, tuple(ranked), entries)


def _several_first(ranked: list[Ranked]) -> list[Ranked]:
    """Return a list before a lone record around it, that is a link above or below, or of it and others."""
    lone = ranked[0]
    whole, title = lone.areas[0], lone.candidate.titles[0]

    def is_own(one: Ranked) -> bool:
        if len(one.areas) >= _SEVERAL and one.score >= _LIST and whole.holds(one.candidate.container):
            return True
        if len(one.areas) == 1 or one.score < lone.score - _LITTLE:
            return False
        are_titles = one.evidence.titles >= _AS_GOOD * lone.evidence.titles
        return are_titles and any(other is title for other in one.candidate.titles)

    own = next((one for one in ranked if is_own(one)), None)
    return [own, *(one for one in ranked if one is not own)] if own is not None else ranked


def _declared_share(candidate: Candidate, addresses: Addresses, entries: dict[str, Declared]) -> float:
    """Return the share of titles whose address the page declares to be an article's."""
    targets = [addresses.resolve(href) for title in candidate.titles if (href := address(title))]
    return sum(target is not None and key(target) in entries for target in targets) / len(candidate.titles)


def _step(node: Node) -> str:
    name = node.attrs.get("class", "").split()[:1]
    return node.tag + "".join(f".{n}" for n in name)
