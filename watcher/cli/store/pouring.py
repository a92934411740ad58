"""One store into another, told as it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from watcher.cli.output import complain
from watcher.store.copying import TABLES, Exporter, Importer, Target, copy, pour

_EVERY = 20_000
"""Records between two lines of progress within one table."""


def told() -> Callable[[str, int], None]:
    """Return what tells progress: a line on stderr for each table, and more in long ones."""
    last: dict[str, int] = {}

    def tell(table: str, number: int) -> None:
        if number >= last.get(table, 0) + _EVERY:
            last[table] = number
            complain(f"{table}: {number} so far")

    return tell


async def write_all(source: Exporter, target: Importer) -> Mapping[str, int]:
    """Write all of a store into a file. Raises `StoreError`."""
    tell = told()
    numbers = {table: (await pour(source, target, table, tell)).number for table in TABLES}
    await target.finish()
    return numbers


async def copy_all(source: Exporter, target: Target) -> Mapping[str, int]:
    """Copy all of a store into another, and verify it. Raises `StoreError`."""
    return await copy(source, target, told())


def counted(numbers: Mapping[str, int]) -> str:
    """Return `12 articles, 3 deliveries`: what people know of."""
    known = ("articles", "deliveries", "watches", "sources", "chats")
    return ", ".join(f"{numbers[name]} {name}" for name in known)
