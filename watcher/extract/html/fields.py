"""What a record says beside its title, as an item."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter

from watcher.extract.html.lines import Line
from watcher.extract.html.reading import SEPARATORS, Reading, beside_title, repeats_title
from watcher.extract.html.record import Record
from watcher.extract.html.titles import is_count, units
from watcher.extract.html.tree import Node
from watcher.extract.html.when import dating
from watcher.extract.html.who import authors
from watcher.models import Item

_SHORTEST_SUMMARY = 30
"""Letters; what is shorter is a label, a name or a button."""
_LONG_SUMMARY = 90
_ENDS = (".", "!", "?", "…", "。", "！", "？", "»", "”", "]")
_DESCRIPTIONS = frozenset(("description", "abstract"))
_LONGEST_LABEL = 40
_LABEL = re.compile(
    r"\b(?:category|categories|label|kicker|eyebrow|topic|section|badge|tag)s?\b", re.IGNORECASE
)
_LABEL_PATH = re.compile(r"/(?:category|categories|tags?|topics?|sections?|label)/", re.IGNORECASE)
_IMAGE_ATTRIBUTES = ("data-src", "data-lazy-src", "data-original", "src")
_INDEX = attrgetter("index")
_SMALLEST_IMAGE = 48
"""Pixels; what is smaller is an icon or a face."""


def item(reading: Reading, record: Record) -> Item:
    """Read a record."""
    rest = [line for line in beside_title(reading, record) if not repeats_title(record, line)]
    dated = dating(reading, record, rest)
    named = authors(reading, record, rest, dated)
    free = [line for line in rest if line.first not in dated.beside and line.first not in named]
    summary = _summary(free, record)
    return Item(
        title=record.title,
        url=record.url,
        summary=summary,
        authors=tuple(dict.fromkeys(name for names in named.values() for name in names)),
        published=dated.published,
        labels=_labels(free, record, summary),
        image=_image(reading, record),
    )


def _summary(free: list[Line], record: Record) -> str:
    """Return the line that the markup calls the description, else the first sentence, else a long line."""
    found = [line for line in free if units(line.text) >= _SHORTEST_SUMMARY and _tells(line, record)]
    for kind in (_is_described, _is_sentence, _is_unnamed):
        for line in found:
            if kind(line):
                return line.text
    return ""


def _tells(line: Line, record: Record) -> bool:
    """Tell whether a line is no row of links: mostly plain, or linked to where the record leads."""
    plain = sum(len(t.text) for t in line.tokens if t.link is None)
    return plain * 2 >= len(line.text) or all(
        t.link is None or t.link.attrs.get("href") == _href(record) for t in line.tokens
    )


def _is_described(line: Line) -> bool:
    up: Node | None = line.tokens[0].node
    for _ in range(2):
        if up is not None and up.attrs.get("itemprop") in _DESCRIPTIONS:
            return True
        up = up.parent if up is not None else None
    return False


def _is_sentence(line: Line) -> bool:
    return units(line.text) >= _LONG_SUMMARY or line.text.endswith(_ENDS)


def _is_unnamed(line: Line) -> bool:
    """Tell whether a line does not begin with the name of a field, set off such as "Venue:"."""
    first = line.tokens[0]
    return not first.text.endswith((":", "：")) and not _LABEL.search(first.node.attrs.get("class", ""))


def _href(record: Record) -> str | None:
    up: Node | None = record.node
    while up is not None:
        if up.tag == "a":
            return up.attrs.get("href")
        up = up.parent
    return None


def _labels(free: list[Line], record: Record, summary: str) -> tuple[str, ...]:
    """Return short texts that stand before the title, and those that the markup calls labels."""
    found: dict[str, None] = {}
    for line in free:
        if line.text == summary or is_count(line.text):
            continue
        if line.first < record.node.first and len(line.text) <= _LONGEST_LABEL and _says_something(line.text):
            found[line.text.strip(SEPARATORS)] = None
            continue
        for token in line.tokens:
            if (
                _says_something(token.text)
                and len(token.text) <= _LONGEST_LABEL
                and _is_label(token.node, token.link, record)
            ):
                found[token.text.strip(SEPARATORS)] = None
    return tuple(found)


def _says_something(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _is_label(node: Node, link: Node | None, record: Record) -> bool:
    if link is not None:
        rel = link.attrs.get("rel", "").split()
        return "tag" in rel or "category" in rel or bool(_LABEL_PATH.search(link.attrs.get("href", "")[:400]))
    return record.area.holds(node) and bool(_LABEL.search(node.attrs.get("class", "")))


def _image(reading: Reading, record: Record) -> str | None:
    images = reading.tree.images
    first = bisect_left(images, record.area.begin, key=_INDEX)
    for node in images[first : bisect_left(images, record.area.end, lo=first, key=_INDEX)]:
        if _is_small(node):
            continue
        for name in _IMAGE_ATTRIBUTES:
            address = reading.addresses.resolve(node.attrs.get(name, ""))
            if address is not None:
                return address
    return None


def _is_small(node: Node) -> bool:
    sizes = [node.attrs.get(side, "") for side in ("width", "height")]
    return any(s.isdigit() and int(s[:6]) <= _SMALLEST_IMAGE for s in sizes)
