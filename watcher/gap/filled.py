"""What came of looking for the articles in between."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watcher.diff import Changes


class End(StrEnum):
    """Why no further page was read."""

    NO_GAP = "no gap"
    """Something on the first page is known: nothing was looked for."""
    KNOWN = "known"
    """A known article was reached."""
    OLDER = "older"
    """Articles that are older than the last poll were reached."""
    NO_PAGER = "no pager"
    """The list names no further page, or none that can be had by its address."""
    LAST_PAGE = "last page"
    """The list was read to its end."""
    MAX_PAGES = "max pages"
    """As many pages were read as may be."""
    REPEATS = "repeats"
    """A page held nothing but what was read before."""
    ELSEWHERE = "elsewhere"
    """The next page is on another host, or is another list."""
    FAILED = "failed"
    """A page could not be fetched or read."""

    @property
    def closed(self) -> bool:
        """Whether nothing can be missing."""
        return self in (End.NO_GAP, End.KNOWN, End.OLDER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """All that is new, and how far the search for it went."""

    changes: Changes
    """For the commit: `page` is the first page alone, `new` also has the new articles of older pages.

    `new` is in the list's order, newest first, each article once.
    """
    end: End
    pages: int = 1
    """Pages read, the first included."""
    unknown: int = 0
    """Unknown articles on these pages; those that are too old to be news count too."""
    detail: str = ""
    """What went wrong with the page after these, in one line; empty where nothing did."""
