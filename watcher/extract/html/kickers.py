"""Drop what stands within a title's element and is no part of it: a section above it, a badge behind."""

from __future__ import annotations

import re
from dataclasses import replace

from watcher.extract.html.captions import LEADS
from watcher.extract.html.record import Record
from watcher.extract.html.titles import units, worth
from watcher.extract.html.tree import Gap, Node, Token, Tree, joined

_FEWEST = 3
_LONGEST = 30
"""Letters of a kicker."""
_MANY, _NEARLY_ALL = 0.5, 0.8
_POOR = 0.4
_HEADLINES = frozenset(("headline", "name"))
_LABEL = re.compile(
    r"(?<![a-z])(?:category|label|kicker|eyebrow|overline|badge|tag)s?(?![a-z])", re.IGNORECASE
)
_SIZE = re.compile(
    r"^\W*\d[\d.,]*\s?(?:[kmg]i?[bo]|bytes|pages?|pp?\.?|págs?\.?|páginas|seiten|sidor|sider|pagine|strany?"
    r"|стр\.?|頁|页|ページ|쪽)\W*$",
    re.IGNORECASE,
)
"""How long a document is."""


def without_kickers(tree: Tree, records: list[Record]) -> list[Record]:
    """Return the records with the title alone, where the element of a title says more than that.

    The markup tells by `itemprop`, or by a class that names a label. Else a short first line is a kicker
    where many records have one, and several the same. The linked number before a plain caption is none of it.
    """
    above = [_line_above(tree, r) for r in records]
    said = [joined(tree.tokens[r.node.first : end]) for r, end in zip(records, above, strict=True) if end]
    are_kickers = len(said) >= max(_FEWEST, _MANY * len(records)) and len(set(said)) < len(said)
    behind = [_behind_a_number(tree, r) for r in records]
    are_numbered = sum(map(bool, behind)) >= max(_FEWEST, _NEARLY_ALL * len(records))
    found = []
    for one, end, caption in zip(records, above, behind, strict=True):
        begin, stop = _declared(tree, one) or _labelled(tree, one)
        if are_kickers and end and begin == one.node.first:
            begin = end
        if are_numbered and caption and begin == one.node.first:
            found.append(_unled(_cut(tree, one, caption, stop)))
        else:
            found.append(_cut(tree, one, begin, stop))
    return found


def _behind_a_number(tree: Tree, record: Record) -> int:
    """Return where a plain caption begins behind the linked number of its document, or 0."""
    node, tokens = record.node, tree.tokens
    place = node.first
    while place < node.last and tokens[place].link is not None:
        place += 1
    if not node.first < place < node.last:
        return 0
    number = joined(tokens[node.first : place])
    if worth(number) >= _POOR or not any(map(str.isdigit, number)):
        return 0
    caption = joined(tokens[place : node.last]).lstrip(LEADS)
    return place if worth(caption) > worth(number) else 0


def _unled(record: Record) -> Record:
    return replace(record, title=record.title.lstrip(LEADS))


def _line_above(tree: Tree, record: Record) -> int:
    """Return where a title's second line begins, if the first is short and says less; else 0."""
    node, tokens = record.node, tree.tokens
    for place in range(node.first + 1, node.last):
        if tokens[place].gap == Gap.BLOCK:
            line, rest = joined(tokens[node.first : place]), joined(tokens[place : node.last])
            return place if units(line) <= _LONGEST and worth(line) < worth(rest) else 0
    return 0


def _declared(tree: Tree, record: Record) -> tuple[int, int] | None:
    """Return the tokens of the one part of a title that is declared to be its text."""
    inside = tree.nodes[record.node.index + 1 : record.node.end]
    parts = [n for n in inside if n.attrs.get("itemprop") in _HEADLINES and tree.size_of(n)]
    return (parts[0].first, parts[0].last) if len(parts) == 1 else None


def _labelled(tree: Tree, record: Record) -> tuple[int, int]:
    """Return the tokens of a title without those before and behind that are called labels."""
    begin, stop = record.node.first, record.node.last
    while begin < stop and _is_label(tree.tokens[begin], record.node):
        begin += 1
    while stop > begin + 1 and (
        _is_label(tree.tokens[stop - 1], record.node) or _SIZE.match(tree.tokens[stop - 1].text)
    ):
        stop -= 1
    return begin, stop


def _is_label(token: Token, title: Node) -> bool:
    if units(token.text) > _LONGEST:
        return False
    up: Node | None = token.node
    while up is not None and up is not title and up.index > title.index:
        if _LABEL.search(up.attrs.get("class", "")[:300]):
            return True
        up = up.parent
    return False


def _cut(tree: Tree, record: Record, begin: int, stop: int) -> Record:
    """Return the record with the title that the tokens from `begin` to `stop` say."""
    node = record.node
    rest = joined(tree.tokens[begin:stop])
    is_whole = (begin, stop) == (node.first, node.last)
    if is_whole or rest not in record.title or not any(map(str.isalnum, rest)):
        return record
    inside = tree.nodes[node.index + 1 : node.end]
    exact = next((n for n in inside if (n.first, n.last) == (begin, stop)), node)
    return replace(record, node=exact, title=rest)
