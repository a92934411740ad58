"""Changes of watches that commands ask of the service, which owns the store: a folder of files.

A request is carried out through the store and only then removed, so that a crash at any moment loses none;
doing one twice changes nothing more.
"""

from __future__ import annotations

import json
import logging
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from watcher.errors import QueryError
from watcher.models import Watch
from watcher.watchbook import CLI, WatchBook

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to do; an empty one asks to read the watches anew."""

    add: tuple[Watch, ...] = ()
    remove: tuple[int, ...] = ()


class Requests:
    """The folder; it is made when the first request comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def beside(cls, store: Path) -> Requests:
        """Return the folder `requests` in the folder of the store's file."""
        return cls(store.parent / "requests")

    def put(self, request: Request, at: datetime) -> Path:
        """Ask for a change; the file is gone once it is done. Raises `OSError`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{at.timestamp():020.6f}-{uuid.uuid4().hex}.json"
        temporary = path.with_suffix(".new")
        with temporary.open("w", encoding="utf-8") as file:
            json.dump({"add": [_body(watch) for watch in request.add], "remove": request.remove}, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        return path

    async def carry_out(self, book: WatchBook, now: datetime) -> None:
        """Do what was asked, oldest first. Raises `StoreError`; what was not done then stays."""
        for path in sorted(self._folder.glob("*.json")):
            request = _read(path)
            if request is not None:
                await carry_out(book, request, now)
            path.unlink(missing_ok=True)


async def carry_out(book: WatchBook, request: Request, now: datetime) -> None:
    """Do one request. Raises `StoreError`."""
    for watch in request.add:
        try:
            await book.add(replace(watch, id=0, owner=CLI, created_at=now))
        except QueryError as error:
            log.error("a watch that was asked for is not added: %s", error)  # noqa: TRY400 - one line
    for watch_id in request.remove:
        await book.remove(watch_id, CLI)
    if not (request.add or request.remove):
        await book.load()


def _body(watch: Watch) -> Mapping[str, object]:
    return {
        "query": watch.query,
        "destinations": watch.destinations,
        "sources": watch.sources,
        "name": watch.name,
        "language": watch.language,
        "limit_per_day": watch.limit_per_day,
    }


def _read(path: Path) -> Request | None:
    try:
        found = json.loads(path.read_text("utf-8"))
        return Request(add=tuple(_watch(body) for body in found["add"]), remove=tuple(found["remove"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.error("the request %s cannot be read and is dropped: %s", path, error)  # noqa: TRY400 - one line
        return None


def _watch(body: Mapping[str, object]) -> Watch:
    return Watch(
        id=0,
        owner=CLI,
        query=str(body["query"]),
        destinations=_texts(body["destinations"]),
        sources=_texts(body["sources"]),
        name=str(body["name"]),
        language=str(body["language"]),
        limit_per_day=limit if isinstance(limit := body["limit_per_day"], int) else None,
    )


def _texts(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else ()
