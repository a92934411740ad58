"""The choice of a page's list, with a second look where the best candidate stands beside the main part."""

from __future__ import annotations

from dataclasses import replace

from watcher.extract.html.analysis import Analysis, Ranked, analyse
from watcher.extract.html.beside import column_of, main_heading, stands_beside
from watcher.models import Page

_SURE = 7.2
_LIKE_TITLES, _DETAIL = 0.5, 0.2


def chosen(page: Page, text: str, *, every: bool = True) -> Analysis:
    """Analyse a page; a list in the main heading's column goes before one that stands beside it.

    Without `every`, candidates that cannot be the best are left out. Raises `ReadError` as `analyse` does.
    """
    analysis = analyse(page, text, every=every)
    if not analysis.ranked or not stands_beside(analysis, analysis.ranked[0]):
        return analysis
    whole = analysis if every else analyse(page, text)
    own = next((r for r in whole.ranked if _is_in_column(whole, r)), None)
    if own is None:
        return analysis
    return replace(whole, ranked=(own, *(r for r in whole.ranked if r is not own)))


def _is_in_column(analysis: Analysis, one: Ranked) -> bool:
    """Tell whether a candidate has the marks of records, and the main heading in the best one's neighbour."""
    title, best = main_heading(analysis.tree), analysis.ranked[0]
    if title is None or one is best or one.score < _SURE or one.candidate.titles[0] is title:
        return False
    column = column_of(title, best.candidate.container)
    seen = one.evidence
    if column is title or not column.holds(one.candidate.titles[0]) or seen.titles < _LIKE_TITLES:
        return False
    return seen.detail >= _DETAIL and (seen.dates >= 0.5 or (seen.headings > 0 and seen.linked >= 0.5))
