"""Pieces of a text as each markup writes them: what was removed struck out, what was added or matched strong.

The white space around a piece stays outside of its signs, which markups want and readers expect.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from markupsafe import Markup, escape

from watcher.view import PieceView

Pieces: TypeAlias = Sequence[PieceView]
WritePieces: TypeAlias = Callable[[Pieces], str]

_PADDED = re.compile(r"(\s*)(.*?)(\s*)", re.DOTALL)

_TEXT = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
_HTML = {"removed": ("<s>", "</s>"), "added": ("<b>", "</b>"), "matched": ("<b>", "</b>")}
_MRKDWN = {"removed": "~", "added": "*", "matched": "*"}

GAP = "\u200b"
"""A space of no width. Slack sees no sign that touches a word, nor the end of one that is inside a text."""


def text(pieces: Pieces) -> str:
    """Write plain text: changes in the signs of `wdiff`, matched words as they are."""
    return "".join(_around(piece.text, *_TEXT.get(piece.kind, ("", ""))) for piece in pieces)


def html(pieces: Pieces) -> str:
    """Write HTML in tags that Telegram knows, too."""
    written = (_around(str(escape(piece.text)), *_HTML.get(piece.kind, ("", ""))) for piece in pieces)
    return Markup("".join(written))  # noqa: S704 - every text in it is escaped


def mrkdwn(pieces: Pieces) -> str:
    """Write Slack's markup; the texts are escaped already."""
    written = ""
    for piece in pieces:
        sign = _MRKDWN.get(piece.kind)
        words = _signed(piece.text, sign) if sign else piece.text
        touching = written and words and not written[-1].isspace() and not words[0].isspace()
        gap = GAP if touching and (sign or written[-1] in _MRKDWN.values()) else ""
        written += gap + words
    return written


def _signed(words: str, sign: str) -> str:
    return _around(words, sign, sign, lambda inner: inner.replace(sign, f"{sign}{GAP}"))


def _around(words: str, opening: str, closing: str, change: Callable[[str], str] = str) -> str:
    padded = _PADDED.fullmatch(words)
    if not padded or not padded[2]:
        return words
    return f"{padded[1]}{opening}{change(padded[2])}{closing}{padded[3]}"
