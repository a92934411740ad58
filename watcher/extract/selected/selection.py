"""Where the selectors match: the records, and each field inside of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from watcher.errors import ReadError
from watcher.extract.html.analysis import Analysis, Ranked
from watcher.extract.html.areas import Area, areas
from watcher.extract.html.candidates import Candidate
from watcher.extract.html.evidence import NAMES, Evidence
from watcher.extract.html.kickers import without_kickers
from watcher.extract.html.listing import MAX_RECORDS
from watcher.extract.html.record import Record, record
from watcher.extract.html.tree import Node
from watcher.extract.selected.elements import Elements
from watcher.extract.selected.fields import Field, field_of
from watcher.extract.selected.selector import compiled
from watcher.extract.selected.titles import Titles, container, titles
from watcher.models import Select

_MAY_BE_ABSENT = frozenset(("label", "image", "next_page"))
"""A well page may have none of it: articles without a label or picture, the last page."""
_UNWEIGHED = Evidence(**dict.fromkeys(NAMES, 0.0))
"""A list that was named needs no evidence."""

Fields = dict[str, Field]
"""Name of a field → its selector and what that matches, for the fields that have one."""
Matches = dict[str, list[Node]]
"""Name of a field → what its selector matches inside one record, or on the page."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A record, and what the selectors of its fields match in it."""

    record: Record
    matches: Matches


@dataclass(frozen=True, slots=True)
class Selection:
    """The list that selectors name; `ranked` is as if it had been found without them."""

    fields: Fields
    ranked: Ranked
    chosen: tuple[Selected, ...]
    absent: tuple[str, ...]
    """Fields whose selector finds nothing, though it may."""
    untitled: int
    """Records without any title; they are not among `chosen`."""


def selection(analysis: Analysis, select: Select) -> Selection | None:
    """Return the list that `select` names on the page; None where its `item` matches nothing.

    Raises `ReadError` where another selector matches nothing in any record, and `ValueError` for one
    that cannot be compiled.
    """
    elements = Elements(analysis.tree)
    fields = {name: field_of(elements, compiled(css)) for name, css in asdict(select).items() if css}
    roots = _outermost(fields.pop("item").nodes)
    if not roots:
        return None
    whole = Candidate("text", container(roots), roots[0].depth, roots, roots, promise=0.0)
    spans = areas(whole)
    matches = [
        _inside(fields, area, root) for area, root in list(zip(spans, roots, strict=True))[:MAX_RECORDS]
    ]
    absent = tuple(_absent(fields, matches))
    headlines = _headlines(analysis, spans, roots, matches)
    chosen = tuple(_chosen(analysis, fields, spans, matches, headlines))
    listed = replace(whole, titles=[headlines.get(place, root) for place, root in enumerate(roots)])
    ranked = Ranked(listed, spans, _UNWEIGHED, score=0.0)
    return Selection(fields, ranked, chosen, absent, untitled=len(matches) - len(chosen))


def _outermost(nodes: list[Node]) -> list[Node]:
    """Leave out what lies inside of another match: records do not hold records."""
    kept: list[Node] = []
    for node in nodes:
        if not kept or not kept[-1].holds(node):
            kept.append(node)
    return kept


def _inside(fields: Fields, area: Area, root: Node) -> Matches:
    return {name: field.inside(area, root) for name, field in fields.items()}


def _absent(fields: Fields, matches: list[Matches]) -> Iterator[str]:
    """Yield the fields whose selector finds nothing, though it may; one that may not is an error."""
    for name, field in fields.items():
        if field.nodes if name == "next_page" else any(found[name] for found in matches):
            continue
        if name not in _MAY_BE_ABSENT:
            raise ReadError(f"select.{name} found nothing in the {len(matches)} records of select.item")
        yield name


def _headlines(analysis: Analysis, spans: list[Area], roots: list[Node], matches: list[Matches]) -> Titles:
    """Return the titles: the first selected element of each record, the likeliest where there is none."""
    named = {place: found["title"][0] for place, found in enumerate(matches) if found.get("title")}
    if len(named) == len(matches):
        return named
    number = len(matches)
    return titles(analysis.tree, analysis.marks, spans[:number], roots[:number], named)


def _chosen(
    analysis: Analysis, fields: Fields, spans: list[Area], matches: list[Matches], headlines: Titles
) -> Iterator[Selected]:
    """Yield the records that say what they are about, titles read as on any page unless from an attribute."""
    title = fields.get("title")
    named = title is not None and bool(title.selector.attribute)
    found: list[Record] = []
    places = sorted(headlines)
    for place in places:
        one = record(analysis.tree, analysis.addresses, spans[place], headlines[place])
        nodes = matches[place].get("title")
        if title is not None and named and nodes:
            one = replace(one, title=next(title.texts(analysis.tree, nodes), one.title))
        found.append(one)
    read = found if named else without_kickers(analysis.tree, found)
    for place, one in zip(places, read, strict=True):
        if any(c.isalnum() for c in one.title):
            yield Selected(one, matches[place])
