"""Text to `Tree`, in one pass of lxml's parser and without building lxml's own tree.

Bounds: elements nested deeper than `MAX_DEPTH` count as part of their ancestor at that depth, elements
after the first `MAX_NODES` are dropped and `Tree.cut` says so, attribute values are cut at `MAX_VALUE`.
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
MAX_NODES = 60_000
MAX_VALUE = 4_000

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
    try:
        etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, etree.ParserError):
        builder.close()
    tree = builder.tree
    if len(tree.nodes) < 2:
        raise ReadError("the page is empty: it holds no HTML element")
    return tree


class _Builder:
    """The parser's target: gets events, grows a tree."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.root = Node("#document", {}, None, 0, 0)
        self.tree.nodes.append(self.root)
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
        if tag not in _INLINE:
            self.gap = Gap.BLOCK
        if tag in _MUTE:
            self._begin_mute(tag, attrib)
            return
        parent = self.node
        nodes = self.tree.nodes
        if parent.depth >= MAX_DEPTH or len(nodes) >= MAX_NODES:
            self.skipped += 1
            self.tree.cut = self.tree.cut or parent.depth < MAX_DEPTH
            return
        self.node = node = Node(tag, attrib, parent, len(nodes), len(self.tree.tokens))
        nodes.append(node)
        parent.children.append(node)
        key = (parent.path, tag)
        path = self.paths.get(key)
        node.path = path if path is not None else self.paths.setdefault(key, len(self.paths) + 1)
        if tag in _SPECIAL:
            self._mark_tag(node, tag)
        if attrib:
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
        role = attrib.get("role")
        if role:
            node.zone |= _ROLES.get(role, Zone.NONE)
        style = attrib.get("style")
        concealed = "hidden" in attrib or (style and _NOT_DISPLAYED.search(style[:MAX_VALUE]))
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
        if tag not in _INLINE:
            self.gap = Gap.BLOCK
        if self.skipped:
            self.skipped -= 1
            return
        self._shut(self.node)

    def _shut(self, node: Node) -> None:
        node.end = len(self.tree.nodes)
        node.last = len(self.tree.tokens)
        if node is self.link:
            self.link = None
        if node is self.heading:
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
            else:
                self.gap = self.gap or Gap.SPACE
        elif self.capture is not None:
            self.capture.append(data)

    def _flush(self) -> None:
        raw = "".join(self.buffer)
        self.buffer.clear()
        text = " ".join(raw.split())
        if not text:
            self.gap = self.gap or Gap.SPACE
            return
        if not text.isascii():
            text = " ".join(_INVISIBLE.sub("", text).split())
            if not text:
                return
        if self.node.zone & Zone.HIDDEN:
            return
        gap = self.gap or (Gap.SPACE if raw[0].isspace() else Gap.NONE)
        self.tree.tokens.append(Token(text, self.node, self.link, self.heading, gap))
        self.gap = Gap.SPACE if raw[-1].isspace() else Gap.NONE

    def close(self) -> Tree:
        tree = self.tree
        if self.buffer:
            self._flush()
        while self.node is not self.root:
            self._shut(self.node)
        self._shut(self.root)
        tree.chars = [0, *accumulate(len(t.text) for t in tree.tokens)]
        tree.link_chars = [0, *accumulate(len(t.text) if t.link else 0 for t in tree.tokens)]
        return tree


def _within(node: Node, tags: frozenset[str]) -> bool:
    up = node.parent
    while up is not None:
        if up.tag in tags:
            return True
        up = up.parent
    return False
