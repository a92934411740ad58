"""What sites do to a page without another story on it, each done to the elements of its records.

A change gets the page's root, its records and their titles, and returns the titles that must be read from now
on; None where it cannot be made of this page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from hashlib import blake2b
from typing import TypeAlias

from lxml import html
from lxml.html import HtmlElement

Titles: TypeAlias = Sequence[str]
Change: TypeAlias = Callable[[HtmlElement, list[HtmlElement], Titles], Titles | None]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LANDMARKS = ("main", "article", "section", "nav", "aside", "header", "footer")
_IN_LISTS = frozenset(("tr", "td", "li", "dt", "dd", "tbody", "a", "span", "b", "strong", "table"))
"""What cannot stand in a `div` of its own."""
_CLOSED = frozenset(("tr", "tbody", "dt", "a", "table"))
"""What cannot hold a further paragraph."""
_SECTIONS = ("Politics", "World affairs", "Science and health", "Opinion")
_PEOPLE = ("Anna Petrova", "John M. Whitfield", "Li Wei")
_SHORTEST = 12


def keep(count: int) -> Change:
    """Leave the first records only."""

    def change(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles:
        for record in records[count:]:
            record.drop_tree()
        return titles[:count]

    return change


def hash_classes(root: HtmlElement, _: list[HtmlElement], titles: Titles) -> Titles:
    """Name classes and ids as a build does."""
    for element in root.iter():
        for name in ("class", "id"):
            if isinstance(element.tag, str) and (value := element.get(name)):
                element.set(name, " ".join(f"css-{_digest(word)}" for word in value.split()))
    return titles


def drop_classes(root: HtmlElement, _: list[HtmlElement], titles: Titles) -> Titles:
    """Leave no class and no id."""
    for element in root.iter():
        for name in ("class", "id"):
            element.attrib.pop(name, None)
    return titles


def drop_headings(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles:
    """Make no title of a record a heading."""
    for record in records:
        for heading in list(record.iter(*_HEADINGS)):
            heading.tag = "div"
    return titles


def drop_landmarks(root: HtmlElement, _: list[HtmlElement], titles: Titles) -> Titles:
    """Make a plain block of all that tells a part of the page."""
    for element in list(root.iter(*_LANDMARKS)):
        element.tag = "div"
    for element in root.iter():
        element.attrib.pop("role", None)
    return titles


def give_own_classes(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles:
    """Give every record classes with its number, as WordPress does."""
    for place, record in enumerate(records):
        record.set("class", f"{record.get('class') or 'item'} post-{1000 + place} cat-{place % 3}")
    return titles


def set_first_apart(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles:
    """Give the first record another class."""
    records[0].set("class", "feature-xl")
    return titles


def wrap_first(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """Put the first record into a block of its own."""
    return None if records[0].tag in _IN_LISTS else _wrapped(records[:1], titles)


def wrap_second_half(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """Put the second half of the records into a block, as what was loaded later."""
    half = records[len(records) // 2 :]
    if records[0].tag in _IN_LISTS or len({record.getparent() for record in half}) > 1:
        return None
    return _wrapped(half, titles)


def add_share_links(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """End every record with links to share it."""
    share = (
        '<div class="share"><a href="https://facebook.example/share?u={0}">Facebook</a> '
        '<a href="https://twitter.example/t?u={0}">Twitter</a> '
        '<a href="mailto:?subject={0}">Email this to a friend</a></div>'
    )
    return _appended(records, titles, share)


def add_comment_counts(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """End every record with the number of its comments."""
    return _appended(records, titles, '<p class="c"><a href="/p/{0}#comments">{0} Comments</a></p>')


def add_buttons(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """End every record with a link to go on reading."""
    if any(_first_link(record) is None for record in records):
        return None
    return _appended(records, titles, '<p class="m"><a href="{1}">Continue reading this story »</a></p>')


def add_sections(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """Begin every record with a link to its section."""
    return _prepended(records, titles, _SECTIONS, '<p class="cat"><a href="/section/{0}">{1}</a></p>')


def add_authors(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """Begin every record with a link to its author."""
    return _prepended(records, titles, _PEOPLE, '<p class="by">By <a href="/author/{0}">{1}</a></p>')


def add_dates(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """Begin every record with a date."""
    days = [f"{day} March 2024" for day in range(28, 0, -1)]
    return _prepended(records, titles, days, '<div class="d">{1}</div>')


def add_recent_posts(root: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """Repeat the first titles in a box at the end of the page."""
    links = [(_first_link(record), title) for record, title in zip(records[:5], titles, strict=False)]
    if any(link is None or len(title) < _SHORTEST for link, title in links):
        return None
    box = html.fragment_fromstring('<div class="widget"><h3>Recent posts</h3><ul></ul></div>')
    for link, title in links:
        item = html.fragment_fromstring('<li><a href=""></a></li>')
        item[0].set("href", link or "")
        item[0].text = title
        box[1].append(item)
    _at_the_end(root, box)
    return titles


def add_carousel(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """Repeat the first records right before the list."""
    if records[0].tag in _IN_LISTS - {"li"}:
        return None
    slider = html.fragment_fromstring('<div class="slider"></div>')
    for record in records[:4]:
        slide = _copied(record)
        slide.tag = "div"
        slider.append(slide)
    _container(records).addprevious(slider)
    return titles


def add_look_alikes(root: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles | None:
    """Put a box of other records of the same markup behind everything."""
    if records[0].tag in _IN_LISTS:
        return None
    box = html.fragment_fromstring('<div class="col-x"><h3>Most read</h3></div>')
    for record in records[-5:]:
        other = _copied(record)
        for element in other.iter():
            if (address := element.get("href")) is not None:
                element.set("href", f"{address}-old")
            if isinstance(element.tag, str) and len(element.text or "") > _SHORTEST:
                element.text = f"Old: {(element.text or '').strip()[::-1][:40].capitalize()}"
        box.append(other)
    _at_the_end(root, box)
    return titles


def put_sidebar_first(_: HtmlElement, records: list[HtmlElement], titles: Titles) -> Titles:
    """Turn the order of the blocks around the list."""
    inner = _container(records)
    while (outer := inner.getparent()) is not None and outer.tag not in ("body", "html", "table", "tr"):
        for child in list(outer)[-2::-1]:
            outer.append(_moved(child))
        inner = outer
    return titles


def _at_the_end(root: HtmlElement, block: HtmlElement) -> None:
    body = root.body
    assert body is not None
    body.append(block)


def _wrapped(records: list[HtmlElement], titles: Titles) -> Titles:
    block = html.fragment_fromstring('<div class="own-block"></div>')
    records[0].addprevious(block)
    for record in records:
        block.append(record)
    return titles


def _appended(records: list[HtmlElement], titles: Titles, text: str) -> Titles | None:
    if records[0].tag in _CLOSED:
        return None
    for place, record in enumerate(records):
        record.append(html.fragment_fromstring(text.format(place, _escaped(_first_link(record) or ""))))
    return titles


def _prepended(records: list[HtmlElement], titles: Titles, words: Sequence[str], text: str) -> Titles | None:
    if records[0].tag in _CLOSED:
        return None
    for place, record in enumerate(records):
        word = words[place % len(words)]
        first = html.fragment_fromstring(text.format(place % len(words), word))
        first.tail, record.text = record.text, None
        record.insert(0, first)
    return titles


def _container(records: list[HtmlElement]) -> HtmlElement:
    """Return the innermost element around all records."""
    around = list(records[0].iterancestors())
    return next(e for e in around if all(e in record.iterancestors() for record in records))


def _copied(record: HtmlElement) -> HtmlElement:
    copy = deepcopy(record)
    copy.tail = None
    return copy


def _moved(element: HtmlElement) -> HtmlElement:
    """Return an element without the text behind it, which stays where it is."""
    tail, element.tail = element.tail, None
    before, parent = element.getprevious(), element.getparent()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail and parent is not None:
        parent.text = (parent.text or "") + tail
    return element


def _first_link(record: HtmlElement) -> str | None:
    return next((link.get("href") for link in record.iter("a") if link.get("href")), None)


def _escaped(address: str) -> str:
    return address.replace("&", "&amp;").replace('"', "&quot;")


def _digest(word: str) -> str:
    return blake2b(word.encode(), digest_size=3).hexdigest()
