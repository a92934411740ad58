"""Watch ids in few bytes: most places hold a single one, some a hundred thousand, side by side."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Ids: TypeAlias = "int | array[int] | None"
"""No id, one, or several in ascending order."""


def row(ids: Iterable[int] = ()) -> array[int]:
    """Return ids side by side: numbers, not objects, so that thousands are copied at once."""
    return array("q", ids)


def joined(ids: Ids, watch_id: int) -> Ids:
    """Return `ids` with one more; a row is changed in place."""
    if ids is None:
        return watch_id
    if isinstance(ids, int):
        return row(sorted((ids, watch_id)))
    if watch_id > ids[-1]:
        ids.append(watch_id)
    else:
        insort(ids, watch_id)
    return ids


def left(ids: Ids, watch_id: int) -> Ids:
    """Return `ids` without one of them; a row is changed in place."""
    if ids is None or isinstance(ids, int):
        return None
    del ids[bisect_left(ids, watch_id)]
    return ids if len(ids) > 1 else ids[0]


def listed(ids: Ids) -> Sequence[int]:
    """Return `ids` as a sequence, to be read only."""
    if ids is None:
        return ()
    return (ids,) if isinstance(ids, int) else ids
