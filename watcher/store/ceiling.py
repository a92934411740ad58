"""How much the embedded store is for, and what is said of one that holds more."""

from __future__ import annotations

import logging

from watcher.store.port import Counts

log = logging.getLogger(__name__)

CEILING = 200_000
"""Documents that a file is for: articles, deliveries and watches together."""


class Ceiling:
    """Of one store; `embedded` says whether it is a file, for a database has no such ceiling."""

    def __init__(self, *, embedded: bool) -> None:
        self._embedded = embedded
        self._told = False

    def advice(self, counts: Counts) -> str:
        """Return what to do, in one line; empty where there is nothing to do."""
        documents = counts.articles + counts.watches + sum(counts.deliveries.values())
        if not self._embedded or documents < CEILING:
            return ""
        return (
            f"the store holds {documents} documents, and a file is for {CEILING}: move it to PostgreSQL with "
            "`watcher migrate`, or forget sooner by store.keep"
        )

    def tell_once(self, counts: Counts) -> None:
        """Write the advice to the log, the first time that there is any."""
        advice = self.advice(counts)
        if advice and not self._told:
            self._told = True
            log.warning("%s", advice)
