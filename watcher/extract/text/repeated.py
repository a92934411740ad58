"""Pages that write each title more than once: as the picture's text, as heading, as the link's text.

Such a page needs no guess: what recurs within a few lines is a title, what stands between its occurrences
is its label and its summary, what follows the last one is its byline.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from watcher.extract.bylines import authors
from watcher.extract.text.head import is_heading_like
from watcher.extract.text.lines import Line, Role, looks_like_names
from watcher.extract.text.names import known_authors
from watcher.extract.text.reading import Reading
from watcher.models import Item, Published

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
    """Tell whether the blocks are the page, and not a title or two that stand twice by chance."""
    words = sum(line.role is Role.WORDS for line in lines)
    bylines = sum(line.role is Role.BYLINE for line in lines)
    return words <= _MOST_LINES * (len(blocks) + 1) and bylines < 2 * len(blocks) + 2 if blocks else False


def read_blocks(lines: Sequence[Line], blocks: Sequence[Block], section: str) -> Reading:
    """Return heading and items of `blocks`, and one item more where the page was cut after a last title."""
    known = known_authors(lines)
    items: list[Item] = []
    labels: tuple[str, ...] = ()
    for block in blocks:
        item, labels = _item(lines, block, known, labels)
        items.append(item)
    above = [line.text for line in lines[: blocks[0].at[0]] if line.role is Role.WORDS]
    heading = section or next((text for text in above if is_heading_like(text)), "")
    return Reading(heading, (*items, *_cut_item(lines, blocks[-1])))


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


def _run(lines: Sequence[Line], keys: Sequence[str], start: int) -> tuple[int, ...]:
    """Return where the line at `start` stands again, each occurrence near the last and before any byline."""
    run = [start]
    if lines[start].role is not Role.WORDS:
        return (start,)
    for index in range(start + 1, len(lines)):
        if lines[index].role is Role.BYLINE or index - run[-1] > _REACH or len(run) > _MOST:
            break
        cut = index == len(lines) - 1 and keys[start].startswith(keys[index])
        if keys[index] == keys[start] or cut:
            run.append(index)
    return tuple(run)


def _is_label(lines: Sequence[Line], keys: Sequence[str], run: tuple[int, ...], counts: Counter[str]) -> bool:
    """Tell whether a recurring short line is no title: too frequent, a name, or the next line recurs."""
    start = run[0]
    if not lines[start].is_label_like:
        return False
    if counts[keys[start]] > _MOST or _is_name_twice(lines, run):
        return True
    following = _run(lines, keys, start + 1) if start + 1 < len(lines) else ()
    return (len(following) > 1 and following[-1] < run[-1]) or _encloses_item(lines, run)


def _is_name_twice(lines: Sequence[Line], run: tuple[int, ...]) -> bool:
    """Tell whether these are a name, and a byline without a date right below it."""
    closed_up = all(lines[i].gap == 0 for i in run[1:]) and run[-1] - run[0] == len(run) - 1
    return closed_up and run[0] > 0 and _is_lone_name(lines[run[0]], frozenset())


def _encloses_item(lines: Sequence[Line], run: tuple[int, ...]) -> bool:
    """Tell whether anything that ends an item lies between the occurrences."""
    return any(lines[i].role in (Role.BYLINE, Role.AUTHOR) for i in range(run[0], run[-1]))


def _item(
    lines: Sequence[Line], block: Block, known: frozenset[str], labels: tuple[str, ...]
) -> tuple[Item, tuple[str, ...]]:
    """Read one block; return its item, and the labels at its end that belong to the next one."""
    inner = [i for i in range(block.at[0], block.at[-1]) if i not in block.at and lines[i].role is Role.WORDS]
    body_from = block.at[-2] if len(block.at) > 2 else block.at[-1]
    own = [lines[i].text for i in inner if lines[i].is_label_like and i < body_from]
    summary = next((lines[i].text for i in inner if not lines[i].is_label_like or i > body_from), "")
    tail = _tail(lines, block, known)
    return (
        Item(
            title=lines[block.at[0]].text,
            summary=summary or tail.summary,
            authors=tail.authors,
            published=tail.published,
            labels=(*labels, *own),
        ),
        tail.labels,
    )


@dataclass(frozen=True, slots=True)
class _Tail:
    summary: str
    authors: tuple[str, ...]
    published: Published | None
    labels: tuple[str, ...]


def _tail(lines: Sequence[Line], block: Block, known: frozenset[str]) -> _Tail:
    """Read what follows a block's last title: summary, authors, byline, and the next item's label."""
    rest = range(block.at[-1] + 1, block.end)
    byline = next((i for i in rest if lines[i].role is Role.BYLINE), None)
    stop = block.end if byline is None else byline
    names = next((lines[i].authors for i in rest if lines[i].role is Role.AUTHOR), ())
    summary = ""
    for i in range(block.at[-1] + 1, stop):
        if lines[i].role is not Role.WORDS:
            continue
        if _is_lone_name(lines[i], known):
            names = names or authors(lines[i].text)
        elif not lines[i].is_label_like:
            summary = summary or lines[i].text
    return _Tail(
        summary=summary,
        authors=names if byline is None else lines[byline].authors or names,
        published=None if byline is None else lines[byline].published,
        labels=_label_below(lines, byline, block.end, known),
    )


def _is_lone_name(line: Line, known: frozenset[str]) -> bool:
    """Tell whether a line names an author of this page, or looks like nothing but a person's name."""
    if not looks_like_names(line.text) or not line.is_label_like:
        return False
    names = authors(line.text)
    return all(n.casefold() in known for n in names) or all(
        1 < len(n.split()) < 5 and n.istitle() for n in names
    )


def _label_below(
    lines: Sequence[Line], byline: int | None, end: int, known: frozenset[str]
) -> tuple[str, ...]:
    """Return the label between this item's byline and the next title, which begins at `end`."""
    if byline is None or end >= len(lines) or end - 1 <= byline:
        return ()
    label = lines[end - 1]
    fits = label.role is Role.WORDS and label.is_label_like and label.text.casefold() not in known
    return (label.text,) if fits else ()


def _key(text: str) -> str:
    """Fold what differs between the copies of one title: case and the style of quotes."""
    return text.casefold().translate(_QUOTES)


_QUOTES = str.maketrans("‘’“”", "''\"\"")
