"""Text to `Tree`, in one pass of lxml's parser and without building lxml's own tree.

Bounds: elements nested deeper than `MAX_DEPTH` count as part of their ancestor at that depth; a page is read
no further than to its first `MAX_NODES` elements, or to where it leaves more than `MAX_OPEN` open, and
`Tree.cut` says so.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from itertools import accumulate

from lxml import etree

from watcher.errors import ReadError
from watcher.extract.html.tags import (
    BLOCK,
    LOOSE,
    MAX_DEPTH,
    MUTE,
    SPECIAL,
    chain_below,
    is_told,
    left_open,
    note,
    tell,
    zone_of,
)
from watcher.extract.html.tree import Chain, Gap, Node, Token, Tree, Zone

__all__ = ["MAX_DEPTH", "MAX_NODES", "parse"]

MAX_NODES = 40_000
MAX_OPEN = 1_000
"""Open elements below `MAX_DEPTH`, or in one that is not read; a page with more is read no further, since
each stray end tag makes the parser search them all."""
_CHUNK = 1 << 14
_ENDED = 0
"""Stands among the skipped elements for one whose node is complete, though the parser has yet to end it."""
_NO_ATTRIBUTES: dict[str, str] = {}
"""For all elements without: the parser's own empty mapping is slow to ask."""
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u2060\ufeff]+")
"""Soft hyphens, marks of direction and joints without width, which are no part of what is read; none of them
is printable, and no white space but the plain one is."""


def parse(text: str) -> Tree:
    """Parse a page. Raises `ReadError` where it holds no element at all."""
    tree = Tree()
    parser, _spare.parser = _spare.parser or _Parser(), None
    parser.begin(tree)
    body = text.encode("utf-8", "replace")
    try:
        for start in range(0, len(body), _CHUNK):
            tree.cut = tree.cut or len(parser.skipped) > MAX_OPEN
            if tree.cut:
                break
            parser.lxml.feed(body[start : start + _CHUNK])
        parser.lxml.close()
        _spare.parser = parser
    except (etree.XMLSyntaxError, etree.ParserError):
        pass  # what was read until then is the page
    parser.finish()
    if len(tree.nodes) < 2:
        raise ReadError("the page is empty: it holds no HTML element")
    tree.chars = [0, *accumulate([len(t.text) for t in tree.tokens])]
    tree.link_chars = [0, *accumulate([len(t.text) if t.link else 0 for t in tree.tokens])]
    return tree


class _Spare(threading.local):
    """A parser that this thread has used before: making one takes as long as parsing a few records."""

    parser: _Parser | None = None


_spare = _Spare()


class _Parser:
    """lxml's parser with a target that grows one tree after the other."""

    __slots__ = ("begin", "finish", "lxml", "skipped")

    def __init__(self) -> None:
        target = _Target()
        self.skipped: list[int] = []
        """Traits of the open elements that have no node of their own."""
        self.begin, self.finish = _growing(target, self.skipped)
        self.lxml = etree.HTMLParser(target=target, encoding="utf-8")  # type: ignore[call-overload]  # optional methods


class _Target:
    """What the parser tells of each start tag, each end tag and each piece of text."""

    __slots__ = ("data", "end", "start")

    start: Callable[[str, dict[str, str]], None]
    end: Callable[[str], None]
    data: Callable[[str], None]

    def close(self) -> None:
        """Called at the end of a page."""


