"""Reads JSON that is no feed: finds the array of like objects, and in them the fields of an item.

Nothing is known of any site: `json_fields` judges fields by their names and values, and the array whose
objects have the best proven titles wins, more objects before fewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from watcher.errors import ReadError
from watcher.extract import dates
from watcher.extract.bylines import authors
from watcher.extract.feed_limits import LONGEST_SUMMARY
from watcher.extract.json_fields import Chosen, Field, choose, flatten
from watcher.extract.json_text import Json, parse, records, strings, text_of
from watcher.extract.links import absolute
from watcher.extract.plain import fold, plain, shorten
from watcher.models import Item, Kind, Listing, Page

_Record = Mapping[str, Json]

_ENOUGH = 2.5
"""Evidence that a title must have: a good name alone, or values that can be little else."""
_MOST_ARRAYS = 200
_AUTHORS = (
    "authors",
    "author",
    "byline",
    "bylines",
    "creator",
    "creators",
    "writer",
    "writers",
    "contributors",
)
_LABELS = ("tags", "categories", "category", "section", "sections", "topics", "labels", "sectionName")
_NEXT = ("next", "next_url", "nextUrl", "next_page", "nextPage", "next_page_url", "nextPageUrl")
_WRAPPERS = ("links", "_links", "paging", "pagination", "meta")


@dataclass(frozen=True, slots=True)
class _Candidate:
    objects: Sequence[_Record]
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
    arrays = list(_arrays(root))
    found = [_Candidate(objects, choose(objects)) for objects in arrays if objects]
    titled = [each for each in found if each.chosen.evidence >= _ENOUGH]
    if not titled:
        if any(not objects for objects in arrays) and not found:
            return Listing(kind=Kind.JSON, items=())
        raise ReadError("no array in the JSON holds objects with titles")
    best = max(titled, key=lambda each: each.score)
    items = [item for each in best.objects if (item := _item(each, best.chosen, page))]
    return Listing(kind=Kind.JSON, items=tuple(items), next_page=_next_page(root, page.url))


def _arrays(root: Json) -> Iterator[Sequence[_Record]]:
    """Yield the arrays of objects outermost first, and objects of like objects; an empty array as such."""
    waiting: list[Json] = [root]
    for _ in range(_MOST_ARRAYS * 50):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, Mapping):
            inner = list(value.values())
            if len(inner) > 2 and _alike(records(inner)) and len(records(inner)) == len(inner):
                yield records(inner)
            waiting += inner
        elif isinstance(value, Sequence) and not isinstance(value, str):
            objects = records(value)
            if objects or not value:
                yield objects
            waiting += [each for each in value if not isinstance(each, str)]


def _alike(objects: Sequence[_Record]) -> bool:
    """Tell whether the objects share most of their keys."""
    if not objects:
        return False
    shared = set(objects[0]).intersection(*objects[1:])
    return len(shared) * 2 > max(map(len, objects))


def _item(record: _Record, chosen: Chosen, page: Page) -> Item | None:
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
        authors=_people(record),
        published=dates.parse(values.get(Field.DATE, ""), page.fetched_at),
        labels=_labels(record),
        image=absolute(page.url, values.get(Field.IMAGE)),
        guid=fold(values.get(Field.GUID, "")) or None,
    )


def _people(record: _Record) -> tuple[str, ...]:
    """Return the authors, given as a byline, names, or objects with a name."""
    for body in _bodies(record):
        for key in _AUTHORS:
            lines = _names(body.get(key))
            if found := tuple(dict.fromkeys(name for line in lines for name in authors(plain(line)))):
                return found
    return ()


def _labels(record: _Record) -> tuple[str, ...]:
    for body in _bodies(record):
        for key in _LABELS:
            if found := tuple(dict.fromkeys(filter(None, map(plain, _names(body.get(key)))))):
                return found
    return ()


def _bodies(record: _Record) -> list[_Record]:
    """Return the object and those directly inside it, where wrappers (`attributes`, `node`) keep fields."""
    return [record, *(v for key, v in record.items() if isinstance(v, Mapping) and not key.startswith("_"))]


def _names(value: Json) -> list[str]:
    """Return the names that a field holds, one or many, plain or in objects; ids are no names."""
    if isinstance(value, str):
        return [value]
    objects = [value] if isinstance(value, Mapping) else records(value)
    named = (text_of(each.get("name") or each.get("title") or each.get("label")) for each in objects)
    return [*strings(value), *filter(None, named)]


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
