"""Whether a page goes on with a list, or is another one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from watcher.identity.address import canonical_address
from watcher.models import Item, Listing

_Trait = tuple[str, ...]


def alike(first: Listing, later: Listing) -> bool:
    """Tell whether most items of `later` link to where the items of `first` do, in like form.

    Without links on the first page there is nothing to compare. An empty page goes on with any list.
    """
    if first.kind is not later.kind:
        return False
    seen = {trait for traits in map(_traits, _links(first.items)) for trait in traits}
    if not seen or not later.items:
        return True
    fitting = sum(not seen.isdisjoint(_traits(link)) for link in _links(later.items))
    return 2 * fitting >= len(later.items)


def _links(items: Iterable[Item]) -> Iterator[str]:
    return (item.url for item in items if item.url)


def _traits(link: str) -> set[_Trait]:
    """Return what a link may share with its like: host and first folder, host and depth."""
    try:
        parts = urlsplit(canonical_address(link))
    except ValueError:
        return set()
    folders = parts.path.strip("/").split("/")
    return {(parts.netloc, "folder", folders[0]), (parts.netloc, "depth", str(len(folders)))}
