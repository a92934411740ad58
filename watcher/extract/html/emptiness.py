"""Does a page say, or show, that its list is empty?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from watcher.extract.html import empty_words, signs
from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.beside import column_of
from watcher.extract.html.main_heading import main_heading
from watcher.extract.html.side_heads import stands_elsewhere
from watcher.extract.html.titles import worth
from watcher.extract.html.tree import ASIDE, Gap, Node, Token, Tree, Zone, joined

_LONGEST_SENTENCE = 200
_LIKE_A_TITLE, _HEADLINES = 0.7, 0.9
_FEW, _NEAR = 4, 4
"""Records of a poor list; texts from the page's heading to what stands right below it."""
_MOST_SENTENCES = 2_000
"""A page that says more short things than that is not empty."""
_MOST_PARTS = 8
"""Texts of one line, as in "0 results for <b>otters</b>"."""
_LISTS = frozenset(("table", "ul", "ol", "dl"))
_LONGEST_CAPTION = 40
_NONE, _NONE_BEHIND = re.compile(r"0 (?!to\b)[^\W\d].*|.*\(0\)"), "(0)"
"""A main heading, and what stands right behind it, where they count nothing: "0 jobs", "Releases (0)"."""
_CAPTION = re.compile(r"[^\W\d_][^\d.:!?]*[^\W\d_]")


def says_empty(tree: Tree, best: Ranked | None) -> bool:
    """Tell whether a line that says so stands outside of the candidate's records.

    Behind headlines in the main part it says so of another box.
    """
    if best is None:
        return bool(_empty_sentences(tree, len(tree.tokens)))
    seen = best.evidence
    are_headlines = seen.titles >= _HEADLINES and seen.main == seen.linked == 1 and not seen.aside
    places = _empty_sentences(tree, best.areas[0].first if are_headlines else len(tree.tokens))
    return any(not any(a.first <= place < a.last for a in best.areas) for place in places)


def is_suggestion(analysis: Analysis, best: Ranked) -> bool:
    """Tell whether the candidate comes after "nothing found", under words of its own: "read also".

    It needs none where that stands right below the main heading, and no "showing others" between. Where the
    main heading has a column of its own, "nothing found" in there speaks of what stands beside it. A table's
    head without rows says it too, where the candidate is outside of the main part or headed as others are.
    """
    tree = analysis.tree
    start, container = best.areas[0].first, best.candidate.container
    if _is_below_an_empty_table(tree, best):
        return True
    title = main_heading(tree)
    is_poor = best.evidence.titles < _LIKE_A_TITLE and len(best.areas) < _FEW
    for place in _empty_sentences(tree, start):
        if _is_teaser(analysis, place):
            continue
        is_near = title is not None and 0 <= place - title.last <= _NEAR
        is_near = is_near and not any(t.link for t in tree.tokens[place + 1 : start])
        if is_poor or is_near or any(_is_caption(tree, p) for p in range(place + 1, start)):
            return True
    if title is None or title.first < start:
        return False
    column = column_of(title, container)
    return any(column.first <= p < column.last for p in _empty_sentences(tree, column.last))


def _is_caption(tree: Tree, place: int) -> bool:
    """Tell whether a text is a heading, or a few words on a line of their own as those over a box are."""
    token = tree.tokens[place]
    if token.heading is not None:
        return True
    follows = tree.tokens[place + 1].gap if place + 1 < len(tree.tokens) else Gap.BLOCK
    is_line = token.gap == follows == Gap.BLOCK and token.link is None and not token.node.zone & Zone.FORM
    return is_line and len(token.text) <= _LONGEST_CAPTION and _CAPTION.fullmatch(token.text) is not None


def _empty_sentences(tree: Tree, stop: int) -> list[int]:
    """Return the places, before `stop`, of short texts or lines that say that nothing is there.

    What stands above the main heading is said of something else, such as a cart.
    """
    title = next((h for h in tree.headings if h.tag == "h1" and h.first < stop), None)
    top = title.first if title is not None else 0
    sentences = ((p, text) for p in range(top, stop) for text in _sentences(tree, p))
    found = [p for p, text in islice(sentences, _MOST_SENTENCES) if empty_words.says_empty(text)]
    if title is not None and _NONE.fullmatch(tree.text_of(title)):
        found.append(title.last - 1)
    elif title is not None and title.last < stop and tree.tokens[title.last].text == _NONE_BEHIND:
        found.append(title.last)
    return sorted(found)


def _sentences(tree: Tree, place: int) -> Iterator[str]:
    """Yield the text at `place` if it may be such a sentence, and the line of several that it begins."""
    tokens = tree.tokens
    first = tokens[place]
    if not _is_sentence(first):
        return
    yield first.text
    if first.gap != Gap.BLOCK:
        return
    end = place + 1
    while end < len(tokens) and tokens[end].gap != Gap.BLOCK and end - place < _MOST_PARTS:
        end += 1
    line = tokens[place:end]
    is_short = tree.chars[end] - tree.chars[place] <= _LONGEST_SENTENCE
    if len(line) > 1 and is_short and not any(t.link for t in line):
        yield joined(line)


