"""Look at a candidate: what speaks for it and against it."""

from __future__ import annotations

import re
from math import log2
from typing import TypeVar

from watcher.extract.html.areas import Area
from watcher.extract.html.candidates import Candidate
from watcher.extract.html.columns import are_labelled, is_title_column
from watcher.extract.html.evidence import Evidence
from watcher.extract.html.marks import Marks, any_inside, aside_share, dated, links_inside, numbers
from watcher.extract.html.scatter import scattered
from watcher.extract.html.titles import worth, worth_as
from watcher.extract.html.tree import Node, Token, Tree

_T = TypeVar("_T")
_SAMPLE = 16
"""So many records are looked at; more tell nothing new."""
BESIDE = 0.6
"""What a link beside a plain title counts for."""
BARE_WITH_LINKS = 0.4
"""What is left of the doubt about a plain title where each record has a link."""
_TEXTS = 2
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|rtf|odt)(?:$|[?#])", re.IGNORECASE)
_PERSONS = ("mailto:", "tel:")
"""Links that lead to somebody, and to no page."""
_EMPHASIS = frozenset(("b", "strong", "em", "i"))
_FORMATS = 3
"""So many links beside a plain title may lead to one document."""
_NEAR = 8
_LIKE_A_TITLE = 0.7


def evidence(tree: Tree, sums: Marks, candidate: Candidate, spans: list[Area]) -> Evidence:
    """Look at a candidate whose records are `spans`."""
    titles = sample(candidate.titles)
    areas = sample(spans)
    number = len(titles)
    step = len(spans) / number
    texts = [tree.title_of(t)[:500] for t in titles]
    chars = tree.chars
    plain = [_plain(tree, sums, a, t, text) for a, t, text in zip(areas, titles, texts, strict=True)]
    plain_text = candidate.kind == "text"
    targets = [address(t) for t in titles]
    addresses = {a for a in targets if a and not a.startswith(_PERSONS)}
    documents = 0.0 if plain_text else sum(_DOCUMENT.search(a) is not None for a in targets) / number
    linked = _beside(sums, areas) * BESIDE if plain_text else len(addresses)
    worths = worth_together(candidate.kind, texts)
    inside = sums.main_share(titles)
    detail = sum(plain) / number
    dates = sum(dated(sums, a) for a in areas) / number
    if not dates and _group_dates(sums, candidate, spans):
        dates = 0.7
    numbered = numbers(tree, sums, areas) / number
    reached = sum(any_inside(sums.links, a) for a in areas) / number
    pictured = sum(any_inside(sums.images, a) for a in areas) / number
    headings = 1.0 if candidate.kind == "heading" else 0.0
    spoken = BESIDE * linked / number if plain_text else 0.0
    whole = sum(chars[a.last] - chars[a.first] for a in spans)
    return Evidence(
        titles=worths,
        distinct=len(set(texts)) / number,
        number=min(1.0, log2(len(spans)) / 4),
        linked=min(1.0, linked / number),
        reached=reached,
        headings=headings,
        dates=dates,
        numbered=numbered,
        documents=documents,
        images=pictured,
        detail=detail,
        share=min(1.0, whole / sums.chars) * (0.3 + 0.7 * max(detail, dates, numbered, headings, spoken)),
        lone=_most([(r.tag, r.attrs.get("class")) for r in candidate.roots]) / len(candidate.roots),
        wordy=min(1.0, sum(len(t) for t in texts) * step / sums.link_chars),
        main=inside,
        outside=1 - inside if sums.has_main else 0.0,
        aside=aside_share(titles),
        bare=(1 - (1 - BARE_WITH_LINKS) * reached) if plain_text else 0.0,
        emphasised=sum(t.tag in _EMPHASIS for t in titles) / number,
        composed=sum(t.last - t.first > _TEXTS for t in titles) / number if plain_text else 0.0,
        declared=0.0,
        barren=1.0 - min(1.0, dates + numbered + documents / 2 + headings + 4 * detail + pictured + spoken),
        crowded=candidate.crowd,
        poor=max(0.0, 1 - (2 if plain_text else 4) * worths),
        nested=1.0 if _in_item(candidate.container) else 0.0,
        scattered=scattered(tree, sums, candidate),
        late=_late(tree, areas, titles, texts) / number,
        uneven=candidate.uneven,
        grouping=0.0,
        headed=1.0 if is_title_column(sums.columns, titles) or are_labelled(tree, titles) else 0.0,
    )


def worth_together(kind: str, texts: list[str]) -> float:
    """Return the mean worth of titles, less where they are few different ones: "no cover available"."""
    number = len(texts)
    return sum(worth_as(kind, t) for t in texts) / number * min(1.0, 2 * len(set(texts)) / number)


def sample(values: list[_T]) -> list[_T]:
    """Return every so manieth of the values, some `_SAMPLE` of them."""
    return values[:: max(1, len(values) // _SAMPLE)]


def _plain(tree: Tree, sums: Marks, area: Area, title: Node, text: str) -> float:
    """Return how much a record says beyond its title and outside of links: submenus say nothing.

    What stands in the title's own link counts: it makes the whole record a link.
    """
    chars = tree.chars[area.last] - tree.chars[area.first]
    chars -= tree.link_chars[area.last] - tree.link_chars[area.first]
    texts = sums.plain[area.last] - sums.plain[area.first]
    if tree.link_chars[title.last] == tree.link_chars[title.first]:
        chars -= len(text)
        texts -= 1
    elif (card := _card(title)) is not None:
        chars += tree.size_of(card) - tree.size_of(title)
        texts += card.last - card.first - (title.last - title.first)
    return min(1.0, max(chars / 80, texts / 4)) if chars > 0 else 0.0


def _card(title: Node) -> Node | None:
    """Return the link that a title lies in with other texts of its record, if it does."""
    up = title.parent
    for _ in range(4):
        if up is None:
            break
        if up.tag == "a":
            return up
        up = up.parent
    return None


def _in_item(container: Node) -> bool:
    up: Node | None = container
    while up is not None:
        if up.tag == "li":
            return True
        up = up.parent
    return False


def _beside(sums: Marks, areas: list[Area]) -> int:
    """Return how many records have the one link, or each the same few: one document in several formats."""
    counts = [links_inside(sums, a) for a in areas]
    if len(counts) > _FORMATS >= counts[0] > 0 and counts.count(counts[0]) == len(counts):
        return len(counts)
    return counts.count(1)


def _late(tree: Tree, areas: list[Area], titles: list[Node], texts: list[str]) -> int:
    """Return how many other texts come before titles, set off as much, and read like titles too."""
    found: set[str] = set()
    for area, title, text in zip(areas, titles, texts, strict=True):
        before = tree.tokens[area.first : min(title.first, area.first + _NEAR)]
        rank = _rank(tree.tokens[title.first])
        like = (t for t in before if _rank(t) >= rank and t.text != text and worth(t.text) >= _LIKE_A_TITLE)
        if (other := next(like, None)) is not None:
            found.add(other.text)
    return len(found)


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
    while children := down.children:
        for child in children:
            if child.tag == "a":
                return child.attrs.get("href", "")
        down = children[0]
    return ""


def _most(values: list[tuple[str, str | None]]) -> int:
    counts: dict[tuple[str, str | None], int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return max(counts.values())
