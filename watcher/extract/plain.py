"""Plain text: markup taken off, white space folded, characters that no reader could store left out."""

from __future__ import annotations

import re
from html import unescape

_UNSTORABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ud800-\udfff]")
# Each of these stops at the next opening of its own kind, so that hostile markup costs linear time.
_HIDDEN = re.compile(
    r"<(script|style)\b(?:(?!<\1\b).)*?</\1\s*>|<!--(?:(?!<!--).)*?-->", re.DOTALL | re.IGNORECASE
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|em|font|i|mark|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")


def fold(text: str) -> str:
    """Return `text` with runs of white space as one space, trimmed, without control characters."""
    return " ".join(_UNSTORABLE.sub("", text).split())


def plain(markup: str) -> str:
    """Return the text of an HTML fragment, or of a text with entities, folded onto one line."""
    if "<" in markup:
        markup = _TAG.sub(" ", _INLINE.sub("", _HIDDEN.sub(" ", markup)))
    return fold(unescape(markup) if "&" in markup else markup)


def shorten(text: str, limit: int) -> str:
    """Return `text` cut at a word to at most `limit` characters, with an ellipsis where it was cut."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head}…"
