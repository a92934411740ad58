"""The choice of a page's list, with a second look where the best candidate stands beside the main part."""

from __future__ import annotations

from dataclasses import replace

from watcher.extract.html.analysis import Analysis, Ranked, analyse
from watcher.extract.html.beside import column_of, main_heading, stands_beside
from watcher.extract.html.side_heads import stands_elsewhere
from watcher.models import Page

_SURE = 7.2
_ENOUGH, _HEADLINES, _FEWEST = 6.5, 0.7, 3
_LIKE_TITLES, _DETAIL = 0.5, 0.2


def chosen(page: Page, text: str, *, every: bool = True) -> Analysis:
    """Analyse a page; a list in the main heading's column goes before one that stands beside it.

    Without `every`, candidates that cannot be the best are left out. Raises `ReadError` as `analyse` does.
    """
    analysis = analyse(page, text, every=every)
    if not analysis.ranked:
        return analysis
    is_own = _is_in_column if stands_beside(analysis, analysis.ranked[0]) else _is_above
    if is_own is _is_above and not _is_headed_as_others(analysis):
        return analysis
    whole = analysis if every else analyse(page, text)
    own = next((r for r in whole.ranked if is_own(whole, r) or _is_above(whole, r)), None)
    if own is None:
        return analysis
    return replace(whole, ranked=(own, *(r for r in whole.ranked if r is not own)))


def _is_headed_as_others(analysis: Analysis) -> bool:
    """Tell whether the best candidate has a heading of its own, such as "latest news", below the main one."""
    title, best = main_heading(analysis.tree), analysis.ranked[0]
    first = best.areas[0].first
    return title is not None and title.last < first and stands_elsewhere(analysis.tree, title.last, first)


def _is_above(analysis: Analysis, one: Ranked) -> bool:
    """Tell whether a candidate of headlines, no shorter than the best, is between it and the main heading."""
    title, best = main_heading(analysis.tree), analysis.ranked[0]
    if title is None or one is best or len(one.areas) < max(_FEWEST, len(best.areas)):
        return False
    is_between = title.last <= one.areas[0].first and one.areas[-1].last < best.areas[0].first
    seen = one.evidence
    return (
        is_between and seen.aside == 0 and seen.linked >= _HEADLINES <= seen.titles and one.score >= _ENOUGH
    )


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
