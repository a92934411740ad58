"""Address of a store → the backend that serves it, imported on first use.

A plain path is the embedded store; `<kind>://…` is the backend of that kind. To add one: a folder
with a class that has `open`, and a line here; the contract suite in `tests/store` then runs on it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from watcher.errors import StoreError
from watcher.store.copying import UNFINISHED, Exporter, Target
from watcher.store.port import Reader, Store

EMBEDDED = "tiny"
KINDS = {
    EMBEDDED: "watcher.store.tiny.store:TinyStore",
    "postgres": "watcher.store.postgres.store:PostgresStore",
    "postgresql": "watcher.store.postgres.store:PostgresStore",
}
EXTRAS = {"asyncpg": "postgres", "pgqueuer": "postgres"}
"""Vendor package that a backend needs → the extra of ours that installs it."""


class Backend(Protocol):
    """What a registered class offers before there is an instance of it."""

    async def open(self, address: str, /) -> Store:
        """Open the store at an address of this kind. Raises `StoreError` with what to do about it."""
        ...


async def open_store(address: str | Path) -> Store:
    """Open the store at a path or URL, creating it where it is missing. Raises `StoreError`."""
    kind = kind_of(str(address))
    if kind not in KINDS:
        raise StoreError(f"no store of kind {kind!r}: give a file's path, or one of {', '.join(KINDS)}")
    store = await cast("Backend", _load(KINDS[kind])).open(str(address))
    if await store.get(UNFINISHED) is not None:
        await store.close()
        raise StoreError("a copy into this store was cut off: run `watcher migrate` again, it goes on")
    return store


async def open_reader(address: str | Path) -> Reader:
    """Open a store for reading, beside the process that may own it. Raises `StoreError`."""
    if kind_of(str(address)) != EMBEDDED:
        return await open_store(address)
    reader = _load("watcher.store.tiny.reader:TinyReader")
    return cast("Reader", await reader.open(str(address)))


async def open_exporter(address: str | Path, *, beside: bool = False) -> Exporter:
    """Open a store to read all of it; `beside` lets a service own the file meanwhile. Raises `StoreError`."""
    if kind_of(str(address)) != EMBEDDED:
        exporter = _load("watcher.store.postgres.copying:PostgresExporter")
        return cast("Exporter", await exporter.open(str(address), beside=beside))
    name = "TinyExporter" if beside else "OwningExporter"
    return cast("Exporter", _load(f"watcher.store.tiny.copying:{name}")(Path(address)))


async def open_importer(address: str | Path) -> Target:
    """Open an empty store, or one that a copy left unfinished, to fill it. Raises `StoreError`."""
    if kind_of(str(address)) != EMBEDDED:
        importer = _load("watcher.store.postgres.copying:PostgresImporter")
        return cast("Target", await importer.open(str(address)))
    return cast("Target", _load("watcher.store.tiny.copying:TinyImporter")(Path(address)))


def kind_of(address: str) -> str:
    """Return the kind that an address names: its scheme, or the embedded kind for a plain path."""
    scheme, separator, _ = address.partition("://")
    return scheme if separator else EMBEDDED


def _load(path: str) -> Any:
    """Import a class. Raises `StoreError` where a vendor's package is missing."""
    module, _, name = path.partition(":")
    try:
        return getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        extra = EXTRAS[error.name]
        raise StoreError(
            f"{error.name} is missing: in the folder of watcher, pip install '.[{extra}]'"
        ) from None
