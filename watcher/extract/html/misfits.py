"""Drop what stands in the series of records and is none: a table's head, a line of links, an advert."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

from watcher.extract.html.addresses import form, host
from watcher.extract.html.looks import classes
from watcher.extract.html.main_heading import main_heading
from watcher.extract.html.marks import Marks, dated
from watcher.extract.html.record import Record
from watcher.extract.html.side_heads import offers_others, stands_elsewhere
from watcher.extract.html.titles import worth
from watcher.extract.html.tree import Gap, Node, Tree

_Test: TypeAlias = Callable[[Tree, int, int], bool]
_LEAST_RECORDS = 4
_NEARLY_ALL = 0.8
_POOR = 0.5
_FEW_LINKS = 2
_WORDS = 12
"""Letters before a title that are more than a label."""


def until_others(tree: Tree, records: list[Record]) -> list[Record]:
    """Return the records up to the one heading between them that says others follow: "you may also like".

    One like "latest news" says so where all behind it leads to another part of the site than all before;
    where the main heading stands right above the first record, so does any.
    """
    cuts = _cuts(tree, records, offers_others)
    if not cuts:
        cuts = _cuts(tree, records, _is_any if _is_right_below_the_title(tree, records) else stands_elsewhere)
        if len(cuts) == 1 and not _lead_elsewhere(records[: cuts[0]], records[cuts[0] :]):
            return records
    return records[: cuts[0]] if len(cuts) == 1 else records


def _cuts(tree: Tree, records: list[Record], are_others: _Test) -> list[int]:
    return [p for p, (a, b) in enumerate(pairwise(records), 1) if _parts_others(tree, a, b, are_others)]


def _is_any(tree: Tree, first: int, last: int) -> bool:
    """Tell that a text without a link heads others."""
    return tree.link_chars[last] == tree.link_chars[first]


def _is_right_below_the_title(tree: Tree, records: list[Record]) -> bool:
    title = main_heading(tree)
    if title is None or not records or title.end > records[0].area.begin:
        return False
    between = (h for h in tree.headings if title.end <= h.index < records[0].area.begin)
    return not any(map(tree.size_of, between))


def _lead_elsewhere(before: list[Record], behind: list[Record]) -> bool:
    forms = [{form(r.url) for r in part if r.url} for part in (before, behind)]
    return len(before) > 1 and all(len(found) == 1 for found in forms) and forms[0] != forms[1]


def _parts_others(tree: Tree, one: Record, other: Record, are_others: _Test) -> bool:
    if one.area.last >= other.area.first:
        return False
    between = (h for h in tree.headings if one.area.end <= h.index and h.end <= other.area.begin)
    return any(
        are_others(tree, heading.first, heading.last) for heading in between if _heads(tree, heading, other)
    )


def _heads(tree: Tree, heading: Node, record: Record) -> bool:
    """Tell whether a heading is of the record that follows, and not of links that stand between."""
    between = tree.tokens[heading.last : record.area.first]
    return len({t.link.index for t in between if t.link is not None}) < _FEW_LINKS


def without_misfits(tree: Tree, sums: Marks, records: list[Record]) -> list[Record]:
    """Return the records without those that lack what nearly all have.

    One thing is not enough by itself: a poor title and no date, no link and no date, no link in another
    table, in a sentence or across columns, or another site's address in an element of another class. What
    follows a line drawn below the others is another matter.
    """
    if len(records) < _LEAST_RECORDS:
        return records
    strangers = _strangers(tree, records)
    dates = [dated(sums, r.area) for r in records]
    links = [r.url is not None for r in records]
    all_dated = sum(dates) >= _NEARLY_ALL * len(records)
    all_linked = sum(links) >= _NEARLY_ALL * len(records)
    strangers |= _ruled_off(tree, records) | _undated_head(tree, records, dates)
    apart = _apart(tree, records) | _in_sentences(tree, records) | _across(records)
    kept = []
    for place, one in enumerate(records):
        lacks = (all_dated and not dates[place]) + (all_linked and not links[place])
        lacks += lacks and place in apart
        if lacks < 2 and not (lacks and worth(one.title) < _POOR) and place not in strangers:
            kept.append(one)
    return kept


def _apart(tree: Tree, records: list[Record]) -> set[int]:
    """Return the places of records in another table than nearly all, or outside of it."""
    tables = [_table(tree.nodes[r.area.begin]) for r in records]
    home, count = Counter(tables).most_common(1)[0]
    if home is None or count < _NEARLY_ALL * len(records):
        return set()
    return {place for place, table in enumerate(tables) if table != home}


def _across(records: list[Record]) -> set[int]:
    """Return the places of titles in cells that span several columns, where nearly none does."""
    found = {p for p, r in enumerate(records) if _spans(r)}
    return found if len(found) <= (1 - _NEARLY_ALL) * len(records) else set()


def _spans(one: Record) -> bool:
    up: Node | None = one.node
    while up is not None and up.tag != "td" and one.area.begin <= up.index:
        up = up.parent
    return up is not None and up.tag == "td" and up.attrs.get("colspan", "1") not in ("", "0", "1")


def _in_sentences(tree: Tree, records: list[Record]) -> set[int]:
    """Return the places of titles with words before them on their line, where nearly none has them."""
    found = {p for p, r in enumerate(records) if _is_in_sentence(tree, r)}
    return found if len(found) <= (1 - _NEARLY_ALL) * len(records) else set()


def _is_in_sentence(tree: Tree, one: Record) -> bool:
    place = one.node.first
    if place <= one.area.first or tree.tokens[place].gap == Gap.BLOCK:
        return False
    before = tree.tokens[place - 1]
    return before.link is None and sum(map(str.isalpha, before.text)) >= _WORDS


def _table(node: Node) -> int | None:
    """Return the index of the table that a record is a row of."""
    up: Node | None = node
    while up is not None and up.tag != "table":
        up = up.parent
    return up.index if up is not None else None


def _ruled_off(tree: Tree, records: list[Record]) -> set[int]:
    """Return the place of the last record where a line is drawn before it and before no other."""
    if "hr" not in tree.tags or not any(
        n.tag == "hr" for n in tree.nodes[records[-2].node.end : records[-1].node.index]
    ):
        return set()
    ruled = any(n.tag == "hr" for n in tree.nodes[records[0].node.index : records[-2].node.end])
    return set() if ruled else {len(records) - 1}


def _undated_head(tree: Tree, records: list[Record], dates: list[bool]) -> set[int]:
    """Return the places of a first block without dates and headlines, where all behind it are dated.

    Such are the links above an archive that sort it anew.
    """
    place = next((p for p, dated_ in enumerate(dates) if dated_), 0)
    head, rest = records[:place], records[place:]
    if not head or len(rest) < _LEAST_RECORDS or not all(dates[place:]):
        return set()
    block = tree.nodes[head[-1].area.begin].parent
    if any(tree.nodes[r.area.begin].parent is block for r in rest):
        return set()
    return set(range(place)) if sum(worth(r.title) for r in head) < _POOR * place else set()


def _strangers(tree: Tree, records: list[Record]) -> set[int]:
    """Return the places of records that lead to another site from elements of another class than the rest."""
    hosts = [host(r.url) if r.url else "" for r in records]
    home, count = Counter(hosts).most_common(1)[0]
    if not home or count < _NEARLY_ALL * len(records) or count + hosts.count("") == len(hosts):
        return set()
    found = [classes(tree.nodes[r.area.begin]) for r in records]
    usual = {c for c, h in zip(found, hosts, strict=True) if h == home}
    return {
        p for p, (c, h) in enumerate(zip(found, hosts, strict=True)) if h not in ("", home) and c not in usual
    }
