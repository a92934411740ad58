"""How often something may be asked, for each of those who ask: against floods, kept in memory. Pure."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

MOST_KEPT = 10_000
"""Askers that are remembered; the longest silent are forgotten first."""


class Limit:
    """So many in a span, for each key by itself."""

    def __init__(self, most: int, span: timedelta) -> None:
        self._most = most
        self._span = span
        self._times: dict[str, deque[datetime]] = {}

    def has_room(self, key: str, now: datetime) -> bool:
        """Tell whether one more is within the limit."""
        times = self._times.get(key, deque())
        while times and times[0] <= now - self._span:
            times.popleft()
        return len(times) < self._most

    def count(self, key: str, now: datetime) -> None:
        """Count one."""
        times = self._times.pop(key, deque(maxlen=self._most))
        times.append(now)
        self._times[key] = times
        if len(self._times) > MOST_KEPT:
            del self._times[next(iter(self._times))]
