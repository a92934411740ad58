"""The lines of a record that are not its title, and what they are read with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from watcher.extract import dates
from watcher.extract.html.addresses import Addresses
from watcher.extract.html.columns import Columns
from watcher.extract.html.lines import Line, lines
from watcher.extract.html.record import Record
from watcher.extract.html.tree import Tree, joined
from watcher.models import Published

SEPARATORS = " \t|·•–—-,/»›:()[]"
"""Signs that stand between the fields of one line."""
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Reading:
    """What every record of one page is read with."""

    tree: Tree
    addresses: Addresses
    columns: Columns
    now: datetime | None = None
    order: dates.Order | None = None
    """Which of day and month comes first in the page's numeric dates, where any date proves it."""
    dated: dict[str, tuple[int, int, Published] | None] = field(default_factory=dict)
    """What dates the texts of lines hold, as far as they were looked at: many records are of one day."""


def beside_title(reading: Reading, record: Record) -> list[Line]:
    """Return the record's lines without the title's own words; what stands before and behind it is two."""
    found = []
    title = record.node
    for line in lines(reading.tree, record.area):
        end = line.first + len(line.tokens)
        if end <= title.first or title.last <= line.first:
            found.append(line)
            continue
        before = line.tokens[: max(0, title.first - line.first)]
        behind = line.tokens[title.last - line.first :] if title.last < end else []
        found += [Line(joined(t), t, p) for t, p in ((before, line.first), (behind, title.last)) if t]
    return found


def repeats_title(record: Record, line: Line) -> bool:
    """Tell whether a line says the title once more, in full or cut."""
    if line.text == record.title or line.text.strip(SEPARATORS) == record.title:
        return True
    return len(line.text) > 12 and line.text.removesuffix("…").removesuffix("...").rstrip() in record.title


def numeric(text: str) -> bool:
    """Tell whether there is a digit in `text`."""
    return _DIGIT.search(text) is not None
