"""How much of a feed's text becomes part of an item."""

from __future__ import annotations

LONGEST_SUMMARY = 2_000
"""Characters of plain text: some feeds put the whole article there."""
LONGEST_TITLE_MADE = 120
"""Characters of a title that is made from the text of an entry without one."""
