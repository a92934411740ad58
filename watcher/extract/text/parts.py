"""The parts that a line can play in a listing, and what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum


class Part(IntEnum):
    """What a line is in the listing."""

    ABOVE = 0
    """Stands over the heading: a site's name, a menu; part of no item."""
    HEADING = 1
    ABOUT = 2
    """What the heading's section or person is about."""
    LABEL = 3
    TITLE = 4
    TAG = 5
    """A label below its title."""
    SUMMARY = 6
    BYLINE = 7
    BIO = 8
    """Says who the author is; part of no item."""
    BELOW = 9
    """Stands under the last item: a footer, a list of other stories; part of no item."""
    TAIL = 10
    """A label below its item's byline, or its last line."""
    UNDER = 11
    """A label between its item's summary and byline."""


END: Mapping[Part, float] = {Part.LABEL: 1.5, Part.ABOVE: 4.0, Part.UNDER: 4.0}
"""What it costs that the page ends with such a line."""
START: Mapping[Part, float] = {Part.HEADING: 0.0, Part.TITLE: 0.6, Part.LABEL: 0.8, Part.ABOVE: 0.6}
"""What the first line may be, and at which cost."""
AFTER: Mapping[Part, Mapping[Part, float]] = {
    Part.ABOVE: {Part.ABOVE: 0.3, Part.HEADING: 0.0},
    Part.HEADING: {Part.ABOUT: 0.2, Part.TITLE: 0.4, Part.LABEL: 0.8, Part.BYLINE: 2.5},
    Part.ABOUT: {Part.ABOUT: 1.6, Part.TITLE: 0.0, Part.LABEL: 0.4},
    Part.LABEL: {Part.TITLE: 0.0, Part.LABEL: 1.0},
    Part.TITLE: {Part.SUMMARY: 0.0, Part.BYLINE: 1.5, Part.TITLE: 1.5, Part.LABEL: 2.2, Part.TAG: 0.6},
    Part.TAG: {Part.SUMMARY: 0.0, Part.BYLINE: 0.6, Part.TITLE: 2.2},
    Part.SUMMARY: {
        Part.BYLINE: 0.0,
        Part.TITLE: 0.0,
        Part.LABEL: 0.2,
        Part.SUMMARY: 3.0,
        Part.TAIL: 1.7,
        Part.UNDER: 0.3,
        Part.BIO: 2.0,
        Part.BELOW: 2.0,
    },
    Part.BYLINE: {
        Part.TITLE: 0.0,
        Part.LABEL: 0.2,
        Part.TAIL: 0.3,
        Part.BIO: 1.0,
        Part.BELOW: 1.0,
        Part.BYLINE: 4.0,
    },
    Part.TAIL: {Part.TITLE: 0.0, Part.LABEL: 1.0, Part.TAIL: 1.0, Part.BELOW: 1.0},
    Part.UNDER: {Part.BYLINE: 0.0, Part.UNDER: 1.0},
    Part.BIO: {Part.TITLE: 0.0, Part.LABEL: 0.2, Part.BIO: 1.0, Part.BELOW: 1.0},
    Part.BELOW: {Part.BELOW: 0.0},
}
"""What may follow what, and at which cost; a page with bylines pays more for an item without one."""
