"""Whether memory grows: the resident set of the process that reads, page after page."""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

EVERY = 50
"""Pages between two samples."""
WARM_UP = 0.3
"""Share of the samples before caches and the allocator's arenas have their size."""
NEW_PAGES = 2_000
"""Pages that are all new, before caches have their size."""
ENOUGH = 20
"""Samples after the warm-up, without which nothing is said."""
BOUND = 16_000.0
"""Bytes a page that was never seen before. Bodies average 60 kB, so one in four would show. Some 8,000 go
to what is bounded or not ours: caches that fill, and the table of names of libxml2, which keeps each new
name of a tag or attribute as long as its thread lives (55 bytes each; damaged pages are full of them)."""
BOUND_AGAIN = 200.0
"""Bytes a page that was read before: names and caches are there, so that nothing may be kept but holes."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Bytes resident after `page` pages of one process."""

    page: int
    resident: int


def resident() -> int:
    """Return the resident set in bytes after all garbage went; 0 where the system does not tell."""
    gc.collect()
    _give_back()
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def slope(samples: Sequence[Sample], warm_up: int = 0) -> float | None:
    """Return by how many bytes a page memory grows after the warm-up, None where there is too little to tell.

    The warm-up takes `warm_up` pages at least. What is returned is the median of the slopes of all pairs
    (Theil and Sen), which a few odd samples do not move.
    """
    warm = [one for one in samples[int(len(samples) * WARM_UP) :] if one.page > warm_up]
    if len(warm) < ENOUGH or not all(sample.resident for sample in warm):
        return None
    step = max(1, len(warm) // 200)
    pairs = combinations(warm[::step], 2)
    return median((late.resident - early.resident) / (late.page - early.page) for early, late in pairs)


def _give_back() -> None:
    """Let glibc return free memory, which otherwise looks like growth."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
