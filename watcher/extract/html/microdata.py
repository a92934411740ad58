"""What a page's markup calls an article: `itemtype` of schema.org on an element that is seen."""

from __future__ import annotations

from watcher.extract.html.candidates import Candidate
from watcher.extract.html.tree import Node

_SAMPLE = 8
_ARTICLES = ("Article", "Posting", "Report", "Review", "Event", "PodcastEpisode", "VideoObject")


def share(candidate: Candidate) -> float:
    """Return the share of the records that are, or hold around their title, an article by their markup."""
    titles = candidate.titles[:_SAMPLE]
    return sum(_is_article(title, candidate.depth) for title in titles) / len(titles)


def _is_article(title: Node, depth: int) -> bool:
    up = title
    for _ in range(title.depth - depth + 1):
        if "itemtype" in up.attrs:
            return up.attrs["itemtype"].rstrip("/").endswith(_ARTICLES)
        up = up.parent or up
    return False
