"""Reads JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

from collections.abc import Mapping
from html import unescape

from watcher.errors import ReadError
from watcher.extract import dates
from watcher.extract.feed_limits import LONGEST_SUMMARY, LONGEST_TITLE_MADE
from watcher.extract.json_text import Json, parse, records, strings, text_of
from watcher.extract.links import absolute, address_in
from watcher.extract.plain import fold, plain, shorten
from watcher.models import Item, Kind, Listing, Page


def read(page: Page, text: str) -> Listing:
    """Return the feed's items in its order. Raises `ReadError` where `text` is no JSON Feed."""
    feed = parse(text)
    if not isinstance(feed, Mapping) or not isinstance(feed.get("items"), list):
        raise ReadError("this is no JSON Feed: it has no array `items`")
    entries = records(feed["items"])
    items = [item for entry in entries if (item := _item(entry, page))]
    if entries and not items:
        raise ReadError("no item of the JSON Feed has a title or a text")
    skipped = len(entries) - len(items)
    return Listing(
        kind=Kind.JSONFEED,
        items=tuple(items),
        heading=fold(text_of(feed.get("title"))),
        next_page=absolute(page.url, text_of(feed.get("next_url"))),
        warnings=(f"{skipped} items have neither title nor text",) if skipped else (),
    )


def _item(entry: Mapping[str, Json], page: Page) -> Item | None:
    """Return one entry as an item; a microblog's, which has no title, is named by its text."""
    words = fold(text_of(entry.get("summary"))) or _content(entry)
    title = fold(unescape(text_of(entry.get("title")))) or shorten(words, LONGEST_TITLE_MADE)
    if not title:
        return None
    when = text_of(entry.get("date_published")) or text_of(entry.get("date_modified"))
    return Item(
        title=title,
        url=absolute(page.url, _link(entry)),
        summary=shorten(words, LONGEST_SUMMARY) if words != title else "",
        authors=_authors(entry),
        published=dates.parse(when, page.fetched_at),
        labels=tuple(dict.fromkeys(filter(None, map(fold, strings(entry.get("tags")))))),
        image=absolute(page.url, text_of(entry.get("image")) or text_of(entry.get("banner_image"))),
        guid=fold(text_of(entry.get("id"))) or None,
    )


def _link(entry: Mapping[str, Json]) -> str:
    given = text_of(entry.get("url")) or text_of(entry.get("external_url"))
    return given or address_in(text_of(entry.get("id")))


def _content(entry: Mapping[str, Json]) -> str:
    return fold(text_of(entry.get("content_text"))) or plain(text_of(entry.get("content_html")))


def _authors(entry: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the names in `authors` (1.1) or `author` (1.0)."""
    people = records(entry.get("authors")) or records([entry.get("author")])
    return tuple(dict.fromkeys(name for person in people if (name := fold(text_of(person.get("name"))))))
