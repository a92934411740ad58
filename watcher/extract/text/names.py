"""Lines that are only an author's name, told by the byline that they stand before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from watcher.extract.bylines import authors
from watcher.extract.text.genres import LABEL_LENGTH, is_genre
from watcher.extract.text.lines import PARTICLES, Line, Role, looks_like_names

_ITEM_LINES = 6
_MOST_WORDS = 5
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_]")
_FEWEST, _FARTHEST = 4, 5
"""Names without dates that a page must have, and lines from one to the next, to be the ends of its items."""


def mark_names(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with those that only name an author as `Role.AUTHOR`."""
    marked = list(lines)
    counts = Counter(line.text for line in lines if line.role is Role.WORDS)
    top = next((line.text for line in lines if line.role is Role.WORDS), "")
    del counts[top]  # an author's page has the name as its heading and on every item
    for index in range(len(marked) - 1, 0, -1):
        if marked[index].role in (Role.BYLINE, Role.AUTHOR):
            before = marked[index - 1]
            if _is_one_byline(before, marked[index]):
                marked[index - 1] = replace(before, role=Role.AUTHOR)
                marked[index] = replace(marked[index], authors=before.authors)
                continue
            leaves_title = index > 1 and marked[index - 2].role is Role.WORDS
            is_title = _stands_above(marked, index - 1) and marked[index].is_date
            if not is_title and _names_author(before, marked[index], counts, leaves_title=leaves_title):
                marked[index - 1] = replace(before, role=Role.AUTHOR, authors=authors(before.text))
    return _marked_alike(marked if any(line.published for line in lines) else _as_bylines(marked))


def _stands_above(lines: Sequence[Line], index: int) -> bool:
    """Tell whether the line stands in its own item once more, as titles do."""
    for line in reversed(lines[max(0, index - _ITEM_LINES) : index]):
        if line.role is Role.BYLINE:
            return False
        if line.text == lines[index].text:
            return True
    return False


def _as_bylines(lines: list[Line]) -> list[Line]:
    """Take persons' names for bylines on a page without dates, where they end its items and so the page."""
    words = [i for i, line in enumerate(lines) if line.role is Role.WORDS]
    named = [i for i in words if _is_person(lines[i].text)]
    between = [after - before for before, after in pairwise(named)]
    if len(named) < _FEWEST or named[-1] != words[-1] or 1 in between or max(between) > _FARTHEST:
        return lines
    for index in named:
        line = lines[index]
        lines[index] = replace(line, role=Role.BYLINE, authors=authors(line.text))
    return lines


def _is_person(text: str) -> bool:
    """Tell whether `text` is like names of persons and nothing else: each of capitalised words."""
    if is_genre(text) or not looks_like_names(text):
        return False
    names = [name.split() for name in authors(text)]
    return all(2 <= len(words) <= 4 and all(word[0].isupper() for word in words) for words in names)


def _marked_alike(lines: list[Line]) -> list[Line]:
    """Take what stands above a bare date for a name, 'Anonymous', where most such dates have one there."""
    dates = [i for i, line in enumerate(lines) if i > 1 and line.is_date]
    named = [i for i in dates if lines[i - 1].role is Role.AUTHOR]
    if 2 * len(named) <= len(dates):
        return lines
    for index in dates:
        line = lines[index - 1]
        leaves_title = lines[index - 2].role is Role.WORDS
        may_be_name = line.is_label_like and looks_like_names(line.text)
        is_label = " " not in line.text and is_genre(line.text)
        if line.role is Role.WORDS and leaves_title and may_be_name and not is_label:
            lines[index - 1] = replace(line, role=Role.AUTHOR, authors=authors(line.text))
    return lines


def _is_one_byline(name: Line, date: Line) -> bool:
    """Tell whether a byline without a date stands right above the date that it lacks."""
    return name.role is Role.BYLINE and name.published is None and date.published is not None


def known_authors(lines: Sequence[Line]) -> frozenset[str]:
    """Return every author that a byline of the page names, case-folded."""
    return frozenset(name.casefold() for line in lines for name in line.authors)


def _names_author(line: Line, byline: Line, counts: Counter[str], *, leaves_title: bool) -> bool:
    """Tell whether `line` names an author of `byline`, or those that a bare date lacks."""
    if line.role is not Role.WORDS or not looks_like_names(line.text):
        return False
    names = {name.casefold() for name in authors(line.text)}
    if byline.authors:
        return names <= {name.casefold() for name in byline.authors}
    if not all(map(_is_written_as_a_name, authors(line.text))):
        return False
    return leaves_title if len(names) > 1 else line.is_label_like and counts[line.text] < 4


def is_lone_name(line: Line, known: frozenset[str]) -> bool:
    """Tell whether a line names an author of this page, or looks like nothing but a person's name."""
    names = authors(line.text) if looks_like_names(line.text) else ()
    if not names or (len(names) == 1 and len(names[0]) > LABEL_LENGTH):
        return False
    return all(n.casefold() in known for n in names) or all(map(_is_written_as_a_name, names))


def _is_written_as_a_name(text: str) -> bool:
    """Tell whether each of several words has a capital and goes on with small letters: 'Han Ji-woo'.

    Particles have no capital, initials nothing else: 'Sofia de la Cruz', 'J. B. Lee'.
    """
    words = text.split()
    return 1 < len(words) <= _MOST_WORDS and all(
        word in PARTICLES or _INITIALS.fullmatch(word) or (word[0].isupper() and not word.isupper())
        for word in words
    )
