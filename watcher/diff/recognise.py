"""Which articles of a page are known ones. Pure.

An article under a known guid or address is known, whatever its title. A title says less, since columns
repeat theirs, so a title alone is believed only on evidence:

- where an article may have moved to a new address: the old one was on the last page and is gone from
  this one, and the dates agree; or, without dates, the whole page has moved, or it stands where the old
  one stood and its new address says nothing new (`readdressed`);
- where articles have no address of their own: the dates agree, or are absent, or the place is the same.

Whatever stays in doubt is new: an alert too many is better than one lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from watcher.diff.readdressed import are_next_issues, is_same_article
from watcher.identity import day_of, kind_of, title_key
from watcher.models import Article, Known, Published

_SAME_TIME = timedelta(hours=12)
"""Less than the rhythm of a daily column, more than a page's clock is usually wrong by."""

_STRONG = ("guid", "address")
"""Keys that need no evidence beside them."""
_A_MOVE = 3
"""So many undated articles at new addresses are a moved site, if at most half as many have stayed."""


def recognise(
    page: Sequence[Article], known: Mapping[str, Known], last_page: Sequence[str]
) -> dict[int, Known]:
    """Return the known article behind each place of `page` that has one; each is found once at most."""
    if (same := _all_the_same(page, known)) is not None:
        return same
    hits = [{kind_of(key): known[key] for key in reversed(one.keys) if key in known} for one in page]
    sure: dict[int, Known] = {}
    for kind in _STRONG:
        sure |= _candidates(page, hits, kind, sure)
    if len(sure) == sum(map(bool, hits)):
        return sure
    likely = dict(sure)
    for kind in ("dated", "entry", "title"):
        likely |= _candidates(page, hits, kind, likely)
    if len(likely) == len(sure):
        return sure
    evidence = _Evidence(page, sure, likely, last_page)
    return {index: match for index, match in likely.items() if evidence.holds(index, match)}


def _all_the_same(page: Sequence[Article], known: Mapping[str, Known]) -> dict[int, Known] | None:
    """Return the known ones where each has all its keys of before and a strong one, and the rest has none.

    So it is on most polls, and no two articles can be taken for one known one.
    """
    found: dict[int, Known] = {}
    for index, article in enumerate(page):
        match = known.get(article.keys[0]) if article.keys else None
        if match is None or match.keys != article.keys or kind_of(article.keys[0]) not in _STRONG:
            if not known.keys().isdisjoint(article.keys):
                return None
            continue
        found[index] = match
    return found if len({match.id for match in found.values()}) == len(found) else None


def _candidates(
    page: Sequence[Article], hits: Sequence[Mapping[str, Known]], kind: str, found: Mapping[int, Known]
) -> dict[int, Known]:
    taken = {match.id for match in found.values()}
    more: dict[int, Known] = {}
    for index, by_kind in enumerate(hits):
        match = by_kind.get(kind)
        if match is None or index in found or match.id in taken or _contradicts(page[index], match):
            continue
        taken.add(match.id)
        more[index] = match
    return more


def same_title(article: Article, match: Known) -> bool:
    """Tell whether the titles differ by no more than typography."""
    return article.title == match.title or title_key(article.title) == title_key(match.title)


def _contradicts(article: Article, match: Known) -> bool:
    """Tell whether guid and title both say that it is another article, whose link is merely the same."""
    if article.keys == match.keys:
        return False
    guids = {key for key in article.keys if kind_of(key) == "guid"}
    known_guids = {key for key in match.keys if kind_of(key) == "guid"}
    other_guid = bool(guids and known_guids) and guids.isdisjoint(known_guids)
    return other_guid and not same_title(article, match)


class _Evidence:
    """What speaks for a match by title alone."""

    def __init__(
        self,
        page: Sequence[Article],
        sure: Mapping[int, Known],
        likely: Mapping[int, Known],
        last_page: Sequence[str],
    ) -> None:
        self._page = page
        self._sure = sure
        self._last_page = frozenset(last_page)
        ids = [likely[index].id for index in sorted(likely)]
        now = _neighbours(one for one in ids if one in self._last_page)
        then = _neighbours(one for one in last_page if one in set(ids))
        self._in_place = {one for one in now if now[one] == then[one] != (None, None)}
        moved = [index for index in likely if index not in sure and _is_linked(page[index])]
        self._all_moved = len(moved) >= max(_A_MOVE, 2 * len(sure)) and not are_next_issues(
            [(likely[index].url or "", page[index].url or "") for index in moved]
        )
        self._stayed = [page[index].url or "" for index in sure]

    def holds(self, index: int, match: Known) -> bool:
        """Tell whether the article at this place is the known one."""
        if index in self._sure:
            return True
        article = self._page[index]
        agree = _agree(article.published, match.published)
        in_place = match.id in self._in_place
        if _is_linked(article) and not _same_link(article, match):
            return match.id in self._last_page and (
                agree
                or (agree is None and (self._all_moved or (in_place and self._is_moved(article, match))))
            )
        return agree is not False or in_place

    def _is_moved(self, article: Article, match: Known) -> bool:
        if not article.url or not match.url:
            return True  # only its guid is another
        return is_same_article(article.title, match.url, article.url, self._stayed)


def _neighbours(ids: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
    row = [None, *ids, None]
    return {one: (row[n - 1], row[n + 1]) for n, one in enumerate(row) if one is not None}


def _is_linked(article: Article) -> bool:
    return any(kind_of(key) in ("guid", "address") for key in article.keys)


def _same_link(article: Article, match: Known) -> bool:
    return any(kind_of(key) == "entry" and key in match.keys for key in article.keys)


def _agree(one: Published | None, other: Published | None) -> bool | None:
    """Tell whether two dates may be the same one; None where either is absent."""
    if one is None or other is None:
        return None
    if isinstance(one, datetime) and isinstance(other, datetime) and _comparable(one, other):
        return abs(one - other) < _SAME_TIME
    return day_of(one) == day_of(other)


def _comparable(one: datetime, other: datetime) -> bool:
    return (one.tzinfo is None) == (other.tzinfo is None)
