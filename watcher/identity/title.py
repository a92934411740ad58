"""Titles, folded to what their typographic variants share."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = frozenset("\"'`´ʹʺʻʼʽˈˊˋ′″‴‵‶‘’‚‛“”„‟«»‹›「」『』《》〈〉〝〞〟")
_MINUS = "−"
_DASHES = re.compile(r"\s*-[\s-]*")


def title_key(title: str) -> str:
    """Fold a title to what its typographic variants share: case, width, quotes, dashes, white space.

    Quotes go altogether, since a restyled site may swap single for double ones. The same for a folded
    title as for the title itself; empty only where the title is blank.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", title).casefold())
    plain = " ".join("".join(_visible(char) for char in plain).split())
    folded = " ".join("".join(_folded(char) for char in plain).split())
    return _DASHES.sub("-", folded).strip("- ") or plain


def _visible(char: str) -> str:
    match unicodedata.category(char):
        case "Cf":
            return ""
        case "Cc" | "Zs" | "Zl" | "Zp":
            return " "
        case _:
            return char


def _folded(char: str) -> str:
    if char in _QUOTES:
        return ""
    if char == _MINUS or unicodedata.category(char) == "Pd":
        return "-"
    return char
