"""What a record says beside its title: date, authors, summary, labels, image."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby

from watcher.extract import bylines, dates
from watcher.extract.html.addresses import Addresses
from watcher.extract.html.lines import Line, lines
from watcher.extract.html.record import Record
from watcher.extract.html.titles import is_count, units
from watcher.extract.html.tree import Node, Tree, joined
from watcher.models import Item, Published

_SHORTEST_SUMMARY = 30
"""Letters; what is shorter is a label, a name or a button."""
_LONGEST_LABEL = 40
_LONGEST_CLASSES = 300
_AUTHOR = re.compile(r"\b(?:author|byline|vcard|writer)", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:category|categories|label|kicker|eyebrow|topic|section|badge|tag)s?\b", re.IGNORECASE
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|profile|users?|by|writers?|people|staff)/|[?&]author=", re.IGNORECASE
)
_LABEL_PATH = re.compile(r"/(?:category|categories|tags?|topics?|sections?|label)/", re.IGNORECASE)
_BYLINE = re.compile(
    r"^\s*(?:written\s+|posted\s+)?(?:by|von|par|por|di|door|av|автор)[:\s]\s*\S", re.IGNORECASE
)
_PARTICLES = frozenset(
    (
        "de",
        "del",
        "van",
        "von",
        "der",
        "den",
        "da",
        "di",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "y",
        "e",
    )
)
_LONGEST_DATE_LINE, _LONGEST_DATE_WORD = 160, 24
"""Characters: a line that may hold a date beside other words; a date without a digit ("yesterday")."""
_DATE_ATTRIBUTES = ("datetime", "data-datetime", "data-date", "data-timestamp", "data-time", "data-published")
_DATE_TAGS = frozenset(("time", "abbr", "span", "relative-time", "time-ago", "meta"))
_IMAGE_ATTRIBUTES = ("data-src", "data-lazy-src", "data-original", "src")
_SEPARATORS = " \t|·•–—-,/»›:()[]"
_SMALLEST_IMAGE = 48


@dataclass(frozen=True, slots=True)
class Reading:
    """What every record of one page is read with."""

    tree: Tree
    addresses: Addresses
    now: datetime | None = None
    order: dates.Order | None = None
    """Which of day and month comes first in the page's numeric dates, where any date proves it."""


def item(reading: Reading, record: Record) -> Item:
    """Read a record."""
    rest = [line for line in _beside_title(reading, record) if not _repeats_title(record, line)]
    published, used, left = _published(reading, record, rest)
    names = _authors(rest, used, left, record)
    taken = {id(line) for line in used} | {id(line) for line, _ in names}
    free = [line for line in rest if id(line) not in taken]
    authors = tuple(dict.fromkeys(name for _, found in names for name in found))
    summary = _summary(free, record)
    return Item(
        title=record.title,
        url=record.url,
        summary=summary,
        authors=authors,
        published=published,
        labels=_labels(free, record, summary),
        image=_image(reading, record),
    )


def _beside_title(reading: Reading, record: Record) -> list[Line]:
    """Return the record's lines without the title's own words; what stands before and behind it is two."""
    found = []
    for line in lines(reading.tree, record.area):
        start = line.first
        for is_title, run in groupby(line.tokens, key=lambda token: record.node.holds(token.node)):
            tokens = list(run)
            if not is_title:
                found.append(Line(joined(tokens), tokens, start))
            start += len(tokens)
    return found


def _repeats_title(record: Record, line: Line) -> bool:
    if line.text == record.title:
        return True
    return len(line.text) > 12 and line.text.removesuffix("…").removesuffix("...").rstrip() in record.title


def _published(
    reading: Reading, record: Record, rest: list[Line]
) -> tuple[Published | None, list[Line], dict[int, str]]:
    """Return the date, the lines that it was found in, and what else those say."""
    declared = _declared(reading, record)
    used: list[Line] = []
    left: dict[int, str] = {}
    published: Published | None = declared
    for line in rest:
        found = _date_in(reading, line)
        if found is None:
            continue
        start, end, when = found
        published = published or when
        used.append(line)
        left[id(line)] = (
            line.text[:start].strip(_SEPARATORS) + "\n" + line.text[end:].strip(_SEPARATORS)
        ).strip()
    return published, used, left


def _declared(reading: Reading, record: Record) -> Published | None:
    """Return the date that markup names for machines."""
    for node in reading.tree.nodes[record.area.begin : record.area.end]:
        if node.tag not in _DATE_TAGS or not node.attrs:
            continue
        for name in _DATE_ATTRIBUTES:
            value = node.attrs.get(name)
            if value and (when := dates.parse(value[:60], reading.now)):
                return when
        if "date" in node.attrs.get("itemprop", "").lower():
            when = dates.parse(node.attrs.get("content", "")[:60], reading.now)
            if when:
                return when
        title = node.attrs.get("title", "")
        if node.tag == "abbr" and title and (when := dates.parse(title[:60], reading.now)):
            return when
    return None


