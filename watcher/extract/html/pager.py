"""What surrounds a list: its heading, the page after it, the last page, feeds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

from watcher.extract.html.addresses import Addresses, host
from watcher.extract.html.areas import Area
from watcher.extract.html.tree import Node, Tree

_FEED_TYPES = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json"))
_NEXT = re.compile(
    r"^\W*(?:(?:go to |to )?(?:the )?next(?: page| posts?| entries| articles?)?"
    r"|older(?: \w+)?|more (?:posts|news|articles|stories|results)"
    r"|load more|show more|weiter|nächste(?: seite)?|ältere(?: \w+)?|suivante?s?"
    r"|page suivante"
    r"|siguientes?|página siguiente|(?:artículos|entradas) (?:antiguas|anteriores)|próxim[ao]s?(?: página)?"
    r"|successiv[ao]|avanti|volgende|nästa|neste|næste|seuraava|następna|další|следующая|вперед|вперёд|далее"
    r"|下一页|下一頁|下页|次へ|次のページ|다음|التالي|הבא|sonraki|επόμενη)\W*$",
    re.IGNORECASE,
)
_ARROWS = frozenset(("›", "»", "→", ">", ">>", "❯", "⟩"))
_LAST = re.compile(
    r"^\W*(?:(?:go to |to )?(?:the )?last(?: page)?|letzte(?: seite)?|dernière(?: page)?|últim[ao]"
    r"|última página|ultima(?: pagina)?|laatste|sista|siste|sidste|viimeinen|ostatnia|poslední|последняя"
    r"|конец|остання|son|末页|尾页|末頁|尾頁|最后一页|最後へ|最後|마지막|맨끝|끝|الأخيرة|האחרון)\W*$",
    re.IGNORECASE,
)
_OF_PAGES = re.compile(
    r"\b(?:page|seite|página|pagina|sida|side|strona|страница)\s+(\d{1,5})\s*(?:of|von|de|di|van|av|z|из|/)\s*(\d{1,6})\b",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 6
_LONGEST_PLACE = 12
"""Characters of what may stand in a pager: a number in brackets, a word between numbers."""
_MONTH_LENGTHS = (28, 29, 30, 31)

Numbered: TypeAlias = dict[int, Node | None]
"""The numbers of a pager, rising, with their links; the number of the page itself may have none."""


def heading(tree: Tree, start: int, titles: set[int]) -> str:
    """Return the last `h1` before the element `start`, else the first one, unless it is a record's title."""
    found = [h for h in tree.headings if h.tag == "h1" and h.index not in titles and tree.size_of(h)]
    before = [h for h in found if h.index < start]
    chosen = before[-1] if before else (found[0] if found else None)
    return tree.text_of(chosen) if chosen is not None else ""


def feeds(tree: Tree, addresses: Addresses) -> tuple[str, ...]:
    """Return the feeds that the page declares, in its order."""
    found: dict[str, None] = {}
    for node in tree.meta:
        if "alternate" in node.attrs.get("rel", "").lower().split():
            kind = node.attrs.get("type", "").split(";")[0].strip().lower()
            address = addresses.resolve(node.attrs.get("href", ""))
            if kind in _FEED_TYPES and address is not None:
                found[address] = None
    return tuple(found)


def next_page(tree: Tree, addresses: Addresses, numbered: Numbered) -> str | None:
    """Return the address of the page after this one."""
    for node in (*tree.meta, *tree.links):
        if "rel" in node.attrs and "next" in node.attrs["rel"].lower().split():
            address = addresses.resolve(node.attrs.get("href", ""))
            if address is not None and not addresses.is_page(address):
                return address
    return _by_number(addresses, numbered) or _by_words(tree, addresses)


def _by_words(tree: Tree, addresses: Addresses) -> str | None:
    for link in tree.links:
        text = tree.text_of(link) if tree.size_of(link) <= 40 else ""
        said = text or link.attrs.get("aria-label", "") or link.attrs.get("title", "")
        if said in _ARROWS or (said and len(said) <= 40 and _NEXT.match(said)):
            address = addresses.resolve(link.attrs.get("href", ""))
            if address and not addresses.is_page(address) and _same_site(address, addresses):
                return address
    return None


def _by_number(addresses: Addresses, numbered: Numbered) -> str | None:
    """Return the smallest number in the pager that is greater than the number of this page."""
    if not numbered:
        return None
    linked = {n: link for n, link in numbered.items() if link is not None}
    current = _current(addresses, numbered)
    following = [n for n in linked if n == current + 1]
    return addresses.resolve(linked[following[0]].attrs.get("href", "")) if following else None


def last_page(tree: Tree, numbered: Numbered) -> int | None:
    """Return the number of the last page, where a pager names it."""
    if numbered:
        return _linked_as_last(tree, numbered) or max(numbered)
    return next((number for t in tree.tokens if len(t.text) <= 60 and (number := _of_pages(t.text))), None)


@lru_cache(maxsize=4096)
def _of_pages(text: str) -> int | None:
    """Return how many pages a text such as "page 2 of 95" says that there are."""
    found = _OF_PAGES.search(text)
    return int(found[2]) if found else None


def _linked_as_last(tree: Tree, numbered: Numbered) -> int | None:
    """Return the number in the address of a link called the last, if it stands as in the numbered links."""
    number, link = max(numbered.items(), key=lambda pair: pair[0] if pair[1] is not None else 0)
    before, found, after = link.attrs["href"].rpartition(str(number)) if link is not None else ("", "", "")
    if not found:
        return None
    for other in tree.links:
        href = other.attrs["href"]
        if not (href.startswith(before) and href.endswith(after)):
            continue
        last = href[len(before) : len(href) - len(after)]
        is_number = last.isdecimal() and len(last) <= _LONGEST_NUMBER
        if is_number and tree.size_of(other) <= _LONGEST_PLACE and _LAST.match(tree.text_of(other)):
            return max(int(last), number)
    return None


def numbers(tree: Tree, areas: list[Area]) -> Numbered:
    """Return the longest run of rising numbers near each other, with their links, or nothing."""
    best: Numbered = {}
    run: Numbered = {}
    previous = 0
    inside = {place for area in areas for place in range(area.first, area.last)}
    for place, token in enumerate(tree.tokens):
        size = len(token.text)
        number = _number(token.text) if size <= _LONGEST_PLACE and place not in inside else None
        if number is None:
            if size > _LONGEST_PLACE:
                run = {}
            continue
        if not run or number <= max(run) or place - previous > 3:
            run = {}
        run[number] = token.link
        previous = place
        links = sum(link is not None for link in run.values())
        if len(run) > 1 and links >= len(run) - 1 and min(run) <= 3 and len(run) >= len(best):
            best = dict(run)
    return {} if _is_calendar(best) else best


def _is_calendar(numbered: Numbered) -> bool:
    """Tell whether the numbers are the days of a month."""
    return max(numbered, default=0) in _MONTH_LENGTHS and len(numbered) == max(numbered)


def _number(text: str) -> int | None:
    stripped = text.strip("[]() .,")
    if not stripped.isdecimal() or len(stripped) > _LONGEST_NUMBER:
        return None
    return int(stripped) or None


def _current(addresses: Addresses, numbered: Numbered) -> int:
    for number, link in numbered.items():
        address = addresses.resolve(link.attrs.get("href", "")) if link is not None else None
        if address is None or addresses.is_page(address):
            return number
    return 1 if 1 not in numbered else 0


def _same_site(address: str, addresses: Addresses) -> bool:
    return (
        not addresses.page or host(address) == host(addresses.page) or host(address) == host(addresses.base)
    )
