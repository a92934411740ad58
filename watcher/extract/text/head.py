"""What stands above the items of a text page: its title, its date, its heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from watcher.extract.text.lines import Line, Role

_TITLE_PARTS = re.compile(r"\s+[|–—»·-]\s+")
_TITLE_WITHIN = 3
"""Lines from the top in which the page's own title may stand."""
_LONGEST_HEADING = 60
"""Characters; a section, a tag or a name, where a headline is longer."""
_NUMBERS = re.compile(r"\d+")


def strip_head(lines: Sequence[Line]) -> tuple[str, list[Line]]:
    """Return the section in the page title ('X' of 'X | Site'), and the lines without title and page date."""
    section, rest = _page_title(lines)
    return section, _without_page_date(rest)


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


def _page_title(lines: Sequence[Line]) -> tuple[str, list[Line]]:
    """Take out the page's title, 'Section | Site' or one whose section is a later line again."""
    for index, line in enumerate(lines[:_TITLE_WITHIN]):
        parts = _TITLE_PARTS.split(line.text)
        if line.role is not Role.WORDS or len(parts) < 2 or not is_heading_like(parts[0]):
            continue
        named = any(other.text == parts[0] for other in lines[index + 1 : index + 10])
        if named or " | " in line.text:
            return parts[0], [*lines[:index], *lines[index + 1 :]]
    return "", list(lines)


def _without_page_date(lines: list[Line]) -> list[Line]:
    """Make the dates above the first words of any length furniture: they are the day of the page."""
    for index, line in enumerate(lines):
        if line.role is Role.WORDS:
            break
        if line.is_date:
            lines[index] = replace(line, role=Role.FURNITURE)
    return lines
