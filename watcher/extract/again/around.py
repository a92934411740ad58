"""What surrounds a list, as far as the reader looks at it: a digest that tells whether it is the same.

Left out is what the reader never sees: scripts but for JSON-LD, styles, comments, and the values of
attributes that it does not ask for outside of records: nonces, tokens, the addresses of pictures and styles.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import blake2b

from watcher.extract.html.tree import Node, Tree

_UNREAD = frozenset(("nonce", "integrity", "value", "src", "srcset", "alt", "style", "crossorigin"))
"""Of `style` the reader sees whether it hides, which is in `Node.zone`."""
_DECLARING = frozenset(("property", "itemprop"))
_LEADING = ("alternate", "next")


def digest(tree: Tree, first: Node | None = None, last: Node | None = None) -> bytes:
    """Return a digest of a tree without its elements from `first` to `last`, which are neighbours."""
    begin = first.index if first is not None else len(tree.nodes)
    end = last.end if last is not None else begin
    hashed = blake2b(digest_size=16)
    for part in _parts(tree, begin, end):
        hashed.update(repr(part).encode("utf-8", "surrogatepass"))
    return hashed.digest()


def _parts(tree: Tree, begin: int, end: int) -> Iterator[tuple[object, ...]]:
    def place(node: Node | None) -> int | None:
        return None if node is None else node.index - (end - begin if node.index >= end else 0)

    yield (tree.title, tree.cut, *tree.scripts)
    for node in (*tree.nodes[:begin], *tree.nodes[end:]):
        yield (node.tag, node.depth, node.zone, *_read(node))
    for token in tree.tokens:
        if not begin <= token.node.index < end:
            yield (token.text, place(token.node), place(token.link), place(token.heading), token.gap)


def _read(node: Node) -> Iterator[tuple[str, str]]:
    attrs = node.attrs
    for name, value in attrs.items():
        yield name, "" if is_unread(node.tag, name, attrs) else value


def is_unread(tag: str, name: str, attrs: Mapping[str, str]) -> bool:
    """Tell whether the reader does not ask for the value of an attribute, but in a record."""
    if name in _UNREAD or name.startswith("data-"):
        return True
    if tag == "meta":
        return name == "content" and _DECLARING.isdisjoint(attrs)
    return tag == "link" and name == "href" and not any(r in attrs.get("rel", "").lower() for r in _LEADING)
