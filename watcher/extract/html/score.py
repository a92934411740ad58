"""How likely a candidate is the page's main list: evidence first, then one sum of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, fields
from itertools import accumulate
from math import log2

from watcher.extract.html.areas import Area
from watcher.extract.html.candidates import Candidate
from watcher.extract.html.titles import is_date, worth
from watcher.extract.html.tree import Node, Token, Tree, Zone

_SAMPLE = 16
"""So many records are looked at; more tell nothing new."""
_NUMBERED = re.compile(r"[\w-]*\d[\w-]*|\b(?:first|last|odd|even|active|open|alt)\b")
_COLUMNS = 2
"""Of so many blocks the numbers in their classes may be widths; of more they count rows."""
_BESIDE = 0.6
_TEXTS = 2
_EMPHASIS = frozenset(("b", "strong", "em", "i"))
_NEAR = 8
_LIKE_A_TITLE = 0.7


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a candidate; each is a share from 0 to 1."""

    titles: float
    """Titles that read like headlines."""
    distinct: float
    """Titles that are no repetition."""
    number: float
    """Many records; full at 16."""
    linked: float
    """Titles with a link, each with an address of its own; in part where the link is beside it."""
    reached: float
    """Records that hold a link, wherever."""
    headings: float
    dates: float
    images: float
    detail: float
    """Records that say more than their title; full at 80 characters or four texts outside of links."""
    share: float
    """Of the page's text; counts for less where records are links and nothing else, as menus are."""
    lone: float
    """Records with one shape of root element."""
    wordy: float
    """Titles with a good part of the page's whole link text: what a listing links most."""
    main: float
    """Lies in `main`, or behind the page's first `h1`."""
    aside: float
    """Lies in a navigation, header, footer, aside or dialog."""
    bare: float
    """Its titles are plain text, neither link nor heading; counts for less where each record has a link."""
    emphasised: float
    """Titles in bold or italics."""
    composed: float
    """Plain titles made of several texts: more likely whole records."""
    declared: float
    """Titles whose address the page's JSON-LD calls an article."""
    barren: float
    """Nothing but links: no date, no word more, no heading, no picture."""
    crowded: float
    """Records that hold several texts just like the title."""
    poor: float
    """Titles of the wrong length: 1 where worth nothing, 0 from a quarter up (plain text: a half)."""
    nested: float
    """The list lies in an item of another list, as submenus do."""
    scattered: float
    """Records in columns or blocks that are marked up unlike the one with most."""
    late: float
    """Records where a text before the title, set off as much, reads like a title too."""
    uneven: float
    """Records that hold more or fewer such texts than most."""


NAMES = tuple(f.name for f in fields(Evidence))
WEIGHTS = Evidence(
    titles=3.0,
    distinct=1.5,
    number=1.5,
    linked=1.2,
    reached=0.3,
    headings=0.7,
    dates=0.8,
    images=0.2,
    detail=0.8,
    share=2.0,
    lone=0.3,
    wordy=0.8,
    main=0.8,
    aside=-2.0,
    bare=-1.5,
    emphasised=0.6,
    composed=-1.0,
    declared=4.0,
    barren=-1.2,
    crowded=-1.0,
    poor=-3.0,
    nested=-1.0,
    scattered=-4.0,
    late=-1.5,
    uneven=-1.5,
)


def weighed(evidence: Evidence) -> list[tuple[str, float, float]]:
    """Return the name, the value and the weight of each kind of evidence."""
    return [(name, getattr(evidence, name), getattr(WEIGHTS, name)) for name in NAMES]


def total(evidence: Evidence) -> float:
    """Return the weighted sum of the evidence."""
    return sum((value * weight for _, value, weight in weighed(evidence)), start=0.0)


@dataclass(slots=True)
class Marks:
    """Running sums over a page that make the evidence of one area cheap."""

    dated: list[int]
    plain: list[int]
    """Texts outside of links."""
    times: list[int]
    images: list[int]
    links: list[int]
    chars: int
    link_chars: int
    top: int
    """Index of the first `h1`, or past the end."""


def marks(tree: Tree) -> Marks:
    """Compute the sums, once a page."""
    return Marks(
        dated=[0, *accumulate(1 if is_date(t.text) else 0 for t in tree.tokens)],
        plain=[0, *accumulate(0 if t.link else 1 for t in tree.tokens)],
        times=[n.index for n in tree.times],
        images=[n.index for n in tree.images],
        links=[n.index for n in tree.links],
        chars=max(1, tree.chars[-1]),
        link_chars=max(1, tree.link_chars[-1]),
        top=next((h.index for h in tree.headings if h.tag == "h1"), len(tree.nodes)),
    )


