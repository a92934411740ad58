"""What stands above the items of a text page: its title, its date, its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from watcher.extract.text.lines import Line, Role

_TITLE_PARTS = re.compile(r"\s+[|–—»·-]\s+")
_TITLE_WITHIN = 3
"""Lines from the top in which the page's own title may stand."""
_SITE_TITLE_WITHIN = 10
"""Or in which it stands below a menu, where the page has the same heading further down."""
_LONGEST_HEADING = 60
"""Characters; a section, a tag or a name, where a headline is longer."""
_SHORTEST_MENU = 5
"""Lines of a menu; a heading, a label, a title and a summary may all be short."""
_NUMBERS = re.compile(r"\d+")


def strip_head(lines: Sequence[Line]) -> tuple[str, list[Line]]:
    """Return the section in the page title ('X' of 'X | Site'), and the lines without that title.

    Of 'X Archives | Site' it is 'X', where a line of the page is.
    """
    for index, line in enumerate(lines[:_SITE_TITLE_WITHIN]):
        if index >= _TITLE_WITHIN and " | " not in line.text:
            continue
        parts = _TITLE_PARTS.split(line.text)
        if line.role is not Role.WORDS or len(parts) < 2 or not is_heading_like(parts[0]):
            continue
        named = _named_below(parts[0], lines[index + 1 : index + 10])
        if named or (" | " in line.text and index < _TITLE_WITHIN):
            return named or parts[0], [*lines[:index], *lines[index + 1 :]]
    return "", list(lines)


def without_second_heading(lines: Sequence[Line]) -> list[Line]:
    """Take out one of two equal headings: a repeated title has its item below it, before another's."""
    top = [i for i, line in enumerate(lines[:_SITE_TITLE_WITHIN]) if line.role is Role.WORDS][:2]
    if len(top) < 2 or lines[top[0]].text != lines[top[1]].text or not is_heading_like(lines[top[0]].text):
        return list(lines)
    first, second = top
    rest = lines[second + 1 :]
    if rest and rest[0].text == lines[first].text:
        return list(lines)
    signed = next((i for i, line in enumerate(rest) if line.role is Role.BYLINE), len(rest))
    texts = [line.text for line in rest if line.role is Role.WORDS and not line.is_label_like]
    above = [line.text for line in rest[:signed] if line.role is Role.WORDS]
    is_heading = len(set(above)) < len(above) if signed < len(rest) else lines[first].text not in above
    if not is_heading and len(set(texts)) < len(texts):
        return list(lines)
    return [*lines[:first], *lines[first + 1 :]]


def without_menu(lines: Sequence[Line]) -> list[Line]:
    """Make a column of short lines at the top furniture, where a blank line parts it from what follows."""
    start = next((i for i, line in enumerate(lines) if line.role is Role.WORDS), len(lines))
    end = next((i for i, line in enumerate(lines) if i > start and line.gap), len(lines))
    column = lines[start:end]
    if len(column) < _SHORTEST_MENU or end == len(lines) or not all(_is_entry(line) for line in column):
        return list(lines)
    menu = [replace(line, role=Role.FURNITURE) for line in column]
    return [*lines[:start], *menu, *lines[end:]]


def _is_entry(line: Line) -> bool:
    return line.role is Role.FURNITURE or (line.role is Role.WORDS and line.is_label_like)


def without_page_date(lines: Sequence[Line]) -> list[Line]:
    """Make the dates above the first words of any length furniture: they are the day of the page."""
    kept = list(lines)
    for index, line in enumerate(kept):
        if line.role is Role.WORDS:
            break
        if line.is_date:
            kept[index] = replace(line, role=Role.FURNITURE)
    return kept


def last_page(lines: Sequence[Line]) -> int | None:
    """Return the highest number of the last pager that has two numbers or more, on one line or several."""
    runs: list[list[int]] = [[]]
    for line in lines:
        if line.role is Role.PAGER:
            runs[-1] += map(int, _NUMBERS.findall(line.text))
        elif runs[-1]:
            runs.append([])
    return next((max(run) for run in reversed(runs) if len(run) > 1), None)


def is_heading_like(text: str) -> bool:
    """Tell whether `text` is short enough to name a section."""
    return len(text) <= _LONGEST_HEADING


def _named_below(part: str, lines: Sequence[Line]) -> str:
    """Return the line that is the first part of a page's title, or all but the last words of it."""
    texts = [line.text for line in lines if line.role is Role.WORDS]
    return next((t for t in texts if t == part or part.startswith(f"{t} ")), "")
