"""The matcher: which of many watches an article meets."""

from __future__ import annotations

from watcher.models import Article
from watcher.rules.document import document_of
from watcher.rules.evaluate import holds
from watcher.rules.query import Query


class Matcher:
    """Watches by id, each with its query."""

    def __init__(self) -> None:
        self._queries: dict[int, Query] = {}

    def add(self, watch_id: int, query: Query) -> None:
        """Add a watch, or change the query of one."""
        self._queries[watch_id] = query

    def remove(self, watch_id: int) -> None:
        """Remove a watch. Raises KeyError where there is none."""
        del self._queries[watch_id]

    def match(self, article: Article, source: str = "") -> tuple[int, ...]:
        """Return the ids of the watches that an article of the source `source` meets, ascending."""
        document = document_of(article, source)
        met = (w for w, query in self._queries.items() if holds(query.root, document, query.language))
        return tuple(sorted(met))

    def __len__(self) -> int:
        """Return the number of watches."""
        return len(self._queries)