def _growing(target: _Target, skipped: list[int]) -> tuple[Callable[[Tree], None], Callable[[], None]]:  # noqa: C901
    """Let `target` grow a tree; return what begins one and what finishes it.

    Functions with the variables around them, and a node without a constructor: they are called for all that
    is on a page, and with attributes and a constructor took a third longer.
    """
    tree = Tree()
    nodes, tokens, links = tree.nodes, tree.tokens, tree.links
    add = nodes.append
    make = object.__new__
    node: Node
    link: Node | None
    heading: Node | None
    text = ""
    """What was said since the last tag: its first piece, and the `others`."""
    others: list[str] = []
    gap = spoken = 0
    mute, mute_tag = 0, ""
    told: list[str] | None = None
    owed: dict[int, int] = {}
    """By the index of an open element: the number of complete ones that the parser ends after it."""
    is_plain = True
    """No text and no mute or skipped element is to be thought of."""

    def begin(new: Tree) -> None:
        nonlocal tree, nodes, tokens, links, add, node, link, heading, text, gap, spoken, mute, told, is_plain
        tree, nodes, tokens, links, add = new, new.nodes, new.tokens, new.links, new.nodes.append
        node = make(Node)
        node.tag, node.attrs, node.parent, node.zone = "#document", _NO_ATTRIBUTES, None, Zone.NONE
        node.index = node.first = 0
        node.chain = Chain(new, 0, BLOCK)
        add(node)
        link = heading = told = None
        text, gap, spoken, mute, is_plain = "", Gap.BLOCK, 0, 0, True
        skipped.clear()
        others.clear()
        owed.clear()

    def finish() -> None:
        nonlocal mute, node
        mute = 0
        say()
        skipped.clear()
        owed.clear()
        while node.parent is not None:
            end("")
        end("")
        begin(Tree())  # lest the page stay in memory

    def start(tag: str, attributes: dict[str, str]) -> None:  # noqa: C901
        nonlocal node, link, heading, gap, mute, mute_tag, told, is_plain
        if not is_plain:
            if mute:
                mute += 1
                tree.cut = tree.cut or mute > MAX_OPEN
                return
            say()
        chain = node.chain.below.get(tag) or chain_below(node.chain, tag)
        traits = chain.traits
        if traits:
            if traits & BLOCK:
                gap = Gap.BLOCK
                if traits & LOOSE and not skipped:
                    part(tag)
                    chain = node.chain.below.get(tag) or chain_below(node.chain, tag)
                    traits = chain.traits
            if traits >= MUTE:
                is_plain = False
                if traits & MUTE:
                    mute, mute_tag = 1, tag
                    tree.script_count += tag == "script"
                    told = [] if is_told(tag, attributes) else None
                else:
                    skipped.append(traits)
                return
        index = len(nodes)
        if index >= MAX_NODES:
            tree.cut = True
            is_plain = False
            skipped.append(traits)
            return
        parent = node
        node = make(Node)
        node.tag = tag
        node.parent = parent
        node.index = index
        node.first = spoken
        node.chain = chain
        node.zone = parent.zone
        if attributes:
            node.attrs = attributes
            if "style" in attributes or "role" in attributes or "hidden" in attributes:
                node.zone |= zone_of(tag, attributes)
        else:
            node.attrs = _NO_ATTRIBUTES
        add(node)
        if skipped:
            owe()
        if traits & SPECIAL:
            if tag == "a":
                if "href" in attributes:
                    link = node
                    links.append(node)
            elif note(tree, node, tag):
                heading = node

    def part(tag: str) -> None:
        """Complete the cell or item that was left open before another begins, with all inside."""
        before = left_open(node, tag)
        stop = before.parent if before is not None else node
        number = 0
        while node is not stop:
            number += 1 + owed.pop(node.index, 0)
            end("")
        skipped.extend([_ENDED] * number)

    def owe() -> None:
        """Let the new element be ended by the parser before those around it that are complete already."""
        nonlocal is_plain
        owed[node.index] = len(skipped)
        skipped.clear()
        is_plain = True

    def end(_tag: str) -> None:  # noqa: C901
        nonlocal node, link, heading, gap, mute, is_plain
        if not is_plain:
            if mute:
                mute -= 1
                if not mute:
                    is_plain = not skipped
                    if told is not None:
                        tell(tree, mute_tag, "".join(told))
                return
            say()
            if skipped:
                if skipped.pop() & BLOCK:
                    gap = Gap.BLOCK
                is_plain = not skipped
                return
        node.end = len(nodes)
        node.last = spoken
        traits = node.chain.traits
        if owed and node.index in owed:
            skipped.extend([_ENDED] * owed.pop(node.index))
            is_plain = False
        if traits:
            if traits & BLOCK:
                gap = Gap.BLOCK
            if traits & SPECIAL:
                if node is link:
                    link = None
                elif node is heading:
                    heading = None
        if node.parent is not None:
            node = node.parent

    def data(piece: str) -> None:
        nonlocal text, gap, is_plain
        if mute:
            if told is not None:
                told.append(piece)
        elif text:
            others.append(piece)
        elif not piece.isspace():
            text = piece
            is_plain = False
        elif not gap:
            gap = Gap.SPACE

    def say() -> None:
        """Make a token of the text, where there is something to see."""
        nonlocal text, gap, spoken, is_plain
        raw, text = text, ""
        if others:
            raw += "".join(others)
            others.clear()
        is_plain = not skipped
        seen = raw.strip()
        if "  " in seen or not seen.isprintable():
            seen = " ".join(_INVISIBLE.sub("", seen).split())
        if not seen or node.zone & Zone.HIDDEN or tree.cut:
            return
        if not gap and raw[0].isspace():
            gap = Gap.SPACE
        token = make(Token)
        token.text = seen
        token.node = node
        token.link = link
        token.heading = heading
        token.gap = gap
        tokens.append(token)
        spoken += 1
        gap = Gap.SPACE if raw[-1].isspace() else Gap.NONE

    target.start, target.end, target.data = start, end, data
    return begin, finish
