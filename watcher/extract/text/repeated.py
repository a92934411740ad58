"""Items of a page that writes each title more than once, by what stands at the same place in each block.

Between the picture's text and the heading stands a label, after the heading the summary, after the link's
text the name: which it is on this page, most of its blocks show, and the others are read alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from watcher.extract.bylines import authors
from watcher.extract.text.blocks import Block
from watcher.extract.text.genres import is_genre
from watcher.extract.text.head import is_heading_like
from watcher.extract.text.lines import Line, Role, is_filed, labels_of
from watcher.extract.text.names import is_lone_name, known_authors
from watcher.extract.text.reading import Reading
from watcher.models import Item

_LONG = 0.4
"""Share of the lines at one place that are no labels, from which on that is the summary's place."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What the blocks of a page have in common."""

    lines: Sequence[Line]
    authors: frozenset[str]
    labels: frozenset[str]
    """What is seen as a label in several blocks."""
    summary_at: int
    """How many times the title was written before the summary comes."""

    def is_label(self, line: Line) -> bool:
        """Tell whether a line is a label wherever it stands."""
        return line.is_label_like and (line.text in self.labels or is_genre(line.text))

    def is_name(self, line: Line) -> bool:
        return is_lone_name(line, self.authors)


def read_blocks(lines: Sequence[Line], blocks: Sequence[Block], section: str) -> Reading:
    """Return heading and items of `blocks`, and one item more where the page was cut after a last title."""
    page = _page(lines, blocks)
    below = [_label_below(page, block) for block in blocks]
    over = [_label_above(page, blocks[0]) if any(below) else (), *below]
    items = [_item(page, block, labels) for block, labels in zip(blocks, over, strict=False)]
    above = [line.text for line in lines[: blocks[0].at[0]] if line.role is Role.WORDS]
    heading = section or next((text for text in above if is_heading_like(text)), "")
    return Reading(heading, (*items, *_cut_item(lines, blocks[-1])))


def _page(lines: Sequence[Line], blocks: Sequence[Block]) -> _Page:
    """Find the place of the summaries and the labels that recur."""
    at: dict[int, list[bool]] = {}
    shorts: Counter[str] = Counter()
    for block in blocks:
        for place, line in _placed(lines, block):
            at.setdefault(place, []).append(not line.is_label_like)
            shorts[line.text] += line.is_label_like
    most = max((len(longs) for longs in at.values()), default=0)
    places = [place for place, longs in at.items() if fmean(longs) >= _LONG and sum(longs) * 3 >= most]
    return _Page(
        lines=lines,
        authors=known_authors(lines),
        labels=frozenset(text for text, count in shorts.items() if count > 1),
        summary_at=min(places, default=2),
    )


def _placed(lines: Sequence[Line], block: Block) -> Iterator[tuple[int, Line]]:
    """Yield the words above a block's byline, each line with how often the title was written before it."""
    place = 0
    for index in range(block.at[0], block.end):
        if index in block.at:
            place += 1
        elif lines[index].role is Role.BYLINE:
            return
        elif lines[index].role is Role.WORDS:
            yield place, lines[index]


def _item(page: _Page, block: Block, labels: tuple[str, ...]) -> Item:
    """Read one block; `labels` stand above it."""
    summary = ""
    lone: tuple[str, ...] = ()
    for place, line in _placed(page.lines, block):
        is_late = place >= len(block.at)
        if is_late and page.is_name(line):
            lone = lone or authors(line.text)
        elif page.is_label(line) or (line.is_label_like and place != page.summary_at):
            labels = labels if is_late and summary else (*labels, *labels_of(line.text))
        else:
            summary = summary or line.text
    within = page.lines[block.at[-1] + 1 : block.end]
    byline = next((line for line in within if line.role is Role.BYLINE), None)
    names = next((line.authors for line in within if line.role is Role.AUTHOR), lone)
    filed = (labels_of(line.text) for line in within if byline and line is not byline and is_filed(line))
    labels = tuple(dict.fromkeys((*labels, *(label for each in filed for label in each))))
    return Item(
        title=page.lines[block.at[0]].text,
        summary=summary,
        authors=names if byline is None else byline.authors or names,
        published=byline.published if byline else None,
        labels=labels,
    )


def _label_above(page: _Page, first: Block) -> tuple[str, ...]:
    """Return the label right above the first block, where the page shows by others that it is one."""
    if not first.at[0]:
        return ()
    line = page.lines[first.at[0] - 1]
    return (
        (line.text,)
        if line.role is Role.WORDS and page.is_label(line) and not page.lines[first.at[0]].gap
        else ()
    )


def _label_below(page: _Page, block: Block) -> tuple[str, ...]:
    """Return the label between a block's byline and the next title, right above which it stands."""
    bylines = (i for i in range(block.at[-1] + 1, block.end) if page.lines[i].role is Role.BYLINE)
    byline = next(bylines, None)
    if byline is None or block.end >= len(page.lines) or block.end - 1 <= byline:
        return ()
    line = page.lines[block.end - 1]
    if line.role is not Role.WORDS or not line.is_label_like or is_filed(line):
        return ()
    return (line.text,) if line.text.casefold() not in page.authors else ()


def _cut_item(lines: Sequence[Line], last: Block) -> tuple[Item, ...]:
    """Return the item of which the page, ending early, shows only the title and perhaps its label."""
    bylines = [i for i in range(last.at[-1], last.end) if lines[i].role is Role.BYLINE]
    rest = lines[bylines[0] + 1 :] if bylines else ()
    if not 1 <= len(rest) <= 2 or any(line.role is not Role.WORDS for line in rest):
        return ()
    title, labels = rest[0], rest[1:]
    if title.is_label_like or title.text.endswith(".") or not all(line.is_label_like for line in labels):
        return ()
    return (Item(title=title.text, labels=tuple(line.text for line in labels)),)
