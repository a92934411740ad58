"""What a selector finds, as the field that it is written for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from types import MappingProxyType

from watcher.extract import bylines, dates
from watcher.extract.html.addresses import Addresses
from watcher.extract.html.areas import Area
from watcher.extract.html.reading import Reading
from watcher.extract.html.tree import Node, Tree
from watcher.extract.selected.elements import Elements
from watcher.extract.selected.selector import Selector
from watcher.models import Item, Published

_LAZY = ("data-src", "data-lazy-src", "data-original", "src")
"""Where pages that load pictures late keep their address."""


_index = attrgetter("index")


@dataclass(frozen=True, slots=True)
class Field:
    """A field's selector with all that it matches on the page, in document order."""

    selector: Selector
    nodes: list[Node]

    def inside(self, area: Area, root: Node) -> list[Node]:
        """Return the matches within one record; without CSS that is the record's own element."""
        nodes = [root] if self.selector.css is None else self._between(area.begin, area.end)
        attribute = self.selector.attribute
        return [n for n in nodes if n.attrs.get(attribute)] if attribute else nodes

    def _between(self, begin: int, end: int) -> list[Node]:
        first = bisect_left(self.nodes, begin, key=_index)
        return self.nodes[first : bisect_left(self.nodes, end, lo=first, key=_index)]

    def attributes(self, nodes: list[Node], *usual: str) -> Iterator[str]:
        """Return of each node the wanted attribute, else the first of the `usual` ones that it has."""
        names = (self.selector.attribute,) if self.selector.attribute else usual
        for node in nodes:
            yield from [node.attrs[name] for name in names if node.attrs.get(name)][:1]

    def texts(self, tree: Tree, nodes: list[Node]) -> Iterator[str]:
        """Return of each node the wanted attribute, or without one the text; white space folded."""
        found = self.attributes(nodes) if self.selector.attribute else map(tree.text_of, nodes)
        yield from filter(None, (" ".join(text.split()) for text in found))


def field_of(elements: Elements, selector: Selector) -> Field:
    """Look a field's selector up on the page."""
    return Field(selector, elements.matches(selector))


def target(field: Field, addresses: Addresses, nodes: list[Node]) -> str | None:
    """Return the first address that one of `nodes` names: by the wanted attribute, else by its link."""
    for node in nodes:
        for href in _hrefs(field, node):
            if address := addresses.resolve(href):
                return address
    return None


def _hrefs(field: Field, node: Node) -> Iterator[str]:
    if field.selector.attribute:
        yield node.attrs.get(field.selector.attribute, "")
        return
    yield node.attrs.get("href", "")
    yield from (href for child in node.children for href in _hrefs(field, child))


def overruled(reading: Reading, item: Item, field: str, found: Field, nodes: list[Node]) -> Item:
    """Return `item` with one field as the selector has it; as it was where `nodes` say nothing."""
    return _READERS[field](reading, item, found, nodes) if nodes else item


def _summary(reading: Reading, item: Item, found: Field, nodes: list[Node]) -> Item:
    text = " ".join(found.texts(reading.tree, nodes))
    return replace(item, summary=text or item.summary)


def _authors(reading: Reading, item: Item, found: Field, nodes: list[Node]) -> Item:
    names = (name for text in found.texts(reading.tree, nodes) for name in bylines.authors(text))
    return replace(item, authors=tuple(dict.fromkeys(names)) or item.authors)


def _labels(reading: Reading, item: Item, found: Field, nodes: list[Node]) -> Item:
    return replace(item, labels=tuple(dict.fromkeys(found.texts(reading.tree, nodes))) or item.labels)


def _published(reading: Reading, item: Item, found: Field, nodes: list[Node]) -> Item:
    for text in (*found.attributes(nodes, "datetime"), *found.texts(reading.tree, nodes)):
        if when := _date(reading, text[:500]):
            return replace(item, published=when)
    return item


def _date(reading: Reading, text: str) -> Published | None:
    whole = dates.parse(text, reading.now, order=reading.order)
    if whole is not None:
        return whole
    part = dates.find(text, reading.now, order=reading.order)
    return part[2] if part else None


def _image(reading: Reading, item: Item, found: Field, nodes: list[Node]) -> Item:
    for value in found.attributes(nodes, *_LAZY):
        if address := reading.addresses.resolve(value):
            return replace(item, image=address)
    return item


def _link(reading: Reading, item: Item, found: Field, nodes: list[Node]) -> Item:
    return replace(item, url=target(found, reading.addresses, nodes) or item.url)


_READERS: Mapping[str, Callable[[Reading, Item, Field, list[Node]], Item]] = MappingProxyType(
    {
        "link": _link,
        "summary": _summary,
        "author": _authors,
        "date": _published,
        "label": _labels,
        "image": _image,
    }
)
