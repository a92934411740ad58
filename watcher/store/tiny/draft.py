"""What TinyDB's updaters work on: a table that reads through to the rows and notes what it is asked to do."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, MutableMapping

from watcher.store.tiny.entries import Change
from watcher.store.tiny.rows import RowStorage, dump

Body = dict[str, object]


class Draft(MutableMapping[int, Mapping[str, object]]):
    """One table by document id during one update. Writes nothing itself: `changes` says what to write.

    A document handed out may be changed in place, so each one that was is compared at the end.
    """

    def __init__(self, rows: RowStorage, table: str) -> None:
        self._rows = rows
        self._table = table
        self._before: dict[int, str | None] = {}
        self._now: dict[int, Mapping[str, object] | None] = {}
        self.cleared = False

    def changes(self) -> list[Change]:
        """Return what differs from the rows. Raises `TypeError` for what JSON cannot hold."""
        texts = {doc_id: None if body is None else dump(body) for doc_id, body in self._now.items()}
        changed = [doc_id for doc_id, text in texts.items() if text != self._before.get(doc_id)]
        return [Change(doc_id, self._stored(doc_id), self._now[doc_id]) for doc_id in changed]

    def clear(self) -> None:
        """Forget every document."""
        self.cleared = True
        self._before.clear()
        self._now.clear()

    def __getitem__(self, doc_id: int) -> Mapping[str, object]:
        self._load(doc_id)
        body = self._now.get(doc_id)
        if body is None:
            raise KeyError(doc_id)
        return body

    def __setitem__(self, doc_id: int, body: Mapping[str, object]) -> None:
        self._load(doc_id)
        self._now[doc_id] = body

    def __delitem__(self, doc_id: int) -> None:
        self[doc_id]
        self._now[doc_id] = None

    def __iter__(self) -> Iterator[int]:
        stored = [] if self.cleared else self._rows.ids(self._table)
        added = [i for i in self._now if self._before.get(i) is None]
        return (i for i in [*stored, *added] if self._now.get(i, ()) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _stored(self, doc_id: int) -> Body | None:
        text = self._before.get(doc_id)
        return None if text is None else json.loads(text)

    def _load(self, doc_id: int) -> None:
        if self.cleared or doc_id in self._now or doc_id in self._before:
            return
        text = self._rows.fetch(self._table, doc_id)
        self._before[doc_id] = text
        if text is not None:
            self._now[doc_id] = json.loads(text)
