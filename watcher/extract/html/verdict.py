"""Is there a list at all, is it empty, or is the page something else?"""

from __future__ import annotations

from watcher.errors import ReadError
from watcher.extract.html.analysis import Analysis

_ENOUGH = 6.0


def believable(analysis: Analysis) -> bool:
    """Tell whether the best candidate is a list; False where the page shows an empty one.

    Raises `ReadError` where the page is no listing.
    """
    if analysis.ranked and analysis.ranked[0].score >= _ENOUGH:
        return True
    raise ReadError("no list found")
