"""Pages that write date and name above each item, turned into pages that write them below.

So one way of reading serves both, and those that write them between title and summary. Which a page is
shows in what its reading costs (`single`) or, where titles are repeated, in what stands before the first
block and after the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import fmean

from watcher.extract.text.blocks import Block
from watcher.extract.text.genres import is_genre
from watcher.extract.text.lines import Line, Role


def lowered(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each dated byline moved below what follows it; its gap goes to the first."""
    turned: list[Line] = []
    held: Line | None = None
    for index, line in enumerate(lines):
        if line.role is Role.BYLINE and line.published:
            if held:
                # a label above the date opens its item
                opens = line.gap == 0 and bool(turned) and is_genre(turned[-1].text)
                turned.insert(len(turned) - opens, replace(held, gap=0))
            held = line
        elif held and lines[index - 1] is held:
            turned.append(line if line.gap >= held.gap else replace(line, gap=held.gap))
        else:
            turned.append(line)
    return [*turned, replace(held, gap=0)] if held else turned


def sunk(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with each byline moved below the one line of words that follows it closely.

    What stands farther off than usual is the next title, and the byline ends an item without a summary.
    """
    turned = list(lines)
    gaps = Counter(b.gap for a, b in pairwise(lines) if a.role is Role.BYLINE and b.role is Role.WORDS)
    usual = gaps.most_common(1)[0][0] if gaps else 0
    for index in range(len(turned) - 2, -1, -1):
        byline, words = turned[index], turned[index + 1]
        if byline.role is Role.BYLINE and words.role is Role.WORDS and words.gap <= usual:
            turned[index : index + 2] = [replace(words, gap=byline.gap), replace(byline, gap=words.gap)]
    return turned


def leaning(lines: Sequence[Line]) -> float:
    """Return 1 where each byline stands closer to what follows it, -1 where to what it follows, or between.

    A label that follows closely tells nothing: it may be the end of the byline.
    """
    votes = [
        (after.gap < line.gap and _is_long(after)) - (after.gap > line.gap)
        for line, after in pairwise(lines)
        if line.role is Role.BYLINE and after.role is Role.WORDS
    ]
    return fmean(votes) if votes else 0.0


def stand_above(lines: Sequence[Line], blocks: Sequence[Block]) -> bool:
    """Tell whether the bylines of repeated titles stand above them: before the first, not after the last."""
    if len(blocks) < 2 or not blocks[0].at[0]:
        return False
    first, rest = lines[blocks[0].at[0] - 1], lines[blocks[0].at[0] :]
    if first.role is not Role.BYLINE or _has_byline(lines[blocks[-1].at[-1] :]):
        return False
    # A date alone above bylines with names is the day of the page.
    return bool(first.authors) or not any(line.authors for line in rest if line.role is Role.BYLINE)


def _is_long(line: Line) -> bool:
    return line.role is Role.WORDS and not line.is_label_like


def _has_byline(lines: Sequence[Line]) -> bool:
    return any(line.role is Role.BYLINE for line in lines)
