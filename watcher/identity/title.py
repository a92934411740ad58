"""Titles, folded to what their typographic variants share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_QUOTES = frozenset("\"'`´ʹʺʻʼʽˈˊˋ′″‴‵‶‘’‚‛“”„‟«»‹›「」『』《》〈〉〝〞〟")
_MINUS = "−"
_DASHES = re.compile(r"\s*-[\s-]*")


def title_key(title: str) -> str:
    """Fold a title to what its typographic variants share: case, width, quotes, dashes, white space.

    Quotes go altogether, since a restyled site may swap single for double ones. The same for a folded
    title as for the title itself; empty only where the title is blank.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", title).casefold())
    folded = " ".join("".join(map(_folded, plain)).split())
    if "-" in folded:
        folded = _DASHES.sub("-", folded).strip("- ")
    return folded or " ".join("".join(char for char in plain if _folded(char) or char in _QUOTES).split())


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    if char in _QUOTES:
        return ""
    match unicodedata.category(char):
        case "Cf":
            return ""
        case "Cc" | "Zs" | "Zl" | "Zp":
            return " "
        case "Pd":
            return "-"
        case _:
            return "-" if char == _MINUS else char
