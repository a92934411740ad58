"""The address of the next page, from the numbers in the addresses of the pages before it. Pure.

A number is believed to be the page's only on evidence: it has a name that says so and the value that it
should have (`following`), or it is all that two pages in a row differ by (`continued`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

_WORDS = r"(?:page|paged|pages|pagina|página|seite|sida|side|strona|stranka|sayfa|halaman|trang|str|pg|pn|p)"
_PAGE_IN_QUERY = re.compile(
    rf"(?:^|(?<!per)[\W_]|current|cur){_WORDS}(?:[_-]?(?:num|no|nr|number|index|idx))?\]?$", re.IGNORECASE
)
_PAGE_IN_PATH = re.compile(rf"[/_.-]{_WORDS}[/_-]?(\d{{1,6}})(?=$|[/._-])", re.IGNORECASE)
_OFFSET = re.compile(r"(?:^|[\W_])(?:offset|start|skip|startindex|start_index|first|from)\]?$", re.IGNORECASE)
_LIMIT = re.compile(r"(?:limit|rows|size|count|per[_-]?page|pagesize|max|num|length)\]?$", re.IGNORECASE)
_PAIR = re.compile(r"[?&;]([^=&;?]*)=(\d{1,9})(?=$|[&;])")
_NUMBER = re.compile(r"(?<!\d)(\d{1,9})(?!\d)")


@dataclass(frozen=True, slots=True)
class _Place:
    """A number in an address: `start` and `end` are offsets, `name` that of its query parameter."""

    start: int
    end: int
    value: int
    name: str = ""


def following(address: str, number: int, count: int) -> str | None:
    """Return the address of page `number + 1`, where that of page `number` (1 is the first) has a number.

    `count` is how many items a page has: offsets grow by it where no `limit` says otherwise.
    """
    query = list(_in_query(address))
    pages = [place for place in query if _PAGE_IN_QUERY.search(place.name)]
    for place in (*pages, *_in_path(address)):
        if place.value == number:
            return _with(address, place, number + 1)
    for place in pages:
        if place.value == number - 1:
            return _with(address, place, number)
    step = next((place.value for place in query if _LIMIT.search(place.name)), count)
    for place in query:
        if step > 0 and _OFFSET.search(place.name) and place.value - (number - 1) * step in (0, 1):
            return _with(address, place, place.value + step)
    return None


def continued(previous: str, current: str) -> str | None:
    """Return the address after `current`, where it is one number on from `previous`, or has a new 2 in it.

    `list_48_2.html` goes on to `list_48_3.html`, whether `list_48_1.html` or `list_48.html` was before.
    """
    before, now = _NUMBER.split(previous), _NUMBER.split(current)
    if len(now) == len(before):
        changed = [index for index, part in enumerate(now) if part != before[index]]
        if len(changed) == 1 and changed[0] % 2 and int(now[changed[0]]) == int(before[changed[0]]) + 1:
            return _counted_up(now, changed[0])
    elif len(now) == len(before) + 2:
        for index in range(len(now) - 2, 0, -2):
            if now[index] == "2" and [*now[1:index:2], *now[index + 2 :: 2]] == before[1::2]:
                return _counted_up(now, index)
    return None


def guesses(address: str) -> tuple[str, str]:
    """Return what the second page of a list is usually called, the likelier one first."""
    base, mark, query = address.partition("#")[0].partition("?")
    folder = f"{base.rstrip('/')}/page/2/{mark}{query}"
    parameter = f"{base}?{query}&page=2" if query else f"{base}?page=2"
    return (folder, parameter) if base.endswith("/") else (parameter, folder)


def is_another_page(address: str, current: str) -> bool:
    """Tell whether `address` can be a page of the list at `current`: another query, or another number.

    A link named "more news" that has neither leads to another list.
    """
    there, here = urlsplit(address), urlsplit(current)
    if there.path.rstrip("/") == here.path.rstrip("/"):
        return sorted(parse_qsl(there.query)) != sorted(parse_qsl(here.query))
    return _NUMBER.findall(f"{there.path}?{there.query}") != _NUMBER.findall(f"{here.path}?{here.query}")


def _in_query(address: str) -> Iterator[_Place]:
    for pair in _PAIR.finditer(address.partition("#")[0]):
        yield _Place(pair.start(2), pair.end(2), int(pair[2]), unquote(pair[1]))


def _in_path(address: str) -> Iterator[_Place]:
    path = re.split(r"[?#]", address, maxsplit=1)[0]
    host_ends = path.find("/", path.find("://") + 3)
    if host_ends >= 0:
        for found in _PAGE_IN_PATH.finditer(path, host_ends):
            yield _Place(found.start(1), found.end(1), int(found[1]))


def _with(address: str, place: _Place, value: int) -> str:
    written = str(value).zfill(place.end - place.start)
    return f"{address[: place.start]}{written}{address[place.end :]}"


def _counted_up(parts: list[str], index: int) -> str:
    written = str(int(parts[index]) + 1).zfill(len(parts[index]))
    return "".join((*parts[:index], written, *parts[index + 1 :]))
