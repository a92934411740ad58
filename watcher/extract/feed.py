"""Reads RSS 0.9x, 1.0, 2.0 and Atom through feedparser, however malformed; nothing else imports it.

The body goes in as a stream: feedparser opens a plain string or bytes as an address or a file name.
"""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import cast

import feedparser

from watcher.errors import ReadError
from watcher.extract import dates
from watcher.extract.bylines import authors
from watcher.extract.feed_limits import LONGEST_SUMMARY, LONGEST_TITLE_MADE
from watcher.extract.links import absolute, address_in
from watcher.extract.plain import fold, plain, shorten
from watcher.extract.references import mended
from watcher.models import Item, Kind, Listing, Page, Published

DEEPEST = 1_000
"""Open elements; feedparser's time grows with the square of the nesting."""

_TAG = re.compile(r"<(?:(?P<closing>/)[A-Za-z]|(?!(?:br|hr|img)\b)[A-Za-z])[^<>]*?(?P<empty>/)?>")
MOST_ELEMENTS = 15_000
"""A feed has hundreds of entries of some ten elements; malformed, a thousand take a tenth of a second."""
_LONGEST_PROLOG = 8_000
"""Characters before the first element; feedparser's time grows with the square of what it reads there."""
_ELEMENT = re.compile(r"<\w")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WHEN = ("published", "updated", "created")

_Record = Mapping[str, object]


def read(page: Page, text: str) -> Listing:
    """Return the entries of a feed, in its order; a valid feed without entries gives no items.

    Raises `ReadError` where it is no feed, or broken before its first entry.
    """
    text, is_cut = _cut(text)
    _refuse_depth(text)
    parsed = _parsed(text, page.url)
    version = str(parsed.get("version") or "")
    entries = _records(parsed.get("entries"))
    broken = _one_line(parsed.get("bozo_exception")) if parsed.get("bozo") else ""
    if not entries and (broken or not version):
        raise ReadError(f"the feed is broken: {broken}" if version else "this is no feed")
    items = [item for entry in entries if (item := _item(entry, page))]
    if entries and not items:
        raise ReadError("no entry of the feed has a title or a text")
    feed = cast(_Record, parsed.get("feed") or {})
    return Listing(
        kind=Kind.ATOM if version.startswith("atom") else Kind.RSS,
        items=tuple(items),
        heading=plain(_text(feed, "title")),
        next_page=_next_page(feed, page.url),
        warnings=_warnings("" if is_cut else broken, len(entries) - len(items), is_cut=is_cut),
    )


