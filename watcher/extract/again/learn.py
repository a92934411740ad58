"""From a page that was read in full to what the next may be read by.

Nothing is believed of a page that is not tried on it: its parts, parsed one by one, must have the shapes that
they have in the whole, and its records, read one by one, must give the items that the whole gave.
"""

from __future__ import annotations

from watcher.errors import ReadError
from watcher.extract import dates
from watcher.extract.again.alone import Context, alone, steps, turns_no_page
from watcher.extract.again.around import digest
from watcher.extract.again.cut import cut, edges
from watcher.extract.again.lesson import Lesson, fits
from watcher.extract.again.planted import ground, planted
from watcher.extract.again.shape import Shape, shape
from watcher.extract.again.steady import is_steady, lead, roots
from watcher.extract.again.worths import usual
from watcher.extract.html.addresses import form
from watcher.extract.html.analysis import Analysis, analyse
from watcher.extract.html.listing import order_of, reading
from watcher.extract.html.parse import parse
from watcher.extract.html.tree import Node
from watcher.models import Listing, Page

LARGEST = 400_000
"""Characters; from longer pages nothing is learned."""


def learn(page: Page, text: str, listing: Listing) -> Lesson | None:
    """Return what to remember of a page that gave `listing`; None where the next must be read in full too."""
    if not listing.items or listing.warnings or page.fetched_at is None or len(text) > LARGEST:
        return None
    try:
        analysis = analyse(page, text)
    except ReadError:
        return None
    records = roots(analysis)
    if records is None or len(records) != len(listing.items) or not is_steady(analysis):
        return None
    return _lesson(page, text, listing, analysis, records)


def _lesson(
    page: Page, text: str, listing: Listing, analysis: Analysis, records: list[Node]
) -> Lesson | None:
    tree, best, now = analysis.tree, analysis.ranked[0], page.fetched_at
    classes = [root.attrs.get("class", "") for root in records]
    found = edges(text, records[0].tag, classes)
    parts = cut(text, found) if found is not None else None
    place = ground(tree, best.candidate.container)
    if now is None or found is None or parts is None or place is None or len(parts.records) != len(records):
        return None
    around = digest(tree, records[0], records[-1])
    grown = planted(place, found.tag, parts.records)
    if grown is None or digest(parse(parts.head + parts.tail)) != around:
        return None
    order = reading(page, analysis).order
    context = Context(
        url=page.url, title=tree.title.casefold(), order=order, declared=frozenset(analysis.declared)
    )
    if not turns_no_page(context, grown[0]):
        return None
    with_class = len(set(classes)) == 1
    titles: dict[Shape, int] = {}
    read = {}
    for said, root, whole, title in zip(parts.records, grown[1], records, best.candidate.titles, strict=True):
        looks = shape(grown[0], root, with_class=with_class)
        offset = titles.setdefault(looks, title.index - whole.index)
        if looks != shape(tree, whole, with_class=with_class) or offset != title.index - whole.index:
            return None
        one = alone(context, grown[0], root, looks, offset, now)
        if one is None:
            return None
        read[said] = one
    if tuple(one.item for one in read.values()) != listing.items:
        return None
    own = steps(best.candidate.titles[0], records[0].depth)
    lesson = Lesson(
        at=now,
        since=now,
        listing=listing,
        above=listing.pattern.removesuffix(own),
        context=context,
        orders=_orders(analysis, records),
        edges=found,
        ground=place,
        around=around,
        head=parts.head,
        tail=parts.tail,
        with_class=with_class,
        titles=titles,
        usual=usual(read.values()),
        lead=lead(analysis),
        forms=frozenset(form(one.item.url or "") for one in read.values()),
        count=len(records),
        first=read,
        records=read,
    )
    return lesson if listing.pattern == f"{lesson.above}{own}" and fits(lesson, list(read.values())) else None


def _orders(analysis: Analysis, records: list[Node]) -> frozenset[dates.Order]:
    """Return the orders of day and month that texts outside of the records prove."""
    tokens = analysis.tree.tokens
    outside = (*tokens[: records[0].first], *tokens[records[-1].last :])
    return frozenset(order for token in outside if (order := order_of([token])))
