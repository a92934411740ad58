"""Which field of like JSON objects is the title, the address, the date: by their names and their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from watcher.extract import dates
from watcher.extract.json_text import Json, text_of
from watcher.extract.links import is_address
from watcher.extract.plain import plain

_DEEPEST = 3
"""Levels of objects inside one object that are looked into: `data.attributes.title`."""
_FEWEST_FIELDS = 2
_SAMPLE = 40
"""Objects whose values are judged."""
_LONGEST = 400
"""Characters of a value that are judged."""

_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#].*)?$", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


class Field(Enum):
    """What a field of a JSON object may be; the value is the words that name it, best first."""

    TITLE = "headline title heading subject name caption label question"
    URL = "permalink url link href weburl canonical uri web page file pdf document path"
    DATE = """published publish publication date datetime pub posted filed filing issued released created
        timestamp time ts updated modified"""
    SUMMARY = """summary excerpt description abstract dek standfirst teaser subtitle lede lead snippet trail
        synopsis body content text"""
    IMAGE = "image thumbnail thumb picture photo img media cover"
    GUID = "guid uuid id key slug number"


_OTHERS = """api self image img thumb thumbnail avatar icon logo author user edit media related comments
    replies seo meta parent category section source language type status"""
_BESIDE = frozenset(_OTHERS.split())
"""Words that make a field one of something else: the author's name, the category's address."""
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The path of each field that was found, and how well the title is proven (0 to about 6)."""

    paths: Mapping[Field, Path]
    evidence: float


def choose(objects: Sequence[Mapping[str, Json]]) -> Chosen:
    """Return which paths inside `objects` are which field."""
    sample = [flatten(each) for each in objects[:_SAMPLE]]
    columns: dict[Path, list[str]] = {}
    for flat in sample:
        for path, value in flat.items():
            columns.setdefault(path, []).append(value)
    paths: dict[Field, Path] = {}
    evidence = 0.0
    for field, judge in _JUDGES.items():
        scores = {
            path: score
            for path, values in columns.items()
            if path not in paths.values() and (score := _score(field, judge, path, values, len(sample))) > 0
        }
        if scores:
            paths[field] = max(scores, key=lambda path: scores[path])
            evidence = scores[paths[field]] if field is Field.TITLE else evidence
    return Chosen(paths, evidence)


def flatten(record: Mapping[str, Json], depth: int = 0) -> dict[Path, str]:
    """Return the record's strings and numbers by their path, objects inside it included."""
    flat: dict[Path, str] = {}
    for key, value in record.items():
        if key.startswith("_") and isinstance(value, Mapping):
            if depth < _DEEPEST and _is_envelope(value):
                flat = {**flatten(value, depth + 1), **flat}
        elif isinstance(value, Mapping):
            if depth < _DEEPEST:
                flat.update({(key, *path): inner for path, inner in flatten(value, depth + 1).items()})
        elif text := text_of(value).strip():
            flat[key,] = text
    return flat


def _is_envelope(value: Mapping[str, Json]) -> bool:
    """Tell whether an object under a private name holds fields, as a search engine's `_source` does."""
    return sum(bool(text_of(inner)) for inner in value.values()) >= _FEWEST_FIELDS


_Judge = Callable[[Sequence[str]], float]


def _score(field: Field, judge: _Judge, path: Path, values: Sequence[str], total: int) -> float:
    """Return how well a column fits a field: by its name, by its values, and by how many objects have it."""
    named = _named(field, path)
    if field is not Field.TITLE and not named:
        return 0.0
    judged = judge([value[:_LONGEST] for value in values])
    return (named + judged) * (len(values) / total) - 0.2 * len(path) if judged > 0 else 0.0


@lru_cache(maxsize=4096)
def _named(field: Field, path: Path) -> float:
    """Return 0 to 3 for how well a path names a field; the words of its last key count most."""
    names = field.value.split()
    words = [word.lower() for key in path for word in _WORDS.findall(key)]
    hits = [names.index(word) for word in words if word in names]
    if not hits:
        return 0.0
    beside = sum(word in _BESIDE and word not in names for word in words)
    return max(0.0, 3.0 - 2.0 * min(hits) / len(names) - 1.2 * beside)


def _as_title(values: Sequence[str]) -> float:
    """Judge by what titles are like: several words, each its own, no address and no date."""
    texts = [plain(value) for value in values]
    wordy = _share(texts, lambda t: (len(t) >= 8 and " " in t) or (len(t) >= 4 and not t.isascii()))
    wrong = _share(texts, lambda t: is_address(t) or dates.parse(t) is not None)
    long = _share(texts, lambda t: len(t) > 250)
    distinct = len(set(texts)) / len(texts)
    return 0.3 + 1.5 * wordy + distinct - 3 * wrong - 2 * long if distinct > 0.3 else 0.0


def _as_url(values: Sequence[str]) -> float:
    """Judge by being addresses, each its own, and no pictures."""
    addresses = _share(values, is_address)
    pictures = _share(values, lambda v: _IMAGE.search(v) is not None)
    return addresses + len(set(values)) / len(values) - 2 * pictures if addresses > 0.5 else 0.0


def _as_date(values: Sequence[str]) -> float:
    return 2.0 * read if (read := _share(values, lambda v: dates.parse(v) is not None)) > 0.6 else 0.0


def _as_summary(values: Sequence[str]) -> float:
    """Judge by being words, and longer than a few."""
    texts = [plain(value) for value in values]
    return (
        2.0 * wordy
        if (wordy := _share(texts, lambda t: (len(t) > 20 and " " in t) or not t.isascii())) > 0.3
        else 0.0
    )


def _as_image(values: Sequence[str]) -> float:
    return _share(values, is_address)


def _as_guid(values: Sequence[str]) -> float:
    return 1.0 if len(set(values)) == len(values) and max(map(len, values)) <= 200 else 0.0


_JUDGES: Mapping[Field, _Judge] = {
    Field.TITLE: _as_title,
    Field.DATE: _as_date,
    Field.URL: _as_url,
    Field.SUMMARY: _as_summary,
    Field.IMAGE: _as_image,
    Field.GUID: _as_guid,
}


def _share(values: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, values)) / len(values)