def _parsed(text: str, url: str) -> _Record:
    """Return what feedparser makes of a feed; raises `ReadError` where it fails."""
    document = _XML_DECLARATION.sub("", mended(text)).lstrip()
    if len(document) > _LONGEST_PROLOG and not _ELEMENT.search(document, 0, _LONGEST_PROLOG):
        raise ReadError(f"this is no feed: it has no element in its first {_LONGEST_PROLOG:,} characters")
    source = io.BytesIO(document.encode("utf-8", "replace"))
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    try:
        parsed = feedparser.parse(
            source, response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:
        raise ReadError(f"the feed is broken: {_one_line(error)}") from error
    return cast(_Record, parsed)


def _item(entry: _Record, page: Page) -> Item | None:
    """Return one entry as an item, None where it says nothing."""
    words = plain(_text(entry, "summary") or _content(entry))
    title = plain(_text(entry, "title")) or shorten(words, LONGEST_TITLE_MADE)
    if not title:
        return None
    return Item(
        title=title,
        url=absolute(
            page.url, _text(entry, "link") or _enclosure(entry, "") or address_in(_text(entry, "id"))
        ),
        summary=shorten(words, LONGEST_SUMMARY) if words != title else "",
        authors=_authors(entry),
        published=_published(entry, page.fetched_at),
        labels=_labels(entry),
        image=absolute(page.url, _image(entry)),
        guid=fold(_text(entry, "id")) or None,
    )


def _link(entry: _Record) -> str:
    """Return the entry's address, else that of its file, else its id where that is one."""
    return _text(entry, "link") or _enclosure(entry, "") or address_in(_text(entry, "id"))


def _authors(entry: _Record) -> tuple[str, ...]:
    named = [_whole(plain(_text(author, "name"))) for author in _records(entry.get("authors"))]
    return tuple(dict.fromkeys(name for line in named for name in authors(line)))


def _whole(name: str) -> str:
    """Return the name in what feedparser leaves of 'ann@news.example (Ann Lee)': it expects short domains."""
    return name.rpartition("(")[2] if "(" in name and ")" not in name else name


def _published(entry: _Record, now: datetime | None) -> Published | None:
    """Return the first date of the entry that can be read, ours (it keeps the offset) before feedparser's."""
    for key in _WHEN:
        # dict.get: feedparser's own getter answers one date key with another's value, and warns of it.
        fields = cast("dict[str, object]", entry)
        raw, parsed = dict.get(fields, key), dict.get(fields, f"{key}_parsed")
        if not isinstance(raw, str):
            continue
        if when := dates.parse(raw, now):
            return when
        if parsed and (when := _moment(cast("tuple[int, ...]", parsed))):
            return when
    return None


def _moment(parsed: tuple[int, ...]) -> datetime | None:
    """Return feedparser's date, None for one out of range, such as that of `0000`."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _labels(entry: _Record) -> tuple[str, ...]:
    tags = (plain(_text(tag, "label") or _text(tag, "term")) for tag in _records(entry.get("tags")))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _image(entry: _Record) -> str:
    """Return the address of the entry's picture: media content, thumbnail, or an enclosed image."""
    for media in _records(entry.get("media_content")):
        if _text(media, "medium") == "image" or _text(media, "type").startswith("image/"):
            return _text(media, "url")
    thumbnails = _records(entry.get("media_thumbnail"))
    return _text(thumbnails[0], "url") if thumbnails else _enclosure(entry, "image/")


def _enclosure(entry: _Record, media: str) -> str:
    """Return the address of the first enclosed file whose media type begins with `media`."""
    enclosed = (link for link in _records(entry.get("links")) if _text(link, "rel") == "enclosure")
    return next((_text(link, "href") for link in enclosed if _text(link, "type").startswith(media)), "")


def _content(entry: _Record) -> str:
    return next((_text(content, "value") for content in _records(entry.get("content"))), "")


def _next_page(feed: _Record, base: str) -> str | None:
    """Return the address of the next page of a paged feed (RFC 5005)."""
    links = _records(feed.get("links"))
    return next((absolute(base, _text(link, "href")) for link in links if _text(link, "rel") == "next"), None)


def _warnings(broken: str, skipped: int, *, is_cut: bool) -> tuple[str, ...]:
    told = [f"the feed has more than {MOST_ELEMENTS:,} elements; what follows was not read"] if is_cut else []
    told += [f"the feed is malformed ({broken}); read what could be read"] if broken else []
    if skipped:
        told.append(f"{skipped} entries have neither title nor text")
    return tuple(told)


def _cut(text: str) -> tuple[str, bool]:
    """Return a feed up to its last element that is read, and whether there are more."""
    at = count = 0
    while (at := text.find("<", at)) != -1:
        if text.startswith("<![CDATA[", at):
            at = text.find("]]>", at)
            if at == -1:
                break
        count += text[at + 1 : at + 2].isalpha()
        if count > MOST_ELEMENTS:
            return text[:at], True
        at += 1
    return text, False


def _refuse_depth(text: str) -> None:
    """Raise `ReadError` where elements are nested deeper than any feed's."""
    depth = 0
    markup = "".join(part.partition("]]>")[2] or part for part in f"]]>{text}".split("<![CDATA["))
    for tag in _TAG.finditer(markup):
        depth += 0 if tag["empty"] else -1 if tag["closing"] else 1
        if depth > DEEPEST:
            raise ReadError(f"the feed is nested deeper than {DEEPEST} elements")


def _records(value: object) -> list[_Record]:
    """Return the mappings in a list; what is no list gives none."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, Iterable) else []


def _text(record: _Record, key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _one_line(error: object) -> str:
    return shorten(fold(str(error).replace("<unknown>:", "line ")), 120) or "it is not well-formed"
