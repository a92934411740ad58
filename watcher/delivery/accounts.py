"""Accounts that nothing can be sent by for a while: one message tries, the rest of them waits.

What a provider says of an account, or that it cannot be reached, is no matter of one destination. So its gate
in the store is closed for all of them, and for all processes, a little longer each time that the one which
tries again fails too.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from notifiers.port import Limits, Refused, Unknown
from watcher.delivery import backoff
from watcher.store.port import Store

SILENT = 3
"""Sends of an account in a row without an answer, after which it is left alone."""
LONGEST = 60.0
"""Seconds between two that try at most: one request a minute is nothing to a provider."""


@dataclass(slots=True)
class _Trouble:
    closings: int = 0
    closed_at: datetime | None = None
    silent: int = 0


class Accounts:
    """Closes gates by what went wrong. Opens none: in the store, what is taken does.

    `first` and `longest` are the seconds before a retry; an account is tried at least once a minute.
    """

    def __init__(self, store: Store, *, first: float, longest: float) -> None:
        self._store = store
        self._first = first
        self._longest = min(longest, LONGEST)
        self._troubles: dict[str, _Trouble] = {}

    async def failed(self, limits: Limits, error: Exception, claimed: datetime, now: datetime) -> None:
        """Take note of a send that was claimed then. Raises `StoreError`."""
        wish = error.retry_after if isinstance(error, Refused) else None
        if limits.account and self._is_its_own(limits.account.key, error, claimed):
            trouble = self._troubles[limits.account.key]
            trouble.closings += 1
            trouble.closed_at = now
            seconds = backoff.delay(
                trouble.closings,
                base=self._first,
                cap=self._longest,
                jitter=random.random(),  # noqa: S311 - spreads retries, hides nothing
                retry_after=wish,
            )
            await self._store.close_gate(limits.account.key, now, now + timedelta(seconds=seconds))
        elif wish is not None and limits.own:
            await self._store.close_gate(limits.own[0].key, now, now + timedelta(seconds=backoff.sane(wish)))

    def answered(self, limits: Limits) -> None:
        """Take note of a send that the provider answered, with yes or no."""
        if limits.account:
            self._troubles.pop(limits.account.key, None)

    def _is_its_own(self, key: str, error: Exception, claimed: datetime) -> bool:
        """Return whether an error is the account's, and none that came of what was known already."""
        trouble = self._troubles.setdefault(key, _Trouble())
        if isinstance(error, Refused):
            own = error.account
        else:
            trouble.silent += isinstance(error, Unknown | TimeoutError)
            own = trouble.silent >= SILENT
        return own and (trouble.closed_at is None or claimed > trouble.closed_at)
