"""What changed on a listing since it was last believed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, auto

from watcher.diff.recognise import recognise, same_title
from watcher.identity import id_of, kind_of
from watcher.models import Article, Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """A listing against what is known: every article is in `page`, and in one of the four others."""

    page: tuple[Article, ...]
    """The whole listing in order, each article under the id that it is known by."""
    new: tuple[Article, ...]
    edited: tuple[Article, ...]
    """Known ones whose title changed by more than typography; `before` has the old one."""
    renamed: tuple[Article, ...]
    """Known ones with a new address or guid: to be remembered, but no news."""
    unchanged: tuple[Article, ...]
    before: Mapping[str, str]
    """The old titles of the edited, by id."""


def diff(page: Sequence[Article], known: Mapping[str, Known], last_page: Sequence[str] = ()) -> Changes:
    """Tell what changed. `known` is by article key, `last_page` the ids of the last believed page in order.

    Order, labels, quotes and what has left the page play no part.
    """
    matches = recognise(page, known, last_page)
    settled = tuple(_settled(page, matches, known))
    piles: dict[_Verdict, list[Article]] = {verdict: [] for verdict in _Verdict}
    for article, match in settled:
        piles[_verdict(article, match)].append(article)
    edited = tuple(piles[_Verdict.EDITED])
    titles = {match.id: match.title for match in matches.values()}
    return Changes(
        page=tuple(article for article, _ in settled),
        new=tuple(piles[_Verdict.NEW]),
        edited=edited,
        renamed=tuple(piles[_Verdict.RENAMED]),
        unchanged=tuple(piles[_Verdict.UNCHANGED]),
        before={article.id: titles[article.id] for article in edited},
    )


def _settled(
    page: Sequence[Article], matches: Mapping[int, Known], known: Mapping[str, Known]
) -> Iterator[tuple[Article, Known | None]]:
    """Yield each article under its lasting id; one that nothing tells from a known neighbour goes."""
    taken = {one.id for one in known.values()}
    for index, article in enumerate(page):
        match = matches.get(index)
        if match:
            yield _under_its_lasting_id(article, match), match
            continue
        own_id = next((id_of(key) for key in article.keys if id_of(key) not in taken), None)
        if own_id:
            taken.add(own_id)
            yield replace(article, id=own_id), None


def _under_its_lasting_id(article: Article, match: Known) -> Article:
    if article.id == match.id and article.keys == match.keys:
        return article
    return replace(article, id=match.id, keys=_remembered_keys(article, match))


def _remembered_keys(article: Article, match: Known) -> tuple[str, ...]:
    """Return the article's keys, those of kinds that it lost, and the one that its id was made from."""
    has = {kind_of(key) for key in article.keys}
    kept = (key for key in match.keys if kind_of(key) not in has or id_of(key) == match.id)
    return tuple(dict.fromkeys((*article.keys, *kept)))


class _Verdict(IntEnum):
    NEW = auto()
    EDITED = auto()
    RENAMED = auto()
    UNCHANGED = auto()


def _verdict(article: Article, match: Known | None) -> _Verdict:
    if match is None:
        return _Verdict.NEW
    if not same_title(article, match):
        return _Verdict.EDITED
    return _Verdict.RENAMED if _gained(article, match) else _Verdict.UNCHANGED


def _gained(article: Article, match: Known) -> bool:
    """Tell whether there is a guid or an address to learn; one that is shared now and then is none."""
    if article.keys == match.keys:
        return False
    gained = {kind_of(key) for key in article.keys if key not in match.keys}
    same_link = any(kind_of(key) == "entry" and key in match.keys for key in article.keys)
    return "guid" in gained or ("address" in gained and not same_link)
