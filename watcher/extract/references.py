"""Numeric character references (`&#38;`) that stand for no character."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
_MOST_DIGITS = 7
"""The last code point, 1114111, has so many."""
_LAST = 0x10FFFF


def mended(text: str) -> str:
    """Return `text` with U+FFFD for references to NUL, surrogates and beyond Unicode, as browsers do.

    Source: HTML standard, "Numeric character reference end state".
    """
    return _REFERENCE.sub(_mended, text) if "&#" in text else text


def _mended(found: re.Match[str]) -> str:
    digits = (found[1] or found[2]).lstrip("0")
    if not digits or len(digits) > _MOST_DIGITS:
        return "\N{REPLACEMENT CHARACTER}"
    code = int(digits, 16 if found[1] else 10)
    return "\N{REPLACEMENT CHARACTER}" if 0xD800 <= code <= 0xDFFF or code > _LAST else found[0]
