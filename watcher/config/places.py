"""Where something stands in the file: how to say it, and what comes before what."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.config.toml import Raw
from watcher.errors import Mistake

Place = tuple[str | int, ...]
"""Keys, and positions in lists, from the top of the file down."""

_NAME_KEYS = {"sources": "id", "destinations": "name", "watches": "name"}
"""List of blocks → the key by which people call one of them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake and its place, before it is put in words for a person."""

    place: Place
    words: str

    def told(self, raw: Raw) -> Mistake:
        """Return it as a mistake in the file `raw`."""
        return Mistake(dotted(self.place, raw), self.words)


def value_at(place: Place, raw: object) -> object:
    """Return what stands at a place of the file, None where there is nothing."""
    value = raw
    for step in place:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def position(place: Place, raw: object) -> tuple[int, ...]:
    """Return a sort key that sorts places in the order of the file; what is missing ends its table."""
    steps = []
    value = raw
    for step in place:
        if isinstance(value, dict):
            keys = list(value)
            steps.append(keys.index(step) if step in value else len(keys))
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int):
            steps.append(step)
            value = value[step] if step < len(value) else None
    return tuple(steps)


def dotted(place: Place, raw: Raw) -> str:
    """Write a place as a path; a block that has an id or name of its own is called by it."""
    if len(place) < 2 or not isinstance(place[1], int):
        return ".".join(map(str, place))
    return ".".join([str(place[0]), _own_name(str(place[0]), place[1], raw), *map(str, place[2:])])


def _own_name(table: str, number: int, raw: Raw) -> str:
    names = [value_at((table, n, _NAME_KEYS.get(table, "")), raw) for n in range(_length(raw.get(table)))]
    name = names[number] if number < len(names) else None
    return name if isinstance(name, str) and name and names.count(name) == 1 else str(number)


def _length(rows: object) -> int:
    return len(rows) if isinstance(rows, list) else 0
