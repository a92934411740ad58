"""What it costs to take a line for a title, a summary or another part, measured against its own page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median, quantiles

from watcher.extract.text.genres import is_genre
from watcher.extract.text.head import is_heading_like
from watcher.extract.text.lines import Line, Role, is_filed
from watcher.extract.text.parts import Part

_NEVER = float("inf")
_SEPARATE = 1.15
"""How much longer summaries must be than titles, on the mean, before length tells them apart."""
_SLOPE = 0.16
"""Share of the dividing length that is worth one unit of cost."""
_STEEPEST = 1.5
_LABEL_LIKE = 0.8
"""What it costs to take a line as short as a label for a title; twice that if it is one word, or recurs."""
_NUMBER = re.compile(r"\d+")
_SOLE_LABEL = 1.5
"""More for a label that does not recur, where nothing but their turns tells titles from summaries."""
_UNHEARD = 1.0
"""More for a label where labels seldom stand, below a summary, if it neither recurs nor names a genre."""
_FILED = 1.5
"""How far a line such as 'Tags: ports, rail' belongs to what it is below of."""
_SELDOM = 2.0
"""More for what looks like the name of a genre or an introduction to be a title."""
_LACKING = 1.0
"""More for a last title that lacks the summary which the turns ask for."""
_FAR = 1.2
"""What it costs that a label stands off from what it is on, and closer to its other neighbour."""
_PARTS = len(Part)
_ITEM_LINES = 3
"""Label, title and summary."""
_REPEATED = 3.0
"""What it is worth for a title that the page writes it again close by."""
_HEAD_LINES, _FOOT_LINES = 10, 12
"""Where a heading and what stands around it, or what stands below the items, can be."""
_LONGEST_TITLE = 160
_BIO = re.compile(r"\b(?:is|was|covers|has|writes|works|joined)\b.+\b(?:for|at|of|from|on|with|based|who)\b")
_NAMES_LIST = re.compile(
    r"(?:category|categories|archives?|tag|tagged|topic|author|posts?\s+by|articles?\s+by|stories\s+by|section|browsing"
    r"|search(?:\s+results?)?(?:\s+for)?|results?\s+for)\b.{0,20}[:“‘\"']",
    re.IGNORECASE,
)
"""Opens the heading of a list: 'Category Archives: Trade', 'Search results for: rice'."""
_INTRODUCES = re.compile(
    r"(?:(?:all|the|our|latest|recent|more|other)\s+)?"
    r"(?:information|news|articles?|stories|coverage|analysis|everything|reports|reporting|posts?|work|pieces|latest)\b"
    r"(?:\s+(?:and|,)\s+\w+)?.{0,20}\s(?:on|about|related\s+to|tagged|regarding|concerning|from|by|for|of)\s.{1,80}$",
    re.IGNORECASE,
)
"""Stands between head and items: 'Latest from Ann Lee', 'All articles on trade'."""
_FULL_STOP = re.compile(r"(?<![A-Z.][A-Z])[.。]$")


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual on this page."""

    signed: bool
    """Whether its items have bylines."""
    divide: float
    """Characters between the usual title and the usual summary; 0 where length does not tell."""
    grouped: bool
    """Whether blank lines stand between items and not inside of them."""
    bulleted: bool
    """Whether its items begin with a bullet or a number."""
    bare: bool
    """Whether most of its bylines have one line of words above them: titles without summaries."""
    alternating: bool
    """Whether it has nothing but words, in no groups: only their turns tell titles from summaries."""
    size: int
    """Lines, words and bylines."""
    top: str
    """The first line of words: on an author's page the name."""
    foot: int
    """Lines below the last byline; 0 where they may be an item that was cut."""
    section: str
    known_labels: frozenset[str]
    """What recurs as short lines do, but for its numbers."""
    authors: tuple[str, ...]
    """Case-folded names of the page's bylines."""

    def table(self, lines: Sequence[Line]) -> list[list[float]]:
        """Return what it costs to take each line for each part; infinity for never."""
        table = [self.costs(line, index) for index, line in enumerate(lines)]
        for costs, (line, below) in zip(table, pairwise(lines), strict=False):
            costs[Part.LABEL] += _FAR * (below.gap > line.gap)
            costs[Part.TAG] += _FAR * (line.gap > below.gap)
            costs[Part.TAIL] += _FAR * (line.gap >= below.gap)
        if self.alternating and table:
            table[-1][Part.TITLE] += _LACKING
        return table

    def costs(self, line: Line, index: int) -> list[float]:
        """Return what it costs to take `line`, the page's `index`-th, for each part."""
        costs = [_NEVER] * _PARTS
        if line.role is Role.BYLINE:
            costs[Part.BYLINE] = 0.0
            return costs
        known = line.is_label_like and self._is_label(line)
        costs[Part.TITLE] = self._title(line, index, known=known)
        costs[Part.SUMMARY] = self._summary(line, known=known)
        if line.is_label_like:
            costs[Part.LABEL] = 0.0 if known else self._new_label(line)
            below = self.alternating + costs[Part.LABEL] + 0.3 * (not known)
            costs[Part.TAG] = costs[Part.TAIL] = below
            costs[Part.UNDER] = below + _UNHEARD * (not known)
        if is_filed(line):
            costs[Part.LABEL] += _FILED
            costs[Part.TAIL] -= _FILED
        if index < _HEAD_LINES:
            costs[Part.HEADING] = self._heading(line)
            costs[Part.ABOVE] = self._above(line, known=known)
            introduces = self._introduces(line)
            costs[Part.ABOUT] = 0.0 if introduces else self._about(line)
            costs[Part.TITLE] += _SELDOM * introduces
        if self.authors:
            costs[Part.BIO] = self._bio(line)
        if line.repeated:
            costs[Part.TITLE] -= _REPEATED
        if index >= self.size - _FOOT_LINES:
            costs[Part.BELOW] = 0.5 if line.is_label_like or index >= self.size - self.foot else 1.5
        return costs

    def _is_label(self, line: Line) -> bool:
        return shape(line.text) in self.known_labels or is_genre(line.text)

    def _new_label(self, line: Line) -> float:
        many, introduces = len(line.text.split()) > 2, bool(_INTRODUCES.match(line.text))
        return 0.7 + 0.4 * many + 2.0 * introduces + _SOLE_LABEL * self.alternating

    def _title(self, line: Line, index: int, *, known: bool) -> float:
        return (
            max(0.0, self._length(line))
            + 1.5 * bool(_FULL_STOP.search(line.text))
            + 1.5 * line.text[0].islower()
            + 2.0 * (len(line.text) > _LONGEST_TITLE)
            + 1.0 * (self.grouped and line.gap == 0 and index > 0)
            + 3.0 * (self.bulleted and not line.bulleted)
            + _LABEL_LIKE * line.is_label_like * (1 + (known or " " not in line.text))
            + 1.0 * (line.is_label_like and index == 0)
            + _SELDOM * (known and is_genre(line.text))
        )

    def _summary(self, line: Line, *, known: bool) -> float:
        return (
            0.6 * max(0.0, -self._length(line))
            + (1.2 + 1.3 * known) * line.is_label_like
            + 3.0 * (self.bulleted and line.bulleted)
            + 0.7 * (self.grouped and line.gap > 0)
        )

    def _heading(self, line: Line) -> float:
        if self.section:
            return 0.0 if line.text == self.section else 4.0
        if line.bulleted or not is_heading_like(line.text):
            return 4.0
        if _NAMES_LIST.match(line.text):
            return -1.0
        if shape(line.text) in self.known_labels:
            return 1.5
        return 0.0 if line.is_label_like else 1.5

    def _above(self, line: Line, *, known: bool) -> float:
        if not is_heading_like(line.text):
            return _NEVER
        return 0.5 + 1.0 * known + 1.5 * (not line.is_label_like)

    def _about(self, line: Line) -> float:
        return 0.3 + 0.8 * line.is_label_like + 3.0 * line.bulleted

    def _introduces(self, line: Line) -> bool:
        """Tell whether a line says what the list holds, or who the author is that the page is named after."""
        if _INTRODUCES.match(line.text):
            return True
        names_top = bool(self.top) and line.text.startswith(f"{self.top} ")
        return names_top and _BIO.search(line.text) is not None

    def _bio(self, line: Line) -> float:
        starts_with_author = line.text.casefold().startswith(self.authors)
        return 0.0 if starts_with_author and _BIO.search(line.text) else 2.0

    def _length(self, line: Line) -> float:
        """Return how far beyond the dividing length `line` is; negative on the titles' side."""
        if not self.divide:
            return 0.0
        far = (len(line.text) - self.divide) / (self.divide * _SLOPE)
        return min(_STEEPEST, max(-_STEEPEST, far))


