"""Watch ids in few bytes: most places hold a single one, some a hundred thousand."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TypeAlias

Ids: TypeAlias = int | list[int] | None
"""No id, one, or several in ascending order."""


def joined(ids: Ids, watch_id: int) -> Ids:
    """Return `ids` with one more; a list is changed in place."""
    if ids is None:
        return watch_id
    if isinstance(ids, int):
        return sorted((ids, watch_id))
    insort(ids, watch_id)
    return ids


def left(ids: Ids, watch_id: int) -> Ids:
    """Return `ids` without one of them; a list is changed in place."""
    if not isinstance(ids, list):
        return None
    del ids[bisect_left(ids, watch_id)]
    return ids if len(ids) > 1 else ids[0]


def listed(ids: Ids) -> list[int]:
    """Return `ids` as a list, to be read only."""
    if ids is None:
        return []
    return [ids] if isinstance(ids, int) else ids
