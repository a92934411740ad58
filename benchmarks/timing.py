"""CPU time of a piece of work."""

from __future__ import annotations

import time
from collections.abc import Callable


def milliseconds(work: Callable[[], object], runs: int) -> float:
    """Return the CPU time of the best of several runs, since other work on the machine only ever adds."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000
