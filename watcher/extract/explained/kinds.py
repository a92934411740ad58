"""What the kind of a page was told by, and how pages of that kind are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from watcher.extract.sniff import sniff
from watcher.models import Kind, Page

HOW: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.HTML: "lists of like records are proposed by their structure and ranked by evidence",
        Kind.TEXT: "each line gets the role that fits its neighbours best: title, summary, byline, date",
        Kind.RSS: "the feed names its items",
        Kind.ATOM: "the feed names its items",
        Kind.JSONFEED: "the feed names its items",
        Kind.JSON: "the array whose objects look most like articles is taken",
    }
)


def why(page: Page, text: str, told: Kind | None) -> tuple[Kind, str]:
    """Return the kind of `page`, and what it was told by; `told` is what the user said it is."""
    if told is not None:
        return told, "the kind was given"
    kind = sniff(page, text)
    if sniff(replace(page, content_type="", url=""), text) is kind:
        return kind, "by its content"
    if sniff(replace(page, url=""), text) is kind:
        return kind, f"by its media type, {page.content_type}"
    return kind, "by the end of its address"
