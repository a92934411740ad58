"""An Atom feed (RFC 4287) of stored articles. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree as ET

from watcher.models import Published
from watcher.store.port import Stored

NAMESPACE = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold at all."""


def atom(address: str, title: str, articles: Sequence[Stored], created_at: datetime) -> bytes:
    """Write the feed at `address`; `created_at` dates one without articles.

    An entry keeps its id for good, also under a new headline; the feed is as new as its newest entry.
    """
    feed = ET.Element("feed", {"xmlns": NAMESPACE})
    _add(feed, "id", _urn(address.partition("://")[2].partition("/")[2]))
    _add(feed, "title", title)
    _add(feed, "updated", rfc3339(changed_at(articles, created_at)))
    _add(feed, "link", rel="self", href=address, type="application/atom+xml")
    _add(_add(feed, "author"), "name", "watcher")
    for stored in articles:
        _entry(feed, stored)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def changed_at(articles: Sequence[Stored], created_at: datetime) -> datetime:
    """Return when an article was last added."""
    return max((stored.first_seen for stored in articles), default=created_at)


def rfc3339(when: Published) -> str:
    """Write a time as Atom wants it; a bare day begins in UTC, where naive times are too."""
    moment = when if isinstance(when, datetime) else _midnight(when)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat(timespec="seconds")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _entry(feed: ET.Element, stored: Stored) -> None:
    article = stored.article
    entry = _add(feed, "entry")
    _add(entry, "id", _urn(f"{stored.source} {article.id}"))
    _add(entry, "title", article.title)
    _add(entry, "updated", rfc3339(stored.first_seen))
    if article.published:
        _add(entry, "published", rfc3339(article.published))
    if article.url:
        _add(entry, "link", rel="alternate", href=article.url)
    for name in article.authors:
        _add(_add(entry, "author"), "name", name)
    for label in article.labels:
        _add(entry, "category", term=label)
    if article.summary:
        _add(entry, "summary", article.summary)


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()})
    element.text = _clean(text) or None
    return element


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)


def _urn(name: str) -> str:
    made: UUID = uuid5(NAMESPACE_URL, f"watcher:{_clean(name)}")
    return made.urn
