"""The store as commands read it: beside the service that may own it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watcher.config.settings import Settings
from watcher.service import wiring
from watcher.store.port import Reader
from watcher.store.registry import open_reader


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[Reader]:
    """Open the store to read it, whoever owns it. Raises `StoreError`."""
    reader = await open_reader(wiring.address_of_store(settings))
    try:
        yield reader
    finally:
        await reader.close()