def evidence(tree: Tree, sums: Marks, candidate: Candidate, spans: list[Area]) -> Evidence:
    """Look at a candidate whose records are `spans`."""
    step = max(1, len(spans) // _SAMPLE)
    titles = candidate.titles[::step]
    areas = spans[::step]
    number = len(titles)
    texts = [tree.text_of(t)[:500] for t in titles]
    chars = tree.chars
    plain = [_plain(tree, sums, a, t, text) for a, t, text in zip(areas, titles, texts, strict=True)]
    plain_text = candidate.kind == "text"
    addresses = {address(t) for t in titles} - {""}
    linked = sum(_links(sums, a) == 1 for a in areas) * _BESIDE if plain_text else len(addresses)
    worths = sum(worth(t) for t in texts) / number
    detail = sum(plain) / number
    dates = sum(dated(sums, a) for a in areas) / number
    if not dates and _group_dates(sums, candidate, spans):
        dates = 0.7
    reached = sum(_any(sums.links, a) for a in areas) / number
    pictured = sum(_any(sums.images, a) for a in areas) / number
    headings = 1.0 if candidate.kind == "heading" else 0.0
    whole = sum(chars[a.last] - chars[a.first] for a in spans)
    return Evidence(
        titles=worths,
        distinct=len(set(texts)) / number,
        number=min(1.0, log2(len(spans)) / 4),
        linked=min(1.0, linked / number),
        reached=reached,
        headings=headings,
        dates=dates,
        images=pictured,
        detail=detail,
        share=min(1.0, whole / sums.chars) * (0.3 + 0.7 * max(detail, dates, headings)),
        lone=_most([(r.tag, r.attrs.get("class")) for r in candidate.roots]) / len(candidate.roots),
        wordy=min(1.0, sum(len(t) for t in texts) * step / sums.link_chars),
        main=sum(bool(t.zone & Zone.MAIN) or t.index > sums.top for t in titles) / number,
        aside=sum(bool(t.zone & _ASIDE) for t in titles) / number,
        bare=(1 - 0.6 * reached) if plain_text else 0.0,
        emphasised=sum(t.tag in _EMPHASIS for t in titles) / number,
        composed=sum(t.last - t.first > _TEXTS for t in titles) / number if plain_text else 0.0,
        declared=0.0,
        barren=1.0 - min(1.0, dates + headings + 4 * detail + pictured),
        crowded=candidate.crowd,
        poor=max(0.0, 1 - (2 if plain_text else 4) * worths),
        nested=1.0 if _in_item(candidate.container) else 0.0,
        scattered=_scattered(candidate),
        late=sum(_late(tree, a, t, x) for a, t, x in zip(areas, titles, texts, strict=True)) / number,
        uneven=candidate.uneven,
    )


def _plain(tree: Tree, sums: Marks, area: Area, title: Node, text: str) -> float:
    """Return how much a record says beyond its title and outside of links: submenus say nothing."""
    chars = tree.chars[area.last] - tree.chars[area.first]
    chars -= tree.link_chars[area.last] - tree.link_chars[area.first]
    texts = sums.plain[area.last] - sums.plain[area.first]
    if tree.link_chars[title.last] == tree.link_chars[title.first]:
        chars -= len(text)
        texts -= 1
    return min(1.0, max(chars / 80, texts / 4)) if chars > 0 else 0.0


def _in_item(container: Node) -> bool:
    up: Node | None = container
    while up is not None:
        if up.tag == "li":
            return True
        up = up.parent
    return False


def _scattered(candidate: Candidate) -> float:
    """Return the share of records whose way up to the container has other classes than most have."""
    level = candidate.container.depth
    ways: dict[tuple[str, ...], int] = {}
    plain: dict[tuple[str, ...], int] = {}
    parent: Node | None = None
    way: tuple[str, ...] = ()
    for root in candidate.roots:
        if root.parent is not parent:
            parent = root.parent
            way = _way(parent, level)
        ways[way] = ways.get(way, 0) + 1
    if len(ways) > _COLUMNS:
        for way, count in ways.items():
            bare = tuple(_NUMBERED.sub("", step) for step in way)
            plain[bare] = plain.get(bare, 0) + count
        ways = plain
    return 1 - max(ways.values()) / len(candidate.roots)


def _way(node: Node | None, level: int) -> tuple[str, ...]:
    steps: list[str] = []
    while node is not None and node.depth > level:
        steps.append(node.attrs.get("class", ""))
        node = node.parent
    return tuple(steps)


def _late(tree: Tree, area: Area, title: Node, text: str) -> bool:
    before = tree.tokens[area.first : min(title.first, area.first + _NEAR)]
    rank = _rank(tree.tokens[title.first])
    return any(_rank(t) >= rank and t.text != text and worth(t.text) >= _LIKE_A_TITLE for t in before)


def _rank(token: Token) -> int:
    """Return how much a text is set off: a heading most, then a link, then bold or italics."""
    if token.heading is not None:
        return 3
    return 2 if token.link is not None else int(token.node.tag in _EMPHASIS)


def _group_dates(sums: Marks, candidate: Candidate, spans: list[Area]) -> bool:
    """Tell whether dates stand over groups of records instead of in each."""
    container = candidate.container
    found = sums.dated[spans[-1].first] - sums.dated[container.first]
    return 1 < found <= len(spans)


_ASIDE = Zone.NAV | Zone.HEADER | Zone.FOOTER | Zone.ASIDE | Zone.DIALOG


def address(title: Node) -> str:
    """Return the address that a title links, or that it is part of."""
    up: Node | None = title
    for _ in range(4):
        if up is None:
            break
        if up.tag == "a":
            return up.attrs.get("href", "")
        up = up.parent
    down = title
    while down.children:
        for child in down.children:
            if child.tag == "a":
                return child.attrs.get("href", "")
        down = down.children[0]
    return ""


def dated(sums: Marks, area: Area) -> bool:
    """Tell whether an area holds a text that is a date, or a `time` element."""
    return sums.dated[area.last] > sums.dated[area.first] or _any(sums.times, area)


def _any(indexes: list[int], area: Area) -> bool:
    place = bisect_left(indexes, area.begin)
    return place < len(indexes) and indexes[place] < area.end


def _links(sums: Marks, area: Area) -> int:
    return bisect_left(sums.links, area.end) - bisect_left(sums.links, area.begin)


def _most(values: list[tuple[str, str | None]]) -> int:
    counts: dict[tuple[str, str | None], int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return max(counts.values())
