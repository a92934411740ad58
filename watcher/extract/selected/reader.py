"""The extractor that obeys selectors: page and `Select` to listing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from watcher.errors import ReadError
from watcher.extract.html.analysis import Analysis, analyse
from watcher.extract.html.listing import distinct, listing, reading
from watcher.extract.html.verdict import believable
from watcher.extract.selected.fields import overruled, target
from watcher.extract.selected.selection import Selection, selection
from watcher.models import Item, Listing, Page, Select


def read(page: Page, text: str, select: Select) -> Listing:
    """Read the records that `select` names.

    Raises `ReadError` naming the selector that found nothing. A page that says itself that its list is
    empty gives no items. Raises `ValueError` for a selector that is none, see `selector.compiled`.
    """
    analysis = analyse(page, text)
    found = selection(analysis, select)
    if found is None:
        if _shows_an_empty_list(analysis):
            return listing(page, analysis, [])
        raise ReadError(f"select.item found nothing; the page has {len(analysis.tree.links)} links")
    analysis = replace(analysis, ranked=(found.ranked,))
    kept = {id(one) for one in distinct(analysis.tree, [s.record for s in found.chosen])}
    found = replace(found, chosen=tuple(s for s in found.chosen if id(s.record) in kept))
    plain = listing(page, analysis, [s.record for s in found.chosen])
    return replace(
        plain,
        items=tuple(_items(page, analysis, found, plain)),
        next_page=_next_page(analysis, found) if "next_page" in found.fields else plain.next_page,
        warnings=(*plain.warnings, *_warnings(found)),
    )


def _shows_an_empty_list(analysis: Analysis) -> bool:
    try:
        return not believable(analysis)
    except ReadError:
        return False


def _items(page: Page, analysis: Analysis, found: Selection, plain: Listing) -> Iterator[Item]:
    """Yield the items as they are read without selectors, with the selected fields put in."""
    context = reading(page, analysis)
    inside = [name for name in found.fields if name not in ("title", "next_page")]
    for item, one in zip(plain.items, found.chosen, strict=True):
        for name in inside:
            item = overruled(context, item, name, found.fields[name], one.matches[name])
        yield item


def _next_page(analysis: Analysis, found: Selection) -> str | None:
    field = found.fields["next_page"]
    address = target(field, analysis.addresses, field.nodes)
    return None if address is None or analysis.addresses.is_page(address) else address


def _warnings(found: Selection) -> Iterator[str]:
    yield from (f"select.{name} found nothing" for name in found.absent)
    if found.untitled:
        yield f"{found.untitled} of the {len(found.ranked.areas)} records of select.item have no title"
