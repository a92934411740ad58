"""The `conftest.py` that TinyDB's own tests run under here: what they call TinyDB is our database.

Copied beside their files; it takes the place of theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import tinydb
from tinydb.storages import JSONStorage, MemoryStorage, Storage

from watcher.store.tiny.database import RowDatabase
from watcher.store.tiny.index import Index

_FOLDER = Path(__file__).parent
_NUMBERS = count()
_INDEXES = {"_default": (Index(by="int"), Index(by="char"))}


def plugged(
    path: str | Path | None = None, storage: type[Storage] = JSONStorage, **options: object
) -> tinydb.TinyDB:
    """Make a database of ours where a test asks for one in memory or in a JSON file."""
    if storage in (MemoryStorage, JSONStorage):
        return RowDatabase(path or _FOLDER / f"memory-{next(_NUMBERS)}.db")
    return tinydb.TinyDB(*([path] if path else []), storage=storage, **options)


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    for item in items:
        if hasattr(item.module, "TinyDB"):
            item.module.TinyDB = plugged


@pytest.fixture(params=["plain", "indexed"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RowDatabase]:
    """The fixture of the same name in TinyDB's suite: three documents."""
    database = RowDatabase(tmp_path / "test.db", indexes=_INDEXES if request.param == "indexed" else None)
    database.insert_multiple({"int": 1, "char": char} for char in "abc")
    yield database
    database.close()
