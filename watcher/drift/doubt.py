"""How a doubt goes on from poll to poll, and when it heals by itself. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from watcher.drift.judge import Verdict
from watcher.models import Cause, Doubt

HEALS_AFTER = 3
"""Polls in a row that show much the same; with their backoff at least half an hour of 5-minute polls."""


def follow(before: Doubt | None, cause: Cause, reason: str, ids: Sequence[str], at: datetime) -> Doubt:
    """Return the doubt after one more poll that is not believed; one unlike the last counts anew."""
    if before is None:
        return Doubt(since=at, cause=cause, reason=reason, first_ids=tuple(ids), last_ids=tuple(ids))
    if cause is before.cause and _is_alike(ids, before.last_ids):
        return replace(before, reason=reason, polls=before.polls + 1, last_ids=tuple(ids))
    return replace(before, cause=cause, reason=reason, polls=1, first_ids=tuple(ids), last_ids=tuple(ids))


def is_healed(doubt: Doubt, verdict: Verdict) -> bool:
    """Tell whether the listing has stayed the same for so long that it is how the source looks now."""
    return verdict.may_heal and doubt.polls >= HEALS_AFTER


def is_accepted(doubt: Doubt, accepted_at: datetime | None) -> bool:
    """Tell whether an operator has accepted what is shown, after the doubt began."""
    return accepted_at is not None and accepted_at >= doubt.since


def _is_alike(ids: Sequence[str], last: Sequence[str]) -> bool:
    return 2 * len(set(ids) & set(last)) >= max(len(ids), len(last))
