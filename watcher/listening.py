"""Which destinations listen to which sources, counted as watches come and go."""

from __future__ import annotations

from collections import defaultdict

from watcher.models import Watch

_ALL = ""
"""Stands for all sources; no source has an empty id."""


class Listening:
    """How many live watches each destination has on each source."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))

    def add(self, watch: Watch) -> None:
        """Count a watch that went live."""
        for source_id in watch.sources or (_ALL,):
            counts = self._counts[source_id]
            for destination in watch.destinations:
                counts[destination] += 1

    def remove(self, watch: Watch) -> None:
        """Take back a watch that was counted."""
        for source_id in watch.sources or (_ALL,):
            counts = self._counts[source_id]
            for destination in watch.destinations:
                counts[destination] -= 1
                if not counts[destination]:
                    del counts[destination]
            if not counts:
                del self._counts[source_id]

    def to(self, source_id: str) -> tuple[str, ...]:
        """Return the destinations that hear of a source, each once."""
        return tuple(dict.fromkeys((*self._counts.get(_ALL, ()), *self._counts.get(source_id, ()))))
