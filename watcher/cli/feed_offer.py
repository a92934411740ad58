"""Whether a feed that a page links carries what the page shows, so that it could be polled instead."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.cli.reading import Reading, find_linked, read
from watcher.errors import WatcherError

_MOST_FEEDS = 3
"""So many are fetched; a page that links more links those of its comments and sections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A linked feed beside the page that links it; counts are of items."""

    feed: str
    carried: int = 0
    """Items of the page that the feed has too."""
    shown: int = 0
    """Items of the page."""
    others: int = 0
    """Items of the feed that the page does not show."""
    trouble: str = ""
    """Why the feed could not be read."""

    def __str__(self) -> str:
        if self.trouble:
            return f"{self.feed}: cannot be read ({self.trouble})"
        advice = "may be used as the source's address" if self.good else "tells of something else"
        return f"{self.feed}: has {self.carried} of the {self.shown} items and {self.others} others; {advice}"

    @property
    def good(self) -> bool:
        """Whether it carries most of the page."""
        return not self.trouble and self.carried * 2 > self.shown


def offers(reading: Reading) -> tuple[Offer, ...]:
    """Fetch the feeds that a page links, and compare them with the page."""
    return tuple(_offer(reading, feed) for feed in reading.listing.feeds[:_MOST_FEEDS])


def _offer(reading: Reading, feed: str) -> Offer:
    try:
        theirs = read(find_linked(feed, reading.source)).articles
    except WatcherError as error:
        return Offer(feed=feed, trouble=str(error))
    keys = {key for article in theirs for key in article.keys}
    carried = [article for article in reading.articles if not keys.isdisjoint(article.keys)]
    return Offer(
        feed=feed,
        carried=len(carried),
        shown=len(reading.articles),
        others=max(0, len(theirs) - len(carried)),
    )
