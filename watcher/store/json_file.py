"""A whole store as one JSON file in TinyDB's own form: written, and read with every mistake named."""
# ruff: noqa: D102 - the port documents each verb

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

from watcher.errors import StoreError
from watcher.store.copying import TABLES, Exporter, Importer, Record, parts


class JsonImporter(Importer):
    """A JSON file as TinyDB writes it, table → number → document; in its place once it is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copy = path.with_name(f".{path.name}.new")
        try:
            self._file = self._copy.open("w", encoding="ascii")
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}") from None
        self._table = ""
        self._number = 0

    async def close(self) -> None:
        self._file.close()
        self._copy.unlink(missing_ok=True)

    async def clear(self, table: str) -> None:
        self._write("}, " if self._table else "{")
        self._write(f'"{table}": {{')
        self._table, self._number = table, 0

    async def add(self, table: str, records: Sequence[Record]) -> None:
        for record in records:
            separator = ",\n" if self._number else "\n"
            self._number = record["id"] if table == "watches" else self._number + 1
            self._write(f'{separator}"{self._number}": {json.dumps(record)}')

    async def finish(self) -> None:
        self._write("}}\n")
        try:
            self._file.close()
            self._copy.replace(self._path)
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from None

    def _write(self, text: str) -> None:
        try:
            self._file.write(text)
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from None


class JsonExporter(Exporter):
    """Such a file, read and looked through before anything of it is written elsewhere."""

    def __init__(self, path: Path) -> None:
        """Read it. Raises `StoreError` that says where it is wrong."""
        self._path = path
        self._records = {table: list(self._read(table, rows)) for table, rows in self._load().items()}

    async def close(self) -> None:
        self._records.clear()

    async def batches(self, table: str) -> AsyncIterator[Sequence[Record]]:
        for batch in parts(iter(self._records.get(table, ()))):
            yield batch

    def _load(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads(self._path.read_bytes())
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from None
        except ValueError as error:
            raise StoreError(f"{self._path}: this is no JSON: {error}") from None
        tables = found if isinstance(found, dict) else {}
        strangers = [name for name in tables if name not in TABLES]
        if strangers or not tables or not all(isinstance(rows, dict) for rows in tables.values()):
            which = f": {strangers[0]} is no table of ours" if strangers else ""
            raise StoreError(f"{self._path}: this is not what `watcher store export` writes{which}")
        return tables

    def _read(self, table: str, rows: dict[str, Any]) -> Iterator[Record]:
        for number, row in rows.items():
            try:
                yield TABLES[table](row)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                what = f"there is no {error}" if isinstance(error, KeyError) else str(error)
                raise StoreError(f"{self._path}: {table}, {number}: {what}") from None
