"""The port of fetching, for whoever only needs pages."""

from __future__ import annotations

from typing import Protocol

from watcher.fetch.fetcher import Fetched
from watcher.models import Validators


class Fetching(Protocol):
    """The part of the fetcher that reads pages."""

    async def fetch(
        self, url: str, validators: Validators = ..., *, headers: tuple[tuple[str, str], ...] = ...
    ) -> Fetched:
        """Fetch a page unless it is unchanged. Raises `FetchError`."""
        ...
