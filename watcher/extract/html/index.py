"""An index: names too short to be headlines, under their initials or as many as the page says there are."""

from __future__ import annotations

import re

from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.beside import stands_beside
from watcher.extract.html.main_heading import main_heading
from watcher.extract.html.titles import is_date
from watcher.extract.html.tree import Tree

_FEWEST, _NEARLY_ALL = 5, 0.9
_NEAR, _LONGEST = 4, 200
"""Texts right before the first name, and the characters of one, that may say how many names there are."""
_FEWEST_INITIALS = 2
_NUMBER = re.compile(r"(?<![\d.,/:-])\d{1,3}(?:[., ]\d{3})*(?![\d/:-]|[.,]\d)")


def is_index(analysis: Analysis, one: Ranked) -> bool:
    """Tell whether a candidate is the index that the page's main heading stands over."""
    tree, seen = analysis.tree, one.evidence
    title, first = main_heading(tree), one.areas[0].first
    if len(one.areas) < _FEWEST or min(seen.linked, seen.distinct) < _NEARLY_ALL:
        return False
    if max(seen.aside, seen.nested, seen.crowded):
        return False
    if title is None or first < title.last or not (_is_counted(tree, one) or _is_under_initials(tree, one)):
        return False
    return not stands_beside(analysis, one)


def _is_counted(tree: Tree, one: Ranked) -> bool:
    first = one.areas[0].first
    said = [t.text for t in tree.tokens[max(0, first - _NEAR) : first] if t.link is None]
    said = [text for text in said if len(text) <= _LONGEST and not is_date(text)]
    numbers = (number for text in said for number in _NUMBER.findall(text))
    return any(int(re.sub(r"\D", "", number)) == len(one.areas) for number in numbers)


def _is_under_initials(tree: Tree, one: Ranked) -> bool:
    """Tell whether each name begins with the letter that was set before it last, and not all with one."""
    starts = {title.first: tree.text_of(title).casefold() for title in one.candidate.titles}
    initials: set[str] = set()
    letter, fit = "", 0
    for place in range(max(0, one.areas[0].first - 1), one.areas[-1].last):
        name, text = starts.get(place), tree.tokens[place].text
        if name is None:
            letter = text.casefold() if len(text) == 1 and text.isalnum() else letter
        elif letter and name.startswith(letter):
            initials.add(letter)
            fit += 1
    return len(initials) >= _FEWEST_INITIALS and fit >= _NEARLY_ALL * len(starts)
