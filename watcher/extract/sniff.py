"""What kind of page this is.

What the content proves goes first (servers send feeds and JSON as `text/html`, and a log-in page where a
feed was); the header's media type, then the file suffix, decide what it leaves open.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from watcher.extract.json_text import unwrapped
from watcher.models import Kind, Page

_HEAD = 4096
"""Characters that are looked at for a root element."""
_PROLOG = re.compile(
    r"(?:\s|\ufeff|<\?[^>]{0,500}\?>|<!--(?:(?!-->).){0,4000}-->|<!doctype[^>\[]{0,500}(?:\[[^\]]{0,20000}\]\s*)?>)+",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<([A-Za-z][\w.:-]*)")
_FEED_INSIDE = re.compile(r"<(?:(rss|rdf:RDF|channel)|(?:\w+:)?feed(?=[^>]*xmlns))\b", re.IGNORECASE)
_HTML_DOCTYPE = re.compile(r"\s*<!doctype\s+html", re.IGNORECASE)
_TAGS = re.compile(
    r"<(?:html|head|body|div|p|a|ul|ol|li|table|tr|td|h[1-6]|span|article|section|main|br|img)\b[^<>]*>",
    re.IGNORECASE,
)
_JSON_START = re.compile(r"""\s*(?:\{\s*["}]|\[\s*[\[{"\]])""")
_JSONFEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.IGNORECASE)
_XML_ROOTS = {"rss": Kind.RSS, "rdf": Kind.RSS, "channel": Kind.RSS, "feed": Kind.ATOM, "html": Kind.HTML}

_MEDIA = {
    "text/html": Kind.HTML, "application/xhtml+xml": Kind.HTML, "text/plain": Kind.TEXT,
    "text/markdown": Kind.TEXT,
    "application/rss+xml": Kind.RSS, "application/rdf+xml": Kind.RSS, "application/atom+xml": Kind.ATOM,
    "application/xml": Kind.RSS, "text/xml": Kind.RSS, "application/json": Kind.JSON, "text/json": Kind.JSON,
    "application/feed+json": Kind.JSONFEED,
    "application/x-ndjson": Kind.JSON, "application/jsonl": Kind.JSON, "application/ld+json": Kind.JSON,
    "application/vnd.api+json": Kind.JSON,
}  # fmt: skip
_SUFFIXES = {
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML, ".txt": Kind.TEXT, ".md": Kind.TEXT,
    ".text": Kind.TEXT,
    ".rss": Kind.RSS, ".rdf": Kind.RSS, ".xml": Kind.RSS, ".atom": Kind.ATOM, ".json": Kind.JSON,
}  # fmt: skip
_ENOUGH_TAGS = 2


def sniff(page: Page, text: str) -> Kind:
    """Return the kind of `page`, whose body decodes to `text`."""
    claimed = _MEDIA.get(page.content_type) or _suffix(page.url)
    return _xml(text) or _json(text, claimed) or _open(text, claimed)


def _xml(text: str) -> Kind | None:
    """Return what the root element proves; a feed may have a little junk before it."""
    if _HTML_DOCTYPE.match(text):
        return Kind.HTML
    prolog = _PROLOG.match(text)
    root = _ROOT.match(text, prolog.end() if prolog else 0)
    name = root[1].lower().rpartition(":")[2] if root else ""
    if name in _XML_ROOTS:
        return _XML_ROOTS[name]
    head = text[:_HEAD]
    inside = _FEED_INSIDE.search(head)
    if inside and "<html" not in head[: inside.start()].lower():
        return Kind.RSS if inside[1] else Kind.ATOM
    return None


def _json(text: str, claimed: Kind | None) -> Kind | None:
    """Return the JSON kind where the text is, or is said to be and begins as, JSON."""
    text = unwrapped(text)
    whole = _JSON_START.match(text) and text.rstrip()[-1] in "}]"
    said = claimed in (Kind.JSON, Kind.JSONFEED) and text.lstrip()[:1] in ("{", "[")
    if not whole and not said:
        return None
    return Kind.JSONFEED if _JSONFEED.search(text, 0, _HEAD * 4) else Kind.JSON


def _open(text: str, claimed: Kind | None) -> Kind:
    """Decide what the content leaves open: is it markup at all?"""
    tags = sum(1 for _, _ in zip(range(_ENOUGH_TAGS), _TAGS.finditer(text), strict=False))
    if claimed is Kind.TEXT and not _TAGS.match(text.lstrip()):
        return Kind.TEXT
    if tags >= _ENOUGH_TAGS:
        return Kind.HTML
    if claimed is Kind.HTML and tags:
        return Kind.HTML
    if claimed in (Kind.RSS, Kind.ATOM) and text.lstrip().startswith("<"):
        return claimed
    return Kind.TEXT


def _suffix(url: str) -> Kind | None:
    """Return the kind that the file name in the address claims."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    name = path.rpartition("/")[2].lower()
    return _SUFFIXES.get(f".{name.rpartition('.')[2]}") if "." in name else None
