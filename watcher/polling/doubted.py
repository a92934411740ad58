"""Pages that were not believed, kept for inspection, and an operator's word on them.

::

    <folder>/<source>-<time>.html   a page as it was fetched, cut at `LARGEST`; the last `KEPT` of a source
    <folder>/<source>.accepted      when an operator accepted what the source shows

Files, and no rows of the store, so that a browser opens them, and a command reaches the running service.
"""

from __future__ import annotations

import asyncio
import logging
import os
from datetime import datetime
from pathlib import Path

log = logging.getLogger(__name__)

KEPT = 5
"""Pages of one source."""
LARGEST = 2_000_000
"""Bytes of a page that are kept."""
_STAMP = "%Y%m%dT%H%M%S.%fZ"
_STAMP_LENGTH = len("20261122T120000.000000Z")


class DoubtedPages:
    """A folder of them; it is made when the first page comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def beside(cls, store: Path) -> DoubtedPages:
        """Return the folder `doubted` in the folder of the store's file."""
        return cls(store.parent / "doubted")

    async def keep(self, source: str, at: datetime, body: bytes) -> Path | None:
        """Keep a page unless the last one kept is the same; return its file, None where that failed.

        The log says why it failed: a full disk must not hide the doubt itself.
        """
        return await asyncio.to_thread(self._keep, source, at, body[:LARGEST])

    async def accepted_at(self, source: str) -> datetime | None:
        """Return when an operator last accepted what the source shows."""
        return await asyncio.to_thread(self._accepted_at, source)

    def accept(self, source: str, at: datetime) -> None:
        """Note that an operator accepts what the source shows. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        _write(self._mark(source), at.isoformat().encode())

    def pages(self, source: str) -> tuple[Path, ...]:
        """Return the kept pages of a source, oldest first."""
        length = len(f"{source}-.html") + _STAMP_LENGTH
        return tuple(p for p in sorted(self._folder.glob(f"{source}-*.html")) if len(p.name) == length)

    def _keep(self, source: str, at: datetime, body: bytes) -> Path | None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            kept = self.pages(source)
            if kept and kept[-1].read_bytes() == body:
                return kept[-1]
            path = self._folder / f"{source}-{at.strftime(_STAMP)}.html"
            _write(path, body)
            for old in self.pages(source)[:-KEPT]:
                old.unlink(missing_ok=True)
        except OSError as error:
            log.warning("%s: the doubted page cannot be kept: %s", source, error)
            return None
        return path

    def _accepted_at(self, source: str) -> datetime | None:
        try:
            return datetime.fromisoformat(self._mark(source).read_text("utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            log.warning("%s: %s cannot be read: %s", source, self._mark(source), error)
            return None

    def _mark(self, source: str) -> Path:
        return self._folder / f"{source}.accepted"


def _write(path: Path, data: bytes) -> None:
    """Replace a file whole or not at all."""
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(data)
    os.replace(temporary, path)  # noqa: PTH105 - says what matters: the old file is replaced
