"""A short dated or numbered list right below the page's title, above richer records of another kind."""

from __future__ import annotations

import re

from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.main_heading import main_heading
from watcher.extract.html.tree import Node

_FEWEST, _MOST_TIMES = 2, 3
"""Records of the list, and how many times as many the block may have."""
_SURE, _NAMES, _NEARLY_ALL = 7.2, 0.5, 0.8
_WORD = re.compile(r"[^\W\d_]{4,}")


def is_headed_otherwise(analysis: Analysis) -> bool:
    """Tell whether the best candidate stands below a heading that says no word of the page's title.

    Between the two are links, and dates or numbers.
    """
    title, best = main_heading(analysis.tree), analysis.ranked[0]
    heading = _heading_of(analysis, best)
    if title is None or heading is None:
        return False
    tree, sums = analysis.tree, analysis.marks
    links = tree.link_chars[heading.first] - tree.link_chars[title.last]
    dates = sums.dated[heading.first] - sums.dated[title.last]
    numbers = sum(title.last <= place < heading.first for place in sums.numbered)
    if not links or max(dates, numbers) < _FEWEST:
        return False
    return _words(analysis, title).isdisjoint(_words(analysis, heading))


def is_registered_above(analysis: Analysis, one: Ranked) -> bool:
    """Tell whether a candidate is such a list, with addresses of another form than the block below it has."""
    title, best = main_heading(analysis.tree), analysis.ranked[0]
    heading = _heading_of(analysis, best)
    if title is None or heading is None or one is best or one.score < _SURE:
        return False
    if not max(_FEWEST, len(best.areas) / _MOST_TIMES) <= len(one.areas):
        return False
    if one.areas[0].first < title.last or one.areas[-1].last > heading.first:
        return False
    if any(title.end <= h.index < one.areas[0].begin for h in analysis.tree.headings):
        return False
    seen = one.evidence
    if max(seen.dates, seen.numbered) < _NEARLY_ALL or min(seen.titles, seen.linked) < _NAMES:
        return False
    return analysis.forms(one).isdisjoint(analysis.forms(best))


def _heading_of(analysis: Analysis, best: Ranked) -> Node | None:
    """Return the last heading between the page's title and the candidate, if there is one."""
    title = main_heading(analysis.tree)
    if title is None:
        return None
    begin = best.areas[0].begin
    return next(
        (h for h in reversed(analysis.tree.headings) if title.end <= h.index and h.end <= begin), None
    )


def _words(analysis: Analysis, heading: Node) -> set[str]:
    return set(_WORD.findall(analysis.tree.text_of(heading).casefold()))
