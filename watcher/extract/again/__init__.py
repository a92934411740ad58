"""Reading again: a page of which little changed, by what was learned when it was read in full.

::

    full reading ─► learn ─► Lesson: what surrounds the list, each record's text and the item it gave
    next page ─► cut ─► the same around? ─► records known by their text, new ones parsed alone ─► Listing
                                 └── anything in doubt ─► full reading

The result is the one that a full reading gives; what cannot be shown to be that is read in full.
"""

from watcher.extract.again.memory import ReadingAgain

__all__ = ["ReadingAgain"]
