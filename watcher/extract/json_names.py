"""Who wrote a JSON object's article and what it is filed under, by the names of the fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from watcher.extract.bylines import authors
from watcher.extract.json_text import Json, records, strings, text_of
from watcher.extract.plain import plain

_AUTHORS = frozenset(
    ("authors", "author", "byline", "bylines", "creator", "creators", "writer", "writers", "contributors")
)
_LABELS = frozenset(
    (
        *("tags", "categories", "category", "section", "sections", "topics", "topic", "labels", "keywords"),
        *("term", "terms", "rubric", "channel"),
    )
)
_ALONGSIDE = frozenset(
    ("name", "names", "display", "full", "post", "article", "primary", "main", "wp", "list", "by")
)
"""What may stand with such a word: 'authorName', 'post_author', 'wp:term'; 'author_id' is something else."""
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NAMES = ("name", "display_name", "displayName", "full_name", "fullName", "original", "title", "label")
_DEEPEST = 4

_Record = Mapping[str, Json]


def people(record: _Record) -> tuple[str, ...]:
    """Return the authors, given as a byline, names, or objects with a name."""
    for lines in _fields(record, _AUTHORS):
        if found := tuple(dict.fromkeys(name for line in lines for name in authors(plain(line)))):
            return found
    return ()


def labels(record: _Record) -> tuple[str, ...]:
    """Return the labels, given as names or objects with a name."""
    for lines in _fields(record, _LABELS):
        if found := tuple(dict.fromkeys(filter(None, map(plain, lines)))):
            return found
    return ()


def _fields(record: _Record, wanted: frozenset[str]) -> Iterator[list[str]]:
    """Yield what the fields hold that such a word names, in the object before those inside it."""
    inside = [value for value in record.values() if isinstance(value, Mapping)]
    for body in (record, *inside):
        for key, value in body.items():
            words = {word.lower() for word in _WORDS.findall(key)}
            if words & wanted and words <= wanted | _ALONGSIDE:
                yield _names(value)


def _names(value: Json, depth: int = 0) -> list[str]:
    """Return the names that a field holds, one or many, plain or in objects; ids are no names."""
    if isinstance(value, str):
        return [value]
    if depth > _DEEPEST:
        return []
    if isinstance(value, Mapping):
        if name := next((text for key in _NAMES if (text := text_of(value.get(key)))), ""):
            return [name]
        inner = [each for each in value.values() if not isinstance(each, str)]
        return [name for each in inner for name in _names(each, depth + 1)]
    if not isinstance(value, list):
        return []
    deeper: list[Json] = [*records(value), *(each for each in value if isinstance(each, list))]
    return [*strings(value), *(name for each in deeper for name in _names(each, depth + 1))]
