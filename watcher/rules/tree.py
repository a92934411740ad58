"""Trees in normal form: what is the same is written the same way."""

from __future__ import annotations

from collections.abc import Iterable

from watcher.rules.query import And, Near, Node, Not, Or, Term


def both(parts: Iterable[Node]) -> Node:
    """Return the AND of `parts`: flat, without repeats, in alphabetical order, excludes last."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else (part,)
    kept = _ordered(flat)
    return kept[0] if len(kept) == 1 else And(kept)


def either(parts: Iterable[Node]) -> Node:
    """Return the OR of `parts`: flat, without repeats, in alphabetical order."""
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, Or) else (part,)
    kept = _ordered(flat)
    if len(kept) == 1:
        return kept[0]
    if all(isinstance(part, Not) for part in kept):
        return Not(both(negate(part) for part in kept))
    return Or(kept)


def negate(node: Node) -> Node:
    """Return the opposite; an excluded OR is each of its parts excluded."""
    if isinstance(node, Not):
        return node.part
    if isinstance(node, Or):
        return both(negate(part) for part in node.parts)
    return Not(node)


def anchored(node: Node) -> bool:
    """Tell whether an article must hold something to meet `node`: a watch without that meets everything."""
    if isinstance(node, And):
        return any(anchored(part) for part in node.parts)
    if isinstance(node, Or):
        return all(anchored(part) for part in node.parts)
    return not isinstance(node, Not)


def contradiction(node: Node) -> Node | None:
    """Return a part that an AND somewhere in `node` both asks for and excludes."""
    if isinstance(node, And | Or):
        if isinstance(node, And):
            excluded = {part.part for part in node.parts if isinstance(part, Not)}
            for part in node.parts if excluded else ():
                if part in excluded:
                    return part
        for part in node.parts:
            if isinstance(part, And | Or) and (found := contradiction(part)) is not None:
                return found
    return None


def normal(node: Node, *, inner: bool = False) -> str:
    """Write `node` as a careful person would, without the synonyms; `inner` asks for parentheses."""
    if isinstance(node, Term | Near):
        return node.shown
    if isinstance(node, Not):
        return f"-{normal(node.part, inner=True)}"
    between = " " if isinstance(node, And) else " OR "
    typed = [part for part in node.parts if not _is_synonym(part)]
    text = between.join(normal(part, inner=True) for part in typed)
    return f"({text})" if inner and len(typed) > 1 else text


def _is_synonym(node: Node) -> bool:
    return isinstance(node, Term) and bool(node.synonym_of)


def _ordered(parts: list[Node]) -> tuple[Node, ...]:
    """Sort, and drop what says the same again, whatever the spelling."""
    if len(parts) == 1:
        return (parts[0],)
    parts = sorted(parts, key=lambda part: (isinstance(part, Not), _is_synonym(part), normal(part)))
    return tuple(dict.fromkeys(parts))
