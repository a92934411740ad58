"""Quotas: so many alerts a day leave at once, and what is beyond waits for the digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from watcher.models import Calm, Delivery, Quota, State
from watcher.wording.stored import stored_together


class Quotas:
    """What is used of each quota, kept up as alerts are rationed."""

    def __init__(self, spent: Mapping[tuple[str, str], int]) -> None:
        self._spent = spent
        self.used: dict[tuple[str, str], int] = {}
        """What is used now, of those that were used since."""

    def ration(self, alert: Delivery, calm: Calm) -> Delivery:
        """Return an alert as it leaves or waits. One that waits anyway uses nothing up."""
        if alert.state is not State.PENDING:
            return alert
        full = self._full(calm)
        if full is not None:
            return replace(alert, state=State.HELD, reason=full.reason)
        counted = [*calm.every, *(quota for quota in calm.some if self._has_room(quota))]
        for quota in counted:
            self.used[quota.key] = self._count(quota) + 1
        return replace(alert, remark=stored_together(q.remark for q in counted if not self._has_room(q)))

    def _full(self, calm: Calm) -> Quota | None:
        """Return the quota that keeps an alert from leaving, if one does."""
        full = next((quota for quota in calm.every if not self._has_room(quota)), None)
        if full is None and calm.some and not any(map(self._has_room, calm.some)):
            return calm.some[0]
        return full

    def _has_room(self, quota: Quota) -> bool:
        return self._count(quota) < quota.most

    def _count(self, quota: Quota) -> int:
        return self.used.get(quota.key, self._spent.get(quota.key, 0))
