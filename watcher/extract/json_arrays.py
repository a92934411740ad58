"""The arrays of objects in a JSON value: as such, keyed by ids, or as rows under names of columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from watcher.extract import dates
from watcher.extract.json_text import Json, records, text_of
from watcher.extract.links import is_address

Record: TypeAlias = Mapping[str, Json]

_MOST_VALUES = 10_000
_FEWEST_KEYED = 3
"""Objects in an object that are alike by chance more seldom; under numbers one is enough."""
_MOSTLY = 0.6
_NAMES = ("name", "title", "label", "key", "field", "id")


def arrays(root: Json) -> Iterator[Sequence[Record]]:
    """Yield the arrays of objects outermost first, and what stands for one; an empty array as such."""
    waiting: list[tuple[Json, Sequence[Json]]] = [(root, ())]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value, beside = waiting.pop(0)
        if isinstance(value, Mapping):
            inner = list(value.values())
            if _are_keyed(value):
                yield records(inner)
            waiting += [(each, inner) for each in inner]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            objects = records(value) or _table(value, beside)
            if objects or not value:
                yield objects
            waiting += [(each, ()) for each in value if not isinstance(each, str)]


def _are_keyed(value: Record) -> bool:
    """Tell whether an object holds nothing but objects that are alike, each under its id."""
    inner = records(list(value.values()))
    if not inner or len(inner) != len(value):
        return False
    numbered = all(key.isdecimal() for key in value)
    if not numbered and len(inner) < _FEWEST_KEYED:
        return False
    shared = set(inner[0]).intersection(*inner[1:])
    return len(shared) * 2 > max(map(len, inner))


def _table(value: Sequence[Json], beside: Sequence[Json]) -> list[Record]:
    """Return rows of equal length as objects; the names of the columns stand beside or in the first row."""
    rows = [row for row in value if isinstance(row, Sequence) and not isinstance(row, str)]
    if len(rows) != len(value) or len(rows) < 2 or len(rows[0]) < 2:
        return []
    if any(len(row) != len(rows[0]) for row in rows):
        return []
    for names in map(_column_names, beside):
        if len(names) == len(rows[0]):
            return [dict(zip(names, row, strict=True)) for row in rows]
    first = _column_names(rows[0])
    if len(set(first)) == len(rows[0]) and all(name.isidentifier() for name in first):
        return [dict(zip(first, row, strict=True)) for row in rows[1:]]
    named = [_kind([text_of(row[at]) for row in rows], at) for at in range(len(rows[0]))]
    return [dict(zip(named, row, strict=True)) for row in rows]


def _column_names(value: Json) -> list[str]:
    """Return the strings of an array, or the names of its objects; a name is missing where there is none."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    texts = (
        next((text_of(each[key]) for key in _NAMES if key in each), "") if isinstance(each, Mapping) else each
        for each in value
    )
    return [text for text in texts if isinstance(text, str) and text]


def _kind(values: Sequence[str], at: int) -> str:
    """Name a column without a name by what its values are."""
    if _MOSTLY * len(values) <= sum(map(is_address, values)):
        return f"url {at}"
    if _MOSTLY * len(values) <= sum(dates.parse(value) is not None for value in values):
        return f"date {at}"
    return f"column {at}"
