"""How long to leave something alone that has just failed. Pure: the dice are the caller's."""

from __future__ import annotations

LONGEST_WISH = 86_400.0
"""Seconds: a longer Retry-After is a mistake, and obeying it would be silence."""

_MOST_DOUBLINGS = 62


def delay(
    attempts: int, *, base: float, cap: float, jitter: float, retry_after: float | None = None
) -> float:
    """Return the seconds to wait after the `attempts`-th failure in a row (1 and up).

    Doubles from `base` up to `cap`, both in seconds. `jitter`, from 0 to 1, picks a place in the upper
    half, so that what failed together does not come back together. `retry_after`, the other side's own
    wish in seconds, is never undercut, not even by the cap.
    """
    doublings = min(max(attempts, 1) - 1, _MOST_DOUBLINGS)
    longest = min(cap, base * 2.0**doublings)
    return max(longest * (1 + jitter) / 2, sane(retry_after or 0.0))


def sane(wish: float) -> float:
    """Return a provider's wish in seconds as far as it can be meant."""
    return min(wish, LONGEST_WISH)
