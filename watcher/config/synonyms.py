"""`[synonyms]`: words and phrases that mean the same."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ConfigDict

from watcher.config.fields import Table
from watcher.config.places import Finding
from watcher.config.toml import Raw
from watcher.rules import Synonyms, read_groups


class SynonymRules(Table):
    """Groups of words that mean the same: any watch for one of a group finds any other.

    A key is one of the words, its value the others: `DPRK = ["North Korea", "NK"]`, or as one text
    `DPRK = '"North Korea" = NK'`. A word matches in all its forms, a phrase as it is; `=word` in a query is
    not widened ([queries](queries.md#synonyms)).
    """

    model_config = ConfigDict(extra="allow")

    @property
    def groups(self) -> Synonyms:
        """Return the groups; what is wrong with them is told by `find_faults`."""
        return read_groups(self.model_extra or {})[0]


def find_faults(raw: Raw) -> Iterator[Finding]:
    """Find what is wrong with the groups of the file."""
    table = raw.get("synonyms")
    if isinstance(table, dict):
        for name, words in read_groups(table)[1]:
            yield Finding(("synonyms", name), words)
