"""Would a page's list be chosen again if a part of its records were others like them?

Everything that the choice looks at must be far from where it turns, or out of the records' reach.
"""

from __future__ import annotations

from dataclasses import replace

from watcher.errors import ReadError
from watcher.extract.html.addresses import form
from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.areas import of
from watcher.extract.html.continued import continued
from watcher.extract.html.expand import expanded
from watcher.extract.html.prose import ARTICLE, paragraphs, size_of
from watcher.extract.html.record import record
from watcher.extract.html.tree import Node
from watcher.extract.html.verdict import believable

FEWEST, MOST = 4, 500
"""Records."""
LEAST_LEAD = 0.5
"""Score by which the list leads all others, at least."""
_LESS = 0.9
"""What is left of the evidence in the worst case."""
_OTHER = "#other"


def roots(analysis: Analysis) -> list[Node] | None:
    """Return the elements that the records are if they stand side by side, nothing else among them."""
    if not analysis.ranked:
        return None
    best = analysis.ranked[0]
    found = best.candidate.roots
    if not FEWEST <= len(found) <= MOST or best.areas != [of(root) for root in found]:
        return None
    parent = found[0].parent
    if parent is None or parent is not best.candidate.container:
        return None
    start = next(place for place, child in enumerate(parent.children) if child is found[0])
    is_row = parent.children[start : start + len(found)] == found
    return found if is_row and len({root.tag for root in found}) == 1 else None


def lead(analysis: Analysis) -> float:
    """Return the score by which the best list leads all others."""
    best, *others = (ranked.score for ranked in analysis.ranked)
    return best - max(others, default=0.0)


def is_steady(analysis: Analysis) -> bool:
    """Tell whether the list would be chosen, and believed, with other records of its shapes."""
    best = analysis.ranked[0]
    if lead(analysis) < LEAST_LEAD:
        return False
    if any(node.tag == "th" for node in analysis.tree.nodes) or analysis.tree.captions:
        return False
    if any(ranked.evidence.headed for ranked in analysis.ranked):
        return False
    before = [area for area in paragraphs(analysis.tree) if area.first < best.areas[0].first]
    if size_of(analysis.tree, before) >= ARTICLE:
        return False
    return not _has_leads(analysis, best) and _is_believable(analysis, best)


def _is_believable(analysis: Analysis, best: Ranked) -> bool:
    seen = best.evidence
    worse = replace(
        seen,
        titles=_LESS * seen.titles,
        detail=_LESS * seen.detail,
        dates=_LESS * seen.dates,
        linked=_LESS * seen.linked,
        images=_LESS * seen.images,
        barren=min(1.0, seen.barren + 1 - _LESS),
    )
    worst = replace(best, evidence=worse, score=best.score - LEAST_LEAD)
    try:
        return believable(replace(analysis, ranked=(worst, *analysis.ranked[1:])))
    except ReadError:
        return False


def _has_leads(analysis: Analysis, best: Ranked) -> bool:
    """Tell whether anything outside of the list would belong to it if no record led where it does."""
    areas = zip(best.areas, best.candidate.titles, strict=True)
    found = [record(analysis.tree, analysis.addresses, area, title) for area, title in areas]
    others = [replace(one, url=f"{one.url}{_OTHER}") for one in found if one.url]
    if any(form(other.url or "") != form(one.url or "") for other, one in zip(others, found, strict=False)):
        return True
    if len(others) != len(found):
        return True
    return continued(analysis, best, expanded(analysis, best, others)) != others
