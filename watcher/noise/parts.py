"""A delivery with more articles than one message holds, as two."""

from __future__ import annotations

from dataclasses import replace

from watcher.models import Delivery, State


def parted(whole: Delivery, entries: int) -> tuple[Delivery, Delivery]:
    """Return a delivery with its first few entries, and the rest as the next part, which keeps the remark."""
    number = whole.part + 1
    rest = replace(
        whole,
        id=f"{whole.id.removesuffix(f'#{whole.part}')}#{number}",
        part=number,
        entries=whole.entries[entries:],
        state=State.PENDING,
        fence=0,
        attempts=0,
        claimed_at=None,
        not_before=None,
        error="",
    )
    return replace(whole, entries=whole.entries[:entries], remark=""), rest
