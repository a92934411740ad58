"""Whether a page may have lost articles since it was last believed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from watcher.diff import Changes
from watcher.models import SourceState

_BELOW_PINNED = 2
"""Articles that must have stood, and must stand now, below what is taken for pinned."""


def suspected(state: SourceState, changes: Changes) -> bool:
    """Tell whether more may have been published than the page holds; `state` is from before the poll.

    So it is where nothing on the page is known but what is pinned to its top. A source without a baseline,
    or one whose list was empty, has no gap.
    """
    if state.baseline_at is None or not state.page_ids or not changes.new:
        return False
    known = known_ids(changes)
    return not known or _are_pinned(known, [article.id for article in changes.page], state.page_ids)


def known_ids(changes: Changes) -> tuple[str, ...]:
    """Return the ids of the known articles of a page, in its order."""
    new = {article.id for article in changes.new}
    return tuple(article.id for article in changes.page if article.id not in new)


def _are_pinned(known: Sequence[str], page: Sequence[str], last_page: Sequence[str]) -> bool:
    """Tell whether the known ones have kept the top, in a list where what is new comes above what is old."""
    size = len(known)
    on_top = tuple(known) == tuple(page[:size]) == tuple(last_page[:size])
    return on_top and min(len(page), len(last_page)) >= size + _BELOW_PINNED
