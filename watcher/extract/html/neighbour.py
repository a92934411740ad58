"""A plain list in the main heading's column, where the best candidate stands in a column beside it."""

from __future__ import annotations

from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.beside import column_of
from watcher.extract.html.main_heading import main_heading
from watcher.extract.html.side_heads import stands_elsewhere
from watcher.extract.html.tree import Node

_SURE, _ENOUGH, _HEADLINES, _NAMES = 7.2, 6.5, 0.7, 0.5
_LONG_HEADLINES = 0.9
_FEWEST, _FAR_LONGER, _NEARLY_ALL = 3, 2, 0.8
_WHOLE = frozenset(("#document", "html", "body", "form"))


def is_in_another_column(analysis: Analysis) -> bool:
    """Tell whether the best candidate stands before the main heading, or beside it.

    In the latter case the main heading must have several links, or a table, in its column.
    """
    tree, title, best = analysis.tree, main_heading(analysis.tree), analysis.ranked[0]
    if title is None:
        return False
    column = column_of(title, best.candidate.container)
    if column is title or column.parent is None:
        return False
    if best.areas[-1].last <= title.first:
        return True
    inside = sum(title.index < link.index < column.end for link in tree.links)
    return inside >= _FEWEST or (inside > 0 and _holds_a_head(analysis, column))


def _holds_a_head(analysis: Analysis, column: Node) -> bool:
    nodes = analysis.tree.nodes
    return "th" in analysis.tree.tags and any(n.tag == "th" for n in nodes[column.index : column.end])


def is_in_own_column(analysis: Analysis, one: Ranked) -> bool:
    """Tell whether a candidate of headlines, no shorter than the best, is in the main heading's column.

    Where the best one follows, it must be far longer, all that stands below the main heading, or the one row
    below a table's head.
    """
    title, best = main_heading(analysis.tree), analysis.ranked[0]
    if title is None or one is best or one.areas[0].first < title.last:
        return False
    if not column_of(title, best.candidate.container).holds(one.candidate.container):
        return False
    is_headed = any(title.end <= h.index and h.end <= best.areas[0].begin for h in analysis.tree.headings)
    if len(one.areas) == 1:
        return is_headed and _is_one_row(analysis, one)
    if len(one.areas) < _FEWEST or not are_headlines(one):
        return False
    if best.areas[-1].last > title.first and not is_headed and one.evidence.titles < _LONG_HEADLINES:
        return False
    if _is_continued(analysis, one, best):
        return False
    times = 1 if best.areas[-1].last <= title.first else _FAR_LONGER
    return len(one.areas) >= times * len(best.areas) or is_all_below(analysis, title, one)


def _is_continued(analysis: Analysis, one: Ranked, best: Ranked) -> bool:
    """Tell whether the best candidate goes on with one: with like addresses, under no heading of others."""
    end, begin = one.areas[-1].last, best.areas[0].first
    if end > begin or stands_elsewhere(analysis.tree, end, begin):
        return False
    return not analysis.forms(one).isdisjoint(analysis.forms(best))


def is_all_below(analysis: Analysis, title: Node, one: Ranked) -> bool:
    """Tell whether a candidate is nearly all that the element around the main heading says below that."""
    tree, scope = analysis.tree, title.parent
    while scope is not None and scope.last == title.last:
        scope = scope.parent
    if scope is None or scope.tag in _WHOLE or not scope.holds(one.candidate.container):
        return False
    said = sum(tree.chars[a.last] - tree.chars[a.first] for a in one.areas)
    return said >= _NEARLY_ALL * (tree.chars[scope.last] - tree.chars[title.last])


def _is_one_row(analysis: Analysis, one: Ranked) -> bool:
    """Tell whether a lone record is a row with a date or a number, below the head of its table."""
    title, seen = one.candidate.titles[0], one.evidence
    if one.candidate.roots[0].tag != "tr" or not analysis.marks.columns.heading(title, 0):
        return False
    return (
        max(seen.dates, seen.numbered) > 0 and min(seen.titles, seen.linked) >= _NAMES and one.score >= _SURE
    )


def are_headlines(one: Ranked) -> bool:
    """Tell whether a candidate's titles are linked headlines, or names of files to read, outside of menus.

    Names of cases are plain where their numbers or files are the links.
    """
    seen = one.evidence
    if seen.aside or one.score < _ENOUGH:
        return False
    if min(seen.reached, max(seen.dates, seen.numbered)) >= _NEARLY_ALL and seen.titles >= _NAMES:
        return one.score >= _SURE
    least = _NAMES if seen.documents >= _HEADLINES else _HEADLINES
    return seen.linked >= _HEADLINES and seen.titles >= least
