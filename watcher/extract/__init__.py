"""Reading: from a fetched page to the listing that is on it.

::

    bytes ─► decode ─► sniff ─► one reader of READERS ─► Listing
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from watcher.errors import ReadError
from watcher.extract.collector import held_back
from watcher.extract.decode import decode
from watcher.extract.port import Extractor
from watcher.extract.sniff import sniff
from watcher.models import Kind, Listing, Page, Select

READERS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.HTML: "watcher.extract.html:read",
        Kind.TEXT: "watcher.extract.text:read",
        Kind.RSS: "watcher.extract.feed:read",
        Kind.ATOM: "watcher.extract.feed:read",
        Kind.JSONFEED: "watcher.extract.jsonfeed:read",
        Kind.JSON: "watcher.extract.json_api:read",
    }
)
"""Which reader reads which kind: `module:function`, imported when the first such page comes."""


SELECTED_READER = "watcher.extract.selected.reader:read"
"""Which reader obeys the selectors of a source."""


class _SelectedReader(Protocol):
    def __call__(self, page: Page, text: str, select: Select, /) -> Listing: ...


def read(page: Page, kind: Kind | None = None, select: Select | None = None) -> Listing:
    """Return the listing on `page`; `kind` overrules what the page looks like.

    With `select` the page is HTML whose records are found by its selectors.

    Raises `ReadError` where the body is empty, binary, not of the kind, holds no listing, or not what a
    selector looks for.
    """
    with held_back():
        return _read(page, kind, select)


def _read(page: Page, kind: Kind | None, select: Select | None) -> Listing:
    text, warnings = decode(page)
    if not text or text.isspace():
        raise ReadError("the page is empty")
    found = kind or sniff(page, text)
    if select is not None and found is not Kind.HTML:
        raise ReadError(f"selectors need an HTML page; this one is {found}")
    try:
        listing = _reader(found)(page, text) if select is None else _selected_reader()(page, text, select)
    except RecursionError:
        raise ReadError("the page is nested too deeply") from None
    return replace(listing, warnings=(*warnings, *listing.warnings)) if warnings else listing


def _reader(kind: Kind) -> Extractor:
    return cast(Extractor, _function(READERS[kind]))


def _selected_reader() -> _SelectedReader:
    return cast(_SelectedReader, _function(SELECTED_READER))


@cache
def _function(path: str) -> object:
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
