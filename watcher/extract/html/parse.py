"""Text to `Tree`, in one pass of lxml's parser and without building lxml's own tree.

Bounds: elements nested deeper than `MAX_DEPTH` count as part of their ancestor at that depth; a page is read
no further than to its first `MAX_NODES` elements, or to where it leaves more than `MAX_OPEN` open, and
`Tree.cut` says so; attribute values are cut at `MAX_VALUE`.
"""

from __future__ import annotations

import re
from itertools import accumulate

from lxml import etree

from watcher.errors import ReadError
from watcher.extract.html.tree import Gap, Node, Token, Tree, Zone


def _names(tags: str) -> frozenset[str]:
    return frozenset(tags.split())


MAX_DEPTH = 150
MAX_NODES = 40_000
MAX_VALUE = 4_000
MAX_OPEN = 1_000
"""Open elements below `MAX_DEPTH`; a page with more is read no further, since each stray end tag makes the
parser search them all."""
_CHUNK = 1 << 14

_MUTE = _names(
    "script style template svg math select textarea noscript iframe object canvas video audio title"
)
_INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span"
    " strike strong sub sup time tt u var wbr noscript script style svg template button picture source"
)
_META = frozenset(("meta", "link", "base"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ZONES = {
    "nav": Zone.NAV,
    "footer": Zone.FOOTER,
    "aside": Zone.ASIDE,
    "main": Zone.MAIN,
    "form": Zone.FORM,
    "dialog": Zone.DIALOG,
}
_ROLES = {
    "navigation": Zone.NAV,
    "menu": Zone.NAV,
    "menubar": Zone.NAV,
    "contentinfo": Zone.FOOTER,
    "complementary": Zone.ASIDE,
    "banner": Zone.HEADER,
    "main": Zone.MAIN,
    "dialog": Zone.DIALOG,
    "alertdialog": Zone.DIALOG,
}
_SPECIAL = _names("a img time header") | _HEADINGS | _META | _ZONES.keys()
_IS_INLINE, _IS_MUTE, _IS_SPECIAL = 1, 2, 4
_TRAITS = {
    tag: (tag in _INLINE) * _IS_INLINE | (tag in _MUTE) * _IS_MUTE | (tag in _SPECIAL) * _IS_SPECIAL
    for tag in _INLINE | _MUTE | _SPECIAL
}
"""What the builder has to know of a tag, in one look-up: it makes one at each start and each end."""
_NO_ATTRIBUTES: dict[str, str] = {}
"""For all elements without: the parser's own empty mapping is slow to ask."""
_INSIDE = frozenset(("article", "main", "section", "li", "td"))
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_INVISIBLE = re.compile(r"[\u00ad\u200b\u200e\u200f\u2060\ufeff]+")
"""Soft hyphens, marks of direction and joints without width: no part of what is read."""
_ALWAYS_SHOWN = frozenset(("html", "body", "main"))
"""Hidden only until a script has run."""
_JSON_LD = "application/ld+json"


def parse(text: str) -> Tree:
    """Parse a page. Raises `ReadError` where it holds no element at all."""
    builder = _Builder()
    parser = etree.HTMLParser(target=builder, encoding="utf-8")  # type: ignore[call-overload]  # optional methods
    tree = builder.tree
    body = text.encode("utf-8", "replace")
    try:
        for start in range(0, len(body), _CHUNK):
            tree.cut = tree.cut or builder.skipped > MAX_OPEN
            if tree.cut:
                break
            parser.feed(body[start : start + _CHUNK])
        parser.close()
    except (etree.XMLSyntaxError, etree.ParserError):
        builder.close()
    if len(tree.nodes) < 2:
        raise ReadError("the page is empty: it holds no HTML element")
    return tree


class _Builder:
    """The parser's target: gets events, grows a tree."""

    __slots__ = (
        "buffer",
        "capture",
        "gap",
        "heading",
        "link",
        "mute",
        "mute_tag",
        "node",
        "nodes",
        "paths",
        "root",
        "skipped",
        "tokens",
        "tree",
    )

    def __init__(self) -> None:
        self.tree = Tree()
        self.nodes = self.tree.nodes
        self.tokens = self.tree.tokens
        self.root = Node("#document", {}, None, 0, 0, 0)
        self.nodes.append(self.root)
        self.node = self.root
        self.skipped = 0
        """Open elements below the depth limit, which have no node of their own."""
        self.mute = 0
        self.mute_tag = ""
        self.capture: list[str] | None = None
        self.buffer: list[str] = []
        self.gap = Gap.BLOCK
        self.link: Node | None = None
        self.heading: Node | None = None
        self.paths: dict[tuple[int, str], int] = {}

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        if self.mute:
            self.mute += 1
            return
        if self.buffer:
            self._flush()
        traits = _TRAITS.get(tag, 0)
        if not traits & _IS_INLINE:
            self.gap = Gap.BLOCK
        if traits & _IS_MUTE:
            self._begin_mute(tag, attrib)
            return
        parent = self.node
        nodes = self.nodes
        index = len(nodes)
        if parent.depth >= MAX_DEPTH or index >= MAX_NODES:
            self.skipped += 1
            self.tree.cut = self.tree.cut or parent.depth < MAX_DEPTH
            return
        chain = (parent.path, tag)
        path = self.paths.get(chain)
        if path is None:
            path = self.paths[chain] = len(self.paths) + 1
        self.node = node = Node(tag, attrib or _NO_ATTRIBUTES, parent, index, len(self.tokens), path)
        nodes.append(node)
        parent.children.append(node)
        if traits & _IS_SPECIAL:
            self._mark_tag(node, tag)
        if attrib and ("style" in attrib or "role" in attrib or "hidden" in attrib):
            self._mark_attributes(node, attrib)

    def _begin_mute(self, tag: str, attrib: dict[str, str]) -> None:
        self.mute = 1
        self.mute_tag = tag
        self.tree.script_count += tag == "script"
        wanted = tag in ("title", "noscript") or (tag == "script" and attrib.get("type", "") == _JSON_LD)
        self.capture = [] if wanted else None

    def _mark_tag(self, node: Node, tag: str) -> None:
        tree = self.tree
        if tag == "a":
            if "href" in node.attrs:
                self.link = node
                tree.links.append(node)
        elif tag == "img":
            tree.images.append(node)
        elif tag in _HEADINGS:
            self.heading = node
            tree.headings.append(node)
        elif tag in _META:
            tree.meta.append(node)
        elif tag == "time":
            tree.times.append(node)
        elif tag in _ZONES:
            node.zone |= _ZONES[tag]
        elif tag == "header" and not _within(node, _INSIDE):
            node.zone |= Zone.HEADER

    def _mark_attributes(self, node: Node, attrib: dict[str, str]) -> None:
        node.zone |= _ROLES.get(attrib.get("role", ""), Zone.NONE)
        concealed = "hidden" in attrib or (
            "style" in attrib and _NOT_DISPLAYED.search(attrib["style"][:MAX_VALUE])
        )
        if concealed and node.tag not in _ALWAYS_SHOWN:
            node.zone |= Zone.HIDDEN

    def end(self, tag: str) -> None:
        if self.mute:
            self.mute -= 1
            if not self.mute:
                self._end_mute()
            return
        if self.buffer:
            self._flush()
        if not _TRAITS.get(tag, 0) & _IS_INLINE:
            self.gap = Gap.BLOCK
        if self.skipped:
            self.skipped -= 1
            return
        node = self.node
        node.end = len(self.nodes)
        node.last = len(self.tokens)
        if node is self.link:
            self.link = None
        elif node is self.heading:
            self.heading = None
        if node.parent is not None:
            self.node = node.parent

    def _end_mute(self) -> None:
        if self.capture is None:
            return
        text = "".join(self.capture)
        if self.mute_tag == "script":
            self.tree.scripts.append(text)
        elif self.mute_tag == "title":
            self.tree.title = self.tree.title or " ".join(text.split())
        elif len(self.tree.noscript) < MAX_VALUE:
            self.tree.noscript += " " + " ".join(text[:MAX_VALUE].split())
        self.capture = None

    def data(self, data: str) -> None:
        if not self.mute:
            if self.buffer or not data.isspace():
                self.buffer.append(data)
            elif not self.gap:
                self.gap = Gap.SPACE
        elif self.capture is not None:
            self.capture.append(data)

    def _flush(self) -> None:
        buffer = self.buffer
        raw = buffer[0] if len(buffer) == 1 else "".join(buffer)
        buffer.clear()
        text = " ".join(raw.split())
        if not text:
            self.gap = self.gap or Gap.SPACE
            return
        if not text.isascii():
            text = " ".join(_INVISIBLE.sub("", text).split())
            if not text:
                return
        if self.node.zone & Zone.HIDDEN or self.tree.cut:
            return
        gap = self.gap or (Gap.SPACE if raw[0].isspace() else Gap.NONE)
        self.tokens.append(Token(text, self.node, self.link, self.heading, gap))
        self.gap = Gap.SPACE if raw[-1].isspace() else Gap.NONE

    def close(self) -> Tree:
        tree = self.tree
        self.mute = self.skipped = 0
        while self.node is not self.root:
            self.end(self.node.tag)
        self.end(self.root.tag)
        tree.chars = [0, *accumulate([len(t.text) for t in tree.tokens])]
        tree.link_chars = [0, *accumulate([len(t.text) if t.link else 0 for t in tree.tokens])]
        return tree


def _within(node: Node, tags: frozenset[str]) -> bool:
    up = node.parent
    while up is not None:
        if up.tag in tags:
            return True
        up = up.parent
    return False
