"""Gaps: what was published between two polls and has left the page already.

::

    changes ─► suspect ── no known article ──► filler ─► Filled ─► notice, where the gap stays open
                                                 │  next_page (numbering), likeness, ages
                                                 └─ one page after the other
"""

from watcher.gap.filled import End, Filled
from watcher.gap.filler import GapFiller
from watcher.gap.notice import notices

__all__ = ["End", "Filled", "GapFiller", "notices"]
