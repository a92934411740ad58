"""What there is to say about the reading of a page, as data."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.models import Item, Kind, Select


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One kind of evidence: `points` is what it adds to the score, negative where it speaks against."""

    name: str
    words: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """A list that could be the page's: what it would give, what speaks for it, and how to ask for it."""

    pattern: str
    """The chain of tags from the list down to a title, as CSS."""
    score: float
    items: tuple[Item, ...]
    """What would be read from it."""
    reasons: tuple[Reason, ...]
    """Weightiest first."""
    select: Select | None
    """Selectors that name its records and titles, None where these would be too long to be of use."""
    exact: bool
    """Whether these selectors give exactly `items`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a page was read as it was."""

    kind: Kind
    why: str
    """What the kind was told by."""
    how: str
    """What is read of a page of that kind."""
    patterns: tuple[Pattern, ...] = ()
    """The likeliest lists of an HTML page, best first, each clearly another; empty for other kinds."""
