"""What a page says of its articles for machines: JSON-LD of schema.org (https://schema.org/Article).

It is taken as evidence only: an article counts where a visible record links it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from watcher.extract import dates
from watcher.extract.html.addresses import Addresses, key
from watcher.models import Published

_LONGEST_SCRIPT = 2_000_000
_MOST_VALUES = 50_000
"""Characters, and values inside; what is larger is not read further."""
_ARTICLES = ("Article", "Posting", "Event", "Report", "Review", "WebPage", "Product", "Object", "ListItem")
_NOT_ARTICLES = frozenset(("BreadcrumbList", "SiteNavigationElement", "WebSite", "Organization", "Person"))
_LONGEST_SUMMARY = 2_000

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared of one article."""

    published: Published | None = None
    authors: tuple[str, ...] = ()
    summary: str = ""


def declared(scripts: list[str], addresses: Addresses) -> dict[str, Declared]:
    """Return what the scripts declare, by `addresses.key` of the article's address."""
    found: dict[str, Declared] = {}
    for script in scripts:
        try:
            waiting: list[Json] = [json.loads(script)] if len(script) <= _LONGEST_SCRIPT else []
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_VALUES):
            if not waiting:
                break
            value = waiting.pop()
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict) and not _NOT_ARTICLES & set(_texts(value.get("@type"))):
                waiting += [v for v in value.values() if isinstance(v, (dict, list))]
                address = _address(value, addresses)
                if address is not None:
                    found.setdefault(key(address), _read(value))
    return found


def _texts(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def _address(value: dict[str, Json], addresses: Addresses) -> str | None:
    """Return the address of an article or of a place in a list."""
    if not any(kind.endswith(_ARTICLES) for kind in _texts(value.get("@type"))):
        return None
    page = value.get("mainEntityOfPage")
    named = (value.get("url"), value.get("item"), page.get("@id") if isinstance(page, dict) else page)
    href = next((v for v in named if isinstance(v, str) and v), None)
    return addresses.resolve(href) if href else None


def _read(value: dict[str, Json]) -> Declared:
    when = value.get("datePublished") or value.get("startDate")
    said = value.get("description")
    people = value.get("author")
    return Declared(
        published=dates.parse(when) if isinstance(when, str) else None,
        authors=tuple(dict.fromkeys(_names(people))),
        summary=" ".join(said.split()) if isinstance(said, str) and len(said) <= _LONGEST_SUMMARY else "",
    )


def _names(people: Json) -> list[str]:
    listed = people if isinstance(people, list) else [people]
    named = [p.get("name") if isinstance(p, dict) else p for p in listed]
    return [" ".join(name.split()) for name in named if isinstance(name, str) and name.strip()]


def completed(published: Published | None, entry: Declared) -> Published | None:
    """Return the date a record shows, with the declared time of day where both name the same day."""
    if published is None:
        return entry.published
    same_day = isinstance(entry.published, datetime) and entry.published.date() == published
    return entry.published if same_day else published