def _date_in(reading: Reading, line: Line) -> tuple[int, int, Published] | None:
    """Find a date that a line gives as its own, not one that a sentence mentions."""
    text = line.text
    if len(text) > _LONGEST_DATE_LINE or (len(text) > _LONGEST_DATE_WORD and not _numeric(text)):
        return None
    when = dates.parse(text, reading.now, order=reading.order)
    if when is not None:
        return 0, len(text), when
    found = dates.find(text, reading.now, order=reading.order)
    if found is None:
        return _date_of_token(reading, line)
    start, end, _ = found
    outside = len(text) - (end - start)
    return found if outside <= 60 else _date_of_token(reading, line)


def _date_of_token(reading: Reading, line: Line) -> tuple[int, int, Published] | None:
    for token in line.tokens:
        when = dates.parse(token.text, reading.now, order=reading.order) if len(token.text) <= 60 else None
        if when is not None:
            start = line.text.find(token.text)
            return start, start + len(token.text), when
    return None


def _authors(
    rest: list[Line], used: list[Line], left: dict[int, str], record: Record
) -> list[tuple[Line, tuple[str, ...]]]:
    """Return the lines that name authors, with the names."""
    found: list[tuple[Line, tuple[str, ...]]] = []
    for line in rest:
        marked = [t.text for t in line.tokens if _marked(t.node, t.link, record) and not _numeric(t.text)]
        if marked and len(line.text) <= 200:
            names = bylines.authors(" | ".join(dict.fromkeys(marked)))
        elif len(line.text) <= 120 and _BYLINE.match(line.text) and line not in used:
            names = bylines.authors(line.text)
        elif line in used and line.first > _place(record):
            names = _beside_date(left[id(line)])
        else:
            continue
        if names:
            found.append((line, names))
    return found


def _numeric(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _place(record: Record) -> int:
    return record.node.first


def _beside_date(text: str) -> tuple[str, ...]:
    """Return the names in what a date's line says besides, if it reads like names."""
    before = text.split("\n")[0]
    names = bylines.authors(before)
    if not names or not all(_like_name(name) for name in names):
        return ()
    return names


def _like_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > 50 or any(c.isdigit() for c in text) or ":" in text:
        return False
    if words[-1][0].islower() or (len(words) == 1 and text.isascii()):
        return False
    return all(not word[0].islower() or word in _PARTICLES for word in words)


@lru_cache(maxsize=1024)
def _names_author(classes: str) -> bool:
    return bool(classes) and _AUTHOR.search(classes[:_LONGEST_CLASSES]) is not None


def _marked(node: Node, link: Node | None, record: Record) -> bool:
    """Tell whether the markup calls a text an author's name."""
    up: Node | None = node
    for _ in range(4):
        if up is None or not record.area.holds(up):
            break
        attrs = up.attrs
        if attrs and (
            "author" in attrs.get("rel", "")
            or attrs.get("itemprop", "") == "author"
            or _names_author(attrs.get("class", ""))
        ):
            return True
        up = up.parent
    return link is not None and bool(_AUTHOR_PATH.search(link.attrs.get("href", "")[:400]))


def _summary(free: list[Line], record: Record) -> str:
    """Return the first line that is long enough to be one, else nothing."""
    for line in free:
        plain = sum(len(t.text) for t in line.tokens if t.link is None)
        same = all(t.link is None or t.link.attrs.get("href") == _href(record) for t in line.tokens)
        if units(line.text) >= _SHORTEST_SUMMARY and (plain * 2 >= len(line.text) or same):
            return line.text
    return ""


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
        if line.first < _place(record) and len(line.text) <= _LONGEST_LABEL and _says_something(line.text):
            found[line.text.strip(_SEPARATORS)] = None
            continue
        for token in line.tokens:
            if (
                _says_something(token.text)
                and len(token.text) <= _LONGEST_LABEL
                and _is_label(token.node, token.link, record)
            ):
                found[token.text.strip(_SEPARATORS)] = None
    return tuple(found)


def _says_something(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _is_label(node: Node, link: Node | None, record: Record) -> bool:
    if link is not None:
        rel = link.attrs.get("rel", "").split()
        return "tag" in rel or "category" in rel or bool(_LABEL_PATH.search(link.attrs.get("href", "")[:400]))
    return record.area.holds(node) and bool(_LABEL.search(node.attrs.get("class", "")))


def _image(reading: Reading, record: Record) -> str | None:
    for node in reading.tree.nodes[record.area.begin : record.area.end]:
        if node.tag != "img" or _is_small(node):
            continue
        for name in _IMAGE_ATTRIBUTES:
            address = reading.addresses.resolve(node.attrs.get(name, ""))
            if address is not None:
                return address
    return None


def _is_small(node: Node) -> bool:
    sizes = [node.attrs.get(side, "") for side in ("width", "height")]
    return any(s.isdigit() and int(s[:6]) <= _SMALLEST_IMAGE for s in sizes)
