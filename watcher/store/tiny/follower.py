"""What is kept in step with documents beside their index entries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from watcher.store.tiny.entries import Change


class Follower(Protocol):
    """Hears of each write in the transaction that makes it; opens none itself."""

    def declare(self) -> None:
        """Make in the file what it needs, once it is open."""
        ...

    def attach(self) -> None:
        """Learn what the file has, to read it only."""
        ...

    def follow(self, table: str, changes: Sequence[Change]) -> None:
        """Take note of changed documents of a table."""
        ...

    def clear(self, table: str) -> None:
        """Take note that a table lost all documents."""
        ...

    def undone(self) -> None:
        """Take nothing for written: a transaction, or a step of it, was rolled back."""
        ...
