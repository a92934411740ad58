"""What one way of reading a text page gives."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.models import Item


@dataclass(frozen=True, slots=True)
class Reading:
    """The items in the page's order, under a heading that may be empty."""

    heading: str
    items: tuple[Item, ...]