def _is_sentence(token: Token) -> bool:
    return token.link is None and len(token.text) <= _LONGEST_SENTENCE and not token.node.zone & ASIDE


def _is_teaser(analysis: Analysis, place: int) -> bool:
    """Tell whether what is set off last before a text is the linked headline of a story."""
    before = reversed(analysis.tree.tokens[:place])
    title = next((above for t in before if (above := t.heading or t.link)), None)
    if title is None or worth(analysis.tree.text_of(title)) < _LIKE_A_TITLE:
        return False
    return analysis.leads_away(title)


def has_empty_table(tree: Tree) -> bool:
    """Tell whether a table has a head, and below it nothing or one sentence as wide as the head.

    An empty one beside others of the same head is a part of the list at most: no ruling on that day.
    """
    if "table" not in tree.tags:
        return False
    tables = [node for node in tree.nodes if node.tag == "table"]
    heads = {_head(tree, node) for node in tables if _is_empty_table(tree, node)}
    return bool(heads.difference(_head(tree, node) for node in tables if not _is_empty_table(tree, node)))


def _head(tree: Tree, table: Node) -> tuple[str, ...]:
    return tuple(tree.text_of(n) for n in tree.nodes[table.index : table.end] if n.tag == "th")


def is_doubtful(analysis: Analysis, best: Ranked) -> bool:
    """Tell whether records stand below a table's head without rows or an empty list: either may be the list.

    Above a row of columns, an empty list is only part of a banner.
    """
    if _empty_above(analysis.tree, best, _is_empty_table) is not None:
        return True
    empty = _empty_above(analysis.tree, best, _is_empty_list)
    return empty is not None and not _is_in_columns(analysis.tree, empty, best)


def _is_in_columns(tree: Tree, empty: Node, best: Ranked) -> bool:
    """Tell whether the records and their heading share a row, below the empty element, with another block."""
    tokens = reversed(tree.tokens[empty.last : best.areas[0].first])
    heading = next((t.heading for t in tokens if t.heading is not None), None)
    column = heading.parent if heading is not None else None
    while column is not None and column.parent is not None and not column.parent.holds(empty):
        beside = (n for n in column.parent.children if n is not column)
        if column.holds(best.candidate.roots[-1]) and any(map(tree.size_of, beside)):
            return True
        column = column.parent
    return False


def _is_below_an_empty_table(tree: Tree, best: Ranked) -> bool:
    """Tell whether an empty table stands below the main heading, before records that say they are others."""
    if best.evidence.dates:
        return False
    table = _empty_above(tree, best, _is_empty_table)
    if table is None:
        return False
    is_apart = bool(table.zone & Zone.MAIN) and not best.candidate.container.zone & Zone.MAIN
    return is_apart or stands_elsewhere(tree, table.last, best.areas[0].first)


def _empty_above(tree: Tree, best: Ranked, is_empty: Callable[[Tree, Node], bool]) -> Node | None:
    """Return an empty element below the main heading that another heading parts from the records."""
    title, start = main_heading(tree), best.candidate.roots[0].index
    if title is None or start < title.index:
        return None
    above = (n for n in tree.nodes[title.end : start] if n.tag in _LISTS)
    empty = next((n for n in above if n.end <= start and is_empty(tree, n)), None)
    if empty is None or not any(t.heading is not None for t in tree.tokens[empty.last : best.areas[0].first]):
        return None
    return empty


def _is_empty_list(tree: Tree, node: Node) -> bool:
    """Tell whether an element that is made for records holds nothing at all."""
    inside = tree.nodes[node.index + 1 : node.end]
    return not tree.size_of(node) and all(n.tag == "tbody" for n in inside)


def _is_empty_table(tree: Tree, table: Node) -> bool:
    inside = tree.nodes[table.index : table.end]
    if table.tag != "table":
        return False
    heads = sum(1 for n in inside if n.tag == "th" and tree.size_of(n))
    cells = [n for n in inside if n.tag == "td" and tree.size_of(n)]
    return heads > 1 and (not cells or (len(cells) == 1 and _is_message(tree, cells[0])))


def _is_message(tree: Tree, cell: Node) -> bool:
    """Tell whether a cell spans others with a sentence that promises nothing: neither links nor loading."""
    text = tree.text_of(cell)
    linked = tree.link_chars[cell.last] > tree.link_chars[cell.first]
    is_wide = cell.attrs.get("colspan", "1") not in ("", "0", "1")
    return is_wide and not linked and len(text) <= _LONGEST_SENTENCE and not signs.LOADING.search(text)