def measure(lines: Sequence[Line], section: str, authors: frozenset[str]) -> Measures:
    """Take the measures of the page that `lines`, its words and bylines, make."""
    words = [line for line in lines if line.role is Role.WORDS]
    gaps = [line.gap > 0 for line in lines[1:]]
    counts = Counter(shape(line.text) for line in words if line.is_label_like)
    signed = any(line.role is Role.BYLINE for line in lines)
    grouped = bool(gaps) and 0.15 <= fmean(gaps) <= 0.85
    bulleted = sum(line.bulleted for line in words) >= 3
    return Measures(
        signed=signed,
        divide=_divide([len(line.text) for line in words if not line.is_label_like]),
        grouped=grouped,
        bulleted=bulleted,
        bare=_are_bare(lines),
        alternating=not (signed or grouped or bulleted),
        size=len(lines),
        top=words[0].text if words else "",
        foot=_foot(lines) if signed else 0,
        section=section,
        known_labels=frozenset(text for text, count in counts.items() if count > 1),
        authors=tuple(authors),
    )


def _foot(lines: Sequence[Line]) -> int:
    """Return how many lines follow the last byline, if more than an item has."""
    below = next((n for n, line in enumerate(reversed(lines)) if line.role is Role.BYLINE), 0)
    return below if below > _ITEM_LINES else 0


def shape(text: str) -> str:
    """Return a text with each number as 0: 'No. 22-1417' is like 'No. 23-98'."""
    return text if text.isalpha() else _NUMBER.sub("0", text)


def _are_bare(lines: Sequence[Line]) -> bool:
    """Tell whether most bylines end what has one line of words that is no label."""
    sizes = [0]
    for line in lines:
        if line.role is Role.BYLINE:
            sizes.append(0)
        elif not line.is_label_like:
            sizes[-1] += 1
    counted = sizes[:-1]
    return len(counted) > 1 and median(counted) <= 1


def _divide(lengths: Sequence[int]) -> float:
    """Return the length that parts short from long lines best (two means); 0 where they are alike."""
    if len(lengths) < 2:
        return 0.0
    short, _, long = quantiles(lengths, n=4)
    for _ in range(8):
        middle = (short + long) / 2
        below = [n for n in lengths if n <= middle]
        above = [n for n in lengths if n > middle]
        if not below or not above:
            return 0.0
        short, long = fmean(below), fmean(above)
    return (short + long) / 2 if long > short * _SEPARATE else 0.0
