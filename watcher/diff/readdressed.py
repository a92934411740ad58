"""What two addresses under one title say, where no date does: an article that moved, or the next issue. Pure.

An issue of a column has an address that tells it from the one before, by a date, a number or a word; an
article that was moved has nothing to be told from. So a move is believed only where what is new in the
address says nothing new: a word of the title, or a section that the page's other articles are in. Whatever
else is new in it makes an issue, for an alert too many is better than one lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from urllib.parse import unquote

from watcher.identity import canonical_address

_NUMBER = re.compile(r"\d+")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(\d\d?)\2(\d\d?)(?!\d)")
_WORD = re.compile(r"[^\W_]+")
_IDENTIFYING = 5
"""Digits that a number needs to be the article's own, which a year, a day or a page are not."""
_NEARLY = 0.8
"""How alike a word is to the title's that it may be a slip or an ending of."""


def is_next_issue(old: str, new: str) -> bool:
    """Tell whether the new address is the old one with a later date or a greater number."""
    then, now = _dates(old), _dates(new)
    if then and now and then != now:
        return now > then
    return _form(old) == _form(new) and _numbers(new) > _numbers(old)


def are_next_issues(pairs: Sequence[tuple[str, str]]) -> bool:
    """Tell whether most of a page's (old, new) addresses are next issues, so that it has not moved as one.

    A number that is the same in all of them, and no date, is the page's own: a version, a session.
    """
    later = [(old, new) for old, new in pairs if is_next_issue(old, new)]
    if 4 * len(later) < 3 * len(pairs):
        return False
    dated = any(_dates(old) != _dates(new) for old, new in later)
    return dated or len({_grown(old, new) for old, new in later}) > 1


def is_same_article(title: str, old: str, new: str, others: Iterable[str]) -> bool:
    """Tell whether a title that kept its place has only got a new address.

    `others` are the addresses of the page's other articles that are known by theirs.
    """
    if is_next_issue(old, new):
        return False
    around = tuple(others)
    (old_section, old_slug), (new_section, new_slug) = _parts(old), _parts(new)
    if _own_numbers(old_slug, new_slug) - {number for other in around for number in _numbers(other)}:
        return True
    if old_section == new_section:
        words = {word for word in _WORD.findall(title.casefold()) if word.isalpha()}
        return all(get_close_matches(word, words, 1, _NEARLY) for word in _differing(old_slug, new_slug))
    return old_slug == new_slug and new_section in {_parts(other)[0] for other in around}


def _dates(address: str) -> list[tuple[int, int, int]]:
    return [(int(found[1]), int(found[3]), int(found[4])) for found in _DATE.finditer(address)]


def _form(address: str) -> str:
    return _NUMBER.sub("0", canonical_address(address))


def _numbers(address: str) -> list[int]:
    return [int(number[-18:]) for number in _NUMBER.findall(canonical_address(address))]


def _grown(old: str, new: str) -> tuple[int, ...]:
    return tuple(now for then, now in zip(_numbers(old), _numbers(new), strict=False) if then != now)


def _own_numbers(old_slug: str, new_slug: str) -> set[int]:
    """Return what both have that is long for a number of one article; a folder's may be a series'."""
    then, now = (
        {int(number[-18:]) for number in _NUMBER.findall(_DATE.sub("/", slug)) if len(number) >= _IDENTIFYING}
        for slug in (old_slug, new_slug)
    )
    return then & now


def _parts(address: str) -> tuple[str, str]:
    section, _, slug = unquote(canonical_address(address)).casefold().rpartition("/")
    return section, slug


def _differing(old: str, new: str) -> set[str]:
    return set(_WORD.findall(old)) ^ set(_WORD.findall(new))
