"""Addresses of a page are resolved as by the standard library, only faster where they are plain."""

from __future__ import annotations

from itertools import product
from urllib.parse import urljoin

import pytest

from watcher.extract.html.addresses import Addresses
from watcher.extract.html.tree import Tree

BASES = (
    "http://news.example",
    "https://news.example:8080/section/page.html?q=1#list",
    "http://news.example/section/../other/page",
    "http://news.example/section;sorted/page",
    "https://news.example?q=/a/b",
    "https://news.example/a.b/c#d/e",
    "https://news.example//section/page",
)
PARTS = ("story", "story-1.html", "..", ".", "", "a,b", "(c)", "%20", "~d", "e:f", "g;h", "?q=1", "?a=b/../c")


@pytest.mark.parametrize("base", BASES)
def test_an_address_is_resolved_as_by_the_standard_library(base: str) -> None:
    addresses = Addresses(base, Tree())
    written = ["/".join(parts) for number in (1, 2, 3) for parts in product(PARTS, repeat=number)]
    resolved = {href: addresses.resolve(href) for href in written}
    assert sum(address is not None for address in resolved.values()) > 2_000
    assert all(address == urljoin(base, href) for href, address in resolved.items() if address is not None)
