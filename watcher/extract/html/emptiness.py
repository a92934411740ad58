"""Does a page say, or show, that its list is empty?"""

from __future__ import annotations

from itertools import islice

from watcher.extract.html import empty_words, signs
from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.titles import worth
from watcher.extract.html.tree import ASIDE, Node, Token, Tree

_LONGEST_SENTENCE = 200
_LIKE_A_TITLE = 0.7
_MOST_SENTENCES = 2_000
"""A page that says more short things than that is not empty."""


def says_empty(tree: Tree, best: Ranked | None) -> bool:
    """Tell whether a line that says so stands outside of the candidate's records."""
    places = _empty_sentences(tree, len(tree.tokens))
    if best is None:
        return bool(places)
    return any(not any(a.first <= place < a.last for a in best.areas) for place in places)


def is_suggestion(analysis: Analysis, best: Ranked) -> bool:
    """Tell whether the candidate comes after "nothing found", under a heading of its own: "read also".

    Where its records have no dates, it does so after a table's head without rows as well.
    """
    tree = analysis.tree
    start, container = best.areas[0].first, best.candidate.container
    if not best.evidence.dates and _is_below_an_empty_table(tree, container, start):
        return True
    for place in _empty_sentences(tree, start):
        if _is_teaser(analysis, place) or container.first <= place < container.last:
            continue
        if any(t.heading is not None for t in tree.tokens[place + 1 : start]):
            return True
    return False


def _empty_sentences(tree: Tree, stop: int) -> list[int]:
    """Return the places, before `stop`, of short texts that say that nothing is there.

    What stands above the main heading is said of something else, such as a cart.
    """
    top = next((h.first for h in tree.headings if h.tag == "h1" and h.first < stop), 0)
    sentences = (p for p, token in enumerate(tree.tokens[top:stop], top) if _is_sentence(token))
    return [p for p in islice(sentences, _MOST_SENTENCES) if empty_words.says_empty(tree.tokens[p].text)]


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
    """Tell whether a table has a head, and below it nothing or one sentence as wide as the head."""
    return any(node.tag == "table" and _is_empty_table(tree, node) for node in tree.nodes)


def _is_below_an_empty_table(tree: Tree, container: Node, start: int) -> bool:
    """Tell whether such a table stands below the main heading, before the container and another heading."""
    title = next((h for h in tree.headings if h.tag == "h1" and tree.size_of(h)), None)
    if title is None or container.index < title.index:
        return False
    tables = (n for n in tree.nodes[title.index : container.index] if n.tag == "table")
    table = next((n for n in tables if n.end <= container.index and _is_empty_table(tree, n)), None)
    return table is not None and any(t.heading is not None for t in tree.tokens[table.last : start])


def _is_empty_table(tree: Tree, table: Node) -> bool:
    inside = tree.nodes[table.index : table.end]
    heads = sum(1 for n in inside if n.tag == "th" and tree.size_of(n))
    cells = [n for n in inside if n.tag == "td" and tree.size_of(n)]
    return heads > 1 and (not cells or (len(cells) == 1 and _is_message(tree, cells[0])))


def _is_message(tree: Tree, cell: Node) -> bool:
    """Tell whether a cell spans others with a sentence that promises nothing: neither links nor loading."""
    text = tree.text_of(cell)
    linked = tree.link_chars[cell.last] > tree.link_chars[cell.first]
    is_wide = cell.attrs.get("colspan", "1") not in ("", "0", "1")
    return is_wide and not linked and len(text) <= _LONGEST_SENTENCE and not signs.LOADING.search(text)
