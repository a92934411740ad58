"""A page's text cut at its list: what stands before, each record, what stands behind. Pure text, no parsing.

::

    head │ <li class="story">…</li> │ <li class="story">…</li> │ tail

A record begins with the words that all of them begin with, and ends with its own end tag. Whether such a cut
is what the parser sees, `learn` proves by parsing the parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CLASS = re.compile(r"""\sclass=(["']?)(.*?)(?:\1[\s>]|\1$)""")


@dataclass(frozen=True, slots=True)
class Edges:
    """How a list's records begin and end, as written: `<li class="story`, `</li>`."""

    opening: str
    closing: str

    @property
    def tag(self) -> str:
        """The records' tag."""
        return self.closing[2:-1]


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in parts: nothing but white space between the records is left out."""

    head: str
    records: tuple[str, ...]
    tail: str


def edges(text: str, tag: str, classes: Sequence[str]) -> Edges | None:
    """Return how the records begin and end that are all elements `tag` of a page with these `classes`.

    None where the text has other elements of this tag with them, or writes them in too many ways.
    """
    openings = [found[0] for found in re.finditer(rf"<{tag}(?=[\s>])[^<>]*>", text)]
    if len(openings) != len(classes):
        names = set(classes)
        openings = [o for o in openings if (found := _CLASS.search(o)) and found[2] in names]
    opening = _common(openings)
    if len(openings) != len(classes) or len(opening) < len(tag) + 2:
        return None
    return Edges(opening, f"</{tag}>")


def cut(text: str, edges: Edges, tail: str | None = None) -> Cut | None:
    """Cut a text, None where it has no such records; `tail` is what probably stands behind them."""
    head, *parts = text.split(edges.opening)
    if not parts:
        return None
    last = edges.opening + parts.pop()
    end = len(last) - len(tail) if tail is not None and last.endswith(tail) else 0
    if not last.endswith(edges.closing, 0, end):
        end = _end(last, edges.tag)
    if not end:
        return None
    records = [f"{edges.opening}{part.rstrip()}" for part in parts]
    if not all(record.endswith(edges.closing) for record in records):
        return None
    return Cut(head, (*records, last[:end]), last[end:])


def _common(texts: Sequence[str]) -> str:
    """Return what all texts begin with."""
    first, last = min(texts, default=""), max(texts, default="")
    return first[
        : next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    ]


def _end(text: str, tag: str) -> int:
    """Return where the element ends that `text` begins with, 0 where that is not to be seen."""
    depth = 0
    for found in re.finditer(rf"<(/?){tag}(?=[\s>])[^<>]*>", text):
        depth += -1 if found[1] else 1
        if not depth:
            return found.end()
    return 0
