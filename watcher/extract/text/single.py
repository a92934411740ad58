"""Items of a page that writes each title once, from the part that each line plays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from watcher.extract.text.costs import Part, measure
from watcher.extract.text.lines import Line, Role
from watcher.extract.text.names import known_authors
from watcher.extract.text.reading import Reading
from watcher.extract.text.sequence import assign
from watcher.models import Item

_TELLS_APART = 1.12
"""How many times a title's length the mean summary has, at least, where only length tells them apart."""
_MOSTLY = 0.7
"""Or the share of the items whose summary is longer than their title."""


def read_single(lines: Sequence[Line], section: str) -> Reading:
    """Read lines whose titles are not repeated; `section` is the heading that the page's title names."""
    kept = [line for line in lines if line.role in (Role.WORDS, Role.BYLINE, Role.AUTHOR)]
    told = _fold_names(kept)
    measures = measure(told, section, known_authors(lines))
    parts = assign(told, measures)
    heading = next(
        (line.text for line, part in zip(told, parts, strict=False) if part is Part.HEADING), section
    )
    items = _items(told, parts)
    if not (measures.signed or measures.grouped or measures.bulleted) and not _tells_apart(items):
        items = _titles_only(told, parts)
    return Reading(heading, tuple(items))


def _fold_names(lines: Sequence[Line]) -> list[Line]:
    """Take out the lines that only name an author, and give the name to a byline that lacks one."""
    told: list[Line] = []
    names: tuple[str, ...] = ()
    for line in lines:
        if line.role is Role.AUTHOR:
            names = line.authors
        elif line.role is Role.BYLINE:
            told.append(line if line.authors else replace(line, authors=names))
            names = ()
        else:
            told.append(line)
    return told


def _items(lines: Sequence[Line], parts: Sequence[Part]) -> list[Item]:
    """Put each item together: a title opens it, what follows fills it."""
    items: list[Item] = []
    labels: tuple[str, ...] = ()
    for line, part in zip(lines, parts, strict=False):
        if part is Part.LABEL:
            labels = (*labels, line.text)
        elif part is Part.TITLE:
            items.append(Item(title=line.text, labels=labels))
            labels = ()
        elif part is Part.SUMMARY:
            items[-1] = replace(items[-1], summary=f"{items[-1].summary} {line.text}".strip())
        elif part is Part.BYLINE:
            items[-1] = replace(items[-1], authors=line.authors, published=line.published)
    return items


def _tells_apart(items: Sequence[Item]) -> bool:
    """Tell whether what was read as summaries is longer than what was read as titles."""
    pairs = [(len(item.title), len(item.summary)) for item in items if item.summary]
    if not pairs:
        return False
    longer = fmean(summary > title for title, summary in pairs)
    return longer >= _MOSTLY or fmean(s for _, s in pairs) > _TELLS_APART * fmean(t for t, _ in pairs)


def _titles_only(lines: Sequence[Line], parts: Sequence[Part]) -> list[Item]:
    """Take every line of the body for a title: a list of headlines and nothing else."""
    body = (Part.TITLE, Part.SUMMARY)
    return [Item(title=line.text) for line, part in zip(lines, parts, strict=False) if part in body]
