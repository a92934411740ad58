"""When lines that were read as a listing are none: prose, or summaries whose titles are missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import median

from watcher.errors import ReadError
from watcher.models import Item

_PROSE_LENGTH = 150
"""Characters; half of the titles of a listing are shorter."""
_BARE_LENGTH = 95
"""Where items have one line each, longer lines are summaries: headlines are cut to fit one line."""
_LONG_LENGTH = 80
"""And headlines of which three in four are longer are summaries, where nothing else tells them apart."""
_FEWEST = 3
"""Items that a page must have to be a listing when it has neither bylines nor repeated titles."""
_LONG_SHARE, _LONG_MEDIAN = 0.75, 84
_FEW_LINES = 6
_SENTENCE = re.compile(r"[^A-Z.][.。:;,]$")
_SAYS_EMPTY = re.compile(
    r"(?:there\s+are\s+|sorry,?\s+)?no\s+(?:\w+\s+)?(?:posts?|articles?|stories|results?|items?|news|entries)"
    r"(?:\s+(?:were|was|have\s+been|has\s+been))?(?:\s+(?:found|yet|available|published|to\s+(?:show|display)))?"
    r"(?:\s+.{0,40})?[.!]?|nothing\s+(?:was\s+|has\s+been\s+)?found(?:\s+.{0,40})?[.!]?",
    re.IGNORECASE,
)


def says_empty(texts: Sequence[str]) -> bool:
    """Tell whether a page of few lines says itself that there is nothing on it."""
    return len(texts) <= _FEW_LINES and any(_SAYS_EMPTY.fullmatch(text) for text in texts)


def refuse_if_no_listing(items: Sequence[Item], *, proven: bool) -> None:
    """Raise `ReadError` unless `items` can be a listing; `proven`: its structure shows it."""
    if not items:
        raise ReadError("no titles were found in the text")
    titles = [item.title for item in items]
    bare = [item.title for item in items if not item.summary]
    if 2 * len(bare) > len(items) and median(map(len, bare)) > _BARE_LENGTH:
        raise ReadError("the text has summaries, but no titles")
    if _share(titles, _is_sentence) > 0.4 or median(map(len, titles)) > _PROSE_LENGTH:
        raise ReadError("the text is prose, not a listing")
    if not proven and _share(titles, _is_long) >= _LONG_SHARE and median(map(len, titles)) > _LONG_MEDIAN:
        raise ReadError("the text has summaries, but no titles")
    if not proven and (len(items) < _FEWEST or _share(titles, _starts_low) > 0.25):
        raise ReadError("the text is no listing: nothing in it recurs as a title, a date or a byline")


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, texts)) / len(texts)


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text))


def _is_long(text: str) -> bool:
    return len(text) > _LONG_LENGTH


def _starts_low(text: str) -> bool:
    return text[0].islower()
