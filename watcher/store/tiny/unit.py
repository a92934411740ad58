"""A unit of work, as the parts of the store hand it to its thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from watcher.store.tiny.schema import Tables

R = TypeVar("R")


class Do(Protocol):
    """Run a unit of work on the store's thread."""

    def __call__(self, work: Callable[[Tables], R], /) -> Awaitable[R]:
        """Run it; return once it is on the disk."""
        ...
