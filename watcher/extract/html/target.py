"""Where a record leads whose title is no link: by the links beside the title, or by what a click runs."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from watcher.extract.html.addresses import Addresses, key
from watcher.extract.html.areas import Area
from watcher.extract.html.lines import lines
from watcher.extract.html.tree import Node, Tree

_ATTRIBUTES = ("data-href", "data-url", "data-link")
_CLICK = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\()\s*(["'])(.{1,2000}?)\1"""
)
_LONGEST_SCRIPT = 4_000
_LONGEST_WORD = 40
_BRACKETS = re.compile(r"\([^()]*\)")
_FORMAT = re.compile(r"(?<=[^/.])\.[a-z]{3,5}$", re.IGNORECASE)
_SEPARATORS = "/.?"
_MOST_LINKS = 40
"""Of a record with more of them only so many are compared."""
_SIDEWAYS = frozenset(("tag", "category", "author"))


class _Link(NamedTuple):
    node: Node
    address: str
    is_own: bool
    """True where the page links the address nowhere outside of the record."""


def target(tree: Tree, addresses: Addresses, area: Area, title: Node) -> str | None:
    """Return the address of the record in `area`, or None where no one of its links stands out."""
    links = _links(tree, addresses, area)
    return (
        _titled(tree, links, title)
        or _agreed([link for link in links if link.is_own])
        or _repeated(links)
        or _clicked(addresses, area, title)
        or _first_word(tree, area, links)
        or _only_picture(tree, links)
        or _last_word(tree, area, links)
    )


def _links(tree: Tree, addresses: Addresses, area: Area) -> list[_Link]:
    nodes = [n for n in tree.nodes[area.begin : area.end] if n.tag == "a" and "href" in n.attrs]
    shown = Counter(n.attrs["href"] for n in nodes)
    return [
        _Link(n, to, addresses.uses[href] == shown[href])
        for n in nodes
        if (to := addresses.resolve(href := n.attrs["href"])) is not None
    ]


def _titled(tree: Tree, links: list[_Link], title: Node) -> str | None:
    """Return the address of the link that says the title once more, as below a heading for screen readers."""
    said = tree.text_of(title)
    return next((link.address for link in links if tree.text_of(link.node) == said), None)


def _agreed(links: list[_Link]) -> str | None:
    """Return the address that most links share; what is below one (comments, parts) speaks for it too."""
    shown = {key(link.address): link.address for link in reversed(links[:_MOST_LINKS])}
    if len(shown) == 1 or (links and len({_stem(place) for place in shown}) == 1):
        return links[0].address
    places = [key(link.address) for link in links[:_MOST_LINKS]]
    votes = Counter(other for one in places for other in shown if _is_below(one, other))
    ((place, count),) = votes.most_common(1) or [("", 0)]
    return shown[place] if count > 1 else None


def _stem(place: str) -> str:
    """Return an address without what names the format of a document."""
    return _FORMAT.sub("", place)


def _repeated(links: list[_Link]) -> str | None:
    """Return the address that is linked more often than once, or the only one."""
    counts = Counter(link.address for link in links)
    address, count = counts.most_common(1)[0] if counts else ("", 0)
    return address if count > 1 or len(counts) == 1 else None


def _is_below(one: str, other: str) -> bool:
    """Tell whether an address is another, a part of it, or its other format (`.pdf`, `?print=1`)."""
    return one == other or (one.startswith(other) and one[len(other)] in _SEPARATORS)


def _clicked(addresses: Addresses, area: Area, title: Node) -> str | None:
    """Return where a click on the title leads by its own or by an outer element's attributes."""
    up: Node | None = title
    while up is not None and up.index >= area.begin:
        for written in _written(up):
            address = addresses.resolve(written)
            if address is not None:
                return address
        up = up.parent
    return None


def _written(node: Node) -> list[str]:
    found = [node.attrs[name] for name in _ATTRIBUTES if name in node.attrs]
    scripts = (node.attrs.get(name, "") for name in ("onclick", "href"))
    return found + [said[2] for s in scripts if (said := _CLICK.search(s[:_LONGEST_SCRIPT]))]


def _only_picture(tree: Tree, links: list[_Link]) -> str | None:
    pictures = [link.address for link in links if tree.size_of(link.node) == 0]
    return pictures[0] if len(pictures) == 1 else None


def _first_word(tree: Tree, area: Area, links: list[_Link]) -> str | None:
    """Return the address of the first link that is in no sentence and that no other record has."""
    standing = _standing(tree, area)
    for node, address, is_own in links:
        is_sideways = not _SIDEWAYS.isdisjoint(node.attrs.get("rel", "").split())
        if is_own and not is_sideways and (tree.size_of(node) == 0 or node.index in standing):
            return address
    return None


def _standing(tree: Tree, area: Area) -> set[int]:
    """Return the indexes of the short links on lines that say nothing else but numbers, brackets aside."""
    found: set[int] = set()
    for line in lines(tree, area):
        if all(t.link is not None or not any(map(str.isalpha, _plain(t.text))) for t in line.tokens):
            found.update(t.link.index for t in line.tokens if t.link is not None)
    return {index for index in found if tree.size_of(tree.nodes[index]) <= _LONGEST_WORD}


def _plain(text: str) -> str:
    """Return a text without what it says in brackets: "(cross-list from physics)"."""
    return _BRACKETS.sub("", text) if "(" in text else text


def _last_word(tree: Tree, area: Area, links: list[_Link]) -> str | None:
    """Return the address of the link that ends the record: those in sentences lead elsewhere."""
    if not links:
        return None
    node, address, _ = links[-1]
    return address if node.last == area.last and tree.size_of(node) <= _LONGEST_WORD else None
