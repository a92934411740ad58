"""Is there a list at all, is it empty, or is the page something else?

Three cases look alike, as all of them have menus: a list that is truly empty says so where its records
would be, or shows a table's head without rows; an article has its prose before any list of links; the
rest is no listing. What is doubtful is an error, never an empty list: an error reaches the operator,
an empty list nobody.
"""

from __future__ import annotations

from watcher.errors import ReadError
from watcher.extract.html import signs
from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.beside import stands_beside
from watcher.extract.html.emptiness import has_empty_table, is_doubtful, is_suggestion, says_empty
from watcher.extract.html.index import is_index
from watcher.extract.html.neighbour import is_all_below
from watcher.extract.html.prose import ARTICLE, is_below_an_article, paragraphs, size_of
from watcher.extract.html.tree import Tree, Zone, joined

_ENOUGH = 7.2
"""Score: of menus hardly one reaches it, of lists hardly one does not."""
_ENOUGH_FOR_HEADLINES = 6.5
_ENOUGH_IN_DOUBT = 8.0
"""Of one or two records, or in a menu: what stands around an empty list comes near to such a list."""
_ENOUGH_FOR_ONE_HEADLINE = 7.5
_NAMES, _HEADLINES, _LONG_HEADLINES = 0.5, 0.7, 0.9
"""Mean worth of titles: of names of files to read, of what menus lie below, and of the headlines of news."""
_ENOUGH_FOR_MARKED, _ENOUGH_FOR_ONE_MARKED = 5.8, 7.0
"""Menus have neither dates nor numbers of cases."""
_SPELLED_OUT, _SAYS_MORE = 0.6, 0.2
"""Titles and detail below which pictures or headings alone make a menu of tiles, not a list."""
_NEARLY_ALL, _HALF = 0.8, 0.5
_FEW_LINKS = 2
_LONGEST_NOTICE = 60
_SHORT_PAGE = 1_500
_BARE_PAGE = 300
"""Characters of text that a page which is one notice, or an empty shell, does not exceed."""


def believable(analysis: Analysis) -> bool:
    """Tell whether the best candidate is a list; False where the page shows an empty one.

    Raises `ReadError` with what the page looks like where it is no listing.
    """
    tree = analysis.tree
    best = analysis.ranked[0] if analysis.ranked else None
    if _is_missing(tree):
        raise ReadError(f"no list was found: the page looks like {signs.NOT_FOUND}")
    if _is_other(analysis, best):
        raise _refusal(tree, best)
    if best is None or _is_in_menus(best) or not (_is_rich(best) or _is_plain_list(best)):
        if says_empty(tree, best) or has_empty_table(tree):
            return False
    elif is_suggestion(analysis, best):
        return False
    if best is None or is_doubtful(analysis, best) or not _is_list(analysis, best):
        raise _refusal(tree, best)
    return True


def _refusal(tree: Tree, best: Ranked | None) -> ReadError:
    return ReadError(f"no list was found: the page looks like {looks_like(tree, best)}")


def _is_in_menus(best: Ranked) -> bool:
    return best.evidence.aside >= _NEARLY_ALL


def _enough(best: Ranked) -> float:
    """Return the score from which the best candidate is a list."""
    if _is_in_menus(best):
        return _ENOUGH_IN_DOUBT
    is_one = len(best.areas) == 1
    if _are_marked(best) and best.evidence.aside < _HALF:
        return _ENOUGH_FOR_ONE_MARKED if is_one else _ENOUGH_FOR_MARKED
    least = _HEADLINES if best.evidence.detail >= _HALF else _LONG_HEADLINES
    if len(best.areas) <= _FEW_LINKS and best.evidence.titles < least:
        return _ENOUGH_IN_DOUBT
    return _ENOUGH_FOR_ONE_HEADLINE if is_one else _ENOUGH


def _is_rich(best: Ranked) -> bool:
    """Tell whether its records say more than a link each."""
    seen = best.evidence
    if _are_marked(best) and seen.aside < _HALF:
        return best.score >= _enough(best)
    if seen.titles < _SPELLED_OUT and seen.detail < _SAYS_MORE and not seen.dates + seen.numbered:
        return False
    return best.score >= _enough(best) and (
        max(seen.dates, seen.numbered) >= 0.5
        or seen.detail >= _SAYS_MORE
        or seen.headings > 0
        or seen.images > 0.5
    )


def _are_marked(best: Ranked) -> bool:
    """Tell whether nearly all records have a date, or each a number of its own."""
    return max(best.evidence.dates, best.evidence.numbered) >= _NEARLY_ALL


