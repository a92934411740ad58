"""Reading: from a fetched page to the listing that is on it.

::

    bytes ─► decode ─► sniff ─► one reader of READERS ─► Listing
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from types import MappingProxyType
from typing import cast

from watcher.errors import ReadError
from watcher.extract.decode import decode
from watcher.extract.port import Extractor
from watcher.extract.sniff import sniff
from watcher.models import Kind, Listing, Page

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


def read(page: Page, kind: Kind | None = None) -> Listing:
    """Return the listing on `page`; `kind` overrules what the page looks like.

    Raises `ReadError` where the body is empty, binary, not of the kind, or holds no listing.
    """
    text, warnings = decode(page)
    if not text.strip():
        raise ReadError("the page is empty")
    reader = _reader(kind or sniff(page, text))
    try:
        listing = reader(page, text)
    except RecursionError:
        raise ReadError("the page is nested too deeply") from None
    return replace(listing, warnings=(*warnings, *listing.warnings)) if warnings else listing


def _reader(kind: Kind) -> Extractor:
    module, _, name = READERS[kind].partition(":")
    return cast(Extractor, getattr(import_module(module), name))
