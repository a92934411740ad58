"""The garbage collector, held back while a page is read.

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
