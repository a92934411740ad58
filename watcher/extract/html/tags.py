"""What the tags and attributes of HTML mean to whoever grows a tree of them."""

from __future__ import annotations

import re

from watcher.extract.html.tree import Chain, Node, Tree, Zone


def _names(tags: str) -> frozenset[str]:
    return frozenset(tags.split())


MAX_VALUE = 4_000
"""Characters of an attribute, or of a notice, that are looked at."""
BLOCK, SPECIAL, LOOSE, MUTE, DEEP = 1, 2, 4, 8, 16
"""Traits of a chain of tags: breaks the line; is noted in the tree; a cell or item in what sets letters off,
so that one before it was left open; shows no text; has no node of its own."""
MAX_DEPTH = 150
"""Elements nested deeper count as part of their ancestor at that depth."""
_MUTE = _names(
    "script style template svg math select textarea noscript iframe object canvas video audio title"
)
_INLINE = _names(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span"
    " strike strong sub sup time tt u var wbr noscript script style svg template button picture source"
)
_META = frozenset(("meta", "link", "base"))
_CELLS = frozenset(("td", "th"))
_TERMS = frozenset(("dt", "dd"))
_ENDS = {
    "td": _CELLS,
    "th": _CELLS,
    "tr": frozenset(("tr",)),
    "li": frozenset(("li",)),
    "dt": _TERMS,
    "dd": _TERMS,
}
"""What the start of an element ends, if it was left open in the same table or list."""
_AROUND = frozenset(("table", "ul", "ol", "dl", "menu", "dir"))
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
_TRAITS = {
    tag: (tag not in _INLINE) * BLOCK | (tag in _MUTE) * MUTE | (tag in _SPECIAL) * SPECIAL
    for tag in _INLINE | _MUTE | _SPECIAL
}
_INSIDE = frozenset(("article", "main", "section", "li", "td"))
_NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_ALWAYS_SHOWN = frozenset(("html", "body", "main"))
"""Hidden only until a script has run."""
_JSON_LD = "application/ld+json"


def chain_below(chain: Chain, tag: str) -> Chain:
    """Return the chain of tags that is longer by one, made when it is first met."""
    depth = chain.depth + 1
    traits = _TRAITS.get(tag, BLOCK) | (DEEP if depth > MAX_DEPTH else 0)
    if tag in _ENDS and not chain.traits & BLOCK:
        traits |= LOOSE
    longer = chain.below[tag] = Chain(chain.tree, depth, traits)
    chain.tree.tags.add(tag)
    return longer


def note(tree: Tree, node: Node, tag: str) -> bool:
    """Note an element with a special tag, no link, in the tree; tell whether it is a heading."""
    if tag == "img":
        tree.images.append(node)
    elif tag in _HEADINGS:
        tree.headings.append(node)
        return True
    elif tag in _META:
        tree.meta.append(node)
    elif tag == "time":
        tree.times.append(node)
    elif tag in _ZONES:
        node.zone |= _ZONES[tag]
    elif not _within(node, _INSIDE):
        node.zone |= Zone.HEADER
    return False


def zone_of(tag: str, attributes: dict[str, str]) -> int:
    """Return the zone that an element's `role`, `hidden` and `style` say it is."""
    zone = _ROLES.get(attributes.get("role", ""), Zone.NONE)
    concealed = "hidden" in attributes or (
        "style" in attributes and _NOT_DISPLAYED.search(attributes["style"][:MAX_VALUE])
    )
    return zone | Zone.HIDDEN if concealed and tag not in _ALWAYS_SHOWN else zone


def left_open(node: Node, tag: str) -> Node | None:
    """Return the cell, row or item around `node` that an element with `tag` ends, if there is one."""
    ends = _ENDS[tag]
    up: Node | None = node
    while up is not None and up.tag not in _AROUND:
        if up.tag in ends:
            return up
        up = up.parent
    return None


def is_told(tag: str, attributes: dict[str, str]) -> bool:
    """Tell whether what a mute element holds says something of the page."""
    return tag in ("title", "noscript") or (tag == "script" and attributes.get("type", "") == _JSON_LD)


def tell(tree: Tree, tag: str, text: str) -> None:
    """Note in the tree what a mute element holds."""
    if tag == "script":
        tree.scripts.append(text)
    elif tag == "title":
        tree.title = tree.title or " ".join(text.split())
    elif len(tree.noscript) < MAX_VALUE:
        tree.noscript += " " + " ".join(text[:MAX_VALUE].split())


def _within(node: Node, tags: frozenset[str]) -> bool:
    up = node.parent
    while up is not None:
        if up.tag in tags:
            return True
        up = up.parent
    return False
