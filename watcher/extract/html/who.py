"""Who wrote a record's article: what the markup calls an author, bylines, names beside the date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from watcher.extract import bylines
from watcher.extract.html.lines import Line
from watcher.extract.html.reading import Reading, numeric
from watcher.extract.html.record import Record
from watcher.extract.html.tree import Node, Token
from watcher.extract.html.when import Dating

_LONGEST_CLASSES = 300
_LONGEST_MARKED, _LONGEST_BYLINE, _LONGEST_NAME = 200, 120, 50
_CLASS = re.compile(r"\b(?:author|byline|vcard|writer)", re.IGNORECASE)
_PATH = re.compile(r"/(?:authors?|profile|users?|by|writers?|people|staff)/[^/?#]|[?&]author=", re.IGNORECASE)
_COLUMN = re.compile(
    r"^(?:(?:posted |written )?by|authors?|writers?|reporters?|autor(?:in|en|es|a)?|verfasser(?:in)?"
    r"|auteure?s?|autor[ei]|auteurs|forfatter|författare|kirjoittaja|yazar|szerző|autoři?|автор[ыи]?"
    r"|作者|記者|记者|発信者|글쓴이|작성자|기자|الكاتب|مؤلف|מחבר|συγγραφέας|tác giả|ผู้เขียน|penulis)$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^\s*(?:written\s+|posted\s+)?(?:by|von|par|por|di|door|av|автор)[:\s]\s*\S", re.IGNORECASE
)
_ASIDE = re.compile(r"\s*[(\[|•·].*$")
"""What may follow a name in a line: a count of comments in brackets, another field."""
_PARTICLES = frozenset(
    (
        "de",
        "del",
        "van",
        "von",
        "der",
        "den",
        "da",
        "di",
        "dos",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "y",
        "e",
    )
)


def authors(reading: Reading, record: Record, rest: list[Line], dating: Dating) -> dict[int, tuple[str, ...]]:
    """Return the names that lines give, by the place of the line."""
    found: dict[int, tuple[str, ...]] = {}
    for line in rest:
        short = len(line.text) <= _LONGEST_MARKED
        marked = [t.text for t in line.tokens if short and _is_name(reading, record, t)]
        if marked:
            names = bylines.authors(" | ".join(dict.fromkeys(marked)))
        elif line.first in dating.beside:
            names = _beside_date(*dating.beside[line.first], is_behind=line.first > record.node.first)
        elif len(line.text) <= _LONGEST_BYLINE and _BYLINE.match(line.text):
            names = bylines.authors(line.text)
        else:
            continue
        if names:
            found[line.first] = names
    return found


def _is_name(reading: Reading, record: Record, token: Token) -> bool:
    """Tell whether markup or the heading of its column makes a text an author's name."""
    if numeric(token.text) or token.text.islower():
        return False
    if _marked(token, record):
        return True
    heading = reading.columns and reading.columns.heading(token.node, record.area.begin)
    return bool(heading and _COLUMN.match(heading.strip(" :")))


def _beside_date(before: str, after: str, *, is_behind: bool) -> tuple[str, ...]:
    """Return the names before the date in a line behind the title, else those of a byline after the date."""
    names = _like_names(before) if is_behind else ()
    return names or (_like_names(_ASIDE.sub("", after)) if _BYLINE.match(after) else ())


def _like_names(text: str) -> tuple[str, ...]:
    """Return the names in what a date's line says before the date, if all of it reads like names."""
    names = bylines.authors(text)
    return names if all(_like_name(name) for name in names) else ()


def _like_name(text: str) -> bool:
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) > _LONGEST_NAME or any(c.isdigit() for c in text) or ":" in text:
        return False
    if words[-1][0].islower() or (len(words) == 1 and text.isascii()):
        return False
    return all(not word[0].islower() or word in _PARTICLES for word in words)


@lru_cache(maxsize=1024)
def _names_author(classes: str) -> bool:
    return bool(classes) and _CLASS.search(classes[:_LONGEST_CLASSES]) is not None


def _says_author(attrs: Mapping[str, str]) -> bool:
    return (
        ("class" in attrs and _names_author(attrs["class"]))
        or ("rel" in attrs and "author" in attrs["rel"])
        or attrs.get("itemprop") == "author"
    )


def _marked(token: Token, record: Record) -> bool:
    """Tell whether the markup calls a text an author's name."""
    up: Node | None = token.node
    begin = record.area.begin
    for _ in range(4):
        if up is None or up.index < begin:
            break
        if up.attrs and _says_author(up.attrs):
            return True
        up = up.parent
    return token.link is not None and _PATH.search(token.link.attrs.get("href", "")[:400]) is not None
