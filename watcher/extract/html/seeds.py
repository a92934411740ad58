"""Which elements could be the title of a record: each visible text has one, grouped by chain of tags."""

from __future__ import annotations

from dataclasses import dataclass, field

from watcher.extract.html.tree import Chain, Gap, Node, Token, Tree

_FORMATTING = frozenset(("b", "strong", "em", "i", "u", "font", "mark", "small", "span", "bdi", "wbr"))


@dataclass(slots=True)
class Seeds:
    """Elements with one chain of tags from the root, in document order."""

    kind: str
    """`heading`, `link` or `text`."""
    nodes: list[Node] = field(default_factory=list)


def seeds(tree: Tree) -> list[Seeds]:
    """Group the elements that hold the page's texts."""
    lined = _links_of_many_lines(tree)
    groups: dict[Chain, Seeds] = {}
    previous: Node | None = None
    for token in tree.tokens:
        node, kind = _seed(token, lined)
        if node is previous:
            continue
        previous = node
        group = groups.get(node.chain)
        if group is None:
            group = groups[node.chain] = Seeds(kind)
        if not group.nodes or group.nodes[-1] is not node:
            group.nodes.append(node)
    for group in groups.values():
        if group.kind == "text":
            group.nodes = [n for n in group.nodes if not _mostly_linked(tree, n)]
    return [group for group in groups.values() if group.nodes]


def _mostly_linked(tree: Tree, node: Node) -> bool:
    """Tell whether the links inside `node` say more than a third of it: then they are what it shows.

    Not so below a caption: there they are its files.
    """
    if node.index in tree.captions:
        return False
    linked = tree.link_chars[node.last] - tree.link_chars[node.first]
    return linked * 3 > tree.size_of(node)


def _seed(token: Token, lined: set[int]) -> tuple[Node, str]:
    if token.heading is not None:
        return token.heading, "heading"
    if token.link is not None and token.link.index not in lined:
        return token.link, "link"
    node = token.node
    while node.tag in _FORMATTING and node.parent is not None and _alone(node):
        node = node.parent
    return node, "link" if token.link is not None else "text"


def _alone(node: Node) -> bool:
    """Tell whether `node` is all the text of its parent."""
    parent = node.parent
    return parent is not None and parent.first == node.first and parent.last == node.last


def _links_of_many_lines(tree: Tree) -> set[int]:
    """Return links that wrap a whole card: their title is one of the lines inside."""
    lined: set[int] = set()
    previous: Token | None = None
    for token in tree.tokens:
        link = token.link
        if (
            link is not None
            and previous is not None
            and previous.link is link
            and _apart(previous, token, link)
        ):
            lined.add(link.index)
        previous = token
    return lined


def _apart(before: Token, after: Token, link: Node) -> bool:
    """Tell whether two texts of one link are lines of their own, or elements set side by side."""
    if after.node is link:
        return False
    if after.gap == Gap.BLOCK:
        return True
    beside = before.node is not after.node and before.node.parent is after.node.parent
    return beside and after.gap == Gap.NONE and before.node is not link
