"""The port of reading: a page goes in, a listing comes out."""

from __future__ import annotations

from typing import Protocol

from watcher.models import Listing, Page


class Extractor(Protocol):
    """Reads one kind of page. Pure: no I/O, no clock; time and memory bounded by the size of the page.

    Raises `ReadError` where the page is not of its kind, or holds nothing that could be a listing.
    A listing that says itself that it is empty is no error: it has no items.
    """

    def __call__(self, page: Page, text: str, /) -> Listing:
        """Read `page`, whose body decodes to `text`."""
        ...
