"""The shape of a record: everything about it but what it says. Records of one shape are read in one way."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TypeAlias

from watcher.extract.html.tree import Node, Token, Tree

_TELLING = ("rel", "role", "itemprop", "itemtype", "type", "property")
"""Attributes whose values tell what an element is."""
_NUMBERED = re.compile(r"[\w-]*\d[\w-]*")

Shape: TypeAlias = bytes
"""A digest, which is cheap to keep and to look up."""
_Part: TypeAlias = tuple[object, ...]


def shape(tree: Tree, root: Node, *, with_class: bool) -> Shape:
    """Return the shape of the record that `root` is; `with_class` where all roots have the same class."""
    nodes = tree.nodes[root.index : root.end]
    elements = [_element(node, root, with_class=with_class or node is not root) for node in nodes]
    texts = [_text(token, root.index) for token in tree.tokens[root.first : root.last]]
    return blake2b(repr((elements, texts)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _element(node: Node, root: Node, *, with_class: bool) -> _Part:
    attrs = node.attrs
    place = (node.tag, node.depth - root.depth, node.zone, *sorted(attrs))
    if not attrs:
        return place
    css = _NUMBERED.sub("#", attrs.get("class", "")) if with_class else ""
    return (*place, css, *(attrs[name] for name in _TELLING if name in attrs))


def _text(token: Token, start: int) -> _Part:
    link = token.link.index - start if token.link is not None else None
    heading = token.heading.index - start if token.heading is not None else None
    return (token.node.index - start, link, heading, token.gap)
