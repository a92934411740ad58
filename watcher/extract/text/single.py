"""Items of a page that writes each title once, from the part that each line plays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, median

from watcher.extract.text.above import leaning, lowered, sunk
from watcher.extract.text.costs import Measures, measure
from watcher.extract.text.head import without_page_date
from watcher.extract.text.lines import Line, Role, labels_of
from watcher.extract.text.names import known_authors, mark_names
from watcher.extract.text.parts import Part
from watcher.extract.text.reading import Reading
from watcher.extract.text.sequence import Way, assign, reassign
from watcher.models import Item

_TELLS_APART = 1.12
"""How many times a title's length the mean summary has, at least, where only length tells them apart."""
_MOSTLY = 0.7
"""Or the share of the items whose summary is longer than their title."""
_FEWEST_ABOVE = 2
"""Bylines; one alone is taken for what ends its item."""
_ABOVE = 1.0
"""What it costs to take dates for above their items; twice that where they stand with names."""
_CLEARLY = 0.9
"""From which leaning on bylines below their items need no comparing."""
_HEAD = 2.0
"""What each line of a head after its heading costs that a byline above would have to make an item."""
_STANDS = 6.0
"""What it costs to take bylines for those of what they all stand farther from."""
_UNSIGNED_END = 1.5
"""What it costs that the last item has no byline: a page that was cut, or bylines above."""
_SHIFTED = 3.0
"""What it costs to leave a line over at both ends, as a reading does that is off by one line."""
_DATE_AT_TITLE = 1.0
"""What it costs that a date right above the first title is the page's and not the item's."""


@dataclass(frozen=True, slots=True)
class _Attempt:
    """The page read in one order of its parts; `cost` is that of the parts and of the order itself."""

    lines: Sequence[Line]
    measures: Measures
    way: Way
    cost: float

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each line is."""
        return self.way.parts


def read_single(lines: Sequence[Line], section: str) -> Reading:
    """Read lines whose titles are not repeated; `section` is the heading that the page's title names."""
    best = min(_attempts(lines, section), key=lambda attempt: attempt.cost)
    told, measures = best.lines, best.measures
    parts = reassign(told, measures, best.way).parts
    heading = next(
        (line.text for line, part in zip(told, parts, strict=False) if part is Part.HEADING), section
    )
    items = _items(told, parts)
    if not (measures.signed or measures.grouped or measures.bulleted) and not _tells_apart(items):
        items = _titles_only(told, parts)
    return Reading(heading, tuple(items))


def _attempts(lines: Sequence[Line], section: str) -> Iterator[_Attempt]:
    """Yield the page as one with bylines below its items, and where it has some, above them."""
    undated = _without_furniture(without_page_date(lines))
    leans = leaning(undated)
    below = _attempt(undated, section)
    led = _is_led_by_a_date(lines)
    at_title = led and below.parts[:1] == (Part.TITLE,)
    cost = below.cost + _UNSIGNED_END * _ends_unsigned(below) + _DATE_AT_TITLE * at_title
    yield replace(below, cost=cost + _STANDS * max(0.0, leans))
    bylines = [line for line in lines if line.role is Role.BYLINE]
    if len(bylines) < _FEWEST_ABOVE or leans <= -_CLEARLY:
        return
    if not led:
        within = _attempt(sunk(_fold_names(mark_names(undated))), section)
        shifted = _ends_unsigned(within) and Part.ABOUT in within.parts
        cost = within.cost + _ABOVE + _UNSIGNED_END * _ends_unsigned(within) + _SHIFTED * shifted
        yield replace(within, cost=cost + _long_head(within))
    odd = _ABOVE * (1 + median(bool(line.authors) for line in bylines))
    for kept in (_without_furniture(lines), undated) if led else (undated,):
        above = _attempt(lowered(kept), section)
        # A date above a heading is the page's; one right above the first title is the title's.
        if not led or (kept is undated) == (Part.HEADING in above.parts):
            yield replace(above, cost=above.cost + odd + _long_head(above) + _STANDS * max(0.0, -leans))


def _is_led_by_a_date(lines: Sequence[Line]) -> bool:
    """Tell whether a date stands above the first words."""
    first = next((i for i, line in enumerate(lines) if line.role is Role.WORDS), 0)
    return any(line.is_date for line in lines[:first])


def _long_head(attempt: _Attempt) -> float:
    return _HEAD * max(0, attempt.parts.count(Part.ABOUT) - 1)


def _ends_unsigned(attempt: _Attempt) -> bool:
    return attempt.measures.signed and attempt.parts[-1:] in ((Part.TITLE,), (Part.SUMMARY,))


def _attempt(lines: Sequence[Line], section: str) -> _Attempt:
    told = _fold_names(mark_names(lines))
    measures = measure(told, section, known_authors(lines))
    way = assign(told, measures)
    return _Attempt(told, measures, way, way.cost)


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Take out what is part of no item; blank lines before it stand before the next line."""
    kept: list[Line] = []
    gap = 0
    for line in lines:
        gap = max(gap, line.gap)
        if line.role in (Role.WORDS, Role.BYLINE):
            kept.append(line if line.gap == gap else replace(line, gap=gap))
            gap = 0
    return kept


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
            labels = (*labels, *labels_of(line.text))
        elif part is Part.TITLE:
            items.append(Item(title=line.text, labels=labels))
            labels = ()
        elif part in (Part.TAG, Part.UNDER, Part.TAIL):
            items[-1] = replace(items[-1], labels=(*items[-1].labels, *labels_of(line.text)))
        elif part is Part.SUMMARY:
            items[-1] = replace(items[-1], summary=f"{items[-1].summary} {line.text}".strip())
        elif part is Part.BYLINE and items:
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
