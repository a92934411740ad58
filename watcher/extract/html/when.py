"""When a record was published."""

from __future__ import annotations

from dataclasses import dataclass

from watcher.extract import dates
from watcher.extract.html.lines import Line
from watcher.extract.html.reading import SEPARATORS, Reading, numeric
from watcher.extract.html.record import Record
from watcher.models import Published

_LONGEST_LINE, _LONGEST_WORD = 160, 24
"""Characters: a line that may hold a date beside other words; a date without a digit ("yesterday")."""
_MOST_BESIDE = 60
_LONGEST_DATE = 60
_ATTRIBUTES = ("datetime", "data-datetime", "data-date", "data-timestamp", "data-time", "data-published")
_NAMED = frozenset((*_ATTRIBUTES, "itemprop", "title"))
_TAGS = frozenset(("time", "abbr", "span", "relative-time", "time-ago", "meta"))


@dataclass(frozen=True, slots=True)
class Dating:
    """A record's date, and the lines that give it: by place, what each says before the date and behind it."""

    published: Published | None
    beside: dict[int, tuple[str, str]]


def dating(reading: Reading, record: Record, rest: list[Line]) -> Dating:
    """Return the date: what the markup names for machines, else the first that a line gives as its own."""
    published = _declared(reading, record)
    beside: dict[int, tuple[str, str]] = {}
    for line in rest:
        found = _date_in(reading, line)
        if found is not None:
            start, end, when = found
            published = published or when
            beside[line.first] = (line.text[:start].strip(SEPARATORS), line.text[end:].strip(SEPARATORS))
    return Dating(published, beside)


def _declared(reading: Reading, record: Record) -> Published | None:
    """Return the date that markup names for machines."""
    for node in reading.tree.nodes[record.area.begin : record.area.end]:
        if node.tag not in _TAGS or _NAMED.isdisjoint(node.attrs):
            continue
        for name in _ATTRIBUTES:
            value = node.attrs.get(name)
            if value and (when := dates.parse(value[:_LONGEST_DATE], reading.now)):
                return when
        if "date" in node.attrs.get("itemprop", "").lower():
            when = dates.parse(node.attrs.get("content", "")[:_LONGEST_DATE], reading.now)
            if when:
                return when
        title = node.attrs.get("title", "")
        if node.tag == "abbr" and title and (when := dates.parse(title[:_LONGEST_DATE], reading.now)):
            return when
    return None


def _date_in(reading: Reading, line: Line) -> tuple[int, int, Published] | None:
    """Find a date that a line gives as its own, not one that a sentence mentions."""
    text = line.text
    if len(text) > _LONGEST_LINE or (len(text) > _LONGEST_WORD and not numeric(text)):
        return None
    if text not in reading.dated:
        reading.dated[text] = _own_date(reading, line)
    return reading.dated[text]


def _own_date(reading: Reading, line: Line) -> tuple[int, int, Published] | None:
    text = line.text
    when = dates.parse(text, reading.now, order=reading.order)
    if when is not None:
        return 0, len(text), when
    found = dates.find(text, reading.now, order=reading.order)
    if found is None:
        return _date_of_token(reading, line) if len(line.tokens) > 1 else None
    start, end, _ = found
    outside = len(text) - (end - start)
    return found if outside <= _MOST_BESIDE else _date_of_token(reading, line)


def _date_of_token(reading: Reading, line: Line) -> tuple[int, int, Published] | None:
    for token in line.tokens:
        when = (
            dates.parse(token.text, reading.now, order=reading.order)
            if len(token.text) <= _LONGEST_DATE
            else None
        )
        if when is not None:
            start = line.text.find(token.text)
            return start, start + len(token.text), when
    return None
