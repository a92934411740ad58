"""The kinds of evidence in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from watcher.extract.explained.explanation import Reason
from watcher.extract.html import Ranked

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "titles": "its titles read like headlines",
        "distinct": "its titles differ from each other",
        "number": "it has many records",
        "linked": "its titles lead to pages of their own",
        "reached": "its records hold a link",
        "headings": "its titles are headings",
        "dates": "its records are dated",
        "numbered": "its records have numbers, as cases and documents do",
        "documents": "its titles lead to files to read",
        "images": "its records have pictures",
        "detail": "its records say more than a title",
        "share": "it takes up much of the page's text",
        "lone": "its records are marked up alike",
        "wordy": "its titles are much of what the page links",
        "main": "it is in the main part, or below the first heading",
        "outside": "it is outside of the main part",
        "declared": "the page's own data calls its links articles",
        "aside": "it is in a menu, header, footer or sidebar",
        "bare": "its titles are neither links nor headings",
        "emphasised": "its titles are set in bold or italics",
        "composed": "its titles are pieced together from several texts",
        "barren": "its records are links and nothing else",
        "crowded": "its records hold several texts that look like the title",
        "poor": "its titles are too short or too long",
        "nested": "it lies inside an item of another list",
        "scattered": "its records are in blocks of different make",
        "late": "another text that could be the title stands before it",
        "uneven": "its records differ in how many such texts they hold",
        "grouping": "its titles are headings over better ones",
        "headed": "its titles stand in a column that is headed so",
    }
)
"""Name of the evidence → what it means for or against a list."""


def reasons(ranked: Ranked) -> Iterator[Reason]:
    """Yield what counted for and against a list, weightiest first."""
    for name, points in ranked.reasons():
        yield Reason(name=name, words=WORDS[name], points=round(points, 2))
