"""The choice of a page's list, with a second look where the best candidate stands beside the main part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from watcher.extract.html.analysis import Analysis, Ranked, analyse
from watcher.extract.html.beside import column_of, stands_beside
from watcher.extract.html.index import is_index
from watcher.extract.html.main_heading import main_heading
from watcher.extract.html.neighbour import are_headlines, is_in_another_column, is_in_own_column
from watcher.extract.html.registered import is_headed_otherwise, is_registered_above
from watcher.extract.html.score import address
from watcher.extract.html.side_heads import offers_others, stands_elsewhere
from watcher.extract.html.tree import Zone
from watcher.extract.html.wrapped import with_wrapped
from watcher.models import Page

_SURE = 7.2
_FEWEST, _FEWEST_OF_ALL = 3, 2
_LIKE_TITLES, _DETAIL = 0.5, 0.2


def chosen(page: Page, text: str, *, every: bool = True) -> Analysis:
    """Analyse a page; a list in the main heading's column goes before one that stands beside it.

    Without `every`, candidates that cannot be the best are left out. Raises `ReadError` as `analyse` does.
    """
    analysis = _chosen(page, text, every=every)
    if not analysis.ranked:
        return analysis
    best, *others = analysis.ranked
    return replace(analysis, ranked=(with_wrapped(analysis, best), *others))


def _chosen(page: Page, text: str, *, every: bool) -> Analysis:
    analysis = analyse(page, text, every=every)
    if not analysis.ranked:
        return analysis
    tests = _tests(analysis)
    if analysis.ranked[0].score < _SURE:
        tests = (*tests, is_index)
    if not tests:
        return analysis
    whole = analysis if every else analyse(page, text)
    own = next((r for r in whole.ranked if any(is_own(whole, r) for is_own in tests)), None)
    if own is None:
        return analysis
    return replace(whole, ranked=(own, *(r for r in whole.ranked if r is not own)))


def _tests(analysis: Analysis) -> tuple[Callable[[Analysis, Ranked], bool], ...]:
    """Return what a list may be known by that goes before the best candidate, as that one stands there."""
    if stands_beside(analysis, analysis.ranked[0]):
        return _is_in_column, _is_above
    if _is_headed_as_others(analysis) or _are_standing_pages(analysis):
        return (_is_above,)
    if is_in_another_column(analysis):
        return (is_in_own_column,)
    return (is_registered_above,) if is_headed_otherwise(analysis) else ()


def _is_headed_as_others(analysis: Analysis) -> bool:
    """Tell whether the best candidate has a heading of its own, such as "latest news", below the main one."""
    title, best = main_heading(analysis.tree), analysis.ranked[0]
    first = best.areas[0].first
    return title is not None and title.last < first and stands_elsewhere(analysis.tree, title.last, first)


def _are_standing_pages(analysis: Analysis) -> bool:
    """Tell whether the best candidate is undated and links nothing that the menus do not link too."""
    tree, best = analysis.tree, analysis.ranked[0]
    targets = {address(title) for title in best.candidate.titles}
    if best.evidence.dates or "" in targets:
        return False
    menus = {link.attrs.get("href") for link in tree.links if link.zone & (Zone.NAV | Zone.HEADER)}
    return targets <= menus


def _is_above(analysis: Analysis, one: Ranked) -> bool:
    """Tell whether a candidate of headlines is between the best and the main heading.

    It must be no shorter, unless the best is headed as no page's own list is, or undated standing pages.
    """
    title, best = main_heading(analysis.tree), analysis.ranked[0]
    if title is None or one is best:
        return False
    is_offer = offers_others(analysis.tree, title.last, best.areas[0].first)
    is_news = one.evidence.dates > 0 and _are_standing_pages(analysis)
    if len(one.areas) < (_FEWEST_OF_ALL if is_offer or is_news else max(_FEWEST, len(best.areas))):
        return False
    is_between = title.last <= one.areas[0].first and one.areas[-1].last < best.areas[0].first
    return is_between and are_headlines(one)


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
