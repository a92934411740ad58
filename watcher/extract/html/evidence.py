"""The kinds of evidence for and against a candidate, what each weighs, and their sum."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against a candidate; each is a share from 0 to 1."""

    titles: float
    """Titles that read like headlines."""
    distinct: float
    """Titles that are no repetition."""
    number: float
    """Many records; full at 16."""
    linked: float
    """Titles with a link, each with an address of its own; in part where the link is beside it."""
    reached: float
    """Records that hold a link, wherever."""
    headings: float
    dates: float
    numbered: float
    """Records with a number of their own, as of a case or a document."""
    documents: float
    """Titles that are links to files to read, as few menus have."""
    images: float
    detail: float
    """Records that say more than their title; full at 80 characters or four texts outside of links."""
    share: float
    """Of the page's text; counts for less where records are links and nothing else, as menus are."""
    lone: float
    """Records with one shape of root element."""
    wordy: float
    """Titles with a good part of the page's whole link text: what a listing links most."""
    main: float
    """Lies in `main`; where the page has none with links in it, behind the first `h1`."""
    outside: float
    """Lies outside of a `main` that has links of its own."""
    aside: float
    """Lies in a navigation, header, footer, aside or dialog."""
    bare: float
    """Its titles are plain text, neither link nor heading; counts for less where each record has a link."""
    emphasised: float
    """Titles in bold or italics."""
    composed: float
    """Plain titles made of several texts: more likely whole records."""
    declared: float
    """Titles whose address the page's JSON-LD calls an article, or records that their `itemtype` does."""
    barren: float
    """Nothing but links: no date, no number, no word more, no heading, no picture."""
    crowded: float
    """Records that hold several texts just like the title."""
    poor: float
    """Titles of the wrong length: 1 where worth nothing, 0 from a quarter up (plain text: a half)."""
    nested: float
    """The list lies in an item of another list, as submenus do."""
    scattered: float
    """Records in columns or blocks that are marked up unlike the one with most."""
    late: float
    """Records where a text before the title, set off as much, reads like a title too."""
    uneven: float
    """Records that hold more or fewer such texts than most."""
    grouping: float
    """Its titles are headings without links over better titles, each of which has one."""
    headed: float
    """Stands in a column of a table that is headed "title", or behind that label, in any language."""


NAMES = tuple(f.name for f in fields(Evidence))
WEIGHTS = Evidence(
    titles=3.0,
    distinct=1.5,
    number=1.5,
    linked=1.2,
    reached=0.3,
    headings=0.7,
    dates=0.8,
    numbered=0.6,
    documents=0.4,
    images=0.2,
    detail=0.8,
    share=2.0,
    lone=0.3,
    wordy=0.8,
    main=0.8,
    outside=-3.0,
    aside=-4.0,
    bare=-1.5,
    emphasised=0.6,
    composed=-1.0,
    declared=4.0,
    barren=-1.2,
    crowded=-1.0,
    poor=-3.0,
    nested=-1.0,
    scattered=-4.0,
    late=-1.5,
    uneven=-1.5,
    grouping=-3.0,
    headed=1.0,
)


_values: Callable[[Evidence], tuple[float, ...]] = attrgetter(*NAMES)
_WEIGHED: tuple[float, ...] = _values(WEIGHTS)


def weighed(evidence: Evidence) -> list[tuple[str, float, float]]:
    """Return the name, the value and the weight of each kind of evidence."""
    return [(name, getattr(evidence, name), getattr(WEIGHTS, name)) for name in NAMES]


def total(evidence: Evidence) -> float:
    """Return the weighted sum of the evidence."""
    return sum((v * w for v, w in zip(_values(evidence), _WEIGHED, strict=True)), start=0.0)
