"""A delivery with more articles than one message holds, as two."""

from __future__ import annotations

from dataclasses import replace

from watcher.models import Delivery, State


def parted(whole: Delivery, entries: int) -> tuple[Delivery, Delivery]:
    """Return a delivery with its first few entries, and the rest as the next part, which keeps the remark."""
    rest = replace(
        whole,
        # A row that is split again keeps fewer each time, so no two parts get the same id.
        id=f"{whole.id}#{entries}",
        part=whole.part + 1,
        entries=whole.entries[entries:],
        state=State.PENDING,
        fence=0,
        attempts=0,
        claimed_at=None,
        not_before=None,
        error="",
    )
    return replace(whole, entries=whole.entries[:entries], remark=""), rest
