"""The garbage collector, held back while a page is read, and made to leave alone what stays.

A tree under construction is all alive, yet the collector walks it again and again, which is a quarter of the
time that a reading takes. A reader lets go of its tree (`Tree.release`), so that none is left to collect.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_readers = 0
_YOUNG = 20_000
"""Objects made before the collector looks at them: those of some ten polls, of which next to none is left."""
_LOOKS = 20
"""Of these looks at the young before one at those that outlived them, and so on."""


def spare_what_stays() -> None:
    """Never walk again what a program has made by now; look at the rest less often than Python does.

    At Python's own thresholds, every fifth round of polls of 200 sources took a third longer than the others.
    """
    gc.freeze()
    gc.set_threshold(_YOUNG, _LOOKS, _LOOKS)


@contextmanager
def held_back() -> Iterator[None]:
    """Collect nothing in the meantime; several threads may hold the collector back at once.

    Where the program has turned the collector off, it stays off.
    """
    global _readers
    with _lock:
        holds = _readers > 0 or gc.isenabled()
        if holds:
            _readers += 1
            gc.disable()
    try:
        yield
    finally:
        with _lock:
            if holds:
                _readers -= 1
                if _readers == 0:
                    gc.enable()
