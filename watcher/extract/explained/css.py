"""From elements to the shortest CSS that selects them and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, product

from watcher.extract.html.tree import Node
from watcher.extract.selected.elements import Elements
from watcher.extract.selected.selector import compiled

_CLASS = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]*")
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_FURTHEST = 6
"""So many levels above an element are looked at."""
_MOST_TRIES = 160
_LONGEST = 2_000
"""Characters; a longer selector is no help to anybody."""

Fits = Callable[[list[Node]], bool]
"""Whether what a selector matches is what is wanted."""


def css_of(elements: Elements, wanted: list[Node], fits: Fits) -> str | None:
    """Return CSS whose matches fit, the shortest first tried; None where that takes too long a text.

    What has classes or tags of its own is named by these, the rest by its place.
    """
    tried = list(islice(_proposals(wanted), _MOST_TRIES))
    for css in sorted(tried, key=_is_bare):
        if fits(elements.matches(compiled(css))):
            return css
    parts = [_exactly(elements, kind) for kind in _kinds(wanted)]
    css = ", ".join(parts)
    return css if len(css) <= _LONGEST and fits(elements.matches(compiled(css))) else None


def _is_bare(css: str) -> bool:
    """Tell whether CSS names tags alone, which another part of the page may have tomorrow."""
    return not any(sign in css for sign in ".#")


def _proposals(nodes: list[Node]) -> Iterator[str]:
    """Yield selectors that match all of `nodes`, and perhaps others."""
    own = _names(nodes)
    yield from own
    above = nodes
    for level in range(1, _FURTHEST + 1):
        above = _parents(above)
        if not above:
            return
        between = " > " if level == 1 else " "
        yield from (f"{up}{between}{name}" for name, up in product(own, _names(above)))
    yield from _chains(nodes)


def _chains(nodes: list[Node]) -> Iterator[str]:
    """Yield ever longer chains of parents, each level by its fullest name."""
    chain, above = (_names(nodes) or ["*"])[-1], _parents(nodes)
    for _ in range(_FURTHEST):
        if not above:
            return
        chain = f"{(_names(above) or ['*'])[0]} > {chain}"
        yield chain
        above = _parents(above)


def _names(nodes: list[Node]) -> list[str]:
    """Return what all of `nodes` can be called by: an id, a class, all classes, the tag."""
    tag = _tag(nodes[0]) if len({node.tag for node in nodes}) == 1 else "*"
    found = [f"#{nodes[0].attrs['id']}"] if len(nodes) == 1 and _is_name(nodes[0].attrs.get("id", "")) else []
    shared = set.intersection(*(set(node.attrs.get("class", "").split()) for node in nodes))
    classes = [name for name in nodes[0].attrs.get("class", "").split() if name in shared and _is_name(name)]
    classes.sort(key=lambda name: any(c.isdigit() for c in name))
    prefix = "" if tag == "*" else tag
    found += [f"{prefix}.{name}" for name in classes]
    if len(classes) > 1:
        found.append(prefix + "".join(f".{name}" for name in classes))
    if tag != "*":
        found.append(tag)
    return list(dict.fromkeys(found))


def _is_name(text: str) -> bool:
    return _CLASS.fullmatch(text) is not None


def _parents(nodes: list[Node]) -> list[Node]:
    """Return the distinct parents, without the document itself; empty as soon as one has none."""
    found = {node.parent.index: node.parent for node in nodes if node.parent is not None}
    return [] if 0 in found else list(found.values())


def _kinds(nodes: list[Node]) -> list[list[Node]]:
    """Group elements by tag and classes."""
    found: dict[tuple[str, str], list[Node]] = {}
    for node in nodes:
        found.setdefault((node.tag, node.attrs.get("class", "")), []).append(node)
    return list(found.values())


def _exactly(elements: Elements, nodes: list[Node]) -> str:
    """Return CSS for one group of a union: by names where that is exact, else by place."""
    for css in islice(_proposals(nodes), _MOST_TRIES):
        if elements.matches(compiled(css)) == nodes:
            return css
    return ", ".join(_runs(nodes))


def _runs(nodes: list[Node]) -> Iterator[str]:
    """Yield CSS for elements by their place: as few runs of neighbours as there are."""
    families: dict[tuple[int, str], list[Node]] = {}
    for node in nodes:
        families.setdefault((node.parent.index if node.parent else 0, node.tag), []).append(node)
    for family in families.values():
        parent = family[0].parent
        like = [child for child in parent.children if child.tag == family[0].tag] if parent else family
        places = [like.index(node) + 1 for node in family]
        path = f"{_place(parent)} > " if parent is not None and parent.parent is not None else ""
        yield from (f"{path}{_tag(family[0])}{part}" for part in _parts(places, len(like)))


def _parts(places: list[int], last: int) -> Iterator[str]:
    """Yield the pseudo-classes for rising `places` among 1 to `last`; a run to the end stays open."""
    step = places[1] - places[0] if len(places) > 2 else 1
    if step > 1 and places == list(range(places[0], last + 1, step)):
        yield f":nth-of-type({step}n+{places[0]})"
        return
    start = 0
    for stop in range(1, len(places) + 1):
        if stop < len(places) and places[stop] == places[stop - 1] + 1:
            continue
        first, end = places[start], places[stop - 1]
        yield _run(first, end, last)
        start = stop


def _run(first: int, end: int, last: int) -> str:
    if first == end:
        return "" if last == 1 else f":nth-of-type({first})"
    after = "" if first == 1 else f":nth-of-type(n+{first})"
    return after if end == last else f"{after}:nth-of-type(-n+{end})"


def _tag(node: Node) -> str:
    return node.tag if _TAG.fullmatch(node.tag) else "*"


def _place(node: Node) -> str:
    """Return CSS for one element: its place among its like, from the nearest id down."""
    steps: list[str] = []
    while node.parent is not None:
        if _is_name(node.attrs.get("id", "")):
            steps.append(f"#{node.attrs['id']}")
            break
        like = [child for child in node.parent.children if child.tag == node.tag]
        steps.append(_tag(node) + _run(like.index(node) + 1, like.index(node) + 1, len(like)))
        node = node.parent
    return " > ".join(reversed(steps))
