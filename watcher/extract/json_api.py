"""Reads JSON that is no feed: finds the array of like objects, and in them the fields of an item.

Nothing is known of any site: `json_fields` judges fields by their names and values, and the array whose
objects have the best proven titles wins, more objects before fewer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from watcher.errors import ReadError
from watcher.extract import dates
from watcher.extract.feed_limits import LONGEST_SUMMARY
from watcher.extract.json_arrays import Record, arrays
from watcher.extract.json_fields import Chosen, Field, choose, flatten
from watcher.extract.json_names import labels, people
from watcher.extract.json_text import Json, parse, records, text_of
from watcher.extract.links import absolute
from watcher.extract.plain import fold, plain, shorten
from watcher.models import Item, Kind, Listing, Page

_ENOUGH = 2.5
"""Evidence that a title must have: a good name alone, or values that can be little else."""
_FAILURES = ("error", "errors", "exception", "fault")
_LONGEST_REASON = 120
_NEXT = ("next", "next_url", "nextUrl", "next_page", "nextPage", "next_page_url", "nextPageUrl")
_WRAPPERS = ("links", "_links", "paging", "pagination", "meta")


@dataclass(frozen=True, slots=True)
class _Candidate:
    objects: Sequence[Record]
    chosen: Chosen

    @property
    def score(self) -> float:
        fields = len(self.chosen.paths)
        return self.chosen.evidence + 0.4 * fields + 0.5 * log2(1 + len(self.objects))


def read(page: Page, text: str) -> Listing:
    """Return the items of the best array. An array that is there but empty gives no items.

    Raises `ReadError` where the JSON is broken, or no array in it has titles.
    """
    root = parse(text)
    lists = list(arrays(root))
    found = [_Candidate(objects, choose(objects)) for objects in lists if objects]
    titled = [each for each in found if each.chosen.evidence >= _ENOUGH]
    if not titled:
        if failure := _failure(root):
            raise ReadError(f"the JSON tells of an error: {failure}")
        if any(not objects for objects in lists) and not found:
            return Listing(kind=Kind.JSON, items=())
        raise ReadError("no array in the JSON holds objects with titles")
    best = max(titled, key=lambda each: each.score)
    items = [item for each in best.objects if (item := _item(each, best.chosen, page))]
    return Listing(kind=Kind.JSON, items=tuple(items), next_page=_next_page(root, page.url))


def _failure(root: Json) -> str:
    """Return what an answer says that tells of a failure, and not of articles; empty where it does not."""
    if not isinstance(root, Mapping):
        return ""
    told = [root.get(key) for key in _FAILURES if root.get(key)]
    if not told and root.get("success") is not False and root.get("ok") is not False:
        return ""
    first = told[0] if told else None
    inner = records(first) or records([first])
    said = (text_of(record.get("message")) for record in (*inner, root))
    return shorten(
        fold(text_of(first) or next(filter(None, said), "") or "it gives no reason"), _LONGEST_REASON
    )


def _item(record: Record, chosen: Chosen, page: Page) -> Item | None:
    """Return one object as an item, None where it has no title."""
    flat = flatten(record)
    values = {field: flat.get(path, "") for field, path in chosen.paths.items()}
    title = plain(values.get(Field.TITLE, ""))
    if not title:
        return None
    summary = plain(values.get(Field.SUMMARY, ""))
    return Item(
        title=title,
        url=absolute(page.url, values.get(Field.URL)),
        summary=shorten(summary, LONGEST_SUMMARY) if summary != title else "",
        authors=people(record),
        published=dates.parse(values.get(Field.DATE, ""), page.fetched_at),
        labels=labels(record),
        image=absolute(page.url, values.get(Field.IMAGE)),
        guid=fold(values.get(Field.GUID, "")) or None,
    )


def _next_page(root: Json, base: str) -> str | None:
    """Return the address of the next page, where the object around the array names one."""
    if not isinstance(root, Mapping):
        return None
    around = [root, *(inner for key in _WRAPPERS if isinstance(inner := root.get(key), Mapping))]
    for record in around:
        for key in _NEXT:
            value = record.get(key)
            href = text_of(value.get("href")) if isinstance(value, Mapping) else value
            if isinstance(href, str) and href.startswith(("http://", "https://", "/", "?")):
                return absolute(base, href)
    return None
