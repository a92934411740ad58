"""What is known under the keys of each source's page, at hand: from poll to poll, most of a page is the same.

An accelerator, which may forget anything at any time. A source's answers are those of one moment: a change
that could touch one replaces the source's memory, and whoever was asking meanwhile asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from watcher.models import Known
from watcher.store.port import PollCommit
from watcher.store.tiny import polling
from watcher.store.tiny.schema import Tables
from watcher.store.tiny.unit import Do

LARGEST = 100_000
"""Keys at hand, of all sources together: some 30 MB. A source beyond that is answered from the file."""


class KnownArticles:
    """The answers of the file, None where it knows nothing; kept while they are true."""

    def __init__(self, do: Do) -> None:
        self._do = do
        self._at_hand: dict[str, dict[str, Known | None]] = {}
        self._size = 0

    async def get(self, source: str, keys: Iterable[str]) -> Mapping[str, Known]:
        """Return what is known under each of these keys in a source, by key."""
        keys = tuple(keys)
        while True:
            at_hand = self._at_hand.setdefault(source, {})
            missing = [key for key in keys if key not in at_hand]
            answers: Mapping[str, Known | None] = at_hand
            if missing:
                found = await self._do(partial(_known, source, missing))
                if self._at_hand.get(source) is not at_hand:
                    continue
                answers = at_hand | {key: found.get(key) for key in missing}
                self._keep(at_hand, answers)
            return {key: one for key in keys if (one := answers.get(key)) is not None}

    def changing(self, commit: PollCommit) -> None:
        """Forget what a commit may change, and what its page does not show; before it is written."""
        changed = [*commit.new, *commit.edited]
        steady = {article.id for article in commit.page}.difference(article.id for article in changed)
        shown = {key for article in commit.page for key in article.keys}
        shown.difference_update(key for article in changed for key in article.keys)
        before = self._at_hand.get(commit.source, {})
        kept = {k: one for k, one in before.items() if k in shown and (one is None or one.id in steady)}
        self._at_hand[commit.source] = kept
        self._size += len(kept) - len(before)

    def clear(self) -> None:
        """Forget all."""
        self._at_hand = {}
        self._size = 0

    def _keep(self, at_hand: dict[str, Known | None], answers: Mapping[str, Known | None]) -> None:
        before = len(at_hand)
        if self._size + len(answers) - before <= LARGEST:
            at_hand.update(answers)
            self._size += len(at_hand) - before


def _known(source: str, keys: Iterable[str], tables: Tables) -> Mapping[str, Known]:
    return polling.known(tables, source, keys)