def _is_list(analysis: Analysis, best: Ranked) -> bool:
    seen = best.evidence
    if len(best.areas) == 1:
        return best.score >= _enough(best) and (
            analysis.leads_away(best.candidate.titles[0]) or _is_row_below_a_head(analysis, best)
        )
    leads_somewhere = max(seen.linked, seen.reached, seen.dates, seen.numbered) >= 0.5 or _are_articles(best)
    if not leads_somewhere or stands_beside(analysis, best):
        return False
    if _is_rich(best) or _is_plain_list(best):
        return True
    return _is_all(analysis.tree, best) or _is_main(analysis, best) or is_index(analysis, best)


def _is_row_below_a_head(analysis: Analysis, best: Ranked) -> bool:
    """Tell whether a lone record is a row with a link, below the head of its table."""
    title = best.candidate.titles[0]
    is_headed = bool(analysis.marks.columns.heading(title, 0))
    return is_headed and best.candidate.roots[0].tag == "tr" and best.evidence.reached > 0


def _are_articles(best: Ranked) -> bool:
    """Tell whether the markup makes every record an article with a name to link it by."""
    roots = best.candidate.roots
    return len(roots) > _FEW_LINKS and all(r.tag == "article" and "id" in r.attrs for r in roots)


def _is_all(tree: Tree, best: Ranked) -> bool:
    """Tell whether headlines are nearly all that the page says: then nothing else can be its list."""
    said = sum(tree.chars[a.last] - tree.chars[a.first] for a in best.areas)
    are_headlines = best.evidence.titles >= _HEADLINES and not _is_in_menus(best)
    return are_headlines and said >= _NEARLY_ALL * tree.chars[-1]


def _is_main(analysis: Analysis, best: Ranked) -> bool:
    """Tell whether headlines are all that the main part, or what is around its heading, says below it."""
    if best.evidence.main < 1 or best.evidence.titles < _HEADLINES:
        return False
    if not analysis.marks.has_main:
        title = analysis.marks.title
        return title is not None and len(best.areas) > _FEW_LINKS and is_all_below(analysis, title, best)
    said = sum(analysis.tree.chars[a.last] - analysis.tree.chars[a.first] for a in best.areas)
    main = sum(len(t.text) for t in analysis.tree.tokens if t.node.zone & Zone.MAIN and t.heading is None)
    return said >= _NEARLY_ALL * main


def _is_missing(tree: Tree) -> bool:
    """Tell whether title or main heading are that there is no such page, whatever else is offered."""
    heading = next((tree.text_of(h) for h in tree.headings if h.tag == "h1" and tree.size_of(h)), "")
    said = [tree.title, heading] if len(heading) <= _LONGEST_NOTICE else [tree.title]
    return any(signs.notice(text) == signs.NOT_FOUND for text in said)


def _is_other(analysis: Analysis, best: Ranked | None) -> bool:
    """Tell whether the page is something else, with or without a list below it."""
    return _is_notice(analysis.tree, best) or (best is not None and is_below_an_article(analysis, best))


def _is_notice(tree: Tree, best: Ranked | None) -> bool:
    """Tell whether title or main heading are a notice, and the candidate no more than links to go on with."""
    return (best is None or not _is_rich(best)) and signs.notice(_headline(tree)) is not None


def _headline(tree: Tree) -> str:
    return " ".join([tree.title, *(tree.text_of(h) for h in tree.headings[:3] if h.tag == "h1")])


def _is_plain_list(best: Ranked) -> bool:
    """Tell whether bare links are at least several headlines, or names of files to read.

    Long ones make up for what else is missing.
    """
    seen = best.evidence
    are_headlines = seen.titles >= _LONG_HEADLINES and not _is_in_menus(best)
    enough = _ENOUGH_FOR_HEADLINES if are_headlines else _enough(best)
    least = _NAMES if seen.documents >= _NEARLY_ALL else _HEADLINES
    return best.score >= enough and seen.titles >= least and len(best.areas) > _FEW_LINKS


def looks_like(tree: Tree, best: Ranked | None) -> str:
    """Say in a few words what a page is that holds no list."""
    size = tree.chars[-1]
    if any(n.tag == "input" and n.attrs.get("type", "").lower() == "password" for n in tree.nodes):
        return "a log-in form"
    said = signs.notice(_headline(tree) if size > _SHORT_PAGE else f"{tree.title} {joined(tree.tokens)}")
    if said:
        return said
    if size <= _BARE_PAGE and (tree.script_count or "script" in tree.noscript.lower()):
        return "the shell of a page that its scripts fill in (a feed or an API of the site may serve)"
    if size_of(tree, paragraphs(tree)) >= ARTICLE:
        return "an article or other running text"
    if best is not None and best.score >= _ENOUGH / 2 and best.evidence.linked >= 0.5:
        return "menus without a list of articles"
    return "something else"
