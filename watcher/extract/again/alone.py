"""One record read by itself, and what of it could matter to the records beside it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.extract import dates
from watcher.extract.again.shape import Shape
from watcher.extract.html import pager
from watcher.extract.html.addresses import Addresses, form, host, key
from watcher.extract.html.areas import of
from watcher.extract.html.columns import Columns
from watcher.extract.html.fields import item
from watcher.extract.html.kickers import without_kickers
from watcher.extract.html.listing import order_of
from watcher.extract.html.reading import Reading, beside_title
from watcher.extract.html.record import Record, record
from watcher.extract.html.sublines import without_sublines
from watcher.extract.html.titles import NAMES_A_FIELD, is_date, worth
from watcher.extract.html.tree import Gap, Node, Token, Tree
from watcher.extract.html.when import dating
from watcher.models import Item

_UNUSUAL = frozenset(("h1", "hr", "dt", "dd", "th", "td", "base", "link"))
"""What makes a record part of a whole: a table's row, a list's term, the page's own title."""
_SUBHEADINGS = frozenset(("h2", "h3"))
_LONGEST_NUMBER = 24
_LONGEST_TITLE = 500
_LIKE_A_CAPTION = 0.4
_LIKE_A_TITLE, _STEP = 0.7, 0.25
"""Worth from which a text is taken for a title that stands beside another, and what that counts."""
_MUCH_LATER = timedelta(days=400, hours=7, minutes=31)
"""Moves each part of a date that is told from now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """A record as it reads by itself."""

    item: Item
    lasts: bool
    """Whether it reads the same at any later time: it tells no time from now."""
    dated: bool
    host: str
    form: tuple[str, ...]
    links: int
    shape: Shape
    worths: tuple[float, ...]
    """What its texts would be worth as titles, its title last; as many for all records of one shape."""
    orders: frozenset[dates.Order]
    """Which orders of day and month its texts prove."""
    steps: str
    """The chain of tags from the record to its title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What all records of a page are read with."""

    url: str
    title: str
    """The page's, folded."""
    order: dates.Order | None
    declared: Container[str]
    """Addresses of which JSON-LD says more, by `addresses.key`."""


def alone(context: Context, tree: Tree, root: Node, looks: Shape, place: int, now: datetime) -> Alone | None:
    """Read the record that `root` is, whose shape is `looks` and whose title is its element number `place`.

    None where what it says may depend on the records beside it, or they on it.
    """
    title = tree.nodes[root.index + place]
    addresses = Addresses(context.url, tree)
    one = record(tree, addresses, of(root), title)
    nodes = tree.nodes[root.index : root.end]
    links = [node for node in nodes if node.tag == "a" and "href" in node.attrs]
    if one.url is None or not _stands_alone(context, tree, nodes, one):
        return None
    if not _has_own_link(addresses, title, links) or any(_may_be_captioned(tree, link) for link in links):
        return None
    columns = Columns(tree)
    at_once, later = (Reading(tree, addresses, columns, at, context.order) for at in (now, now + _MUCH_LATER))
    rest = beside_title(at_once, one)
    tokens = tree.tokens[root.first : root.last]
    return Alone(
        item=item(at_once, one),
        lasts=dating(at_once, one, rest) == dating(later, one, rest),
        dated=any(is_date(token.text) for token in tokens) or any(node.tag == "time" for node in nodes),
        host=host(one.url),
        form=form(one.url),
        links=len(links),
        shape=looks,
        worths=(*_worths(tree, tokens, title), worth(one.title)),
        orders=frozenset(order for token in tokens if (order := order_of([token]))),
        steps=steps(title, root.depth),
    )


def turns_no_page(context: Context, tree: Tree) -> bool:
    """Tell whether records have no link or word that a pager may have."""
    addresses = Addresses(context.url, tree)
    return pager.next_page(tree, addresses, {}) is None and pager.last_page(tree, {}) is None


def _worths(tree: Tree, tokens: list[Token], title: Node) -> Iterator[float]:
    """Yield what the texts outside of the title are worth, a little more where they read like titles."""
    seen: set[int] = {title.index}
    for token in tokens:
        node = token.heading or token.link or token.node
        if node.index not in seen:
            seen.add(node.index)
            value = worth(tree.text_of(node)[:_LONGEST_TITLE])
            yield value + (_STEP if value >= _LIKE_A_TITLE else 0.0)


def steps(title: Node, depth: int) -> str:
    """Return the tags, with their first classes, from the depth of a record's root to its title."""
    found: list[str] = []
    up: Node | None = title
    while up is not None and up.depth >= depth:
        found.append(up.tag + "".join(f".{name}" for name in up.attrs.get("class", "").split()[:1]))
        up = up.parent
    return " > ".join(reversed(found))


def _stands_alone(context: Context, tree: Tree, nodes: list[Node], one: Record) -> bool:
    if any(node.tag in _UNUSUAL or "rowspan" in node.attrs for node in nodes):
        return False
    if key(one.url or "") in context.declared or not any(map(str.isalnum, one.title)):
        return False
    return (
        not tree.tokens[one.node.first].text.endswith(NAMES_A_FIELD)
        and without_sublines(tree, without_kickers(tree, [one] * 3)) == [one] * 3
        and not any(_is_page_title(context, tree, node) for node in nodes)
    )


def _has_own_link(addresses: Addresses, title: Node, links: list[Node]) -> bool:
    """Tell whether a title is, holds or lies in links, which all lead somewhere."""
    own = [link for link in links if link.holds(title) or title.holds(link)]
    return bool(own) and all(addresses.resolve(link.attrs["href"]) is not None for link in own)


def _may_be_captioned(tree: Tree, link: Node) -> bool:
    """Tell whether bare text above a link, or right behind it where it is a number, may be the title."""
    begins_a_line = link.first < link.last and tree.tokens[link.first].gap == Gap.BLOCK
    if begins_a_line and link.parent is not None and link.parent.first == link.first - 1:
        above = tree.tokens[link.first - 1]
        if above.node is link.parent and above.heading is None and worth(above.text) > _LIKE_A_CAPTION:
            return True
    if link.last - link.first != 1 or link.last >= len(tree.tokens):
        return False
    number, behind = tree.tokens[link.first].text, tree.tokens[link.last]
    is_number = len(number) <= _LONGEST_NUMBER and any(map(str.isdigit, number))
    return is_number and behind.node is link.parent and behind.gap != Gap.BLOCK


def _is_page_title(context: Context, tree: Tree, node: Node) -> bool:
    """Tell whether a heading might be taken for the page's, whose title says it too."""
    return node.tag in _SUBHEADINGS and tree.text_of(node).casefold() in context.title
