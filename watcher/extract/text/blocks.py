"""Where titles are written more than once: as the picture's text, as heading, as the link's text.

What recurs within a few lines is a title; a label or a name that recurs is told by what stands around it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from watcher.extract.text.genres import is_genre
from watcher.extract.text.lines import Line, Role
from watcher.extract.text.names import is_lone_name

_REACH = 6
"""Lines from one occurrence of a title to its next, blank ones not counted."""
_MOST_LINES = 8
"""Lines of words that one item may have."""
_MOST = 4
"""Occurrences of one title in its item; a word that comes oftener is a label."""


@dataclass(frozen=True, slots=True)
class Block:
    """One item's lines: where its title stands, up to where the next block begins."""

    at: tuple[int, ...]
    end: int


def find_blocks(lines: Sequence[Line]) -> list[Block]:
    """Return the blocks that repeated titles form, in order; empty where titles are not repeated."""
    keys = [_key(line.text) for line in lines]
    counts = Counter(keys)
    runs: list[tuple[int, ...]] = []
    index = 0
    while index < len(lines):
        run = _run(lines, keys, index)
        if len(run) > 1 and not _is_label(lines, keys, run, counts):
            runs.append(run)
            index = run[-1]
        index += 1
    starts = [run[0] for run in runs] + [len(lines)]
    return [Block(run, end) for run, end in zip(runs, starts[1:], strict=True)]


def covers(lines: Sequence[Line], blocks: Sequence[Block]) -> bool:
    """Tell whether the blocks are the page, and no item stands between them that has its title once."""
    words = sum(line.role is Role.WORDS for line in lines)
    if not blocks or words > _MOST_LINES * (len(blocks) + 1):
        return False
    return not any(_holds_another(lines[block.at[-1] + 1 : block.end]) for block in blocks)


def folded(lines: Sequence[Line], blocks: Sequence[Block]) -> list[Line]:
    """Return the lines with each repeated title once, marked as such."""
    if not blocks:
        return list(lines)
    first = {block.at[0] for block in blocks}
    again = {index for block in blocks for index in block.at[1:]}
    return [
        replace(line, repeated=True) if index in first else line
        for index, line in enumerate(lines)
        if index not in again
    ]


def _holds_another(rest: Sequence[Line]) -> bool:
    """Tell whether below a block's byline come words, longer than labels, and a byline of their own."""
    signed = worded = False
    for line in rest:
        if line.role is Role.BYLINE and signed and worded:
            return True
        signed = signed or line.role is Role.BYLINE
        worded = worded or (signed and line.role is Role.WORDS and not line.is_label_like)
    return False


def _run(lines: Sequence[Line], keys: Sequence[str], start: int) -> tuple[int, ...]:
    """Return where the line at `start` stands again, each occurrence near the last and before any byline."""
    run = [start]
    if lines[start].role is not Role.WORDS:
        return (start,)
    for index in range(start + 1, len(lines)):
        if lines[index].role is Role.BYLINE or index - run[-1] > _REACH or len(run) > _MOST:
            break
        cut = index == len(lines) - 1 and keys[start].startswith(keys[index])
        if lines[index].role is Role.WORDS and (keys[index] == keys[start] or cut):
            run.append(index)
    return tuple(run)


def _is_label(lines: Sequence[Line], keys: Sequence[str], run: tuple[int, ...], counts: Counter[str]) -> bool:
    """Tell whether a recurring short line is no title: too frequent, a name, or around one that recurs."""
    start = run[0]
    if not lines[start].is_label_like:
        return False
    if counts[keys[start]] > _MOST or is_genre(lines[start].text) or _is_name_twice(lines, run):
        return True
    following = _run(lines, keys, start + 1) if start + 1 < len(lines) else ()
    return (len(following) > 1 and _outweighs(lines, following, run)) or _encloses_item(lines, run)


def _outweighs(lines: Sequence[Line], following: tuple[int, ...], run: tuple[int, ...]) -> bool:
    """Tell whether of two runs that lie in one another the later one is the title, and no label of it."""
    within = following[0] < run[-1]
    return within and (len(following) >= len(run) or not lines[following[0]].is_label_like)


def _is_name_twice(lines: Sequence[Line], run: tuple[int, ...]) -> bool:
    """Tell whether these are a name, and a byline without a date right below it."""
    closed_up = all(lines[i].gap == 0 for i in run[1:]) and run[-1] - run[0] == len(run) - 1
    return closed_up and run[0] > 0 and is_lone_name(lines[run[0]], frozenset())


def _encloses_item(lines: Sequence[Line], run: tuple[int, ...]) -> bool:
    """Tell whether anything that ends an item lies between the occurrences."""
    return any(lines[i].role in (Role.BYLINE, Role.AUTHOR) for i in range(run[0], run[-1]))


def _key(text: str) -> str:
    """Fold what differs between the copies of one title: case and the style of quotes."""
    return text.casefold().translate(_QUOTES)


_QUOTES = str.maketrans("‘’“”", "''\"\"")
