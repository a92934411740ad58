"""Drop what stands in the series of records and is none: a table's head, a line of links above the list."""

from __future__ import annotations

from watcher.extract.html.record import Record
from watcher.extract.html.score import Marks, dated
from watcher.extract.html.titles import worth

_LEAST_RECORDS = 4
_NEARLY_ALL = 0.8
_POOR = 0.5


def without_misfits(sums: Marks, records: list[Record]) -> list[Record]:
    """Return the records without those of poor title that lack the date or the link that nearly all have."""
    if len(records) < _LEAST_RECORDS:
        return records
    dates = [dated(sums, r.area) for r in records]
    links = [r.url is not None for r in records]
    all_dated = sum(dates) >= _NEARLY_ALL * len(records)
    all_linked = sum(links) >= _NEARLY_ALL * len(records)
    kept = []
    for one, has_date, has_link in zip(records, dates, links, strict=True):
        lacks = (all_dated and not has_date) + (all_linked and not has_link)
        if lacks < 2 and not (lacks and worth(one.title) < _POOR):
            kept.append(one)
    return kept
