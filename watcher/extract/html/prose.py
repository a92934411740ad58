"""Running text: is a page an article, with its list only below it?"""

from __future__ import annotations

from collections import Counter

from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.areas import Area, of
from watcher.extract.html.marks import dated
from watcher.extract.html.tree import Tree

ARTICLE = 700
"""Characters of paragraphs together from which they are an article's prose."""
_PARAGRAPH, _FEWEST = 100, 3
"""Characters of a paragraph, and how many make an article."""
_SURE_LIST = 7.2
"""Score from which long records make up for prose above them."""
_NEARLY_ALL, _LONGER, _LONG = 0.8, 5, 10
"""Share of dated links, and their number, that only a listing has below an introduction; of linked headings,
the number."""
_TAGS = frozenset(("p", "blockquote"))


def paragraphs(tree: Tree) -> list[Area]:
    """Return the paragraphs of running text, marked up as such or set apart by line breaks."""
    marked = [of(n) for n in tree.nodes if n.tag in _TAGS and tree.size_of(n) >= _PARAGRAPH]
    plain = [
        p for p in marked if 2 * (tree.link_chars[p.last] - tree.link_chars[p.first]) < size_of(tree, [p])
    ]
    return sorted(plain + _broken(tree), key=lambda p: p.first)


def size_of(tree: Tree, prose: list[Area]) -> int:
    """Return how many characters of text paragraphs hold."""
    return sum(tree.chars[p.last] - tree.chars[p.first] for p in prose)


def _broken(tree: Tree) -> list[Area]:
    """Return long texts of which one element holds several, as where `br` parts paragraphs."""
    long = [
        Area(token.node.index, token.node.index + 1, place, place + 1)
        for place, token in enumerate(tree.tokens)
        if len(token.text) >= _PARAGRAPH and token.link is None and token.node.tag not in _TAGS
    ]
    counts = Counter(p.begin for p in long)
    return [p for p in long if counts[p.begin] >= _FEWEST]


def is_below_an_article(analysis: Analysis, best: Ranked) -> bool:
    """Tell whether prose that is no record's, and under no linked heading, comes before the list.

    Comments below an article are dated and may be longer than it is.
    """
    tree = analysis.tree
    found = paragraphs(tree)
    before = [p for p in found if p.first < best.areas[0].first]
    if before and _is_introduction(analysis, best, before):
        return False
    inside = [p for p in found if any(a.first <= p.first < a.last for a in best.areas)]
    size = size_of(tree, before)
    is_less = size < 2 * size_of(tree, inside) and best.score >= _SURE_LIST
    if len(before) < _FEWEST or size < ARTICLE or is_less:
        return False
    above = [h for h in tree.headings if h.first < before[0].first]
    return not above or not analysis.leads_away(above[-1])


def _is_introduction(analysis: Analysis, best: Ranked, prose: list[Area]) -> bool:
    """Tell whether prose without a date stands before many dated links, or still more linked headings."""
    seen, tree = best.evidence, analysis.tree
    is_dated = seen.dates >= _NEARLY_ALL and len(best.areas) >= _LONGER
    is_headed = seen.headings > 0 and len(best.areas) >= _LONG
    if seen.linked < _NEARLY_ALL or not (is_dated or is_headed):
        return False
    kind = next((n for n in tree.meta if n.attrs.get("property", "").lower() == "og:type"), None)
    if kind is not None and kind.attrs.get("content", "").lower().endswith("article"):
        return False
    above = [h for h in tree.headings if h.first < prose[0].first]
    begin = of(above[-1]) if above else prose[0]
    return not dated(analysis.marks, Area(begin.begin, prose[-1].end, begin.first, prose[-1].last))
