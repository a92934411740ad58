"""How steadily a source was polled: what proves that silence was silence. Pure.

Kept by the hour for a day and by six hours for a week more, so that it stays small; what is asked since a
moment is answered from the block that holds that moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

BY_THE_HOUR = 26
"""Hours; a day, and what a digest that is late may ask beyond it."""
COARSE = 6
"""Hours of a block before that."""
KEPT = 8 * 24
"""Hours; a week, and a day for a digest that is late."""

_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Block:
    """Some hours of a source."""

    hour: int
    """Of its start, since 1970 in UTC."""
    polls: int
    """Polls that were made before it, ever."""
    failed: int = 0
    """Polls in it that failed."""
    gap: float = 0.0
    """Seconds of the longest time without a good poll that ended in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptime:
    """What is known of a source since a moment."""

    polls: int
    failed: int
    gap: timedelta | None
    """The longest time without a good poll, up to now; None where there was none to measure from."""


def hour_of(at: datetime) -> int:
    """Return the number of an hour."""
    return int(at.timestamp()) // _HOUR


def noted(
    blocks: Sequence[Block], at: datetime, polls: int, *, ok: bool, gap: float = 0.0
) -> tuple[Block, ...]:
    """Return the blocks with one more poll, before which there were `polls`."""
    hour = hour_of(at)
    current = blocks[-1] if blocks and blocks[-1].hour >= hour else Block(hour, polls)
    earlier = blocks[:-1] if blocks and current is blocks[-1] else blocks
    current = replace(current, failed=current.failed + (not ok), gap=max(current.gap, gap if ok else 0.0))
    return (*_thinned(earlier, hour), current)


def since(
    blocks: Sequence[Block], moment: datetime, now: datetime, polls: int, last_success: datetime | None
) -> Uptime:
    """Return what there is since a moment; `polls` were made ever, the last good one at `last_success`."""
    start = hour_of(moment)
    later = [block for block in blocks if block.hour > start]
    holding = [block for block in blocks if block.hour <= start][-1:]
    relevant = [*holding, *later]
    gaps = [block.gap for block in relevant]
    if last_success:
        gaps.append((now - last_success).total_seconds())
    return Uptime(
        polls=polls - relevant[0].polls if relevant else polls,
        failed=sum(block.failed for block in relevant),
        gap=timedelta(seconds=max(gaps)) if gaps else None,
    )


def _thinned(blocks: Sequence[Block], hour: int) -> list[Block]:
    """Return the blocks that are young enough, those older than a day joined."""
    thinned: list[Block] = []
    for block in blocks:
        if block.hour <= hour - KEPT:
            continue
        is_old = block.hour <= hour - BY_THE_HOUR
        if is_old and thinned and thinned[-1].hour // COARSE == block.hour // COARSE:
            first = thinned[-1]
            thinned[-1] = replace(first, failed=first.failed + block.failed, gap=max(first.gap, block.gap))
        else:
            thinned.append(block)
    return thinned
