"""Records parsed in the place where they stand, without the page around them.

A record may be read alone only if it leaves the parser as it found it. So each is followed by an empty
element that must come out as its next sibling: what leaves a comment, a tag or an element open swallows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from watcher.errors import ReadError
from watcher.extract.html.parse import parse
from watcher.extract.html.tree import Node, Tree

_MARK = "data-again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where records stand: the elements around them, opened."""

    text: str
    tags: tuple[str, ...]
    """Of the elements that hold them, from `html` inwards."""
    place: int
    """Index of the innermost in a tree."""


def ground(tree: Tree, container: Node) -> Ground | None:
    """Return the ground in `container`, None where that is no usual place."""
    chain: list[Node] = []
    up = container
    while up.parent is not None:
        chain.insert(0, up)
        up = up.parent
    tags = tuple(node.tag for node in chain)
    if tags[:2] != ("html", "body") or "a" in tags or "h1" in tags:
        return None
    base = next((node for node in tree.meta if node.tag == "base"), None)
    head = f"<head>{_opened(base) if base is not None else ''}</head>"
    opened = [_opened(node) for node in chain]
    text = "".join((opened[0], head, *opened[1:]))
    return Ground(text=text, tags=tags, place=len(chain) + 1 + (base is not None))


def planted(ground: Ground, tag: str, records: Sequence[str]) -> tuple[Tree, list[Node]] | None:
    """Parse records; return their tree with the one element that each is, None where one is anything else."""
    mark = f'<{tag} {_MARK}=""></{tag}>'
    try:
        tree = parse(f"{ground.text}{''.join(f'{record}{mark}' for record in records)}")
    except ReadError:
        return None
    if tree.cut or tree.scripts or tree.title or len(tree.nodes) <= ground.place:
        return None
    container = tree.nodes[ground.place]
    if container.tag != ground.tags[-1] or container.depth != len(ground.tags):
        return None
    roots, marks = container.children[::2], container.children[1::2]
    if len(roots) != len(records) or len(marks) != len(records) or not all(_is_mark(m, tag) for m in marks):
        return None
    if any(root.tag != tag for root in roots) or container.end != len(tree.nodes):
        return None
    return (tree, roots) if sum(r.last - r.first for r in roots) == len(tree.tokens) else None


def _is_mark(node: Node, tag: str) -> bool:
    return node.tag == tag and list(node.attrs) == [_MARK] and not node.children and node.first == node.last


def _opened(node: Node) -> str:
    attributes = (f' {name}="{escape(value)}"' for name, value in node.attrs.items())
    return f"<{node.tag}{''.join(attributes)}>"
