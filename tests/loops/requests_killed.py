"""Carries out a request, killed at each moment: `python -m tests.loops.requests_killed FOLDER`.

Each life is a fork that dies by SIGKILL before its n-th step, until one lives to the end; then it prints what
came of it. A step is a verb of the store that changes something, or the removal of the request's file.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from watcher.models import Delivery, Event, State, Watch
from watcher.rules import Matcher
from watcher.service.requests import Request, Requests
from watcher.store.port import Store
from watcher.store.registry import open_store
from watcher.watchbook import CLI, WatchBook

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STEPS = frozenset({"revive", "drop", "add_watch", "remove_watch"})


class Mortal:
    """Stands before a store; dies before its n-th step, or after it where `after` says so."""

    def __init__(self, store: Store, steps: int, *, after: bool) -> None:
        self._store = store
        self._left = steps
        self._after = after

    def __getattr__(self, verb: str) -> Any:
        method: Callable[..., Awaitable[object]] = getattr(self._store, verb)
        return self._counted(method) if verb in STEPS else method

    def _counted(self, method: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def call(*arguments: object) -> object:
            self._left -= 1
            if self._left == 0 and not self._after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = await method(*arguments)
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call


def delivery(number: int) -> Delivery:
    return Delivery(id=f"d{number}", event=Event.ALERT, destination=f"to{number}", text="", created_at=NOON)


def watch(query: str) -> Watch:
    return Watch(id=0, owner=CLI, query=query, destinations=("desk",))


async def prepare(path: Path) -> None:
    store = await open_store(path)
    await store.enqueue([delivery(number) for number in range(4)])
    for number in range(2):
        claim = await store.claim(f"to{number}", NOON)
        assert claim
        await store.dead(claim, NOON, "gone")
    old, _ = await store.add_watch(watch("old"))
    await store.close()
    asked = Request(
        add=(watch("harbour"), watch("railway")),
        remove=(old.id,),
        revive=("d0", "d1"),
        drop=("d2", "d3"),
        reason="not wanted",
    )
    Requests.beside(path).put(asked, NOON)


async def live(path: Path, steps: int, *, after: bool) -> None:
    store = await open_store(path)
    mortal = cast("Store", Mortal(store, steps, after=after))
    book = WatchBook(mortal, Matcher())
    await book.load()
    await Requests.beside(path).carry_out(book, mortal, NOON)
    await store.close()


async def tell(path: Path) -> dict[str, object]:
    store = await open_store(path)
    rows = await store.deliveries(limit=100)
    told = {
        "states": {row.id: row.state for row in rows},
        "watches": sorted(one.query for one in await store.watches(CLI)),
        "dropped twice": len([row for row in rows if row.state is State.DROPPED]) - 2,
        "left": sorted(one.name for one in (path.parent / "requests").glob("*")),
    }
    await store.close()
    return told


def forked(work: Callable[[], Awaitable[None]]) -> bool:
    """Do it in a process of its own; tell whether that was killed."""
    child = os.fork()
    if child == 0:
        asyncio.run(cast("Any", work()))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


def main(folder: Path) -> None:
    """Kill at every step, before it and after it."""
    ends = []
    for after in (False, True):
        path = folder / f"after-{after}" / "watcher.db"
        path.parent.mkdir()
        forked(lambda path=path: prepare(path))  # type: ignore[misc]  # the loop's own value
        deaths = 0
        # Each life goes one step further than the one before it died, and repeats what that one did.
        for steps in range(1, 40):
            if not forked(lambda path=path, steps=steps, after=after: live(path, steps, after=after)):  # type: ignore[misc]
                break
            deaths += 1
        ends.append({**asyncio.run(tell(path)), "deaths": deaths})
    json.dump(ends, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
