"""TinyDB's table over rows: the same verbs, but each touches only its own documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, cast

from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from watcher.store.tiny.draft import Draft
from watcher.store.tiny.entries import Change, Row, Window
from watcher.store.tiny.index import Index, Scalar
from watcher.store.tiny.plan import plan
from watcher.store.tiny.rows import RowStorage, load


class RowTable(Table):
    """A table whose documents are read and written one by one.

    Differs from TinyDB's own in this: documents are always copies; they come by id, which is the order of
    insertion unless ids were given; an id is not used again after its document was removed; there is no
    query cache, because an equality on an indexed field is answered by the index.
    """

    _next_id: int | None  # type: ignore[assignment]  # the base class writes None and means this

    @property
    def rows(self) -> RowStorage:
        """The storage beneath."""
        return cast("RowStorage", self._storage)

    def search(self, cond: QueryLike) -> list[Document]:
        """Return copies of all matching documents."""
        return list(self._matching(cond))

    def get(
        self, cond: QueryLike | None = None, doc_id: int | None = None, doc_ids: Iterable[int] | None = None
    ) -> Any:
        """Return one document by id or query, None where there is none; or a list of documents by ids.

        The base class declares by overloads which of them it is.
        """
        if doc_id is not None:
            return self.by_id(int(doc_id)) if _is_whole(doc_id) else None
        if doc_ids is not None:
            found = (self.by_id(i) for i in sorted({int(i) for i in doc_ids if _is_whole(i)}))
            return [document for document in found if document is not None]
        if cond is not None:
            return self.first(cond)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def by_id(self, doc_id: int) -> Document | None:
        """Return a document by its id."""
        body = self.rows.fetch(self.name, doc_id)
        return None if body is None else self._document((doc_id, body))

    def first(self, cond: QueryLike) -> Document | None:
        """Return the first matching document."""
        return next(self._matching(cond), None)

    def walk(
        self, index: Index, window: Window, *, newest: bool = False, limit: int | None = None
    ) -> list[Document]:
        """Return the documents of a window of an index, in its order or backwards; at most `limit`."""
        found = self.rows.entries.rows(self.name, index, window, newest=newest, limit=limit)
        return [self._document(row) for row in found]

    def last_of_each(self, index: Index, values: Iterable[str], rank: str) -> dict[str, Document]:
        """Return, by value, the document with the highest id under each of these values and this rank."""
        documents: dict[int, Document] = {}
        found: dict[str, Document] = {}
        for value, doc_id, body in self.rows.entries.last_of_each(self.name, index, values, rank):
            if doc_id not in documents:
                documents[doc_id] = self._document((doc_id, body))
            found[value] = documents[doc_id]
        return found

    def after(self, doc_id: int) -> Iterator[Document]:
        """Yield the documents with higher ids than this, by id."""
        return map(self._document, self.rows.scan(self.name, doc_id))

    def bodies_after(self, doc_id: int, limit: int) -> list[tuple[int, dict[str, Any]]]:
        """Return the first documents with higher ids, by id, all decoded at once."""
        rows = self.rows.after(self.name, doc_id, limit)
        bodies = json.loads(f"[{','.join([body for _, body in rows])}]")
        return [(row_id, body) for (row_id, _), body in zip(rows, bodies, strict=True)]

    def latest(self, limit: int | None = None) -> list[Document]:
        """Return the documents with the highest ids, highest first; all, or at most `limit`."""
        return [self._document(row) for row in self.rows.latest(self.name, limit)]

    def tally(self, index: Index, window: Window) -> int:
        """Return how many documents a window of an index has, without reading them."""
        return self.rows.entries.count(self.name, index, window)

    def groups(self, index: Index) -> list[Scalar]:
        """Return the values under which an index has documents, in order, without reading these."""
        return self.rows.entries.groups(self.name, index)

    def ranks(self, index: Index, value: Scalar) -> list[Scalar]:
        """Return the ranks under which a group of an index has documents, in order, without reading these."""
        return self.rows.entries.ranks(self.name, index, value)

    def update(
        self,
        fields: Mapping[str, object] | Callable[[MutableMapping[str, object]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Update the documents with these ids, or all that match, or all; return their ids."""
        return super().update(fields, doc_ids=self._chosen(cond, doc_ids))

    def add_all(self, bodies: Iterable[Mapping[str, object]]) -> None:
        """Insert whole bodies, in their order."""
        changes = [Change(self._get_next_id(), None, body) for body in bodies]
        if changes:
            self.rows.apply(self.name, changes)

    def replace(self, document: Document, body: Mapping[str, object]) -> None:
        """Write a whole body over a document, which must be as read in the same transaction."""
        self.replace_all([(document, body)])

    def replace_all(self, bodies: Iterable[tuple[Document, Mapping[str, object]]]) -> None:
        """Write whole bodies over different documents, which must be as read in the same transaction."""
        changes = [Change(document.doc_id, document, body) for document, body in bodies]
        if changes:
            self.rows.apply(self.name, changes)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove the documents with these ids, or all that match; return their ids."""
        return super().remove(doc_ids=self._chosen(cond, doc_ids))

    def __len__(self) -> int:
        return self.rows.count(self.name)

    def __iter__(self) -> Iterator[Document]:
        return map(self._document, self.rows.scan(self.name))

    def _chosen(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> Iterable[int] | None:
        if doc_ids is not None or cond is None:
            return doc_ids
        return [document.doc_id for document in self._matching(cond)]

    def _matching(self, cond: QueryLike) -> Iterator[Document]:
        return (document for document in self._candidates(cond) if cond(document))

    def _candidates(self, cond: QueryLike) -> Iterator[Document]:
        lookup = plan(cond, self.rows.entries.declared.get(self.name, ()))
        if lookup is None:
            return iter(self)
        groups = (self.walk(lookup.index, Window(value=value)) for value in lookup.values)
        found = {document.doc_id: document for group in groups for document in group}
        return (found[doc_id] for doc_id in sorted(found))

    def _document(self, row: Row) -> Document:
        return self.document_class(load(row[1]), row[0])

    def _get_next_id(self) -> int:
        if self._next_id is None:
            self._next_id = self.rows.next_id(self.name)
        self._next_id += 1
        return self._next_id - 1

    def _read_table(self) -> dict[str, Mapping[str, object]]:
        return {str(doc_id): json.loads(body) for doc_id, body in self.rows.scan(self.name)}

    def _update_table(self, updater: Callable[[dict[int, Mapping[str, object]]], None]) -> None:
        draft = Draft(self.rows, self.name)
        updater(cast("dict[int, Mapping[str, object]]", draft))
        self.rows.apply(self.name, draft.changes(), clear=draft.cleared)


def _is_whole(doc_id: float) -> bool:
    """Return whether it can be an id; any other number, even none, is nobody's."""
    return isinstance(doc_id, int) or doc_id.is_integer()
