"""What a receiver can be told to do wrong, request by request."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """How one request goes."""

    NONE = "none"
    """It is checked, taken and answered."""
    TOO_MANY = "too_many"
    """Not taken: the provider's own words for "slow down", with a time to wait."""
    SERVER_ERROR = "server_error"
    """Not taken: the provider's own words for "our fault, try later"."""
    PAGE = "page"
    """Not taken: a proxy in between answers with a web page (where the protocol is HTTP)."""
    DROP_BEFORE = "drop_before"
    """Not taken, and the connection is cut without an answer."""
    DROP_AFTER = "drop_after"
    """Taken, but the connection is cut before the answer."""
    TRUNCATE = "truncate"
    """Taken, but the answer ends in the middle."""
    LATE = "late"
    """Taken at once, and answered `late` seconds after."""
    HANG = "hang"
    """Taken, but no answer ever comes; the connection stays open until the receiver stops."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a plan may look at: `number` counts the requests of this receiver from 1."""

    number: int
    method: str
    """The provider's name for the call (`chat.postMessage`, `sendMessage`, `webhook`, `DATA`)."""
    to: str = ""
    """The channel, chat or address it is for, where the call names one."""
    fields: Mapping[str, object] = field(default_factory=dict)
    """The decoded fields of the call."""


Decide = Callable[[Request], Fault]


class FaultPlan:
    """Says how each request goes: by a script of faults in order, then by a function, else well.

    `methods` names the calls that use it up; all other calls go well. Empty means every call.
    """

    def __init__(
        self,
        script: Iterable[Fault] = (),
        *,
        decide: Decide | None = None,
        methods: Iterable[str] = (),
        retry_after: int = 3,
        late: float = 1.0,
    ) -> None:
        self.script = deque(script)
        self.retry_after = retry_after
        """Seconds that a `TOO_MANY` asks for."""
        self._late = late
        self._decide = decide
        self._methods = frozenset(methods)
        self._count = 0
        self._stopped = asyncio.Event()

    def next(self, method: str, to: str = "", fields: Mapping[str, object] | None = None) -> Fault:
        """Return how the request that just came goes."""
        self._count += 1
        if self._methods and method not in self._methods:
            return Fault.NONE
        if self.script:
            return self.script.popleft()
        if self._decide:
            return self._decide(Request(self._count, method, to, fields or {}))
        return Fault.NONE

    async def delay(self) -> None:
        """Wait as a `LATE` does, or until `release`."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._late):
                await self._stopped.wait()

    async def hang(self) -> None:
        """Wait as a `HANG` does: until `release`."""
        await self._stopped.wait()

    def release(self) -> None:
        """Let everything that hangs go on; a receiver calls this as it stops."""
        self._stopped.set()
