"""Changes that commands ask of the service, which owns the store: a folder of files.

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
from watcher.models import Watch, When
from watcher.store.port import Store
from watcher.watchbook import CLI, WatchBook

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to do."""

    add: tuple[Watch, ...] = ()
    remove: tuple[int, ...] = ()
    revive: tuple[str, ...] = ()
    """Ids of dead letters to send again."""
    drop: tuple[str, ...] = ()
    """Ids of deliveries that are not to be sent."""
    reason: str = ""
    """Why these are dropped."""

    @property
    def of_watches(self) -> bool:
        """Whether it has to do with watches."""
        return bool(self.add or self.remove)


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
            json.dump(_document(request), file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        return path

    def waiting(self) -> bool:
        """Whether something was asked for that is not done yet."""
        return any(self._folder.glob("*.json"))

    async def carry_out(self, book: WatchBook, store: Store, now: datetime) -> int:
        """Do what was asked, oldest first; return how many requests. Raises `StoreError`; the rest stays."""
        done = 0
        for path in sorted(self._folder.glob("*.json")):
            request = _read(path)
            if request is not None:
                await carry_out(book, store, request, now)
            path.unlink(missing_ok=True)
            done += 1
        return done


async def carry_out(book: WatchBook, store: Store, request: Request, now: datetime) -> None:
    """Do one request. Raises `StoreError`."""
    for delivery_id in request.revive:
        if await store.revive(delivery_id, now):
            log.info("delivery %s is sent again, as asked for", delivery_id)
    for delivery_id in request.drop:
        if await store.drop(delivery_id, now, request.reason):
            log.warning("delivery %s is not sent: %s", delivery_id, request.reason)
    if request.of_watches:
        await _change_watches(book, request, now)


async def _change_watches(book: WatchBook, request: Request, now: datetime) -> None:
    for watch in request.add:
        try:
            await book.add(replace(watch, id=0, owner=CLI, created_at=now))
        except QueryError as error:
            log.error("a watch that was asked for is not added: %s", error)  # noqa: TRY400 - one line
    for watch_id in request.remove:
        await book.remove(watch_id, CLI)


def _document(request: Request) -> Mapping[str, object]:
    return {
        "add": [_body(watch) for watch in request.add],
        "remove": request.remove,
        "revive": request.revive,
        "drop": request.drop,
        "reason": request.reason,
    }


def _body(watch: Watch) -> Mapping[str, object]:
    return {
        "query": watch.query,
        "destinations": watch.destinations,
        "sources": watch.sources,
        "name": watch.name,
        "language": watch.language,
        "limit_per_day": watch.limit_per_day,
        "when": watch.when,
    }


def _read(path: Path) -> Request | None:
    try:
        found = json.loads(path.read_text("utf-8"))
        return Request(
            add=tuple(_watch(body) for body in found["add"]),
            remove=tuple(found["remove"]),
            revive=_texts(found.get("revive")),
            drop=_texts(found.get("drop")),
            reason=str(found.get("reason", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
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
        when=When(str(body.get("when", When.NOW))),
    )


def _texts(found: object) -> tuple[str, ...]:
    return tuple(map(str, found)) if isinstance(found, list) else ()
