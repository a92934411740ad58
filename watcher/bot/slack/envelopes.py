"""What Slack sent, kept from before it is acknowledged until it is done: nothing that was taken is lost.

An envelope is kept under the id of its event, so a copy of it is known for one; what is done is kept for a
while, without its contents.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from watcher.store.port import Store

_PLACE = "inbox:slack:"
REMEMBERED = timedelta(hours=2)
"""For longer Slack sends no copies."""


class Envelopes:
    """The envelopes of one app."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def take(self, event_id: str, payload: Mapping[str, Any], now: datetime) -> bool:
        """Keep one; return whether it is new. Raises `StoreError`."""
        kept = json.dumps({"at": now.isoformat(), "payload": payload})
        return await self._store.put_new(_PLACE + event_id, kept)

    async def done(self, event_id: str, now: datetime) -> None:
        """Forget its contents. Raises `StoreError`."""
        await self._store.put(_PLACE + event_id, json.dumps({"at": now.isoformat()}))

    async def left(self, taken_before: datetime) -> dict[str, Mapping[str, Any]]:
        """Return what was taken before then and is not done, the oldest first, by id. Raises `StoreError`.

        Forgets what was done long ago.
        """
        found = [(name, json.loads(body)) for name, body in (await self._store.values(_PLACE)).items()]
        for name, kept in found:
            if "payload" not in kept and datetime.fromisoformat(kept["at"]) < taken_before - REMEMBERED:
                await self._store.remove(name)
        waiting = [(kept["at"], name, kept["payload"]) for name, kept in found if "payload" in kept]
        return {
            name.removeprefix(_PLACE): payload
            for at, name, payload in sorted(waiting, key=lambda row: row[:2])
            if datetime.fromisoformat(at) <= taken_before
        }
